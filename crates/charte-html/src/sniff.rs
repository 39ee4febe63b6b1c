//! Whether the bytes of a file are HTML. Files named like pages may be data, feeds or images: they are no pages unless a
//! browser would find elements in them that make a page or fetch something.

use crate::encoding::Encoding;
use crate::name::{self, Name};
use crate::scan::Scanner;
use crate::tag::{Namespace, Tag};
use crate::xml::is_self_contained;

/// How binary files start.
const BINARY: [&[u8]; 16] = [
    b"%PDF-",
    b"\x89PNG",
    b"GIF8",
    b"\xff\xd8\xff",
    b"PK\x03\x04",
    b"\x1f\x8b",
    b"\0asm",
    b"RIFF",
    b"wOFF",
    b"wOF2",
    b"OggS",
    b"BZh",
    b"\xfd7zXZ",
    b"7z\xbc\xaf",
    b"\x28\xb5\x2f\xfd",
    b"\0\0\0 ftyp",
];

/// How scripts and style sheets start.
const CODE: [&[u8]; 14] = [
    b"(function",
    b"(()",
    b"!function",
    b"var ",
    b"let ",
    b"const ",
    b"import ",
    b"export ",
    b"function ",
    b"\"use strict\"",
    b"'use strict'",
    b"//",
    b"/*",
    b"@charset",
];

/// Root elements of XML documents that are no pages.
const DATA_ROOTS: [Name; 7] = [
    Name::known("rss"),
    Name::known("feed"),
    Name::known("rdf:rdf"),
    Name::known("urlset"),
    Name::known("sitemapindex"),
    Name::known("opml"),
    Name::known("browserconfig"),
];

/// How text starts that browsers take for HTML when it has no media type (MIME Sniffing Standard, section 7.1).
const SNIFFED: [&[u8]; 17] = [
    b"<!doctype html",
    b"<html",
    b"<head",
    b"<script",
    b"<iframe",
    b"<h1",
    b"<div",
    b"<font",
    b"<table",
    b"<a",
    b"<style",
    b"<title",
    b"<b",
    b"<body",
    b"<br",
    b"<p",
    b"<!--",
];

/// Whether a file, in an ASCII-compatible encoding, is a page of HTML.
pub fn is_html(file: &[u8]) -> bool {
    let text = start_of(file);
    if starts_as_other(text) {
        return holds_page(text);
    }
    let Some(root) = Scanner::new(text).next() else { return false };
    let is_image = text.starts_with(b"<?xml") && root.namespace == Namespace::Svg && is_self_contained(text);
    !is_image && !DATA_ROOTS.contains(&root.name)
}

/// The text after its byte order mark and white space.
fn start_of(file: &[u8]) -> &[u8] {
    let text = file.strip_prefix(b"\xef\xbb\xbf").unwrap_or(file);
    &text[text.iter().position(|byte| !byte.is_ascii_whitespace()).unwrap_or(text.len())..]
}

/// Whether the text starts like something else than a page.
fn starts_as_other(text: &[u8]) -> bool {
    BINARY.iter().chain(&CODE).any(|start| text.starts_with(start)) || is_json(text)
}

/// Whether a browser would find in the text a document type, or an element that makes a page or can contact a host.
fn holds_page(text: &[u8]) -> bool {
    let mut scanner = Scanner::new(text);
    scanner.any(|tag| !tag.is_end && matters(&tag)) || scanner.doctype_end().is_some()
}

#[rustfmt::skip]
fn matters(tag: &Tag<'_>) -> bool {
    use crate::name::*;
    let makes_page = matches!(tag.name, HTML | HEAD | BODY | FRAMESET | META | BASE | TITLE | TEMPLATE);
    let fetches = matches!(
        tag.name,
        SCRIPT | IMG | IMAGE | IFRAME | FRAME | LINK | STYLE | SVG | OBJECT | EMBED | VIDEO | AUDIO | SOURCE | INPUT | PICTURE
    );
    makes_page || fetches || (is_word(tag.raw_name()) && tag.attributes().any(|attribute| {
        matches!(attribute.name, name::STYLE | name::BACKGROUND) || tag.raw_name_of(&attribute).starts_with(b"on")
    }))
}

/// Whether a name has the form of an element's: what follows a `<` in code seldom has.
fn is_word(name: &[u8]) -> bool {
    name.iter().all(|letter| letter.is_ascii_alphanumeric() || *letter == b'-')
}

/// Whether browsers take a file without a media type for HTML (MIME Sniffing Standard, section 7.1). The first bytes of the
/// file are enough.
pub fn starts_as_html(file: &[u8]) -> bool {
    let text = start_of(file);
    SNIFFED.iter().any(|word| {
        text.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word))
            && (word.ends_with(b"--") || text.get(word.len()).is_some_and(|end| matches!(end, b' ' | b'>')))
    })
}

