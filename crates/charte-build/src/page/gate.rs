//! Which element contacts whom, and for whom it must wait. It changes nothing and knows no container.

mod data;

use std::collections::BTreeSet;
use std::ops::Range;

use url::Url;

use super::element::{fetches, is_candidate, is_data, is_held_back, label, script_runs};
use super::foreign::Namespace;
use super::name::{self, Name};
use super::reference;
use super::report::{Gated, Stranger};
use super::scan::Scanner;
use super::tag::{Attribute, Tag};
use super::wrap::Form;
use crate::recognise::css::{self, Fetch};
use crate::recognise::{Address, Inline, Recogniser, Verdict};

/// The service that nobody can grant: third parties that the portal does not declare wait for it.
const UNKNOWN: &str = "unknown";
/// Pages within pages (`srcdoc`) deeper than this are not looked into.
const DEPTH: usize = 3;

/// What an element contacts that is not the portal's business alone.
#[derive(Debug, Clone, Default)]
pub(crate) struct Contacts {
    /// What it must wait for.
    pub(crate) services: Vec<String>,
    /// The same, for the report.
    pub(crate) gated: Vec<Gated>,
    /// Third parties not declared.
    pub(crate) unknown: Vec<Stranger>,
}

impl Contacts {
    /// Whether it contacts nobody worth telling.
    pub(crate) fn is_empty(&self) -> bool {
        self.gated.is_empty() && self.unknown.is_empty()
    }

    /// Whether the element must wait.
    pub(crate) fn waits(&self) -> bool {
        !self.services.is_empty()
    }

    /// Adds those of another element.
    pub(crate) fn merge(&mut self, mut other: Contacts) {
        other.services.into_iter().for_each(|service| self.wait_for(&service));
        self.gated.append(&mut other.gated);
        self.unknown.append(&mut other.unknown);
    }

    fn wait_for(&mut self, service: &str) {
        if !self.services.iter().any(|known| known == service) {
            self.services.push(service.to_owned());
        }
    }
}

/// An element that contacts somebody.
#[derive(Debug, Clone)]
pub(crate) struct Piece<'p> {
    /// Its start tag.
    pub(crate) tag: Tag<'p>,
    /// Its bytes, or those of its start tag when it has elements within.
    pub(crate) range: Range<usize>,
    /// How it can be enclosed.
    pub(crate) form: Form,
    /// Whom it contacts.
    pub(crate) contacts: Contacts,
    /// Whether the page would look broken while it waits.
    pub(crate) is_needed: bool,
}

/// Judges the elements of one page.
#[derive(Debug)]
pub(crate) struct Judge<'r> {
    recogniser: &'r Recogniser,
    address: Option<&'r str>,
    base: Option<Url>,
    has_base: bool,
    /// Consent managers other than charte that the page has.
    pub(crate) managers: BTreeSet<&'static str>,
    /// Third parties that the page hands to scripts which do not wait, or that such scripts name.
    pub(crate) named: BTreeSet<String>,
    depth: usize,
}

impl<'r> Judge<'r> {
    /// For the page at `address`.
    pub(crate) fn new(recogniser: &'r Recogniser, address: Option<&'r str>) -> Self {
        let base = address.filter(|_| recogniser.has_files).and_then(|address| Url::parse(address).ok());
        let (managers, named) = Default::default();
        Judge { recogniser, address, base, has_base: false, managers, named, depth: 0 }
    }

    /// Takes note of a `<base>`: the first one with an address counts.
    pub(crate) fn see_base(&mut self, tag: &Tag<'_>) {
        let Some(href) = tag.attribute(name::HREF).filter(|_| !self.has_base) else { return };
        self.has_base = true;
        let page = self.address.and_then(|address| Url::parse(address).ok());
        let href = reference::decode(href);
        self.base = match page {
            Some(page) => page.join(href.trim()).ok(),
            None => Url::parse(href.trim()).ok(),
        };
    }

