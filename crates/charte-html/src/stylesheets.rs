//! The style sheets of a page, linked or in `<style>`, in document order. It reads no CSS.

use crate::encoding::Encoding;
use crate::name::{self, Name};
use crate::reference;
use crate::scan::Scanner;
use crate::tag::Tag;

const MEDIA: Name = Name::known("media");

/// A style sheet of a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StyleSheet {
    /// A `<link>`: its address, with references resolved.
    Linked(String),
    /// A `<style>` element.
    Embedded {
        /// The line of the page in which its text starts, from 1.
        first_line: usize,
        /// Its text.
        text: String,
    },
}

/// The style sheets of a page, without alternative ones and those for print. None for a page whose encoding is not read.
pub fn style_sheets(page: &[u8]) -> Vec<StyleSheet> {
    let Some(page) = Encoding::detect(page).ok().and_then(|encoding| encoding.decode(page)) else { return Vec::new() };
    let mut sheets = Vec::new();
    let mut embedded_at: Option<usize> = None;
    for tag in Scanner::new(&page) {
        if let Some(start) = embedded_at.take() {
            let text = String::from_utf8_lossy(&page[start..tag.start]).into_owned();
            let first_line = page[..start].iter().filter(|byte| **byte == b'\n').count() + 1;
            sheets.push(StyleSheet::Embedded { first_line, text });
        }
        if tag.is_end || is_for_print(&tag) {
            continue;
        }
        match tag.name {
            name::STYLE => embedded_at = Some(tag.end),
            name::LINK if is_stylesheet(&tag) => {
                let address = tag.attribute(name::HREF).unwrap_or_default();
                sheets.push(StyleSheet::Linked(reference::decode(address).into_owned()));
            }
            _ => {}
        }
    }
    sheets
}

fn is_for_print(tag: &Tag<'_>) -> bool {
    tag.attribute(MEDIA).is_some_and(|media| media.trim_ascii().eq_ignore_ascii_case(b"print"))
}

fn is_stylesheet(tag: &Tag<'_>) -> bool {
    let rel = tag.attribute(name::REL).unwrap_or_default();
    let has = |word: &[u8]| rel.split(u8::is_ascii_whitespace).any(|part| part.eq_ignore_ascii_case(word));
    has(b"stylesheet") && !has(b"alternate")
}

#[cfg(test)]
mod tests {
    use crate::stylesheets::{StyleSheet, style_sheets};

    #[test]
    fn style_sheets_come_in_order_and_those_for_print_do_not() {
        let page = b"<!doctype html>\n<link rel=stylesheet href=a.css?x&amp;y><LINK REL='icon' href=b>\n\
            <style>\nb{}</style><link rel='alternate stylesheet' href=c><link rel=stylesheet media=print href=d>\
            <style media=Print>e{}</style><!-- <link rel=stylesheet href=f> --><script>'<style>g{}</style>'</script>";
        let linked = StyleSheet::Linked("a.css?x&y".into());
        assert_eq!(style_sheets(page), [linked, StyleSheet::Embedded { first_line: 3, text: "\nb{}".into() }]);
    }
}
