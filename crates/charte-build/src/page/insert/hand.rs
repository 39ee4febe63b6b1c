//! What an author, or another consent manager, holds back by hand: it is left as it is.

use super::Pass;
use crate::page::name::{self, Name};
use crate::page::reference;
use crate::page::tag::Tag;
use crate::page::wrap;

impl<'a> Pass<'a> {
    pub(super) fn open_template(&mut self, tag: &Tag<'a>) {
        self.templates += 1;
        if self.by_hand.is_some() {
            return;
        }
        // Orejime holds things back in templates too.
        let is_held_back = tag.attribute(Name::of(b"data-purposes")).is_some();
        if is_held_back {
            self.judge.see_holder(tag);
        }
        if is_held_back || (self.marked.is_in(tag.range()) && tag.is_marked(wrap::GATE.as_bytes())) {
            self.by_hand = Some(self.templates);
            self.by_hand_start = tag.start;
            self.look_at_hand(tag);
        }
    }

    pub(super) fn close_template(&mut self, tag: &Tag<'a>) {
        if self.by_hand == Some(self.templates) {
            self.by_hand = None;
            self.wrapped.push(self.by_hand_start..tag.end);
        }
        self.templates = self.templates.saturating_sub(1);
    }

    /// What its author enclosed by hand can come back only if it waits for services that visitors are asked about.
    pub(super) fn look_at_hand(&mut self, tag: &Tag<'a>) {
        let is_container = matches!(tag.name, name::TEMPLATE | name::SCRIPT | name::NOFRAMES);
        let Some(services) = tag.attribute(Name::of(b"data-charte")).filter(|_| is_container) else { return };
        if tag.name == name::SCRIPT {
            let length = memchr::memmem::find(&self.page[tag.end..], b"</").unwrap_or(self.page.len() - tag.end);
            self.wrapped.push(tag.start..tag.end + length);
        }
        let services = reference::decode(services);
        for service in services.split_ascii_whitespace() {
            let message = match self.rules.recogniser.asks(service) {
                Some(true) => continue,
                Some(false) => {
                    format!("this waits for {service}, which is exempt from consent: take the container away")
                }
                None => format!("this waits for {service}, which `services` does not list: nobody can accept it"),
            };
            self.warn("waits-for-ever", tag, message);
        }
    }
}
