//! Checks of a piece of HTML before it is inserted.

use charte_html::{Scanner, Syntax};

use crate::strip::strip_text;

/// Whether a piece can be stripped again from anywhere in HTML: every element in it is marked or within a marked one, it closes
/// what it opens, and it is ASCII.
pub(crate) fn is_whole(text: &str) -> bool {
    let mut scanner = Scanner::new(text.as_bytes());
    while scanner.next().is_some() {}
    // Without an early end compilers test many bytes at once.
    let is_plain = text
        .bytes()
        .fold(true, |is_plain, byte| is_plain & (matches!(byte, b' '..=b'~') | matches!(byte, b'\n' | b'\t')));
    is_plain
        && scanner.ends_in_data_state()
        && scanner.is_outside_foreign()
        && strip_text(text.as_bytes(), Syntax::Html).is_empty()
}
