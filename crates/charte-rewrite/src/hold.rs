//! Holds an element where it stands, by insertions inside its tags: the structure of the page stays as it is, which is what
//! frameworks that take the page over need. Undoing it is removing what was inserted.

use std::borrow::Cow;
use std::ops::Range;

use charte_html::splice::Insertions;
use charte_html::{Attribute, Namespace, Tag, name};

/// The attribute of every element that charte inserts.
pub(crate) const BUILT: &str = "data-charte-built";
/// The attribute by which an author names what a template waits for.
pub(crate) const GATE: &str = "data-charte";
/// The attribute of every element of the author's that is held: the services that it waits for.
pub(crate) const HELD: &str = "data-charte-held";
/// What is put before the name of an attribute that must not act.
pub(crate) const PREFIX: &str = "data-charte-";
/// The type of what the browser takes for data.
const DATA: &str = "text/plain";
/// The text of a held script: after a yes it writes the author's own tag in its place.
pub const RUN: &str = "charteRun()";

/// How an element is held.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Way {
    /// Its addresses get other names.
    Names,
    /// A frame shows this document in place of its own.
    Frame(String),
    /// A style sheet is switched off; its address stays, for frameworks that look at it.
    Disabled,
    /// A script gets a text that writes it after a yes; `comments` what it holds already.
    Run {
        /// Whether the text that stands in it becomes a comment.
        comments: bool,
    },
    /// The browser takes what the element holds for data.
    Data,
    /// A style sheet in the page imports nothing before it is parsed: preload scanners stop at the rule that is put first.
    Sheet,
    /// A linked style sheet of the site's own is asked for when it is parsed: Firefox asks ahead for plain ones alone.
    Late,
}

/// Whether nothing in the tag could be taken for what holding it inserts.
pub(crate) fn is_possible(tag: &Tag<'_>) -> bool {
    !tag.attributes().any(|attribute| prefix_in(tag.raw_name_of(&attribute)).is_some())
}

/// Where in a name the prefix stands: at its start, or behind a namespace.
fn prefix_in(label: &[u8]) -> Option<usize> {
    let start = place_of_prefix(label);
    let rest = label.get(start..start + PREFIX.len())?;
    rest.eq_ignore_ascii_case(PREFIX.as_bytes()).then_some(start)
}

/// Where in a name the prefix goes.
fn place_of_prefix(label: &[u8]) -> usize {
    label.iter().position(|byte| *byte == b':').map_or(0, |colon| colon + 1)
}

/// Holds the element whose start tag this is; `renames` tells which attributes get another name.
pub(crate) fn hold(
    tag: &Tag<'_>,
    way: &Way,
    (services, renames): (&[String], impl Fn(&Attribute<'_>) -> bool),
    into: &mut Insertions,
) {
    let added: Cow<'static, str> = match way {
        Way::Names | Way::Run { .. } | Way::Sheet | Way::Late => "".into(),
        Way::Frame(document) => format!(" srcdoc=\"{}\"", escape(document)).into(),
        // Some preload scanners look at the medium alone.
        Way::Disabled => " disabled=\"\" media=\"not all\"".into(),
        Way::Data => format!(" type=\"{DATA}\"").into(),
    };
    into.add(tag.name_end, format!(" {HELD}=\"{}\"{added}", services.join(" ")));
    for attribute in tag.attributes().filter(|attribute| renames(attribute)) {
        into.add(attribute.name_range.start + place_of_prefix(tag.raw_name_of(&attribute)), PREFIX);
    }
    match way {
        Way::Run { comments } => into.add(tag.end, if *comments { format!("{RUN}//") } else { RUN.to_owned() }),
        Way::Sheet => into.add(tag.end, LAYER),
        Way::Late => {
            let relations = tag.attributes().find(|attribute| attribute.name == name::REL);
            if let Some(relations) = relations {
                let end = relations.value_start + relations.value.len();
                match relations.is_quoted(tag) {
                    true => into.add(end, LATE),
                    false => {
                        into.add(relations.value_start, "\"");
                        into.add(end, format!("{BARE}\""));
                    }
                }
            }
        }
        _ => {}
    }
}

/// A rule that changes nothing, and may stand before an import.
const LAYER: &str = "@layer data-charte;";
/// A word that no browser knows, in a list of relations; the second where the value had no quotes.
const LATE: &str = " data-charte-late";
const BARE: &str = " data-charte-bare";

/// Text as the value of an attribute in double quotes, in HTML and in XML.
pub(crate) fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('"', "&quot;").replace('<', "&lt;")
}

/// What an earlier build inserted into a tag and behind it; nothing when it did not hold the element.
pub(crate) fn inserted(tag: &Tag<'_>, page: &[u8]) -> Vec<Range<usize>> {
    if tag.is_end || !tag.has_raw_attribute(HELD.as_bytes()) {
        return Vec::new();
    }
    let renamed = |label: &[u8]| prefix_in(label).filter(|_| label != HELD.as_bytes());
    let has = |name: &[u8]| tag.attributes().any(|attribute| tag.raw_name_of(&attribute).eq_ignore_ascii_case(name));
    let is_address_kept = !has(b"data-charte-href") && !has(b"data-charte-imagesrcset");
    let added: &[&[u8]] = match tag.name {
        name::IFRAME => &[b"srcdoc"],
        name::LINK if is_address_kept => &[b"disabled", b"media"],
        name::SCRIPT | name::STYLE => &[b"type"],
        _ => &[],
    };
    let mut ranges = Vec::new();
    for attribute in tag.attributes() {
        let label = tag.raw_name_of(&attribute);
        // A style sheet that is held by its text has the author's own type.
        let is_own = label == b"type" && attribute.value != DATA.as_bytes();
        if label == HELD.as_bytes() || (added.contains(&label) && !is_own) {
            let start = attribute.name_range.start;
            let blank = usize::from(start > 0 && page[start - 1].is_ascii_whitespace());
            ranges.push(start - blank..attribute.end(page));
        } else if let Some(prefix) = renamed(label) {
            let start = attribute.name_range.start + prefix;
            ranges.push(start..start + PREFIX.len());
        }
    }
    let text = &page[tag.end..];
    if tag.name == name::STYLE && text.starts_with(LAYER.as_bytes()) {
        ranges.push(tag.end..tag.end + LAYER.len());
    }
    for relations in tag.attributes().filter(|attribute| attribute.name == name::REL) {
        let end = relations.value_start + relations.value.len();
        if relations.value.ends_with(LATE.as_bytes()) {
            ranges.push(end - LATE.len()..end);
        } else if relations.value.ends_with(BARE.as_bytes()) {
            let quotes = usize::from(relations.is_quoted(tag));
            ranges.push(relations.value_start - quotes..relations.value_start);
            ranges.push(end - BARE.len()..end + quotes);
        }
    }
    ranges.sort_by_key(|range| range.start);
    if tag.name == name::SCRIPT && tag.namespace == Namespace::Html && text.starts_with(RUN.as_bytes()) {
        let comment = if text[RUN.len()..].starts_with(b"//") { 2 } else { 0 };
        ranges.push(tag.end..tag.end + RUN.len() + comment);
    }
    ranges
}
