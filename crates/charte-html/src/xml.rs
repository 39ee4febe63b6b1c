//! What differs where a browser reads XML: inserted pieces must be well-formed, and a document such as an SVG image may be
//! known to contact no host without being read.

use std::sync::OnceLock;

use aho_corasick::AhoCorasick;

use crate::name;
use crate::scan::Scanner;
use crate::syntax::Syntax;

/// How names of XML vocabularies start. They look like addresses, but browsers do not fetch them.
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

/// One of these stands in every document that contacts a host. The first two also stand in names of vocabularies.
const SUSPECT: [&str; 17] = [
    "http",
    "//",
    "script",
    "<!entity",
    "xml-stylesheet",
    "/xsl/transform",
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

/// A piece of HTML in ASCII, written in this syntax.
pub fn serialize(html: &str, syntax: Syntax) -> String {
    match syntax {
        Syntax::Html => html.to_owned(),
        Syntax::Xml => to_xml(html),
    }
}

/// The piece as well-formed XML: attributes quoted, elements closed, scripts and style sheets in CDATA, character references by
/// number.
fn to_xml(html: &str) -> String {
    let bytes = html.as_bytes();
    let (mut scanner, mut result, mut at) = (Scanner::new(bytes), String::new(), 0);
    while let Some(tag) = scanner.next() {
        result.push_str(&text(&html[at..tag.start]));
        at = tag.end;
        let name = String::from_utf8_lossy(tag.raw_name()).to_ascii_lowercase();
        if tag.is_end {
            result.push_str(&format!("</{name}>"));
            continue;
        }
        result.push_str(&format!("<{name}"));
        for attribute in tag.attributes() {
            let (name, value) = tag.name_and_value(&attribute);
            result.push_str(&format!(" {name}=\"{}\"", text(&value).replace('<', "&lt;").replace('"', "&quot;")));
        }
        let closes = name::is_void(tag.name) || tag.is_self_closing;
        result.push_str(if closes { "/>" } else { ">" });
        if scanner.is_in_text() && tag.name != name::NOSCRIPT {
            let end = scanner.clone().next().map_or(html.len(), |end| end.start);
            let inner = &html[at..end];
            match inner.contains(['<', '&']) {
                true => result.push_str(&format!("/*<![CDATA[*/{inner}/*]]>*/")),
                false => result.push_str(inner),
            }
            at = end;
        }
    }
    result + &text(&html[at..])
}

/// The text with those named references that XML lacks as numeric ones.
fn text(html: &str) -> String {
    html.replace("&nbsp;", "&#160;")
        .replace("&hellip;", "&#8230;")
        .replace("&shy;", "&#173;")
        .replace("&thinsp;", "&#8201;")
}

/// Whether a document of XML certainly contacts no host when it is shown. One search decides, without reading tags; `false`
/// says that the document has to be read.
pub fn is_self_contained(document: &[u8]) -> bool {
    static SEARCH: OnceLock<Option<AhoCorasick>> = OnceLock::new();
    let search = SEARCH.get_or_init(|| AhoCorasick::builder().ascii_case_insensitive(true).build(SUSPECT).ok());
    let Some(search) = search else { return false };
    let is_wide = matches!(document, [0xff, 0xfe, ..] | [0xfe, 0xff, ..] | [0, ..] | [_, 0, ..]);
    !is_wide
        && search.find_iter(document).all(|found| match found.pattern().as_usize() {
            0 => is_vocabulary(&document[found.start()..]),
            1 => {
                document[..found.start()].ends_with(b"http:")
                    && is_vocabulary(&document[found.start() - b"http:".len()..])
            }
            _ => false,
        })
}

/// Whether the text starts with the name of a known XML vocabulary, such as that of SVG.
pub fn is_vocabulary(text: &[u8]) -> bool {
    VOCABULARIES.iter().any(|vocabulary| text.starts_with(vocabulary))
}

#[cfg(test)]
mod tests {
    use crate::xml::*;

    #[test]
    fn what_is_inserted_is_well_formed() {
        let html = "<p data-charte-built><input type=checkbox checked> a&nbsp;b<br>c</p><script>a < b && c</script>";
        let xml = "<p data-charte-built=\"\"><input type=\"checkbox\" checked=\"\"/> a&#160;b<br/>c</p>\
                       <script>/*<![CDATA[*/a < b && c/*]]>*/</script>";
        assert_eq!(serialize(html, Syntax::Xml), xml);
        assert_eq!(serialize(html, Syntax::Html), html);
    }
}
