//! What was found in the files of the site that are no pages.

use std::collections::{BTreeMap, BTreeSet};

use charte_core::diagnostic::Diagnostic;
use charte_rewrite::recognise::Reach;
use charte_rewrite::recognise::{StartedWorker, WorkerKind};

use crate::plan::summary::Figures;

/// Files longer than this, in bytes, are data under a script's name.
pub(super) const LONGEST: u64 = 64 << 20;

/// What one file, or all of them, come to.
#[derive(Default)]
pub(super) struct Inspection {
    pub(super) findings: Vec<Diagnostic>,
    pub(super) figures: Figures,
    /// Services that wait and that scripts of the site's own start.
    pub(super) started: BTreeSet<String>,
    /// The documents that contact third parties when they are shown, by their paths below the site's root.
    pub(super) documents: BTreeMap<String, Shown>,
    /// The workers that contact nobody who must wait, by their paths on the portal.
    pub(super) workers: BTreeSet<String>,
    /// Whether a style sheet may import one of a third party's.
    pub(super) imports: bool,
    /// Of one file: what it tells of workers and documents.
    pub(super) neighbour: Neighbour,
}

/// What showing a document comes to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Shown {
    /// The services that have to be granted first; `unknown` for what nobody can grant.
    pub(super) services: BTreeSet<String>,
    /// The third parties that it contacts, as far as they are known.
    pub(super) parties: BTreeSet<String>,
}

/// What one file tells of workers and documents.
#[derive(Default)]
pub(super) struct Neighbour {
    /// Its path below the site's root.
    pub(super) name: String,
    /// The workers that it starts.
    pub(super) starts: Vec<StartedWorker>,
    /// What worker it is by its own account.
    pub(super) role: Option<WorkerKind>,
    /// Whom it contacts as a document.
    pub(super) document: Option<Reach>,
}
