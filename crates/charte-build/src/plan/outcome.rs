//! What is planned for files of the site: the sum over all of them, and what the report on one page adds.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use charte_core::diagnostic::{Diagnostic, Place};
use charte_rewrite::PageReport;

use crate::bundle::CharterPage;
use crate::plan::cache::Outcome;
use crate::plan::change::Write;
use crate::plan::neighbours::kept::Record;
use crate::plan::neighbours::precache::Digests;
use crate::plan::summary::{Figures, UndeclaredContact, Waiting};
use crate::site;
use crate::site::path::slashed;

/// The plan of all files of the site.
#[derive(Default)]
pub(super) struct Totals {
    /// Folders of the output that are not there yet.
    pub(super) folders: Vec<PathBuf>,
    pub(super) writes: Vec<Write>,
    pub(super) findings: Vec<Diagnostic>,
    pub(super) figures: Figures,
    /// The author's files that have to be kept.
    pub(super) records: Vec<Record>,
    /// The files that charte changes, by their paths, if the site has lists of them.
    pub(super) changed: BTreeMap<String, Digests>,
}

impl Totals {
    pub(super) fn add(mut self, other: Totals) -> Totals {
        self.folders.extend(other.folders);
        self.writes.extend(other.writes);
        self.findings.extend(other.findings);
        self.figures.add(&other.figures);
        self.records.extend(other.records);
        self.changed.extend(other.changed);
        self
    }
}

impl Outcome {
    /// Adds the report on one page to the figures and findings.
    pub(super) fn report(&mut self, path: &Path, source: &Path, bytes: &[u8], report: PageReport) {
        if !report.is_html {
            self.figures.not_html += 1;
            self.findings.extend(site::not_a_page(source, bytes));
            return;
        }
        self.figures.pages += 1;
        let mut services: BTreeMap<&str, usize> = BTreeMap::new();
        for gated in &report.gated {
            *services.entry(&gated.service).or_default() += 1;
        }
        for (service, places) in services {
            let waiting = self.figures.waiting.entry(service.to_owned()).or_default();
            *waiting = Waiting { service: service.into(), places: waiting.places + places, pages: waiting.pages + 1 };
        }
        let page = slashed(Ok(path));
        let contacts = report.unknown.iter().map(|contact| UndeclaredContact {
            service: contact.service.clone(),
            host: contact.host.clone(),
            beside: contact.beside.clone(),
            waits: true,
        });
        self.figures.add_undeclared(&page, contacts);
        self.figures.add_managers(&page, &report.managers);
        self.figures.add_named(&page, &report.named);
        self.figures.add_policies(&page, &report.policies);
        self.figures.add_form(&page, report.needs, &report.form_reason);
        if report.has_slot {
            self.figures.slots.push(CharterPage { language: report.language.clone(), path: page, slot: true });
        }
        self.findings.extend(report.findings.into_iter().map(|finding| {
            let place = Place::in_bytes(&source.display().to_string(), bytes, finding.offset);
            finding.rule.finding(finding.message).at(place)
        }));
    }
}
