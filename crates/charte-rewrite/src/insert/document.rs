//! A document of the site that is no page (SVG, XML, a transformation): it has no policy and can ask nobody, so that what would
//! contact a third party in it is switched off, by insertions inside its tags.

use charte_html::splice::Insertions;
use charte_html::{Attribute, Scanner, Syntax, Tag, css, name, reference};
use memchr::memmem;

use crate::Rules;
use crate::hold::{self, Way};
use crate::insert::Draft;
use crate::recognise::{Address, Recogniser};
use crate::report::PageReport;

/// The processing instruction by which XML names its style sheets.
const SHEET: &[u8] = b"<?xml-stylesheet";

/// Reads a document.
pub(crate) fn draft(page: &[u8], rules: &Rules<'_>, services: &[String]) -> Draft {
    let mut insertions = Insertions::default();
    for tag in Scanner::with_syntax(page, Syntax::Xml).filter(|tag| !tag.is_end) {
        let way = match tag.name {
            name::SCRIPT => Way::Data,
            name::STYLE if fetches(text(page, tag.end), rules.recogniser) => Way::Data,
            _ => Way::Names,
        };
        let renames = |attribute: &Attribute<'_>| {
            let is_type = way == Way::Data && attribute.name == name::TYPE;
            is_type || is_switched_off(&tag, attribute, rules.recogniser)
        };
        let matters = way == Way::Data || tag.attributes().any(|attribute| renames(&attribute));
        if matters && hold::is_possible(&tag) {
            hold::hold(&tag, &way, (services, renames), &mut insertions);
        }
    }
    hold_instructions(page, rules.recogniser, &mut insertions);
    insertions.sort();
    Draft { insertions, report: PageReport::default(), is_doubtful: true }
}

/// Switches off the instructions of XML that name a third party's style sheet.
pub(super) fn hold_instructions(page: &[u8], recogniser: &Recogniser, insertions: &mut Insertions) {
    for at in memmem::find_iter(page, SHEET) {
        let end = memmem::find(&page[at..], b"?>").map_or(page.len(), |length| at + length);
        if names_foreign(&String::from_utf8_lossy(&page[at..end]), recogniser) {
            insertions.add(at + 2, hold::PREFIX);
        }
    }
}

/// The text of the element whose start tag ends here, CDATA and child elements included.
fn text(page: &[u8], from: usize) -> &[u8] {
    let end = memmem::find(&page[from..], b"</").map_or(page.len(), |length| from + length);
    &page[from..end]
}

/// Whether a style sheet may ask for something: by an address that is read, or in a way that hides one.
fn fetches(text: &[u8], recogniser: &Recogniser) -> bool {
    let waits =
        |address: &str| Address::parse(address, None).is_some_and(|found| recogniser.address(&found).must_wait());
    let decoded = reference::decode(text);
    let hides = text.iter().any(|byte| matches!(byte, b'\\' | b'&')) || memmem::find(text, b"/*").is_some();
    css::read(decoded.as_bytes()).fetches.iter().any(|fetch| waits(&fetch.address))
        || (decoded.contains('@') && hides)
        || names_foreign(&decoded, recogniser)
}

fn is_switched_off(tag: &Tag<'_>, attribute: &Attribute<'_>, recogniser: &Recogniser) -> bool {
    let label = String::from_utf8_lossy(tag.raw_name_of(attribute)).to_ascii_lowercase();
    let is_vocabulary = label.starts_with("xmlns") || label.ends_with(":schemalocation");
    // Where a link leads is the visitor's to decide.
    if is_vocabulary || (tag.name == name::A && label.ends_with("href")) {
        return false;
    }
    let value = reference::decode(attribute.value);
    let start = value.trim_start().to_ascii_lowercase();
    let is_code = start.starts_with("javascript:")
        || start.starts_with("data:image/svg")
        || (start.starts_with("data:") && !start.starts_with("data:image/"));
    let is_handler = label.starts_with("on") && label.len() > 2;
    is_handler || is_code || label == "srcdoc" || names_foreign(&value, recogniser)
}

/// Whether somewhere in a text a third party's address stands.
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
