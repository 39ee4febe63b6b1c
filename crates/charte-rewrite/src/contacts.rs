//! Whom an element contacts, and where that was found.

use charte_html::Tag;

use crate::element::label;
use crate::report::{Gated, Stranger};

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

    /// Adds a service to wait for.
    pub(crate) fn wait_for(&mut self, service: &str) {
        if !self.services.iter().any(|known| known == service) {
            self.services.push(service.to_owned());
        }
    }
}

/// Where an address was found.
#[derive(Clone, Copy)]
pub(crate) struct Found<'f> {
    pub(crate) tag: &'f Tag<'f>,
    pub(crate) address: &'f str,
    pub(crate) host: Option<&'f str>,
    pub(crate) offset: usize,
}

impl Found<'_> {
    /// What it has an element wait for, for the report.
    pub(crate) fn gated(&self, service: &str) -> Gated {
        let element = label(self.tag.name);
        Gated {
            service: service.to_owned(),
            element,
            address: self.address.to_owned(),
            offset: self.offset,
            refused: false,
        }
    }

    /// The third party, which `service` names if the catalogue knows it.
    pub(crate) fn stranger(&self, service: Option<&str>) -> Stranger {
        Stranger {
            host: self.host.filter(|host| !host.is_empty()).map(str::to_owned),
            service: service.map(str::to_owned),
            beside: None,
            element: label(self.tag.name),
            address: self.address.to_owned(),
            offset: self.offset,
        }
    }
}
