//! Whether a file named `.html` is a page. Some are data, feeds or pictures, and must stay what they are.

use super::foreign::Namespace;
use super::name::Name;
use super::scan::Scanner;
use super::tag::is_space;

/// How files start that are certainly something else.
const STARTS: [&[u8]; 16] = [
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

/// How plain scripts and style sheets start.
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

/// Outermost elements of documents that only look like pages.
const ROOTS: [Name; 7] = [
    Name::of(b"rss"),
    Name::of(b"feed"),
    Name::of(b"rdf:rdf"),
    Name::of(b"urlset"),
    Name::of(b"sitemapindex"),
    Name::of(b"opml"),
    Name::of(b"browserconfig"),
];

/// Whether the bytes, in an encoding that keeps ASCII, are HTML.
pub(crate) fn is_html(file: &[u8]) -> bool {
    if STARTS.iter().any(|start| file.starts_with(start)) {
        return false;
    }
    let text = file.strip_prefix(b"\xef\xbb\xbf").unwrap_or(file);
    let start = text.iter().position(|byte| !is_space(*byte)).unwrap_or(text.len());
    let text = &text[start..];
    if CODE.iter().any(|start| text.starts_with(start)) || is_json(text) {
        return false;
    }
    let Some(root) = Scanner::new(text).next() else { return false };
    let is_svg = text.starts_with(b"<?xml") && root.namespace == Namespace::Svg;
    !is_svg && !ROOTS.contains(&root.name)
}

/// Whether the text starts and ends as JSON does; a template engine's braces do not.
fn is_json(text: &[u8]) -> bool {
    let Some(last) = text.iter().rfind(|byte| !is_space(**byte)) else { return false };
    let second = text.iter().skip(1).find(|byte| !is_space(**byte));
    match (text.first(), second) {
        (Some(b'{'), Some(b'"' | b'}')) => *last == b'}',
        (Some(b'['), Some(b'"' | b'{' | b'[' | b']' | b'0'..=b'9')) => *last == b']',
        _ => false,
    }
}
