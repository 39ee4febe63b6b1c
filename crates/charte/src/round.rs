//! One build under watch: what gave rise to it and what came of it, for those who show it and those who tell of it.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use charte_build::prepare::Portal;
use charte_core::charter::Charter;
use charte_core::diagnostic::has_errors;

use crate::print::Outcome;

/// One build.
pub(crate) struct Round {
    pub(crate) outcome: Outcome,
    /// What gave rise to it.
    pub(crate) news: News,
    pub(crate) took: Duration,
    /// The portals, where the declaration is sound.
    pub(crate) charters: Vec<Charter>,
    /// What pages of another server get, by portal.
    pub(crate) previews: BTreeMap<String, Preview>,
    /// The folder that the manifest's paths start from.
    pub(crate) root: PathBuf,
}

impl Round {
    /// Whether something stopped it.
    pub(crate) fn is_failed(&self) -> bool {
        has_errors(&self.outcome.findings)
    }
}

/// What has changed on disk.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct News {
    /// Absolute paths.
    pub(crate) paths: BTreeSet<PathBuf>,
    /// Whether some were lost, so that anything may have changed.
    pub(crate) is_partial: bool,
}

impl News {
    pub(crate) fn is_empty(&self) -> bool {
        self.paths.is_empty() && !self.is_partial
    }

    pub(crate) fn add(&mut self, more: News) {
        self.paths.extend(more.paths);
        self.is_partial |= more.is_partial;
    }
}

/// One portal, ready to be added to pages.
pub(crate) struct Preview {
    pub(crate) portal: Arc<Portal>,
    /// The files of charte's own folder.
    pub(crate) files: BTreeMap<String, Vec<u8>>,
}
