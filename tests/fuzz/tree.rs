//! The tree that a browser makes of a page, and charte's insertions in it. It repeats on nodes what `charte_rewrite::strip`
//! does on bytes.

use std::fmt::Write as _;

use html5ever::driver::ParseOpts;
use html5ever::tendril::TendrilSink;
use html5ever::tree_builder::TreeBuilderOpts;
use html5ever::{Attribute, parse_document};
use markup5ever_rcdom::{Handle, NodeData, RcDom};

const BUILT: &str = "data-charte-built";
const HELD: &str = "data-charte-held";
const PREFIX: &str = "data-charte-";

/// Where the tree of a built page, without charte's insertions, differs from that of the page.
pub(crate) fn difference(page: &str, built: &str) -> Option<String> {
    let (before, after) = (outline(page), outline(built));
    let same = before.lines().zip(after.lines()).take_while(|(one, other)| one == other).count();
    let rest = |outline: &str| outline.lines().skip(same).take(8).collect::<Vec<_>>().join("\n");
    (before != after).then(|| format!("after {same} lines the tree was\n{}\nand is\n{}", rest(&before), rest(&after)))
}

/// Whether a browser has nothing to repair in a page.
pub(crate) fn is_sound(page: &str) -> bool {
    parse(page).errors.borrow().is_empty()
}

fn parse(page: &str) -> RcDom {
    let tree_builder = TreeBuilderOpts { scripting_enabled: true, ..TreeBuilderOpts::default() };
    let options = ParseOpts { tree_builder, ..ParseOpts::default() };
    parse_document(RcDom::default(), options).one(page)
}

fn outline(page: &str) -> String {
    let mut outline = String::new();
    write_children(&parse(page).document, 0, &mut outline);
    outline
}

/// Writes one node a line, indented by depth. Comments, and white space between elements, may move in a head without a tag
/// of its own.
fn write_children(parent: &Handle, depth: usize, outline: &mut String) {
    let mut text = String::new();
    for node in parent.children.borrow().iter() {
        match &node.data {
            NodeData::Text { contents } => text.push_str(&contents.borrow()),
            NodeData::Element { attrs, .. } if is_built(&attrs.borrow()) => {}
            NodeData::Element { .. } => {
                write_text(parent, &std::mem::take(&mut text), depth, outline);
                write_element(node, depth, outline);
            }
            _ => {}
        }
    }
    write_text(parent, &text, depth, outline);
}

fn is_built(attributes: &[Attribute]) -> bool {
    attributes.iter().any(|attribute| &*attribute.name.local == BUILT)
}

fn write_text(parent: &Handle, text: &str, depth: usize, outline: &mut String) {
    let mut text = text;
    if let NodeData::Element { attrs, name, .. } = &parent.data
        && attrs.borrow().iter().any(|attribute| &*attribute.name.local == HELD)
    {
        text = match &*name.local {
            "style" => text.strip_prefix("@layer data-charte;").unwrap_or(text),
            "script" => text.strip_prefix("charteRun()").map_or(text, |rest| rest.strip_prefix("//").unwrap_or(rest)),
            _ => text,
        };
    }
    if !text.trim_ascii().is_empty() {
        let _ = writeln!(outline, "{:depth$}{:?}", "", text.trim_ascii());
    }
}

fn write_element(node: &Handle, depth: usize, outline: &mut String) {
    let NodeData::Element { name, attrs, template_contents, .. } = &node.data else { return };
    let written = |attribute: &Attribute| {
        let prefix = attribute.name.prefix.as_ref().map_or(String::new(), |prefix| format!("{prefix}:"));
        (format!("{prefix}{}", attribute.name.local), attribute.value.to_string())
    };
    let mut attributes: Vec<(String, String)> = attrs.borrow().iter().map(written).collect();
    if attributes.iter().any(|(name, _)| name == HELD) {
        attributes = given_back(&name.local, attributes);
    }
    attributes.sort();
    let _ = writeln!(outline, "{:depth$}<{} {}> {attributes:?}", "", name.ns, name.local);
    if let Some(contents) = &*template_contents.borrow() {
        write_children(contents, depth + 1, outline);
    }
    // Its content is text, in which elements are held.
    if &*name.local != "noscript" {
        write_children(node, depth + 1, outline);
    }
}

/// The attributes of a held element, as its author wrote them.
fn given_back(name: &str, attributes: Vec<(String, String)>) -> Vec<(String, String)> {
    let has = |name: &str| attributes.iter().any(|(known, _)| known == name);
    let added: &[&str] = match name {
        "iframe" => &["srcdoc"],
        "link" if !has("data-charte-href") && !has("data-charte-imagesrcset") => &["disabled", "media"],
        "script" | "style" => &["type", "src"],
        _ => &[],
    };
    let is_added = |name: &str, value: &str| {
        let is_own = match name {
            "type" => value != "text/plain",
            "src" => value != "data:," || !has("data-charte-src"),
            _ => false,
        };
        name == HELD || added.contains(&name) && !is_own
    };
    let own = attributes.iter().filter(|(name, value)| !is_added(name, value));
    let own = own.map(|(name, value)| {
        let value = match name == "rel" {
            true => value.trim_end_matches(" data-charte-late").trim_end_matches(" data-charte-bare"),
            false => value,
        };
        (name.replacen(PREFIX, "", 1), value.to_owned())
    });
    own.collect()
}
