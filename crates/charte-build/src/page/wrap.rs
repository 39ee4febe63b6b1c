//! The two inert containers: a `<template>` for a script element, a data block for all else, and the reversible escape of
//! what would end a data block or open another script in it.

use std::ops::Range;

use memchr::memchr_iter;

use super::splice::Insertions;

/// The attribute of everything that charte inserts.
pub(crate) const BUILT: &str = "data-charte-built";
/// The attribute that names what a container waits for.
pub(crate) const GATE: &str = "data-charte";

/// What encloses a thing that waits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    /// For a script element.
    Template,
    /// For everything else.
    DataBlock,
    /// In a frameset, where a script is not allowed.
    NoFrames,
}

/// Encloses the bytes of `range`, to wait for `services`.
pub(crate) fn wrap(page: &[u8], range: Range<usize>, (form, services): (Form, &[String]), into: &mut Insertions) {
    let services = services.join(" ");
    let (start, end) = match form {
        Form::Template => (format!("<template {GATE}=\"{services}\" {BUILT}>"), "</template>"),
        Form::DataBlock => (format!("<script type=\"text/plain\" {GATE}=\"{services}\" {BUILT}>"), "</script>"),
        Form::NoFrames => (format!("<noframes {GATE}=\"{services}\" {BUILT}>"), "</noframes>"),
    };
    into.add(range.start, start);
    if form == Form::DataBlock {
        for place in escapes(&page[range.clone()]) {
            into.add(range.start + place, "\\");
        }
    }
    into.add(range.end, end);
}

/// Where a backslash goes in the text of a data block: after each `<` that backslashes, if any, separate from `!--`,
/// `script` or `/script`.
fn escapes(text: &[u8]) -> impl Iterator<Item = usize> {
    dangers(text).map(|(place, _)| place)
}

/// The backslashes to remove from the text of a data block.
pub(crate) fn unescapes(text: &[u8]) -> impl Iterator<Item = usize> {
    dangers(text).filter(|(_, is_escaped)| *is_escaped).map(|(place, _)| place)
}

/// The place after each `<` of such a sequence, and whether a backslash is there.
fn dangers(text: &[u8]) -> impl Iterator<Item = (usize, bool)> {
    memchr_iter(b'<', text).filter_map(|at| {
        let rest = &text[at + 1..];
        let backslashes = rest.iter().take_while(|byte| **byte == b'\\').count();
        let word = &rest[backslashes..];
        let starts = |with: &[u8]| word.get(..with.len()).is_some_and(|start| start.eq_ignore_ascii_case(with));
        (starts(b"!--") || starts(b"script") || starts(b"/script")).then_some((at + 1, backslashes > 0))
    })
}
