//! Insertions into a document that is no page (SVG, XML, XSLT). It gets no policy and cannot ask for consent, so that everything
//! in it that would contact a third party is switched off for good, by insertions inside its tags.

use charte_html::css::{self, FetchKind};
use charte_html::splice::Insertions;
use charte_html::{Attribute, Scanner, Syntax, Tag, name, reference};
use memchr::memmem;

use crate::Rules;
use crate::document::{ATTRIBUTES, defaults, is_template};
use crate::element::is_stylesheet;
use crate::hold::{self, Method};
use crate::insert::Draft;
use crate::recognise::{Address, Recogniser};
use crate::report::PageReport;

/// The processing instruction that links a style sheet (W3C, Associating Style Sheets with XML documents).
const STYLESHEET: &[u8] = b"<?xml-stylesheet";

/// Collects the insertions into a document. `services` are those that it would wait for, which its tags name.
pub(crate) fn draft(page: &[u8], rules: &Rules<'_>, services: &[String]) -> Draft {
    let mut insertions = Insertions::default();
    for tag in Scanner::with_syntax(page, Syntax::Xml).filter(|tag| !tag.is_end) {
        let method = match tag.name {
            name::SCRIPT => Method::Data,
            name::STYLE if fetches(text(page, tag.end), rules.recogniser) => Method::Data,
            _ => Method::Rename,
        };
        let renames = |attribute: &Attribute<'_>| {
            let is_type = method == Method::Data && attribute.name == name::TYPE;
            is_type || must_rename(&tag, attribute, rules.recogniser)
        };
        let must_hold = method == Method::Data || tag.attributes().any(|attribute| renames(&attribute));
        if must_hold && hold::can_hold(&tag) {
            hold::hold(&tag, &method, services, renames, &mut insertions);
        }
    }
    // The site's own style sheet may be what contacts somebody.
    hold_instructions(page, &mut insertions, |text| text.contains("css") || names_foreign(text, rules.recogniser));
    hold_attributes(page, &mut insertions);
    insertions.sort();
    Draft { insertions, report: PageReport::default(), is_doubtful: true }
}

/// Switches off the processing instructions that link a third party's style sheet, by a prefix to their name.
pub(super) fn hold_foreign_instructions(page: &[u8], recogniser: &Recogniser, insertions: &mut Insertions) {
    hold_instructions(page, insertions, |text| names_foreign(text, recogniser));
}

fn hold_instructions(page: &[u8], insertions: &mut Insertions, must_wait: impl Fn(&str) -> bool) {
    for at in memmem::find_iter(page, STYLESHEET) {
        let end = memmem::find(&page[at..], b"?>").map_or(page.len(), |length| at + length);
        if must_wait(&String::from_utf8_lossy(&page[at..end])) {
            insertions.add(at + 2, hold::PREFIX);
        }
    }
}

/// Switches off declarations of attributes that elements have without being written, where one of these may contact somebody: by a
/// prefix they are of other elements.
fn hold_attributes(page: &[u8], insertions: &mut Insertions) {
    for at in memmem::find_iter(page, ATTRIBUTES.as_bytes()) {
        let list = &page[at + ATTRIBUTES.len()..];
        if !defaults(&String::from_utf8_lossy(list)).is_empty() {
            insertions.add(page.len() - list.trim_ascii_start().len(), hold::PREFIX);
        }
    }
}

/// The content of the element whose start tag ends at `from`, up to the next end tag.
fn text(page: &[u8], from: usize) -> &[u8] {
    let end = memmem::find(&page[from..], b"</").map_or(page.len(), |length| from + length);
    &page[from..end]
}

/// Whether a style sheet may contact third parties: by an address, or by escapes, references or comments that may hide one.
fn fetches(text: &[u8], recogniser: &Recogniser) -> bool {
    let waits =
        |address: &str| Address::parse(address, None).is_some_and(|found| recogniser.address(&found).must_wait());
    let decoded = reference::decode(text);
    let hides = text.iter().any(|byte| matches!(byte, b'\\' | b'&')) || memmem::find(text, b"/*").is_some();
    // An import of the site's own may be what contacts somebody.
    css::read(decoded.as_bytes()).fetches.iter().any(|fetch| fetch.kind == FetchKind::Import || waits(&fetch.address))
        || (decoded.contains('@') && hides)
        || names_foreign(&decoded, recogniser)
}

/// Whether an attribute must lose its effect: it contacts a third party, or may run a script.
fn must_rename(tag: &Tag<'_>, attribute: &Attribute<'_>, recogniser: &Recogniser) -> bool {
    let name = String::from_utf8_lossy(tag.raw_name_of(attribute)).to_ascii_lowercase();
    let is_vocabulary = name.starts_with("xmlns") || name.ends_with(":schemalocation");
    // A link contacts nobody before the visitor follows it.
    if is_vocabulary || (tag.name == name::A && name.ends_with("href")) {
        return false;
    }
    let value = reference::decode(attribute.value);
    let start = value.trim_start().to_ascii_lowercase();
    let is_code = start.starts_with("javascript:")
        || start.starts_with("data:image/svg")
        || (start.starts_with("data:") && !start.starts_with("data:image/"));
    let is_handler = name.starts_with("on") && name.len() > 2;
    let is_address = matches!(attribute.name, name::SRC | name::SRCSET | name::DATA | name::POSTER)
        || (attribute.name == name::HREF && tag.name != name::LINK)
        || name.ends_with(":href");
    // The site's own style sheet may be what contacts somebody.
    let is_sheet = attribute.name == name::HREF && tag.name == name::LINK && is_stylesheet(tag);
    let is_made = is_sheet || (is_address && is_template(&value)) || has_entity(attribute.value);
    is_handler || is_code || is_made || name == "srcdoc" || names_foreign(&value, recogniser)
}

/// Whether the value has a reference to an entity that the document declares, which can stand for anything.
fn has_entity(value: &[u8]) -> bool {
    const KNOWN: [&[u8]; 6] = [b"#", b"amp;", b"lt;", b"gt;", b"quot;", b"apos;"];
    memchr::memchr_iter(b'&', value).any(|at| !KNOWN.iter().any(|known| value[at + 1..].starts_with(known)))
}

/// Whether an address of a third party that must wait is in the text.
fn names_foreign(text: &str, recogniser: &Recogniser) -> bool {
    let apart = |letter: char| letter.is_whitespace() || "\"'();,<>|".contains(letter);
    let waits = |word: &str| {
        let is_address = word.contains("//") || word.contains("\\\\") || word.starts_with("http");
        let start = word.find("http").or_else(|| word.find("//")).unwrap_or_default();
        is_address
            && [word, &word[start..]].iter().any(|word| {
                let found = Address::parse(word, None);
                found.is_some_and(|found| found.host.is_some() && recogniser.address(&found).must_wait())
            })
    };
    text.split(apart).any(waits)
}
