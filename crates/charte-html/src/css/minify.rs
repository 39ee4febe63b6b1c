//! Removes comments and needless white space from a style sheet.

/// The style sheet without comments and without white space that has no meaning.
pub fn minify(css: &str) -> String {
    let mut out = Minified { text: String::with_capacity(css.len()), kept: 0 };
    let mut rest = css;
    while let Some(first) = rest.chars().next() {
        let taken = verbatim(rest);
        if taken > 0 {
            out.keep(&rest[..taken]);
            rest = &rest[taken..];
        } else if let Some(comment) = rest.strip_prefix("/*") {
            rest = comment.find("*/").map_or("", |end| &comment[end + 2..]);
            out.space();
        } else if first.is_ascii_whitespace() {
            rest = rest.trim_start_matches(|character: char| character.is_ascii_whitespace());
            out.space();
        } else {
            out.push(first);
            rest = &rest[first.len_utf8()..];
        }
    }
    out.drop_space();
    out.text
}

/// The minified text so far.
struct Minified {
    text: String,
    /// The text before this offset must not change: white space in strings stays.
    kept: usize,
}

impl Minified {
    fn keep(&mut self, piece: &str) {
        self.text.push_str(piece);
        self.kept = self.text.len();
    }

    fn last(&self) -> Option<char> {
        self.text[self.kept..].chars().next_back()
    }

    /// Adds a space, unless the character before makes it needless.
    fn space(&mut self) {
        if !self.text.is_empty() && !matches!(self.last(), Some(' ' | '{' | '}' | ';' | ',' | ':' | '(' | '>')) {
            self.text.push(' ');
        }
    }

    fn drop_space(&mut self) {
        if self.last() == Some(' ') {
            self.text.pop();
        }
    }

    /// Adds a character, and removes the space or semicolon before it that it makes needless.
    fn push(&mut self, character: char) {
        if matches!(character, '{' | '}' | ';' | ',' | ')' | '>' | '!') {
            self.drop_space();
        }
        if character == '}' && self.last() == Some(';') {
            self.text.pop();
        }
        self.text.push(character);
    }
}

/// The length in bytes of the string, unquoted address or escape at the start of `css`; 0 when there is none.
fn verbatim(css: &str) -> usize {
    let bytes = css.as_bytes();
    match bytes[0] {
        quote @ (b'"' | b'\'') => string_length(bytes, quote),
        b'\\' => escape_length(css),
        b'u' | b'U' if bytes.get(..4).is_some_and(|start| start.eq_ignore_ascii_case(b"url(")) => {
            let inside = css[4..].trim_start();
            if inside.starts_with(['"', '\'']) { 4 } else { css.find(')').map_or(css.len(), |end| end + 1) }
        }
        _ => 0,
    }
}

fn string_length(bytes: &[u8], quote: u8) -> usize {
    let mut at = 1;
    while at < bytes.len() {
        match bytes[at] {
            b'\\' => at += 2,
            byte if byte == quote => return at + 1,
            _ => at += 1,
        }
    }
    bytes.len()
}

/// The length in bytes of an escape: a backslash with a character, or with up to six hexadecimal digits and one white space.
fn escape_length(css: &str) -> usize {
    let digits = css[1..].bytes().take(6).take_while(u8::is_ascii_hexdigit).count();
    if digits == 0 {
        return 1 + css[1..].chars().next().map_or(0, char::len_utf8);
    }
    1 + digits + usize::from(css[1 + digits..].starts_with([' ', '\t', '\n']))
}

#[cfg(test)]
mod tests {
    use crate::css::minify::minify;

    #[test]
    fn white_space_and_comments_go_where_they_mean_nothing() {
        let css = "/* a */ .a > .b ,\n.c :hover {\n  color : red ;\n  margin: 1px  calc( 2px + 3px ) !important;\n}\n";
        assert_eq!(minify(css), ".a>.b,.c :hover{color :red;margin:1px calc(2px + 3px)!important}");
        assert_eq!(minify("@media (a) and (b) { p { x: 1 } }"), "@media (a) and (b){p{x:1}}");
        assert_eq!(minify("a/* */b{}"), "a b{}");
    }

    #[test]
    fn strings_addresses_and_escapes_are_kept() {
        for css in ["a{content:\"  ; /* x */ } \\\" \"}", "a{b:url( data:x;/*y*/ )}", ".a\\  b .\\31  c{d:'\u{e9}  '}"]
        {
            assert_eq!(minify(css), css);
        }
        assert_eq!(minify("a { b : url( \"x  y\" ) }"), "a{b :url( \"x  y\")}");
        assert_eq!(minify("a { content: \"open"), "a{content:\"open");
    }
}
