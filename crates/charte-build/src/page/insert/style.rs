//! Third parties in styles that cannot be held back: those of attributes, and of a `<style>` that the page needs.

use super::Pass;
use crate::page::foreign::Namespace;
use crate::page::gate::{Contacts, Piece};
use crate::page::name::{self, Name};
use crate::page::reference;
use crate::page::report::{Gated, Gravity};
use crate::page::tag::Tag;

/// Attributes of SVG that are styles.
const PAINTS: [Name; 9] = [
    Name::of(b"fill"),
    Name::of(b"stroke"),
    Name::of(b"filter"),
    Name::of(b"mask"),
    Name::of(b"clip-path"),
    Name::of(b"cursor"),
    Name::of(b"marker-start"),
    Name::of(b"marker-mid"),
    Name::of(b"marker-end"),
];

impl<'a> Pass<'a> {
    /// Tells of third parties in attributes that cannot be held back without changing the author's bytes.
    pub(super) fn look_at_styles(&mut self, tag: &Tag<'a>) {
        let mut contacts = Contacts::default();
        if self.urls.is_in(tag.range()) {
            let is_painted = |name| tag.namespace == Namespace::Svg && PAINTS.contains(&name);
            for attribute in tag.attributes().filter(|found| found.name == name::STYLE || is_painted(found.name)) {
                contacts.merge(self.judge.style(attribute.value, tag));
            }
        }
        if self.backgrounds.is_in(tag.range())
            && let Some(address) = tag.attribute(name::BACKGROUND)
        {
            self.judge.add_address(&reference::decode(address), tag, &mut contacts);
        }
        for gated in once_each(&contacts.gated) {
            let message = format!(
                "{} loads before consent, and an attribute cannot wait: serve the file yourself, or `allow` its host",
                gated.address
            );
            self.fail("loads-in-attribute", tag, message);
        }
        self.report.unknown.extend(contacts.unknown);
    }

    /// Tells of third parties in a `<style>` that the page needs for its look.
    pub(super) fn keep_style(&mut self, piece: &Piece<'a>) {
        for gated in once_each(&piece.contacts.gated) {
            let message = format!(
                "{} loads before consent, and the rules beside it cannot wait with it: put `@import` and `@font-face` in a \
                 `<style>` of their own, serve the file yourself, or `allow` its host",
                gated.address
            );
            self.report.find(Gravity::Error, "loads-in-style", (gated.offset, message));
        }
    }
}

/// The first of those that share a service and a host.
fn once_each(gated: &[Gated]) -> Vec<&Gated> {
    let mut told: Vec<&Gated> = Vec::new();
    for gated in gated {
        if !told.iter().any(|known| (&known.service, known.origin()) == (&gated.service, gated.origin())) {
            told.push(gated);
        }
    }
    told
}