/// Whether a file that its name makes a program of a server's, such as `.php`, is a page of HTML without code.
pub fn is_static_html(file: &[u8]) -> bool {
    let text = Encoding::detect(file).ok().and_then(|encoding| encoding.decode(file));
    text.is_some_and(|text| server_code_offset(&text).is_none() && is_html(&text))
}

/// The offset in bytes of the first code for a server (PHP, ASP, JSP), if there is any.
pub fn server_code_offset(file: &[u8]) -> Option<usize> {
    memchr::memchr_iter(b'<', file).find(|at| {
        let rest = &file[at + 1..];
        rest.starts_with(b"%")
            || rest.starts_with(b"?=")
            || rest.strip_prefix(b"?").is_some_and(|rest| rest.first().is_some_and(|first| first.is_ascii_whitespace()))
            || rest.get(..4).is_some_and(|word| word.eq_ignore_ascii_case(b"?php"))
    })
}

/// Why a file that is named like a page is none, in English; `None` where that need not be reported.
pub fn why_not_html(file: &[u8]) -> Option<&'static str> {
    let text = start_of(file);
    if BINARY.iter().any(|start| text.starts_with(start)) {
        Some("it is no text")
    } else if is_json(text) {
        Some("it is data")
    } else if CODE.iter().any(|start| text.starts_with(start)) {
        Some("it is code")
    } else {
        let is_feed = Scanner::new(text).next().is_some_and(|root| DATA_ROOTS.contains(&root.name));
        (is_feed && holds_page(text)).then_some("it is a feed; opened as a page, nothing holds what its texts load")
    }
}

/// Whether the text starts and ends like JSON. Templates that start with braces do not.
fn is_json(text: &[u8]) -> bool {
    let Some(last) = text.iter().rfind(|byte| !byte.is_ascii_whitespace()) else { return false };
    let second = text.iter().skip(1).find(|byte| !byte.is_ascii_whitespace());
    match (text.first(), second) {
        (Some(b'{'), Some(b'"' | b'}')) => *last == b'}',
        (Some(b'['), Some(b'"' | b'{' | b'[' | b']' | b'0'..=b'9')) => *last == b']',
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use crate::sniff::*;

    #[test]
    fn what_a_browser_shows_as_a_page_is_one() {
        for page in [
            "// generated\n<!doctype html><title>t</title>",
            "/* generated */<!DOCTYPE html>",
            "{\"a\":1}<img src=\"https://a.example/\">{}",
            "[\"<img src=https://a.example/>\"]",
            "let x be <img src=\"https://a.example/\">",
            "function rooms for rent <p style=\"background:url(//a.example)\">",
            "import / export : <b onclick=go()>",
            "PK\x03\x04<img src=\"https://a.example/\">",
            "<?xml version=\"1.0\"?><svg xmlns=\"http://www.w3.org/2000/svg\"><image href=\"https://a.example/\"/></svg>",
            "<img src=x>",
            "Bonjour <b>x</b>",
        ] {
            assert!(is_html(page.as_bytes()), "{page}");
        }
        for other in [
            "var a = b<c.length && c>d; // text",
            "function f() { return i<n&&n>0 }",
            "{\"a\": \"<p>text\"}",
            "<?xml version=\"1.0\"?><svg xmlns=\"http://www.w3.org/2000/svg\"><path/></svg>",
            "<?xml version=\"1.0\"?><rss><channel><link>https://a.example/</link></channel></rss>",
            "google-site-verification: google1.html",
            "%PDF-1.7 <</Type/Catalog>>",
            "",
        ] {
            assert!(!is_html(other.as_bytes()), "{other}");
        }
    }

    #[test]
    fn files_without_an_ending_are_sniffed() {
        for page in ["\n <!DOCTYPE HTML>", "<html lang=fr>", "<!-- x", "<p>x", "\u{feff}<body>"] {
            assert!(starts_as_html(page.as_bytes()), "{page}");
        }
        for other in ["<IfModule mod_rewrite.c>", "www.example.org", "GNU <one line>", "<abbr>", "<?xml?><html>", ""] {
            assert!(!starts_as_html(other.as_bytes()), "{other}");
        }
    }

    #[test]
    fn code_for_the_server_is_found() {
        for code in ["<!doctype html><?php echo 1 ?>", "<p><?= $x ?>", "<%@ page %><html>", "<html><? x ?>"] {
            assert!(server_code_offset(code.as_bytes()).is_some() && !is_static_html(code.as_bytes()), "{code}");
        }
        for page in
            ["<!doctype html><title>t</title>", "<?xml version=\"1.0\"?><html>", "<html><!--#include file=\"a\" -->"]
        {
            assert!(is_static_html(page.as_bytes()), "{page}");
        }
    }
}
