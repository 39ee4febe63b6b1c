//! Questions about a piece of HTML to be inserted.

use charte_html::{Scanner, Syntax};

use crate::strip::strip_text;

/// Whether the text is all charte's, closes what it opens and is ASCII, so that it can be taken out again wherever HTML stands.
pub(crate) fn is_whole(text: &str) -> bool {
    let mut scanner = Scanner::new(text.as_bytes());
    while scanner.next().is_some() {}
    let is_plain = text.bytes().all(|byte| byte.is_ascii_graphic() || matches!(byte, b' ' | b'\n' | b'\t'));
    is_plain
        && scanner.ends_in_data_state()
        && scanner.is_outside_foreign()
        && strip_text(text.as_bytes(), Syntax::Html).is_empty()
}
