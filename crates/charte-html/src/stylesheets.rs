//! The style sheets of a page: those that it links and those that stand in it, in order. It fetches nothing and reads no
//! CSS.

use crate::encoding::Encoding;
use crate::name::{self, Name};
use crate::reference;
use crate::scan::Scanner;
use crate::tag::Tag;

const MEDIA: Name = Name::known("media");

/// A style sheet of a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Style {
    /// The address of one that is linked, as written.
    Linked(String),
    /// One that stands in the page.
    Inside {
        /// The line that it starts in, from 1.
        first_line: usize,
        /// Its text.
        text: String,
    },
}

/// The style sheets of a page that are not for paper alone.
pub fn of(page: &[u8]) -> Vec<Style> {
    let Some(page) = Encoding::of(page).ok().and_then(|encoding| encoding.read(page)) else { return Vec::new() };
    let mut styles = Vec::new();
    let mut inside: Option<usize> = None;
    for tag in Scanner::new(&page) {
        if let Some(start) = inside.take() {
            let text = String::from_utf8_lossy(&page[start..tag.start]).into_owned();
            let first_line = page[..start].iter().filter(|byte| **byte == b'\n').count() + 1;
            styles.push(Style::Inside { first_line, text });
        }
        if tag.closing || is_for_paper(&tag) {
            continue;
        }
        match tag.name {
            name::STYLE => inside = Some(tag.end),
            name::LINK if is_stylesheet(&tag) => {
                let address = tag.attribute(name::HREF).unwrap_or_default();
                styles.push(Style::Linked(reference::decode(address).into_owned()));
            }
            _ => {}
        }
    }
    styles
}

fn is_for_paper(tag: &Tag<'_>) -> bool {
    tag.attribute(MEDIA).is_some_and(|media| media.trim_ascii().eq_ignore_ascii_case(b"print"))
}

fn is_stylesheet(tag: &Tag<'_>) -> bool {
    let rel = tag.attribute(name::REL).unwrap_or_default();
    let has = |word: &[u8]| rel.split(u8::is_ascii_whitespace).any(|part| part.eq_ignore_ascii_case(word));
    has(b"stylesheet") && !has(b"alternate")
}

#[cfg(test)]
mod tests {
    use crate::stylesheets::{Style, of};

    #[test]
    fn style_sheets_come_in_order_and_those_for_paper_do_not() {
        let page = b"<!doctype html>\n<link rel=stylesheet href=a.css?x&amp;y><LINK REL='icon' href=b>\n\
            <style>\nb{}</style><link rel='alternate stylesheet' href=c><link rel=stylesheet media=print href=d>\
            <style media=Print>e{}</style><!-- <link rel=stylesheet href=f> --><script>'<style>g{}</style>'</script>";
        let linked = Style::Linked("a.css?x&y".into());
        assert_eq!(of(page), [linked, Style::Inside { first_line: 3, text: "\nb{}".into() }]);
    }
}
