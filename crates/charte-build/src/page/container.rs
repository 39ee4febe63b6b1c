//! An element that is enclosed whole when anything in it waits. It knows where it starts and what was found in it.

use super::gate::{Contacts, Piece};
use super::tag::Tag;
use super::wrap::Form;

/// The outermost such element that is open.
#[derive(Debug)]
pub(crate) struct Container<'p> {
    tag: Tag<'p>,
    /// How many elements of its name are open, itself included.
    depth: usize,
    /// How many templates were open around it.
    pub(crate) templates: usize,
    contacts: Contacts,
    /// What contacts somebody within.
    parts: Vec<Piece<'p>>,
}

impl<'p> Container<'p> {
    /// Opened by this tag, which may itself contact somebody, within so many templates.
    pub(crate) fn new(tag: &Tag<'p>, own: Option<Piece<'p>>, templates: usize) -> Self {
        let contacts = own.map(|piece| piece.contacts).unwrap_or_default();
        Container { tag: *tag, depth: 1, templates, contacts, parts: Vec::new() }
    }

    /// Takes note of an element within.
    pub(crate) fn open(&mut self, tag: &Tag<'p>, piece: Option<Piece<'p>>) {
        let is_open =
            tag.name == self.tag.name && !(tag.self_closing && tag.namespace != super::foreign::Namespace::Html);
        self.depth += usize::from(is_open);
        self.parts.extend(piece);
    }

    /// Takes note of an end tag; `true` when it ends the element.
    pub(crate) fn close(&mut self, tag: &Tag<'_>) -> bool {
        self.depth -= usize::from(tag.name == self.tag.name);
        self.depth == 0
    }

    /// The whole element up to `end`, if anything in it contacts anybody.
    pub(crate) fn whole(self, end: usize) -> Option<Piece<'p>> {
        let mut contacts = self.contacts;
        self.parts.into_iter().for_each(|piece| contacts.merge(piece.contacts));
        let piece =
            Piece { tag: self.tag, range: self.tag.start..end, form: Form::DataBlock, contacts, is_needed: false };
        (!piece.contacts.is_empty()).then_some(piece)
    }

    /// Its start tag and each thing within.
    pub(crate) fn parts(self) -> impl Iterator<Item = Piece<'p>> {
        let (range, contacts) = (self.tag.range(), self.contacts);
        let own = Piece { tag: self.tag, range, form: Form::DataBlock, contacts, is_needed: false };
        std::iter::once(own).chain(self.parts)
    }
}
