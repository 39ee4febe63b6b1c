//! What was found in one page. Offsets are in bytes of the file as it was given, earlier insertions included.

use std::collections::BTreeSet;

use charte_core::rule::Rule;

use crate::markup::Needs;

/// What was found in a page.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct PageReport {
    /// Whether the file is a page of HTML. Other files stay as they are, and their reports are empty.
    pub is_html: bool,
    /// The language of the portal for this page.
    pub language: String,
    /// Whether the charter is in a slot that the author marked in the page.
    pub has_slot: bool,
    /// The contacts that wait for consent, one entry for each service.
    pub gated: Vec<Gated>,
    /// The contacts with third parties that the portal does not declare.
    pub unknown: Vec<UndeclaredContact>,
    /// The names of consent managers other than charte.
    pub managers: BTreeSet<&'static str>,
    /// The hosts of third parties in the strings of scripts, or in data that they read; `…` stands for a part that a script adds.
    pub named: BTreeSet<String>,
    /// The content security policies in the page's own `<meta>` elements. [`rewrite`](crate::rewrite) leaves it
    /// empty; see [`policies`](crate::policies).
    pub policies: Vec<String>,
    /// What the insertion in the head must do.
    pub needs: Needs,
    /// Why [`Needs::form`] is not [`Form::Script`](crate::Form::Script), in English; empty when it is.
    pub form_reason: String,
    /// Faults in the page, and what cannot be done because of them.
    pub findings: Vec<PageFinding>,
}

/// One contact that waits for consent.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Gated {
    /// The id of the service that it waits for.
    pub service: String,
    /// The name of the element.
    pub element: &'static str,
    /// Its address as written; empty for an inline script.
    pub address: String,
    /// Where it starts in the file, in bytes.
    pub offset: usize,
    /// Whether only the policy holds it, so that no placeholder is shown.
    pub is_refused: bool,
}

/// One contact with a third party that the portal does not declare.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct UndeclaredContact {
    /// The host, if known.
    pub host: Option<String>,
    /// The id of the catalogue's service that it belongs to, if there is one.
    pub service: Option<String>,
    /// The id of the declared service without hosts whose script names this host, which is most likely its server.
    pub beside: Option<String>,
    /// The name of the element.
    pub element: &'static str,
    /// Its address as written; empty for an inline script.
    pub address: String,
    /// Where it starts in the file, in bytes.
    pub offset: usize,
}

/// A fault in a page.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct PageFinding {
    /// The rule that the page breaks.
    pub rule: &'static Rule,
    /// What is wrong, in English.
    pub message: String,
    /// Where in the file, in bytes.
    pub offset: usize,
}

impl PageReport {
    /// The report of a page of HTML in which nothing was looked for.
    pub fn of_page() -> Self {
        PageReport { is_html: true, ..PageReport::default() }
    }

    /// The report with the policies of the page.
    pub fn with_policies(self, policies: Vec<String>) -> Self {
        PageReport { policies, ..self }
    }

    /// Adds a finding.
    pub(crate) fn find(&mut self, rule: &'static Rule, offset: usize, message: impl Into<String>) {
        self.findings.push(PageFinding { rule, message: message.into(), offset });
    }

    /// Maps every offset to one in another text.
    pub(crate) fn map_offsets(&mut self, map: impl Fn(usize) -> usize) {
        let gated = self.gated.iter_mut().map(|gated| &mut gated.offset);
        let unknown = self.unknown.iter_mut().map(|contact| &mut contact.offset);
        let findings = self.findings.iter_mut().map(|finding| &mut finding.offset);
        gated.chain(unknown).chain(findings).for_each(|offset| *offset = map(*offset));
    }
}
