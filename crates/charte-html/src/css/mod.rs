//! What a style sheet fetches: `@import`, `url(…)` and the strings that are addresses, each with its offset; and a minifier.
//! It reads tokens as CSS Syntax Level 3 does, and knows no HTML.

mod minify;
#[cfg(test)]
mod tests;

pub use minify::minify;

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

fn is_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'\\' | 0x80..)
}

/// The length of the name at the start of the text.
fn name_length(text: &[u8]) -> usize {
    let mut at = 0;
    loop {
        at += match text.get(at..).unwrap_or_default() {
            // Outside of strings it escapes no line end.
            [b'\\', next, ..] if is_line_end(*next) => return at,
            [b'\\', ..] => escape_length(&text[at..]),
            [byte, ..] if is_name(*byte) => 1,
            _ => return at.min(text.len()),
        };
    }
}

/// The name of the function whose parenthesis opens after this text, in lower case; empty where none stands there.
fn function_name(before: &[u8]) -> String {
    let mut start = before.len();
    loop {
        start = before[..start].iter().rposition(|byte| !is_name(*byte)).map_or(0, |at| at + 1);
        start = match &before[..start] {
            [text @ .., b'\r', b'\n'] if ends_in_escape(text) => text.len(),
            [text @ .., byte] if byte.is_ascii_whitespace() && ends_in_escape(text) => text.len(),
            [text @ .., byte] if !is_line_end(*byte) && ends_in_backslash(text) => text.len(),
            _ => break,
        };
    }
    let name = match &before[..start] {
        // It is no function's.
        [.., b'@' | b'#'] => Some(&b""[..]),
        // Two hyphens are those of `<!--`.
        [.., b'<', b'!'] => before[start..].strip_prefix(b"--"),
        _ => None,
    };
    unescape(name.unwrap_or(&before[start..])).to_ascii_lowercase()
}

/// Whether the text ends in a numeric escape such as `\2f`: one white space after it belongs to it.
fn ends_in_escape(text: &[u8]) -> bool {
    let digits = text.iter().rev().take(6).take_while(|byte| byte.is_ascii_hexdigit()).count();
    digits > 0 && ends_in_backslash(&text[..text.len() - digits])
}

/// Whether the text ends in a backslash that escapes what follows: of two the first escapes the second.
fn ends_in_backslash(text: &[u8]) -> bool {
    text.iter().rev().take_while(|byte| **byte == b'\\').count() % 2 == 1
}

fn is_line_end(byte: u8) -> bool {
    matches!(byte, b'\n' | b'\r' | b'\x0c')
}

/// The length of the escape at the start of the text: a backslash and a byte or the end of a line, or up to six hexadecimal
/// digits and the blank that ends them.
fn escape_length(text: &[u8]) -> usize {
    let digits = text.iter().skip(1).take(6).take_while(|byte| byte.is_ascii_hexdigit()).count();
    let blank = blank_length(text.get(1 + digits..).unwrap_or_default());
    1 + if digits == 0 { blank.max(1) } else { digits + blank }
}

/// The length of the blank at the start of the text, one or none: the two letters of some line ends are one.
fn blank_length(text: &[u8]) -> usize {
    match text {
        [b'\r', b'\n', ..] => 2,
        [byte, ..] if byte.is_ascii_whitespace() => 1,
        _ => 0,
    }
}

fn spaces_before(text: &[u8]) -> usize {
    text.iter().rev().take_while(|byte| byte.is_ascii_whitespace()).count()
}

/// The text with its escapes resolved: `\2f` is a slash, and a backslash before the end of a line goes with it.
fn unescape(text: &[u8]) -> String {
    let written = String::from_utf8_lossy(text);
    if !written.contains('\\') {
        return written.into_owned();
    }
    let mut result = String::with_capacity(written.len());
    let mut rest = written.as_ref();
    while let Some(at) = rest.find('\\') {
        result.push_str(&rest[..at]);
        rest = &rest[at + 1..];
        let digits = rest.bytes().take(6).take_while(u8::is_ascii_hexdigit).count();
        if digits > 0 {
            let code = u32::from_str_radix(&rest[..digits], 16).ok().and_then(char::from_u32);
            result.push(code.unwrap_or('\u{fffd}'));
            rest = &rest[digits..];
            rest = &rest[blank_length(rest.as_bytes())..];
        } else if let Some(letter) = rest.chars().next() {
            if matches!(letter, '\n' | '\r' | '\x0c') {
                rest = &rest[blank_length(rest.as_bytes())..];
            } else {
                result.push(letter);
                rest = &rest[letter.len_utf8()..];
            }
        }
    }
    result.push_str(rest);
    result
}
