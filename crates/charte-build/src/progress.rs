//! How far a run is, for another thread that shows it.

use std::sync::atomic::{AtomicUsize, Ordering};

/// Counts what a run has done so far. It is set with [`Options::progress`](crate::Options::progress).
#[derive(Debug, Default)]
pub struct Progress {
    portals: AtomicUsize,
    files: AtomicUsize,
}

impl Progress {
    /// The number of portals that are planned.
    pub fn portals(&self) -> usize {
        self.portals.load(Ordering::Relaxed)
    }

    /// The number of files that were looked at. A site of which all pages must be planned twice counts twice.
    pub fn files(&self) -> usize {
        self.files.load(Ordering::Relaxed)
    }

    pub(crate) fn add_portal(&self) {
        self.portals.fetch_add(1, Ordering::Relaxed);
    }

    pub(crate) fn add_files(&self, number: usize) {
        self.files.fetch_add(number, Ordering::Relaxed);
    }
}