    /// The element that this start tag opens, if it contacts anybody. Moves past an element that holds text.
    pub(crate) fn piece<'p>(&mut self, tag: &Tag<'p>, page: &'p [u8], scanner: &mut Scanner<'p>) -> Option<Piece<'p>> {
        let holds_text = scanner.is_in_text() && holds_contacts(tag.name);
        let holds_foreign_text = tag.namespace == Namespace::Svg && matches!(tag.name, name::SCRIPT | name::STYLE);
        let is_candidate = is_candidate(tag);
        if is_held_back(tag, is_candidate) {
            self.see_holder(tag);
        }
        if !is_candidate && !holds_text && !holds_foreign_text {
            return None;
        }
        let mut contacts = if is_candidate { self.attributes(tag) } else { Contacts::default() };
        let (mut range, mut is_needed) = (tag.range(), false);
        let mut form = if tag.name == name::FRAME { Form::NoFrames } else { Form::DataBlock };
        if holds_text {
            let end = scanner.next();
            let inner = tag.end..end.map_or(page.len(), |end| end.start);
            range.end = end.map_or(page.len(), |end| end.end);
            if tag.name == name::SCRIPT && end.is_some() {
                form = Form::Template;
            }
            contacts.merge(self.text(tag, page, inner.clone()));
            is_needed = tag.name == name::STYLE && contacts.waits() && css::read(&page[inner]).has_rules;
        } else if holds_foreign_text && !tag.self_closing {
            let length = memchr::memmem::find(&page[tag.end..], b"</").unwrap_or(page.len() - tag.end);
            contacts.merge(self.text(tag, page, tag.end..tag.end + length));
        }
        (!contacts.is_empty()).then_some(Piece { tag: *tag, range, form, contacts, is_needed })
    }

    /// Takes note of the consent manager that an element waits for.
    pub(crate) fn see_holder(&mut self, tag: &Tag<'_>) {
        let attributes: Vec<_> = tag.attributes().map(|attribute| tag.written(&attribute)).collect();
        self.managers.extend(self.recogniser.holder(&attributes));
    }

    fn text(&mut self, tag: &Tag<'_>, page: &[u8], inner: Range<usize>) -> Contacts {
        let mut contacts = Contacts::default();
        match tag.name {
            name::SCRIPT if tag.attribute(name::SRC).is_none() && script_runs(tag) => {
                let inline = self.recogniser.inline_script(&page[inner]);
                self.managers.extend(inline.managers.iter().copied());
                self.add_inline(&inline, tag, &mut contacts);
                if !contacts.waits() {
                    self.named.extend(inline.named);
                }
            }
            name::SCRIPT if is_data(tag) => self.named.extend(self.recogniser.mentions(&page[inner])),
            name::STYLE => {
                let start = inner.start;
                for fetch in css::read(&page[inner]).fetches {
                    self.add_fetch(&fetch, (tag, start + fetch.offset), &mut contacts);
                }
            }
            name::NOSCRIPT => contacts = self.elements(&page[..inner.end], Scanner::without_scripts(page, inner)),
            _ => {}
        }
        contacts
    }

    /// Whom all elements of a fragment contact.
    fn elements<'p>(&mut self, page: &'p [u8], mut scanner: Scanner<'p>) -> Contacts {
        let mut contacts = Contacts::default();
        while let Some(tag) = scanner.next() {
            let piece = if tag.closing { None } else { self.piece(&tag, page, &mut scanner) };
            if let Some(piece) = piece {
                contacts.merge(piece.contacts);
            }
        }
        contacts
    }

    /// Whom the addresses in the attributes of an element contact.
    fn attributes(&mut self, tag: &Tag<'_>) -> Contacts {
        let mut contacts = Contacts::default();
        for attribute in tag.attributes().filter(|attribute| fetches(tag, attribute.name)) {
            self.attribute(&attribute, tag, &mut contacts);
        }
        contacts
    }

    fn attribute(&mut self, attribute: &Attribute<'_>, tag: &Tag<'_>, contacts: &mut Contacts) {
        let value = reference::decode(attribute.value);
        match attribute.name {
            name::SRCSET | name::IMAGESRCSET => {
                reference::srcset(&value).into_iter().for_each(|address| self.add_address(address, tag, contacts));
            }
            name::SRCDOC => {
                if self.depth < DEPTH {
                    self.depth += 1;
                    let mut within = self.elements(value.as_bytes(), Scanner::new(value.as_bytes()));
                    self.depth -= 1;
                    within.gated.iter_mut().for_each(|gated| gated.offset = tag.start);
                    within.unknown.iter_mut().for_each(|stranger| stranger.offset = tag.start);
                    contacts.merge(within);
                }
            }
            _ => self.add_address(&value, tag, contacts),
        }
    }

    /// Whom the addresses in a piece of style contact.
    pub(crate) fn style(&self, text: &[u8], tag: &Tag<'_>) -> Contacts {
        let mut contacts = Contacts::default();
        let text = reference::decode(text);
        for fetch in css::read(text.as_bytes()).fetches {
            self.add_fetch(&fetch, (tag, tag.start), &mut contacts);
        }
        contacts
    }

    fn add_fetch(&self, fetch: &Fetch, (tag, offset): (&Tag<'_>, usize), contacts: &mut Contacts) {
        let Some(address) = Address::parse(&fetch.address, self.base.as_ref()) else { return };
        let found = Found { tag, address: fetch.address.trim(), host: address.host.as_deref(), offset };
        self.add(self.recogniser.address(&address), &found, contacts);
    }

    /// Adds whom an address contacts.
    pub(crate) fn add_address(&mut self, written: &str, tag: &Tag<'_>, contacts: &mut Contacts) {
        let Some(address) = Address::parse(written, self.base.as_ref()) else { return };
        if tag.name == name::SCRIPT {
            self.managers.extend(self.recogniser.manager(&address));
        }
        let found = Found { tag, address: written.trim(), host: address.host.as_deref(), offset: tag.start };
        self.add(self.recogniser.address(&address), &found, contacts);
    }

    fn add_inline(&self, inline: &Inline<'_>, tag: &Tag<'_>, contacts: &mut Contacts) {
        let beside = inline.waits.iter().find(|service| !self.recogniser.has_hosts(service)).copied();
        let nowhere = Found { tag, address: "", host: None, offset: tag.start };
        for service in &inline.waits {
            self.add(Verdict::Waits(service), &nowhere, contacts);
        }
        for service in &inline.undeclared {
            self.add(Verdict::Undeclared(service), &nowhere, contacts);
        }
        for host in &inline.unknown {
            self.add(Verdict::Unknown, &Found { host: Some(host), ..nowhere }, contacts);
            if let Some(stranger) = contacts.unknown.last_mut() {
                stranger.beside = beside.map(str::to_owned);
            }
        }
    }

    fn add(&self, verdict: Verdict<'_>, found: &Found<'_>, contacts: &mut Contacts) {
        let service = match verdict {
            Verdict::Own | Verdict::Allowed | Verdict::Exempt(_) => return,
            Verdict::Waits(service) => {
                contacts.wait_for(service);
                contacts.gated.push(found.gated(service));
                return;
            }
            Verdict::Undeclared(service) => Some(service),
            Verdict::Unknown => None,
        };
        contacts.unknown.push(found.stranger(service));
        if self.recogniser.blocks_unknown() {
            contacts.wait_for(UNKNOWN);
            contacts.gated.push(found.gated(UNKNOWN));
        }
    }
}

/// Where an address was found.
#[derive(Clone, Copy)]
struct Found<'f> {
    tag: &'f Tag<'f>,
    address: &'f str,
    host: Option<&'f str>,
    offset: usize,
}

impl Found<'_> {
    fn gated(&self, service: &str) -> Gated {
        let element = label(self.tag.name);
        Gated { service: service.to_owned(), element, address: self.address.to_owned(), offset: self.offset }
    }

    fn stranger(&self, service: Option<&str>) -> Stranger {
        Stranger {
            host: self.host.map(str::to_owned),
            service: service.map(str::to_owned),
            beside: None,
            element: label(self.tag.name),
            address: self.address.to_owned(),
            offset: self.offset,
        }
    }
}

fn holds_contacts(name: Name) -> bool {
    matches!(name, name::SCRIPT | name::STYLE | name::IFRAME | name::NOSCRIPT)
}
