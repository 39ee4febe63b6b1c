//! The results of inspecting files of the site that are no pages.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use charte_core::diagnostic::Diagnostic;
use charte_rewrite::recognise::Reach;
use charte_rewrite::recognise::{StartedWorker, WorkerKind};

use crate::plan::summary::Figures;

/// Files longer than this, in bytes, are not inspected: they are data under a script's name.
pub(super) const LONGEST: u64 = 64 << 20;

/// The result for one file, or for all of them.
#[derive(Default)]
pub(super) struct Inspection {
    pub(super) findings: Vec<Diagnostic>,
    pub(super) figures: Figures,
    /// Services that wait and that scripts of the site's own start.
    pub(super) started: BTreeSet<String>,
    /// The documents that contact third parties when they are shown, by their paths below the site's root.
    pub(super) documents: BTreeMap<String, DocumentContacts>,
    /// The workers that contact no third party that must wait, by their paths on the portal.
    pub(super) workers: BTreeSet<String>,
    /// The scripts that may have a service worker's list of pages, by their paths below the site's root.
    pub(super) lists: BTreeSet<PathBuf>,
    /// Whether a style sheet may import one of a third party's.
    pub(super) imports: bool,
    /// Whether a style sheet or script follows visitors who prefer a dark screen.
    pub(super) follows_visitor: bool,
    /// What one file has to do with workers and documents; empty in the result for all files.
    pub(super) ungoverned: Ungoverned,
}

impl Inspection {
    /// The services that documents of the site contact, by the document's path.
    pub(super) fn services(&self) -> BTreeMap<String, Vec<String>> {
        let all = self.documents.iter();
        all.map(|(path, shown)| (path.clone(), shown.services.iter().cloned().collect())).collect()
    }
}

/// What a document contacts when a browser shows it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct DocumentContacts {
    /// The services that it contacts; `unknown` stands for third parties that are not declared.
    pub(super) services: BTreeSet<String>,
    /// The third parties that it contacts, as far as they are known.
    pub(super) parties: BTreeSet<String>,
}

/// What one file has to do with workers and documents, whose requests no page's policy governs.
#[derive(Default)]
pub(super) struct Ungoverned {
    /// Its path below the site's root.
    pub(super) name: String,
    /// The workers that it starts.
    pub(super) starts: Vec<StartedWorker>,
    /// The kind of worker that it is by its own content.
    pub(super) role: Option<WorkerKind>,
    /// Whom it contacts as a document.
    pub(super) document: Option<Reach>,
}
