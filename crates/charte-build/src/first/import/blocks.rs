//! A page as a list of blocks: headings, paragraphs, rows of tables, items of lists. The readers of HTML and of plain text
//! make it; it knows neither format.

/// A page.
#[derive(Debug, Default)]
pub(super) struct Document {
    pub(super) blocks: Vec<Block>,
    /// The language that the page says, as a two-letter code.
    pub(super) language: Option<String>,
    /// The address that the page says to be its own.
    pub(super) canonical: Option<String>,
    /// What is linked: addresses and the texts of the links.
    pub(super) links: Vec<(String, String)>,
}

/// One block.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Block {
    /// The line of the file, from 1.
    pub(super) line: usize,
    pub(super) kind: Kind,
    /// Whether it is outside navigation, header and footer.
    pub(super) is_content: bool,
}

/// What a block is.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Heading(String),
    Text(String),
    Item(String),
    /// The term of a definition.
    Term(String),
    /// The description of the term before it.
    Detail(String),
    /// A row of the table of that number.
    Row(usize, Vec<String>),
}

impl Block {
    /// The text of everything but rows.
    pub(super) fn text(&self) -> Option<&str> {
        match &self.kind {
            Kind::Heading(text) | Kind::Text(text) | Kind::Item(text) | Kind::Term(text) | Kind::Detail(text) => {
                Some(text)
            }
            Kind::Row(..) => None,
        }
    }

    /// All its text.
    pub(super) fn all(&self) -> String {
        match &self.kind {
            Kind::Row(_, cells) => cells.join(" | ").replace('\n', ", "),
            _ => self.text().unwrap_or_default().to_owned(),
        }
    }
}
