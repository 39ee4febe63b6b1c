//! Makes a stylesheet shorter without changing what it means: comments and needless white space go. It does not know
//! what the rules say.

use crate::css::escape::{ends_in_escape, escape_length, function_name, is_line_end};

/// The stylesheet without comments and without the white space that no rule needs.
pub fn minify(css: &str) -> String {
    let mut out = Minified { text: String::with_capacity(css.len()), kept: 0, gap: Gap::None };
    let mut rest = css;
    while let Some(first) = rest.chars().next() {
        let taken = verbatim(rest);
        if taken > 0 {
            out.keep(&rest[..taken]);
            rest = &rest[taken..];
        } else if let Some(comment) = rest.strip_prefix("/*") {
            rest = comment.find("*/").map_or("", |end| &comment[end + 2..]);
            out.gap = out.gap.max(Gap::Comment);
        } else if first.is_ascii_whitespace() {
            rest = rest.trim_start_matches(|character: char| character.is_ascii_whitespace());
            out.gap = Gap::Space;
        } else {
            out.push(first);
            rest = &rest[first.len_utf8()..];
            if first == '(' && function_name(&out.text.as_bytes()[..out.text.len() - 1]) == "url" {
                let taken = address_length(rest);
                out.keep(&rest[..taken]);
                rest = &rest[taken..];
            }
        }
    }
    out.text
}

/// What stood before the place that is read, and has not been written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Gap {
    None,
    /// No white space: it only keeps two tokens apart.
    Comment,
    Space,
}

/// The stylesheet as it grows.
struct Minified {
    text: String,
    /// What stands before this byte is not looked at again.
    kept: usize,
    gap: Gap,
}

impl Minified {
    fn keep(&mut self, piece: &str) {
        if !piece.is_empty() {
            self.close_gap(None);
            self.text.push_str(piece);
            self.kept = self.text.len();
        }
    }

    fn last(&self) -> Option<char> {
        self.text[self.kept..].chars().next_back()
    }

    /// Writes what keeps `next` apart from what stands before it, where something has to.
    fn close_gap(&mut self, next: Option<char>) {
        let gap = std::mem::replace(&mut self.gap, Gap::None);
        let is_apart = self.text.is_empty()
            || matches!(self.last(), Some('{' | '}' | ';' | ',' | ':' | '(' | '>'))
            || match next {
                // They would be `-->` and `<!--`.
                Some('>') => !self.text.ends_with("--"),
                Some('!') => !self.text.ends_with('<'),
                next => matches!(next, Some('{' | '}' | ';' | ',' | ')')),
            };
        if gap == Gap::None || is_apart {
            return;
        }
        if gap == Gap::Comment {
            return self.text.push_str("/**/");
        }
        if ends_in_escape(self.text.as_bytes()) {
            // The first space would be the escape's.
            self.text.push(' ');
        }
        self.text.push(' ');
    }

    /// A character, which takes away what it makes needless before it.
    fn push(&mut self, character: char) {
        self.close_gap(Some(character));
        while character == '}' && self.last() == Some(';') {
            self.text.pop();
        }
        self.text.push(character);
    }
}

/// Length of what must be kept as it is at the start of `css`: a string, an escape.
fn verbatim(css: &str) -> usize {
    match css.as_bytes()[0] {
        quote @ (b'"' | b'\'') => string_length(css.as_bytes(), quote),
        // Of a letter of several bytes the rest is no character that means anything.
        b'\\' => css.ceil_char_boundary(escape_length(css.as_bytes())),
        _ => 0,
    }
}

/// Length of what follows `url(` up to its end; nothing where it stands in quotes.
fn address_length(css: &str) -> usize {
    let inside = css.trim_start_matches(|character: char| character.is_ascii_whitespace());
    if inside.starts_with(['"', '\'']) {
        return 0;
    }
    length_to(css.as_bytes(), 0, |byte| byte == b')')
}

/// Length of a string: to its quote, or to the end of the line, which ends it too.
fn string_length(bytes: &[u8], quote: u8) -> usize {
    length_to(bytes, 1, |byte| byte == quote || is_line_end(byte))
}

/// Length up to the first byte from `at` on that ends the piece and is not escaped, itself included.
fn length_to(bytes: &[u8], mut at: usize, ends: impl Fn(u8) -> bool) -> usize {
    while let Some(byte) = bytes.get(at) {
        at += match *byte {
            b'\\' => escape_length(&bytes[at..]),
            byte if ends(byte) => return at + 1,
            _ => 1,
        };
    }
    bytes.len()
}

#[cfg(test)]
mod tests {
    use crate::css::minify::minify;

    #[test]
    fn white_space_and_comments_go_where_they_mean_nothing() {
        let css = "/* a */ .a > .b ,\n.c :hover {\n  color : red ;\n  margin: 1px  calc( 2px + 3px ) !important;\n}\n";
        assert_eq!(minify(css), ".a>.b,.c :hover{color :red;margin:1px calc(2px + 3px)!important}");
        assert_eq!(minify("@media (a) and (b) { p { x: 1 } }"), "@media (a) and (b){p{x:1}}");
        assert_eq!(minify("a/* */ b{}/**/c{d:e;;}"), "a b{}c{d:e}");
    }

    #[test]
    fn strings_addresses_and_escapes_are_kept() {
        for css in ["a{content:\"  ; /* x */ } \\\" \"}", "a{b:url( data:x;/*y*/ )}", ".a\\  b .\\31  c{d:'\u{e9}  '}"]
        {
            assert_eq!(minify(css), css);
        }
        assert_eq!(minify("a { b : url( \"x  y\" ) }"), "a{b :url(\"x  y\")}");
        assert_eq!(minify("a { content: \"open"), "a{content:\"open");
    }

    #[test]
    fn what_a_comment_keeps_apart_stays_apart() {
        assert_eq!(minify(".a/* x */.b{c:1/* */2}"), ".a/**/.b{c:1/**/2}");
        assert_eq!(minify("a{b:\\75/**/ rl(c)}"), "a{b:\\75  rl(c)}");
        assert_eq!(minify("-- > a{} < !--"), "-- >a{}< !--");
    }

    #[test]
    fn an_address_ends_where_browsers_end_it() {
        for css in
            ["a{b:url(c\\)  /*d*/)}", "a{b:u\\72 l( /*c*/ )}", "a{b:u\\72l( c  d )}", "a{b:\"c\n d:\"  /*e*/ \"}"]
        {
            assert_eq!(minify(css), css);
        }
        assert_eq!(minify("a{b:curl( \" ) \" ) ; c:d}"), "a{b:curl(\" ) \");c:d}");
    }
}
