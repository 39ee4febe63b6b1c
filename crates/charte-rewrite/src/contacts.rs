//! Whom an element contacts, and where that was found.

use charte_html::Tag;

use crate::element::report_name;
use crate::report::{Gated, UndeclaredContact};

/// The third parties that an element contacts.
#[derive(Debug, Clone, Default)]
pub(crate) struct Contacts {
    /// The services that it must wait for, each once.
    pub(crate) services: Vec<String>,
    /// The measurement without consent that it contacts and that a visitor can object to.
    pub(crate) measured: Option<String>,
    /// Each contact that must wait, for the report.
    pub(crate) gated: Vec<Gated>,
    /// Each contact that is not declared, for the report.
    pub(crate) unknown: Vec<UndeclaredContact>,
}

impl Contacts {
    /// Whether there is nothing to report.
    pub(crate) fn is_empty(&self) -> bool {
        self.gated.is_empty() && self.unknown.is_empty() && self.measured.is_none()
    }

    /// Whether the element must wait.
    pub(crate) fn must_wait(&self) -> bool {
        !self.services.is_empty()
    }

    /// Adds the contacts of another element.
    pub(crate) fn merge(&mut self, mut other: Contacts) {
        other.services.into_iter().for_each(|service| self.wait_for(&service));
        self.measured = self.measured.take().or(other.measured);
        self.gated.append(&mut other.gated);
        self.unknown.append(&mut other.unknown);
    }

    /// Adds a service that the element must wait for.
    pub(crate) fn wait_for(&mut self, service: &str) {
        if !self.services.iter().any(|known| known == service) {
            self.services.push(service.to_owned());
        }
    }
}

/// One address, and where it was found.
#[derive(Clone, Copy)]
pub(crate) struct Occurrence<'f> {
    /// The start tag of the element.
    pub(crate) tag: &'f Tag<'f>,
    /// The address as written; empty for an inline script.
    pub(crate) address: &'f str,
    /// Its host, if known.
    pub(crate) host: Option<&'f str>,
    /// Where it is in the page, in bytes.
    pub(crate) offset: usize,
}

impl Occurrence<'_> {
    /// The report of a contact that waits for `service`.
    pub(crate) fn gated(&self, service: &str) -> Gated {
        Gated {
            service: service.to_owned(),
            element: report_name(self.tag.name),
            address: self.address.to_owned(),
            offset: self.offset,
            is_refused: false,
        }
    }

    /// The report of a contact that is not declared; `service` is its service in the catalogue, if there is one.
    pub(crate) fn undeclared(&self, service: Option<&str>) -> UndeclaredContact {
        UndeclaredContact {
            host: self.host.filter(|host| !host.is_empty()).map(str::to_owned),
            service: service.map(str::to_owned),
            beside: None,
            element: report_name(self.tag.name),
            address: self.address.to_owned(),
            offset: self.offset,
        }
    }
}
