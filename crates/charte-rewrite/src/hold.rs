//! Holds an element until consent by insertions inside its tags, and finds these insertions again. No element is added, moved
//! or removed: frameworks that take over the markup of a page tolerate changed attributes and nothing else. Removing the
//! insertions gives the author's bytes.

use std::borrow::Cow;
use std::ops::Range;

use charte_html::splice::Insertions;
use charte_html::{Attribute, Namespace, Tag, name};

/// The attribute of every element that charte inserts.
pub(crate) const BUILT: &str = "data-charte-built";
/// The attribute by which an author names the services that a `<template>` waits for.
pub(crate) const GATE: &str = "data-charte";
/// The attribute of every element of the author's that is held: the services that it waits for, separated by spaces.
pub(crate) const HELD: &str = "data-charte-held";
/// What is inserted before the name of an attribute so that it has no effect.
pub(crate) const PREFIX: &str = "data-charte-";
/// The type that makes a script or a style sheet a data block, which browsers do not run or apply.
const DATA_TYPE: &str = "text/plain";
/// An address of nothing.
const NO_ADDRESS: &str = "data:,";
/// The text of a script that is held in its place in the order of scripts: after consent it writes the author's own tag.
pub const HELD_SCRIPT_TEXT: &str = "charteRun()";
/// A rule without effect, allowed before `@import`. It keeps browsers from fetching imports ahead; see [`Method::Layer`].
const LAYER: &str = "@layer data-charte;";
/// A keyword that no browser knows, added to a quoted `rel`.
const LATE_QUOTED: &str = " data-charte-late";
/// The same, added together with quotes to a `rel` without quotes.
const LATE_UNQUOTED: &str = " data-charte-bare";

/// How an element is held.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Method {
    /// The attributes whose addresses it fetches get the prefix.
    Rename,
    /// A `srcdoc` makes a frame show this document instead of its own.
    Srcdoc(String),
    /// `disabled` and a `media` that never matches switch a linked style sheet off. Its address stays, as frameworks read it.
    Disable,
    /// The same, and the asynchronous script becomes a data block with an address: where React hydrates the whole document, it
    /// passes over asynchronous scripts that have one, and takes any other script of the head for the next of its own.
    Async,
    /// A script with an address gets [`HELD_SCRIPT_TEXT`], which runs at the script's place in the order.
    Run {
        /// Whether the script has text of its own, which becomes a comment.
        has_text: bool,
    },
    /// The type makes a script or a style sheet a data block.
    Data,
    /// A `<style>` gets a rule before its imports: preload scanners stop there, so that imports are fetched only when the style
    /// sheet is parsed, under the page's policy.
    Layer,
    /// A linked style sheet is fetched only when its tag is parsed, under the page's policy: Firefox fetches a `<link>` ahead
    /// only if its `rel` has no keyword besides `stylesheet`. The style sheet itself is not held.
    Late,
}

/// Whether the element can be held: no attribute of its author's could be mistaken for an insertion.
pub(crate) fn can_hold(tag: &Tag<'_>) -> bool {
    !tag.attributes().any(|attribute| find_prefix(tag.raw_name_of(&attribute)).is_some())
}

/// The offset of the prefix in the name of an attribute that has it: 0, or after the prefix of a namespace.
fn find_prefix(name: &[u8]) -> Option<usize> {
    let start = prefix_offset(name);
    let rest = name.get(start..start + PREFIX.len())?;
    rest.eq_ignore_ascii_case(PREFIX.as_bytes()).then_some(start)
}

/// The offset in the name of an attribute at which the prefix is inserted.
fn prefix_offset(name: &[u8]) -> usize {
    name.iter().position(|byte| *byte == b':').map_or(0, |colon| colon + 1)
}

/// Holds the element with this start tag for `services`. `renames` says which attributes get the prefix.
pub(crate) fn hold(
    tag: &Tag<'_>,
    method: &Method,
    services: &[String],
    renames: impl Fn(&Attribute<'_>) -> bool,
    insertions: &mut Insertions,
) {
    let added: Cow<'static, str> = match method {
        Method::Rename | Method::Run { .. } | Method::Layer | Method::Late => "".into(),
        Method::Srcdoc(document) => format!(" srcdoc=\"{}\"", escape(document)).into(),
        // Some preload scanners ignore `disabled` and obey `media`.
        Method::Disable => " disabled=\"\" media=\"not all\"".into(),
        Method::Data => format!(" type=\"{DATA_TYPE}\"").into(),
        Method::Async => format!(" type=\"{DATA_TYPE}\" src=\"{NO_ADDRESS}\"").into(),
    };
    insertions.add(tag.name_end, format!(" {HELD}=\"{}\"{added}", services.join(" ")));
    for attribute in tag.attributes().filter(|attribute| renames(attribute)) {
        insertions.add(attribute.name_range.start + prefix_offset(tag.raw_name_of(&attribute)), PREFIX);
    }
    match method {
        Method::Run { has_text: true } => insertions.add(tag.end, format!("{HELD_SCRIPT_TEXT}//")),
        Method::Run { has_text: false } => insertions.add(tag.end, HELD_SCRIPT_TEXT),
        Method::Layer => insertions.add(tag.end, LAYER),
        Method::Late => add_late_keyword(tag, insertions),
        Method::Rename | Method::Srcdoc(_) | Method::Disable | Method::Data | Method::Async => {}
    }
}

