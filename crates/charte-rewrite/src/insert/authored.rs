//! Content that an author, or another consent manager, holds back in a `<template>`.

use charte_html::name::{self, Name};
use charte_html::{Tag, reference};

use crate::insert::Pass;
use crate::recognise::UNKNOWN_SERVICE;
use crate::{hold, page_rules};

impl<'a> Pass<'a> {
    pub(super) fn open_template(&mut self, tag: &Tag<'a>) {
        self.templates += 1;
        let mut names = tag.attributes().map(|attribute| tag.raw_name_of(&attribute));
        if self.shadow_root == 0 && names.any(|name| name.eq_ignore_ascii_case(b"shadowrootmode")) {
            self.shadow_root = self.templates;
        }
        // Orejime holds content back in templates.
        if tag.attribute(Name::of(b"data-purposes")).is_some() {
            self.gate.record_manager(tag);
        }
        if self.marks.is_in(tag.range()) && tag.has_raw_attribute(hold::GATE.as_bytes()) {
            self.check_services(tag);
            let services = reference::decode(tag.attribute(Name::of(b"data-charte")).unwrap_or_default());
            // A name that nobody can accept may hold any character, and what is held is told in ASCII without quotes.
            let is_listed = |name: &str| self.rules.recogniser.needs_consent(name).is_some();
            let services =
                services.split_ascii_whitespace().map(|name| if is_listed(name) { name } else { UNKNOWN_SERVICE });
            self.authored.push((self.templates, services.map(str::to_owned).collect()));
        }
    }

    pub(super) fn close_template(&mut self) {
        self.authored.retain(|(template, _)| *template < self.templates);
        self.templates = self.templates.saturating_sub(1);
        if self.shadow_root > self.templates {
            self.shadow_root = 0;
        }
    }

    /// Reports the services that a template waits for and that visitors are not asked about: its content could never come back.
    pub(super) fn check_services(&mut self, tag: &Tag<'a>) {
        let Some(services) = tag.attribute(Name::of(b"data-charte")).filter(|_| tag.name == name::TEMPLATE) else {
            return;
        };
        let services = reference::decode(services);
        for service in services.split_ascii_whitespace() {
            let message = match self.rules.recogniser.needs_consent(service) {
                Some(true) => continue,
                Some(false) => {
                    format!("this waits for {service}, which is exempt from consent: take the container away")
                }
                None => format!("this waits for {service}, which `services` does not list: nobody can accept it"),
            };
            self.warn(&page_rules::WAITS_FOR_EVER, tag, message);
        }
    }
}
