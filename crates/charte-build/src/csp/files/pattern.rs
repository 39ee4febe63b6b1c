//! The paths that a rule is for, in three syntaxes. A pattern that cannot be read matches every path: a policy too many
//! is better than one that is overlooked.

use regex::Regex;

/// Some of the site's paths.
#[derive(Debug, Clone)]
pub(super) struct Pattern(Option<Regex>);

impl PartialEq for Pattern {
    fn eq(&self, other: &Self) -> bool {
        self.0.as_ref().map(Regex::as_str) == other.0.as_ref().map(Regex::as_str)
    }
}

impl Pattern {
    /// Every path.
    pub(super) fn all() -> Self {
        Pattern(None)
    }

    /// Netlify's and Cloudflare's: `/blog/*`, `/:language/contact`, `https://host/*`.
    pub(super) fn splat(text: &str) -> Self {
        let path = match text.split_once("://") {
            Some((_, address)) => address.find('/').map_or("/", |slash| &address[slash..]),
            None => text,
        };
        let mut expression = Expression::default();
        let mut rest = path;
        while let Some(first) = rest.chars().next() {
            rest = &rest[first.len_utf8()..];
            match first {
                '*' => expression.rest(),
                ':' => match name(rest) {
                    0 => expression.literal(first),
                    length => {
                        rest = &rest[length..];
                        expression.0.push_str("[^/]+");
                    }
                },
                _ => expression.literal(first),
            }
        }
        expression.compile()
    }

    /// Azure's: `/admin*`, `/images/*.{png,gif}`.
    pub(super) fn braces(text: &str) -> Self {
        let mut expression = Expression::default();
        let mut inside = false;
        for character in text.chars() {
            match character {
                '*' => expression.rest(),
                '{' => {
                    inside = true;
                    expression.0.push_str("(?:");
                }
                '}' if inside => {
                    inside = false;
                    expression.0.push(')');
                }
                ',' if inside => expression.0.push('|'),
                _ => expression.literal(character),
            }
        }
        expression.compile()
    }

    /// Vercel's: `/(.*)`, `/:path*`, `/blog/:slug(\\d+)`.
    pub(super) fn regexp(text: &str) -> Self {
        let mut expression = Expression::default();
        let mut rest = text;
        while let Some(first) = rest.chars().next() {
            let taken = match first {
                '(' => expression.group(rest),
                ':' if name(&rest[1..]) > 0 => expression.parameter(rest),
                '\\' => {
                    let length = 1 + rest[1..].chars().next().map_or(0, char::len_utf8);
                    expression.0.push_str(&rest[..length]);
                    length
                }
                _ => {
                    expression.literal(first);
                    first.len_utf8()
                }
            };
            rest = &rest[taken..];
        }
        expression.compile()
    }

    /// Whether the path is one of them.
    pub(super) fn fits(&self, path: &str) -> bool {
        self.0.as_ref().is_none_or(|regex| regex.is_match(path))
    }
}

/// The length of the name that `text` begins with.
fn name(text: &str) -> usize {
    text.bytes().take_while(|byte| byte.is_ascii_alphanumeric() || *byte == b'_').count()
}

/// A regular expression that grows.
#[derive(Default)]
struct Expression(String);

impl Expression {
    fn literal(&mut self, character: char) {
        self.0.push_str(&regex::escape(character.encode_utf8(&mut [0; 4])));
    }

    /// Anything; with the slash before it, nothing as well: `/blog/*` is for `/blog`.
    fn rest(&mut self) {
        match self.pop_slash() {
            true => self.0.push_str("(?:/.*)?"),
            false => self.0.push_str(".*"),
        }
    }

    /// Takes a slash off the end.
    fn pop_slash(&mut self) -> bool {
        let ends = self.0.ends_with('/');
        if ends {
            self.0.pop();
        }
        ends
    }

    /// A group with what may stand behind it, as it is; returns its length.
    fn group(&mut self, text: &str) -> usize {
        let length = balanced(text);
        self.0.push_str(&text[..length]);
        length
    }

    /// `:name`, with its own expression in parentheses, and `*`, `+` or `?`; returns its length.
    fn parameter(&mut self, text: &str) -> usize {
        let mut length = 1 + name(&text[1..]);
        let own = if text[length..].starts_with('(') { balanced(&text[length..]) } else { 0 };
        let part = if own > 0 { &text[length..length + own] } else { "[^/]+" };
        length += own;
        let modifier = text[length..].chars().next().filter(|modifier| "*+?".contains(*modifier));
        length += modifier.map_or(0, char::len_utf8);
        let slash = if modifier.is_some() && self.pop_slash() { "/" } else { "" };
        match modifier {
            None => self.0.push_str(part),
            Some('?') => self.0.push_str(&format!("(?:{slash}{part})?")),
            Some('+') => self.0.push_str(&format!("(?:{slash}{part}(?:/{part})*)")),
            Some(_) => self.0.push_str(&format!("(?:{slash}{part}(?:/{part})*)?")),
        }
        length
    }

    fn compile(self) -> Pattern {
        Pattern(Regex::new(&format!("^(?:{})/?$", self.0)).ok())
    }
}

/// The length of the group that `text` begins with, with its closing parenthesis; all of it when there is none.
fn balanced(text: &str) -> usize {
    let (mut depth, mut escaped) = (0_usize, false);
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b'(' => depth += 1,
            b')' => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth == 0 && !escaped {
            return at + 1;
        }
    }
    text.len()
}