/// Adds the keyword to `rel`, with quotes where there are none.
fn add_late_keyword(tag: &Tag<'_>, insertions: &mut Insertions) {
    let Some(rel) = tag.attributes().find(|attribute| attribute.name == name::REL) else { return };
    let end = rel.value_start + rel.value.len();
    if rel.is_quoted(tag) {
        insertions.add(end, LATE_QUOTED);
    } else {
        insertions.add(rel.value_start, "\"");
        insertions.add(end, format!("{LATE_UNQUOTED}\""));
    }
}

/// Text as the value of an attribute in double quotes, in HTML and in XML.
pub(crate) fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('"', "&quot;").replace('<', "&lt;")
}

/// The ranges of the page that [`hold`] inserted into this tag and right after it, sorted; none when it did not hold the element.
pub(crate) fn find_insertions(tag: &Tag<'_>, page: &[u8]) -> Vec<Range<usize>> {
    if tag.is_end || !tag.has_raw_attribute(HELD.as_bytes()) {
        return Vec::new();
    }
    let mut ranges = find_in_attributes(tag, page);
    find_late_keyword(tag, &mut ranges);
    let text = &page[tag.end..];
    if tag.name == name::STYLE && text.starts_with(LAYER.as_bytes()) {
        ranges.push(tag.end..tag.end + LAYER.len());
    }
    if tag.name == name::SCRIPT && tag.namespace == Namespace::Html && text.starts_with(HELD_SCRIPT_TEXT.as_bytes()) {
        let comment = if text[HELD_SCRIPT_TEXT.len()..].starts_with(b"//") { 2 } else { 0 };
        ranges.push(tag.end..tag.end + HELD_SCRIPT_TEXT.len() + comment);
    }
    ranges.sort_by_key(|range| range.start);
    ranges
}

/// The attributes that were added, and the prefixes in the names of others.
fn find_in_attributes(tag: &Tag<'_>, page: &[u8]) -> Vec<Range<usize>> {
    let has = |name: &[u8]| tag.attributes().any(|attribute| tag.raw_name_of(&attribute).eq_ignore_ascii_case(name));
    // A `<link>` with a renamed address was held by that, and its `disabled` and `media` are the author's.
    let has_own_address = !has(b"data-charte-href") && !has(b"data-charte-imagesrcset");
    // So are those of one that only comes later.
    let is_late = tag
        .attribute(name::REL)
        .is_some_and(|rel| [LATE_QUOTED, LATE_UNQUOTED].iter().any(|keyword| rel.ends_with(keyword.as_bytes())));
    let added: &[&[u8]] = match tag.name {
        name::IFRAME => &[b"srcdoc"],
        name::LINK if has_own_address && !is_late => &[b"disabled", b"media"],
        name::SCRIPT | name::STYLE => &[b"type", b"src"],
        _ => &[],
    };
    let mut ranges = Vec::new();
    for attribute in tag.attributes() {
        let name = tag.raw_name_of(&attribute);
        let start = attribute.name_range.start;
        // A script or style sheet that is held by its text keeps the type of its author.
        let is_own = match name {
            b"type" => attribute.value != DATA_TYPE.as_bytes(),
            b"src" => attribute.value != NO_ADDRESS.as_bytes() || !has(b"data-charte-src"),
            _ => false,
        };
        if name == HELD.as_bytes() || (added.contains(&name) && !is_own) {
            let space = usize::from(start > 0 && page[start - 1].is_ascii_whitespace());
            ranges.push(start - space..attribute.end(page));
        } else if let Some(offset) = find_prefix(name) {
            ranges.push(start + offset..start + offset + PREFIX.len());
        }
    }
    ranges
}

/// The keyword in `rel`, and the quotes that were added with it.
fn find_late_keyword(tag: &Tag<'_>, ranges: &mut Vec<Range<usize>>) {
    for rel in tag.attributes().filter(|attribute| attribute.name == name::REL) {
        let end = rel.value_start + rel.value.len();
        if rel.value.ends_with(LATE_QUOTED.as_bytes()) {
            ranges.push(end - LATE_QUOTED.len()..end);
        } else if rel.value.ends_with(LATE_UNQUOTED.as_bytes()) {
            let quote = usize::from(rel.is_quoted(tag));
            ranges.push(rel.value_start - quote..rel.value_start);
            ranges.push(end - LATE_UNQUOTED.len()..end + quote);
        }
    }
}
