//! Reads the literals of JavaScript, TypeScript and JSON in any text: objects, lists, strings, patterns. Functions and
//! expressions are kept as written. It runs no code.

use std::ops::Range;

use super::values::{Node, Value};

/// Objects nested more deeply are kept as text.
const DEEPEST: usize = 64;

/// An outermost object or list, and what it is assigned to.
#[derive(Debug)]
pub(super) struct Root {
    /// The name before `=` or `(`.
    pub(super) name: String,
    pub(super) node: Node,
}

/// The outermost objects and lists of a text.
pub(super) fn roots(text: &str) -> Vec<Root> {
    let mut reader = Reader { text, at: 0, depth: 0 };
    let mut roots = Vec::new();
    let mut before = 0;
    while reader.at < text.len() {
        if reader.skip_hidden() {
            continue;
        }
        let byte = text.as_bytes()[reader.at];
        if matches!(byte, b'{' | b'[')
            && !is_doubled(&text[reader.at..])
            && let Some(name) = given_to(text[before..reader.at].trim_end())
        {
            let start = reader.at;
            let node = reader.value();
            if !matches!(node.value, Value::Code(_)) && reader.at > start {
                roots.push(Root { name, node });
                before = reader.at;
                continue;
            }
            reader.at = start;
        }
        reader.step();
    }
    roots
}

/// Whether a brace contains nothing but another, as an attribute of JSX does: the inner one is the object.
fn is_doubled(text: &str) -> bool {
    text.strip_prefix('{').is_some_and(|rest| rest.trim_start().starts_with('{'))
}

/// The name that a literal after this text is assigned to; `None` where no value can be.
fn given_to(before: &str) -> Option<String> {
    let before = without_comments(before);
    let before = before.trim_end();
    let is_part = |letter: char| letter.is_alphanumeric() || "_$.".contains(letter);
    let last = |text: &str| text.trim_end().rsplit(|letter| !is_part(letter)).next().unwrap_or_default().to_owned();
    match before.chars().last() {
        None => Some(String::new()),
        Some('=') => {
            let left = before.trim_end_matches('=').trim_end();
            // A type between name and value: `const config: Config =`.
            let (name, _) = left.rsplit_once(':').filter(|(name, _)| name.ends_with(is_part)).unwrap_or((left, ""));
            Some(last(name))
        }
        Some('(') => Some(last(before.trim_end_matches('('))),
        Some(',' | '{') => Some(String::new()),
        Some(_) if before.ends_with("default") || before.ends_with("return") => Some(String::new()),
        _ => None,
    }
}

/// The text with spaces in place of comments, so that all other offsets stay.
pub(super) fn without_comments(text: &str) -> String {
    let mut result = text.as_bytes().to_vec();
    let mut reader = Reader { text, at: 0, depth: 0 };
    while reader.at < text.len() {
        if let Some(range) = reader.comment() {
            for byte in result[range].iter_mut().filter(|byte| **byte != b'\n') {
                *byte = b' ';
            }
        } else if reader.string().is_none() {
            reader.step();
        }
    }
    String::from_utf8_lossy(&result).into_owned()
}

struct Reader<'t> {
    text: &'t str,
    at: usize,
    depth: usize,
}

impl<'t> Reader<'t> {
    fn rest(&self) -> &'t str {
        &self.text[self.at..]
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    fn step(&mut self) {
        self.at += self.peek().map_or(0, char::len_utf8);
    }

    fn line(&self) -> usize {
        self.text[..self.at].matches('\n').count() + 1
    }

    /// Skips a comment.
    fn comment(&mut self) -> Option<Range<usize>> {
        let start = self.at;
        let end = if self.rest().starts_with("/*") {
            self.rest().find("*/").map_or(self.text.len(), |length| start + length + 2)
        } else if self.rest().starts_with("//") {
            self.rest().find('\n').map_or(self.text.len(), |length| start + length)
        } else {
            return None;
        };
        self.at = end;
        Some(start..end)
    }

    /// Skips a string or a template and returns its text; `None` for anything else, or for a quote without an end.
    fn string(&mut self) -> Option<String> {
        let start = self.at;
        let quote = self.peek().filter(|quote| matches!(quote, '"' | '\'' | '`'))?;
        self.step();
        let mut text = String::new();
        while let Some(letter) = self.peek() {
            self.step();
            match letter {
                '\\' => self.escape(&mut text),
                _ if letter == quote => return Some(text),
                '\n' if quote != '`' => break,
                _ => text.push(letter),
            }
        }
        self.at = start;
        None
    }

    fn escape(&mut self, text: &mut String) {
        let Some(letter) = self.peek() else { return };
        self.step();
        let digits = |reader: &mut Self, length: usize| {
            let code = reader.rest().get(..length).and_then(|code| u32::from_str_radix(code, 16).ok())?;
            reader.at += length;
            char::from_u32(code)
        };
        match letter {
            'n' => text.push('\n'),
            't' => text.push('\t'),
            'r' | '\n' => {}
            'u' => text.extend(digits(self, 4)),
            'x' => text.extend(digits(self, 2)),
            other => text.push(other),
        }
    }

