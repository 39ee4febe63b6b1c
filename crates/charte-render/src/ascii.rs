//! HTML as ASCII, which can be inserted into a page in any encoding: other characters become character references.

use std::fmt::Write;

/// `html` with character references for all that is not ASCII.
pub(super) fn to_ascii(html: &str) -> String {
    let mut out = String::with_capacity(html.len() + html.len() / 8);
    for character in html.chars() {
        if character.is_ascii() {
            out.push(character);
        } else {
            // Writing to a string cannot fail.
            let _ = write!(out, "&#{};", u32::from(character));
        }
    }
    out
}
