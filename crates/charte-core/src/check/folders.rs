//! Where portals read and write, as the manifest names it: no two folders may overlap. It compares names and does not
//! follow links.

use std::collections::BTreeMap;
use std::ops::Bound;

use super::findings::Findings;
use crate::diagnostic::{Diagnostic, Place};
use crate::manifest::Manifest;
use crate::rules;

/// One portal's folders, in the form that [`normal`] gives.
struct Folders<'m> {
    id: &'m str,
    read: String,
    write: String,
    /// The place of `output`, or of `input` when the site is built in place.
    place: &'m Place,
}

/// No portal may write where another reads or writes, nor into its own input, nor above it.
pub(super) fn check(manifest: &Manifest, findings: &mut Findings) {
    let settings: Vec<_> =
        manifest.portals.iter().map(|portal| (portal.id.value.as_str(), portal.settings.or(&manifest.site))).collect();
    let mut known: Vec<Folders<'_>> = Vec::new();
    let (mut read, mut written) = (Index::default(), Index::default());
    for (id, settings) in &settings {
        let Some(input) = &settings.input else { continue };
        let target = settings.output.as_ref().unwrap_or(input);
        let new = Folders { id, read: normal(&input.value), write: normal(&target.value), place: &target.place };
        if new.write != new.read && overlap(&new.write, &new.read) {
            let message = format!("output `{}` and input `{}` lie within each other", target.value, input.value);
            let finding = rules::declaration::OUTPUT_INSIDE_INPUT.finding(message).at(target.place.clone());
            findings.push(finding.help("choose a folder beside it, or leave `output` out to build in place"));
        }
        let overlapping = [written.first(&new.write), read.first(&new.write), written.first(&new.read)];
        let first = overlapping.into_iter().flatten().min().and_then(|first| known.get(first));
        if let Some(found) = first.and_then(|other| collision(other, &new)) {
            findings.push(found);
        }
        read.add(&new.read, known.len());
        written.add(&new.write, known.len());
        known.push(new);
    }
}

/// What is wrong with the folders of two portals, of which `new` stands later in the file.
fn collision(other: &Folders<'_>, new: &Folders<'_>) -> Option<Diagnostic> {
    let help = "give each portal an `output` of its own";
    if overlap(&new.write, &other.write) {
        let message = format!("portals `{}` and `{}` write to the same folder", other.id, new.id);
        return Some(rules::declaration::SHARED_OUTPUT.finding(message).at(new.place.clone()).help(help));
    }
    let pairs = [(other, new), (new, other)];
    let (writer, reader) = pairs.into_iter().find(|(writer, reader)| overlap(&writer.write, &reader.read))?;
    let message = format!("portal `{}` writes where portal `{}` reads", writer.id, reader.id);
    Some(rules::declaration::SHARED_OUTPUT.finding(message).at(writer.place.clone()).help(help))
}

/// Folders in the form that [`normal`] gives, each with the number of the first portal that has it: a portal is not compared with
/// thousands of others one by one.
#[derive(Default)]
struct Index(BTreeMap<String, usize>);

impl Index {
    fn add(&mut self, folder: &str, portal: usize) {
        self.0.entry(folder.to_owned()).or_insert(portal);
    }

    /// The first portal with a folder that [`overlap`]s with this one.
    fn first(&self, folder: &str) -> Option<usize> {
        let above = folder.match_indices('/').filter_map(|(at, _)| self.0.get(&folder[..=at]));
        // `/` is the folder of the manifest, which is above all that do not lead out of it.
        let root = self.0.get("/").filter(|_| within(folder, "/"));
        let from = if folder == "/" { "" } else { folder };
        let below = self.0.range::<str, _>((Bound::Included(from), Bound::Unbounded));
        let below = below.take_while(|(other, _)| other.starts_with(from)).filter(|(other, _)| within(other, folder));
        above.chain(root).chain(below.map(|(_, portal)| portal)).min().copied()
    }
}

/// The path without `.`, empty parts and `x/..`, so that paths can be compared.
fn normal(path: &str) -> String {
    let mut parts: Vec<&str> = Vec::new();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." if parts.last().is_some_and(|last| *last != "..") => {
                parts.pop();
            }
            _ => parts.push(part),
        }
    }
    format!("{}{}/", if path.starts_with('/') { "/" } else { "" }, parts.join("/"))
}

/// Whether `inner` is `outer` or below it; both as [`normal`] gives them.
fn within(inner: &str, outer: &str) -> bool {
    inner.starts_with(outer) || outer == "/" && !inner.starts_with("../") && !inner.starts_with('/')
}

fn overlap(one: &str, other: &str) -> bool {
    within(one, other) || within(other, one)
}
