//! What was seen in one page: data only.

use std::collections::BTreeSet;

use charte_core::rule::Rule;

use crate::markup::Needs;

/// What a page holds, as the rewriter saw it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PageReport {
    /// Whether the file is a page; others are left alone, and nothing else is said of them.
    pub is_html: bool,
    /// The portal's language in which the page is served.
    pub language: String,
    /// Whether the page holds the charter in a slot of its author's.
    pub slot: bool,
    /// What waits, once for each service that it waits for.
    pub gated: Vec<Gated>,
    /// Third parties that the portal does not declare.
    pub unknown: Vec<Stranger>,
    /// Consent managers other than charte, by name.
    pub managers: BTreeSet<&'static str>,
    /// Third parties that scripts of the page's own name, or find in the page; `…` stands for what a script adds.
    pub named: BTreeSet<String>,
    /// The policies that the page itself holds.
    pub policies: Vec<String>,
    /// How the page has the policy.
    pub needs: Needs,
    /// Why not in the usual form.
    pub form_reason: String,
    /// What is wrong or cannot be done.
    pub findings: Vec<PageFinding>,
}

/// One thing that waits for consent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gated {
    /// The service.
    pub service: String,
    /// Name of the element.
    pub element: &'static str,
    /// Its address as written; empty for an inline script.
    pub address: String,
    /// Where it starts in the file, in bytes.
    pub offset: usize,
    /// Whether it is the policy alone that holds it.
    pub refused: bool,
}

/// A contact that nobody declared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stranger {
    /// The host, when it is known.
    pub host: Option<String>,
    /// The catalogue's service that it belongs to.
    pub service: Option<String>,
    /// The declared service without hosts whose script names it: most likely its server.
    pub beside: Option<String>,
    /// Name of the element.
    pub element: &'static str,
    /// Its address as written; empty for an inline script.
    pub address: String,
    /// Where it starts in the file, in bytes.
    pub offset: usize,
}

/// Something to tell the author about a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageFinding {
    /// The rule that the page breaks.
    pub rule: &'static Rule,
    /// What, in English.
    pub message: String,
    /// Where in the file, in bytes.
    pub offset: usize,
}

impl PageReport {
    /// Adds a finding.
    pub(crate) fn find(&mut self, rule: &'static Rule, offset: usize, message: impl Into<String>) {
        self.findings.push(PageFinding { rule, message: message.into(), offset });
    }

    /// Moves every place to where it is in another text.
    pub(crate) fn relocate(&mut self, place: impl Fn(usize) -> usize) {
        let gated = self.gated.iter_mut().map(|gated| &mut gated.offset);
        let unknown = self.unknown.iter_mut().map(|stranger| &mut stranger.offset);
        let findings = self.findings.iter_mut().map(|finding| &mut finding.offset);
        gated.chain(unknown).chain(findings).for_each(|offset| *offset = place(*offset));
    }
}
