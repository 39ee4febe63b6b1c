//! What a style sheet fetches: `@import`, `url(…)` and the strings that are addresses, each with its offset; and a minifier.
//! It reads tokens as CSS Syntax Level 3 does, and knows no HTML.

mod escape;
mod minify;
#[cfg(test)]
mod tests;

pub use minify::minify;

use escape::{escape_length, function_name, is_line_end, name_length, unescape};

/// What a style sheet fetches.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FetchKind {
    /// Another style sheet.
    Import,
    /// A font.
    Font,
    /// An image, a cursor or the like.
    Image,
}

/// One address in a style sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Fetch {
    /// The address, with CSS escapes resolved.
    pub address: String,
    /// Where it starts in the style sheet, in bytes.
    pub offset: usize,
    /// What is fetched.
    pub kind: FetchKind,
}

/// What was read of a style sheet.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Sheet {
    /// What it fetches, in order.
    pub fetches: Vec<Fetch>,
    /// Whether it has rules besides `@import` and `@font-face`, so that the page would look different without it.
    pub has_rules: bool,
}

/// Reads a style sheet, or a part of one such as a `style` attribute. Nothing is an error: it recovers as browsers do.
pub fn read(text: &[u8]) -> Sheet {
    let (open, sheet) = (Vec::new(), Sheet::default());
    let mut reader = Reader { text, at: 0, statement: Statement::Start, open, blocks: 0, font_faces: 0, sheet };
    while reader.step().is_some() {}
    reader.sheet
}

/// The rule or declaration that is being read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Statement {
    /// None yet.
    Start,
    Import,
    /// An `@import` whose address has been read.
    Imported,
    FontFace,
    /// One whose addresses are not fetched, such as `@namespace`.
    NotFetching,
    /// One without effect on how the page looks, such as `@charset`.
    Neutral,
    Other,
}

/// A block or function that is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Open {
    Block(Statement),
    /// A function whose strings are addresses.
    ImageFunction,
    Parenthesis,
}

struct Reader<'t> {
    text: &'t [u8],
    at: usize,
    statement: Statement,
    open: Vec<Open>,
    /// How many of `open` are blocks.
    blocks: usize,
    /// How many of `open` are blocks of `@font-face`.
    font_faces: usize,
    sheet: Sheet,
}

impl Reader<'_> {
    /// Reads one token; `None` at the end.
    fn step(&mut self) -> Option<()> {
        let byte = *self.text.get(self.at)?;
        let start = self.at;
        self.at += 1;
        match byte {
            b'/' if self.text.get(self.at) == Some(&b'*') => {
                let rest = &self.text[self.at + 1..];
                self.at = memchr::memmem::find(rest, b"*/").map_or(self.text.len(), |length| self.at + 1 + length + 2);
            }
            b'"' | b'\'' => self.string(start, byte),
            b'(' => self.open_parenthesis(start),
            b')' => self.close_parenthesis(),
            b'@' => self.at_rule(start),
            b'{' => self.open_block(),
            b'}' => self.close_block(),
            b';' => self.statement = Statement::Start,
            b'\\' => self.at += 1,
            b'<' if self.text[start..].starts_with(b"<!--") => self.at += 3,
            b'-' if self.text[start..].starts_with(b"-->") => self.at += 2,
            byte if byte.is_ascii_whitespace() => {}
            _ => self.begin(Statement::Other),
        }
        Some(())
    }

    /// Sets what the statement is, at its first token.
    fn begin(&mut self, statement: Statement) {
        if self.statement == Statement::Start {
            self.statement = statement;
            self.sheet.has_rules |= self.blocks == 0 && statement == Statement::Other;
        }
    }

    fn at_rule(&mut self, start: usize) {
        self.at += name_length(&self.text[self.at..]);
        let statement = match unescape(&self.text[start + 1..self.at]).to_ascii_lowercase().as_str() {
            "import" => Statement::Import,
            "font-face" => Statement::FontFace,
            "namespace" | "document" | "-moz-document" => Statement::NotFetching,
            "charset" | "layer" => Statement::Neutral,
            _ => Statement::Other,
        };
        self.begin(statement);
    }

    fn open_block(&mut self) {
        self.begin(Statement::Other);
        self.sheet.has_rules |= self.blocks == 0 && self.statement != Statement::FontFace;
        self.open.push(Open::Block(self.statement));
        self.blocks += 1;
        self.font_faces += usize::from(self.statement == Statement::FontFace);
        self.statement = Statement::Start;
    }

    /// The end of a block also closes the functions left open in it.
    fn close_block(&mut self) {
        while self.blocks > 0 {
            if let Some(Open::Block(statement)) = self.open.pop() {
                self.blocks -= 1;
                self.font_faces -= usize::from(statement == Statement::FontFace);
                break;
            }
        }
        self.statement = Statement::Start;
    }

    fn open_parenthesis(&mut self, start: usize) {
        self.begin(Statement::Other);
        let open = match function_name(&self.text[..start]).as_str() {
            "url" => return self.url(),
            "image-set" | "-webkit-image-set" | "image" | "src" => Open::ImageFunction,
            _ => Open::Parenthesis,
        };
        self.open.push(open);
    }

    fn close_parenthesis(&mut self) {
        if matches!(self.open.last(), Some(Open::ImageFunction | Open::Parenthesis)) {
            self.open.pop();
        }
    }

    /// Reads the address after `url(`.
    fn url(&mut self) {
        let spaces = |text: &[u8]| text.iter().take_while(|byte| byte.is_ascii_whitespace()).count();
        self.at += spaces(&self.text[self.at..]);
        let start = self.at;
        if let Some(quote @ (b'"' | b'\'')) = self.text.get(start) {
            self.at += 1;
            let end = self.end_of_string(*quote);
            self.fetch(start + 1..end);
            self.open.push(Open::Parenthesis);
            return;
        }
        while let Some(byte) = self.text.get(self.at).filter(|byte| **byte != b')') {
            self.at += if *byte == b'\\' { 2 } else { 1 };
        }
        let end = self.at.min(self.text.len());
        self.fetch(start..end - spaces_before(&self.text[start..end]));
        self.at = end + 1;
    }

    fn string(&mut self, start: usize, quote: u8) {
        self.begin(Statement::Other);
        let end = self.end_of_string(quote);
        let is_address = self.statement == Statement::Import || self.open.last() == Some(&Open::ImageFunction);
        if is_address {
            self.fetch(start + 1..end);
        }
    }

    /// Moves past the string that starts here. Gives the offset of its end, which is its quote or the end of the line.
    fn end_of_string(&mut self, quote: u8) -> usize {
        loop {
            match self.text.get(self.at) {
                None => return self.text.len(),
                Some(b'\\') => self.at += escape_length(&self.text[self.at..]),
                Some(byte) if *byte == quote || is_line_end(*byte) => {
                    self.at += 1;
                    return self.at - 1;
                }
                Some(_) => self.at += 1,
            }
        }
    }

    fn fetch(&mut self, range: std::ops::Range<usize>) {
        let kind = match self.statement {
            Statement::NotFetching | Statement::Imported => return,
            Statement::Import => FetchKind::Import,
            _ if self.font_faces > 0 => FetchKind::Font,
            _ => FetchKind::Image,
        };
        if kind == FetchKind::Import {
            self.statement = Statement::Imported;
        }
        let address = unescape(&self.text[range.clone()]);
        self.sheet.fetches.push(Fetch { address, offset: range.start, kind });
    }
}

fn spaces_before(text: &[u8]) -> usize {
    text.iter().rev().take_while(|byte| byte.is_ascii_whitespace()).count()
}
