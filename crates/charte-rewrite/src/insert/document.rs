//! Insertions into a document that is no page (SVG, XML, XSLT). It gets no policy and cannot ask for consent, so that everything
//! in it that would contact a third party is switched off for good, by insertions inside its tags.

use charte_html::splice::Insertions;
use charte_html::{Attribute, Scanner, Syntax, Tag, css, name, reference};
use memchr::memmem;

use crate::Rules;
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
    hold_instructions(page, rules.recogniser, &mut insertions);
    insertions.sort();
    Draft { insertions, report: PageReport::default(), is_doubtful: true }
}

/// Switches off the processing instructions that link a third party's style sheet, by a prefix to their name.
pub(super) fn hold_instructions(page: &[u8], recogniser: &Recogniser, insertions: &mut Insertions) {
    for at in memmem::find_iter(page, STYLESHEET) {
        let end = memmem::find(&page[at..], b"?>").map_or(page.len(), |length| at + length);
        if names_foreign(&String::from_utf8_lossy(&page[at..end]), recogniser) {
            insertions.add(at + 2, hold::PREFIX);
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
    css::read(decoded.as_bytes()).fetches.iter().any(|fetch| waits(&fetch.address))
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
    is_handler || is_code || name == "srcdoc" || names_foreign(&value, recogniser)
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
