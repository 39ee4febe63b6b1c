//! One build under watch, with its cause and its result: as data for the reporter and the server.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use charte_build::prepare::Portal;
use charte_core::charter::Charter;
use charte_core::diagnostic::has_errors;

use crate::print::Outcome;

/// One build under watch, the first included.
pub(crate) struct Rebuild {
    pub(crate) outcome: Outcome,
    /// What caused it; empty for the first.
    pub(crate) changes: Changes,
    pub(crate) took: Duration,
    /// The portals; empty while the declaration has errors.
    pub(crate) charters: Vec<Charter>,
    /// By portal, what is served where nothing is written to disk.
    pub(crate) prepared: BTreeMap<String, PreparedPortal>,
    /// The folder that the manifest's paths are relative to.
    pub(crate) root: PathBuf,
}

impl Rebuild {
    /// Whether an error stopped it.
    pub(crate) fn is_failed(&self) -> bool {
        has_errors(&self.outcome.findings)
    }
}

/// What has changed on disk.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Changes {
    /// Absolute paths.
    pub(crate) paths: BTreeSet<PathBuf>,
    /// Whether events were lost or are not to be had, so that any file may have changed.
    pub(crate) is_incomplete: bool,
}

impl Changes {
    pub(crate) fn is_empty(&self) -> bool {
        self.paths.is_empty() && !self.is_incomplete
    }

    pub(crate) fn merge(&mut self, other: Changes) {
        self.paths.extend(other.paths);
        self.is_incomplete |= other.is_incomplete;
    }
}

/// One portal, ready to be added to pages that another server makes, or that are in the binary.
pub(crate) struct PreparedPortal {
    pub(crate) portal: Arc<Portal>,
    /// The files of charte's own folder.
    pub(crate) files: BTreeMap<String, Vec<u8>>,
}
