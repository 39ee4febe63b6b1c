//! Reads a page of HTML: headings, paragraphs, tables, lists, definitions.

use std::collections::BTreeMap;

use charte_html::name::{self, Name};
use charte_html::{Encoding, Scanner, Tag, reference};

use super::blocks::{Block, Document, Kind};

const ROWSPAN: Name = Name::known("rowspan");
const H: [Name; 6] = [name::H1, name::H2, name::H3, name::H4, name::H5, name::H6];
/// Elements whose text is not visible.
const HIDDEN: [Name; 4] = [name::SCRIPT, name::STYLE, name::TEMPLATE, name::SVG];
const FRAMES: [Name; 3] = [name::NAV, name::HEADER, name::FOOTER];
/// Elements that start a block of text without a kind of its own.
const BLOCKS: [Name; 6] = [name::P, name::DIV, name::SECTION, name::ARTICLE, name::MAIN, name::BLOCKQUOTE];
const LISTS: [Name; 3] = [name::UL, name::OL, name::DL];

/// The blocks of a page.
pub(super) fn read(bytes: &[u8]) -> Document {
    let Some(page) = Encoding::detect(bytes).ok().and_then(|encoding| encoding.decode(bytes)) else {
        return Document::default();
    };
    let mut reader = Reader { page: &page, line: 1, ..Reader::default() };
    for tag in Scanner::without_scripts(&page, 0..page.len()) {
        reader.text(tag.start);
        reader.tag(&tag);
        reader.move_to(tag.end);
    }
    reader.text(page.len());
    reader.end_row();
    reader.flush();
    reader.document
}

/// What the next text is.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum Sort {
    #[default]
    Text,
    Heading,
    Item,
    Term,
    Detail,
}

#[derive(Default)]
struct Reader<'p> {
    page: &'p [u8],
    document: Document,
    at: usize,
    line: usize,
    /// Open elements whose text is left out.
    hidden: usize,
    /// Open navigation, header and footer elements.
    frames: usize,
    sort: Sort,
    buffer: String,
    buffer_line: usize,
    in_title: bool,
    link: Option<(String, usize)>,
    table: usize,
    row: Option<Row>,
}

#[derive(Default)]
struct Row {
    line: usize,
    cells: Vec<String>,
    /// How many rows the open cell spans; `None` between cells.
    open: Option<usize>,
    /// Cells of earlier rows that span this one: how many rows are left, and their text, by column.
    spans: BTreeMap<usize, (usize, String)>,
}