    /// Skips a comment or a string.
    fn skip_hidden(&mut self) -> bool {
        self.comment().is_some() || self.string().is_some()
    }

    fn skip_space(&mut self) {
        while self.comment().is_some() || self.peek().is_some_and(char::is_whitespace) {
            if self.peek().is_some_and(char::is_whitespace) {
                self.step();
            }
        }
    }

    /// Reads one value, up to what ends it.
    fn value(&mut self) -> Node {
        self.skip_space();
        let (start, line) = (self.at, self.line());
        let mut value = self.literal();
        self.skip_space();
        // Two strings with `+` between them are one.
        while let Some(Value::Text(text)) = &mut value
            && self.peek() == Some('+')
        {
            self.step();
            self.skip_space();
            match self.string() {
                Some(more) => text.push_str(&more),
                None => value = None,
            }
            self.skip_space();
        }
        let is_ended = self.peek().is_none_or(|letter| matches!(letter, ',' | '}' | ']' | ')' | ';'));
        let is_typed = self.rest().starts_with("as ") || self.rest().starts_with("satisfies ");
        let is_root = self.depth == 0 && matches!(value, Some(Value::Map(_) | Value::List(_)));
        if (is_ended || is_root)
            && let Some(value) = value
        {
            return Node { line, value };
        }
        self.skip_code();
        match value.filter(|_| is_typed) {
            Some(value) => Node { line, value },
            None => Node { line, value: Value::Code(self.text[start..self.at].trim().to_owned()) },
        }
    }

    fn literal(&mut self) -> Option<Value> {
        match self.peek()? {
            '{' | '[' if self.depth >= DEEPEST => None,
            '{' => self.map(),
            '[' => self.list(),
            '"' | '\'' => self.string().map(Value::Text),
            '`' => self.string().filter(|text| !text.contains("${")).map(Value::Text),
            '/' => self.pattern(),
            '-' | '0'..='9' => Some(Value::Number(self.word())),
            _ => match self.word().as_str() {
                "true" => Some(Value::Bool(true)),
                "false" => Some(Value::Bool(false)),
                _ => None,
            },
        }
    }

    /// The word that starts here: letters, digits and what else names and numbers can contain.
    fn word(&mut self) -> String {
        let is_part = |letter: char| letter.is_alphanumeric() || "_$.-".contains(letter);
        let length = self.rest().find(|letter| !is_part(letter)).unwrap_or(self.rest().len());
        let word = self.rest()[..length].to_owned();
        self.at += length;
        word
    }

    fn pattern(&mut self) -> Option<Value> {
        let start = self.at;
        self.step();
        let (mut text, mut in_class) = (String::new(), false);
        while let Some(letter) = self.peek().filter(|letter| *letter != '\n') {
            self.step();
            match letter {
                '\\' => {
                    text.push(letter);
                    text.extend(self.peek());
                    self.step();
                    continue;
                }
                '[' => in_class = true,
                ']' => in_class = false,
                '/' if !in_class => {
                    let flags = self.rest().find(|letter: char| !letter.is_ascii_lowercase());
                    self.at += flags.unwrap_or(self.rest().len());
                    return Some(Value::Pattern(text));
                }
                _ => {}
            }
            text.push(letter);
        }
        self.at = start;
        None
    }

    fn list(&mut self) -> Option<Value> {
        self.step();
        self.depth += 1;
        let mut items = Vec::new();
        loop {
            self.skip_space();
            match self.peek() {
                None => break,
                Some(']') => {
                    self.step();
                    break;
                }
                Some(',' | ')' | '}' | ';') => self.step(),
                Some(_) => items.push(self.value()),
            }
        }
        self.depth -= 1;
        Some(Value::List(items))
    }

    fn map(&mut self) -> Option<Value> {
        self.step();
        self.depth += 1;
        let mut entries = Vec::new();
        loop {
            self.skip_space();
            match self.peek() {
                None => break,
                Some('}') => {
                    self.step();
                    break;
                }
                Some(',' | ')' | ']' | ';') => self.step(),
                Some(_) => entries.push(self.entry()),
            }
        }
        self.depth -= 1;
        Some(Value::Map(entries))
    }

    fn entry(&mut self) -> (String, Node) {
        let (start, line) = (self.at, self.line());
        let key = self.string().unwrap_or_else(|| self.word());
        self.skip_space();
        if !key.is_empty() && self.peek() == Some(':') {
            self.step();
            return (key, self.value());
        }
        // A spread, a method, a name that is its own value.
        self.skip_code();
        if self.at == start {
            self.step();
        }
        (key, Node { line, value: Value::Code(self.text[start..self.at].trim().to_owned()) })
    }

    /// Skips code up to the comma or the bracket that ends it.
    fn skip_code(&mut self) {
        let mut open = 0_usize;
        while let Some(letter) = self.peek() {
            if self.skip_hidden() {
                continue;
            }
            match letter {
                '(' | '[' | '{' => open += 1,
                ')' | ']' | '}' if open == 0 => return,
                ')' | ']' | '}' => open -= 1,
                ',' | ';' if open == 0 => return,
                _ => {}
            }
            self.step();
        }
    }
}

#[cfg(test)]
mod tests;
