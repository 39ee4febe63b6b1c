//! Whether a document of XML certainly contacts nobody, told without reading its tags.

use std::sync::OnceLock;

use aho_corasick::AhoCorasick;

/// Names of vocabularies, which are not contacted.
const VOCABULARIES: [&[u8]; 14] = [
    b"http://www.w3.org/1998/Math/",
    b"http://www.w3.org/1999/",
    b"http://www.w3.org/2000/",
    b"http://www.w3.org/2001/",
    b"http://www.w3.org/Graphics/SVG/",
    b"http://www.w3.org/XML/",
    b"http://purl.org/",
    b"http://creativecommons.org/ns",
    b"http://web.resource.org/cc/",
    b"http://www.inkscape.org/namespaces/",
    b"http://sodipodi.sourceforge.net/",
    b"http://ns.adobe.com/",
    b"http://www.serif.com/",
    b"http://www.bohemiancoding.com/sketch/ns",
];

/// What a document has that contacts anybody, or that has to be looked into. The first two may be a vocabulary's.
const TELLING: [&str; 16] = [
    "http",
    "//",
    "script",
    "<!entity",
    "xml-stylesheet",
    "@import",
    "foreignobject",
    "<use",
    ":use",
    "\\",
    "&#",
    " on",
    "\non",
    "\ton",
    "\"on",
    "'on",
];

/// Whether it certainly contacts nobody: told by one search, as most pictures are.
pub fn is_quiet(document: &[u8]) -> bool {
    static TELLERS: OnceLock<Option<AhoCorasick>> = OnceLock::new();
    let tellers = TELLERS.get_or_init(|| AhoCorasick::builder().ascii_case_insensitive(true).build(TELLING).ok());
    let Some(tellers) = tellers else { return false };
    let is_wide = matches!(document, [0xff, 0xfe, ..] | [0xfe, 0xff, ..] | [0, ..] | [_, 0, ..]);
    !is_wide
        && tellers.find_iter(document).all(|found| match found.pattern().as_usize() {
            0 => is_vocabulary(&document[found.start()..]),
            1 => {
                document[..found.start()].ends_with(b"http:")
                    && is_vocabulary(&document[found.start() - b"http:".len()..])
            }
            _ => false,
        })
}

/// Whether a text starts with the name of a vocabulary.
pub fn is_vocabulary(text: &[u8]) -> bool {
    VOCABULARIES.iter().any(|vocabulary| text.starts_with(vocabulary))
}