impl Reader<'_> {
    fn move_to(&mut self, place: usize) {
        if place > self.at {
            self.line += self.page[self.at..place].iter().filter(|byte| **byte == b'\n').count();
            self.at = place;
        }
    }

    /// Takes the text up to a place.
    fn text(&mut self, end: usize) {
        if end > self.at && self.hidden == 0 && !self.in_title {
            let text = without_declarations(&reference::decode(&self.page[self.at..end]));
            if !text.trim().is_empty() && self.buffer.trim().is_empty() {
                let leading = text.len() - text.trim_start().len();
                self.buffer_line = self.line + text[..leading].matches('\n').count();
            }
            self.buffer.push_str(&text.replace(['\n', '\r', '\t'], " "));
        }
        self.move_to(end);
    }

    fn tag(&mut self, tag: &Tag<'_>) {
        let name = tag.name;
        if HIDDEN.contains(&name) {
            self.hidden = if tag.is_end { self.hidden.saturating_sub(1) } else { self.hidden + 1 };
        } else if FRAMES.contains(&name) {
            self.flush();
            self.frames = if tag.is_end { self.frames.saturating_sub(1) } else { self.frames + 1 };
        } else if name == name::TITLE {
            self.in_title = !tag.is_end;
        } else if name == name::A {
            self.anchor(tag);
        } else if matches!(name, name::TABLE | name::TR | name::TD | name::TH) {
            self.table_tag(tag);
        } else {
            self.block(tag);
        }
    }

    fn block(&mut self, tag: &Tag<'_>) {
        let sort = match tag.name {
            name::LI => Sort::Item,
            name::DT => Sort::Term,
            name::DD => Sort::Detail,
            name if H.contains(&name) => Sort::Heading,
            name if BLOCKS.contains(&name) || LISTS.contains(&name) || name == name::BR => Sort::Text,
            name::HTML if !tag.is_end => {
                let language = value(tag, name::LANG).unwrap_or_default().to_ascii_lowercase();
                let code = language.split(['-', '_']).next().unwrap_or_default().to_owned();
                self.document.language = Some(code).filter(|code| !code.is_empty());
                return;
            }
            name::LINK if value(tag, name::REL).is_some_and(|rel| rel.eq_ignore_ascii_case("canonical")) => {
                self.document.canonical = value(tag, name::HREF);
                return;
            }
            _ => return,
        };
        if self.row.as_ref().is_some_and(|row| row.open.is_some()) {
            self.buffer.push('\n');
        } else if sort == Sort::Text && self.sort != Sort::Text && !LISTS.contains(&tag.name) {
            // A paragraph or a line break within an item or a description does not end it.
            self.buffer.push('\n');
        } else {
            self.flush();
            self.sort = if tag.is_end { Sort::Text } else { sort };
        }
    }

    fn anchor(&mut self, tag: &Tag<'_>) {
        if let Some((href, start)) = self.link.take() {
            let label = self.buffer.get(start..).unwrap_or_default().trim().to_owned();
            self.document.links.push((href, label));
        }
        if !tag.is_end
            && let Some(href) = value(tag, name::HREF)
        {
            self.link = Some((href, self.buffer.len()));
        }
    }

    fn table_tag(&mut self, tag: &Tag<'_>) {
        match tag.name {
            name::TABLE => {
                self.end_row();
                self.flush();
                self.table += 1;
                self.row = (!tag.is_end).then(Row::default);
            }
            name::TR => {
                self.end_row();
                let line = self.line;
                if let Some(row) = &mut self.row {
                    row.line = line;
                }
            }
            _ => {
                self.end_cell();
                let rows = value(tag, ROWSPAN).and_then(|rows| rows.parse().ok()).unwrap_or(1);
                let line = self.line;
                let text = std::mem::take(&mut self.buffer);
                if let Some(row) = &mut self.row
                    && !tag.is_end
                {
                    row.open = Some(rows);
                    row.line = if row.cells.is_empty() { line } else { row.line };
                } else if self.row.is_none() {
                    self.buffer = text;
                }
            }
        }
    }

    fn end_cell(&mut self) {
        let Some(row) = &mut self.row else { return };
        let Some(rows) = row.open.take() else { return };
        let text = lines(&std::mem::take(&mut self.buffer));
        row.fill();
        if rows > 1 {
            row.spans.insert(row.cells.len(), (rows - 1, text.clone()));
        }
        row.cells.push(text);
    }

    fn end_row(&mut self) {
        self.end_cell();
        let (table, is_content) = (self.table, self.frames == 0);
        let Some(row) = &mut self.row else { return };
        if row.cells.is_empty() {
            return;
        }
        row.fill();
        let cells = std::mem::take(&mut row.cells);
        self.document.blocks.push(Block { line: row.line, kind: Kind::Row(table, cells), is_content });
    }

    /// Ends the block that is open.
    fn flush(&mut self) {
        let text = std::mem::take(&mut self.buffer);
        // Lines within an item say different things, as parts between dashes do.
        let text = lines(&text).replace('\n', if self.sort == Sort::Heading { " " } else { " – " });
        self.link = None;
        if text.is_empty() {
            return;
        }
        let kind = match self.sort {
            Sort::Text => Kind::Text(text),
            Sort::Heading => Kind::Heading(text),
            Sort::Item => Kind::Item(text),
            Sort::Term => Kind::Term(text),
            Sort::Detail => Kind::Detail(text),
        };
        self.document.blocks.push(Block { line: self.buffer_line, kind, is_content: self.frames == 0 });
    }
}

impl Row {
    /// Adds the cells of earlier rows that span the next columns.
    fn fill(&mut self) {
        while let Some((rows, text)) = self.spans.remove(&self.cells.len()) {
            if rows > 1 {
                self.spans.insert(self.cells.len(), (rows - 1, text.clone()));
            }
            self.cells.push(text);
        }
    }
}

/// A text without the comments and the document type in it.
fn without_declarations(text: &str) -> String {
    let (mut result, mut rest) = (String::new(), text);
    while let Some(start) = rest.find("<!") {
        let end = if rest[start..].starts_with("<!--") { "-->" } else { ">" };
        let length = rest[start..].find(end).map_or(rest.len() - start, |length| length + end.len());
        result.push_str(&rest[..start]);
        rest = &rest[start + length..];
    }
    result + rest
}

/// The lines of a cell, without empty ones.
fn lines(text: &str) -> String {
    let lines = text.split('\n').map(|line| line.split_whitespace().collect::<Vec<_>>().join(" "));
    lines.filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
}

fn value(tag: &Tag<'_>, name: Name) -> Option<String> {
    tag.attribute(name).map(|value| reference::decode(value).trim().to_owned()).filter(|value| !value.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_blocks_of_html_are_read() {
        let page = b"<!doctype html><html lang=fr-FR><title>x</title><nav><a href=/>Accueil</a></nav><main>\n\
            <h1>Cookies</h1><p>Un <b>texte</b>&nbsp;court\n<table><tr><th>Nom<th>Qui\n<tr><td>_ga<br>_gid<td rowspan=2>Google\n\
            <tr><td>_gat</table><dl><dt>sid<dd><p>Connexion</p></dl><ul><li>a_b : deux</ul><script>var x = '<p>no'</script>";
        let document = read(page);
        assert_eq!(document.language.as_deref(), Some("fr"));
        let found: Vec<(usize, String)> = document.blocks.iter().map(|block| (block.line, block.all())).collect();
        let expected = [
            (1, "Accueil"),
            (2, "Cookies"),
            (2, "Un texte court"),
            (3, "Nom | Qui"),
            (4, "_ga, _gid | Google"),
            (5, "_gat | Google"),
            (5, "sid"),
            (5, "Connexion"),
            (5, "a_b : deux"),
        ];
        assert_eq!(found, expected.map(|(line, text)| (line, text.to_owned())));
        assert!(!document.blocks[0].is_content && document.blocks[1].is_content);
    }
}
