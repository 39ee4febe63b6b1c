//! What is done to a site, and how.

use std::path::Path;
use std::sync::{Arc, Mutex};

use charte_core::diagnostic::{Diagnostic, Level, has_errors, has_level};

use crate::progress::Progress;
use crate::shard::Shard;

/// What is done to a site.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Task {
    /// Writes the charter, and pages that hold what needs consent.
    #[default]
    Build,
    /// Restores the site as it was before any build.
    Strip,
}

/// Which findings stop a task.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Denied {
    /// Errors.
    #[default]
    Errors,
    /// Errors and warnings.
    Warnings,
}

impl Denied {
    /// Whether one of these findings stops the task.
    pub fn stops(self, findings: &[Diagnostic]) -> bool {
        match self {
            Denied::Errors => has_errors(findings),
            Denied::Warnings => has_level(findings, Level::Warning),
        }
    }
}

/// How a run is done.
#[derive(Clone, Copy, Default)]
#[non_exhaustive]
pub struct Options<'a> {
    /// What is done to the site.
    pub task: Task,
    /// Whether plans are made and not carried out.
    pub dry_run: bool,
    /// Which findings stop the task, so that nothing is written.
    pub denied: Denied,
    /// A lock that is held while files are written.
    pub write_lock: Option<&'a Mutex<()>>,
    /// The part of the site that is built; `None` for all of it.
    pub shard: Option<Shard>,
    /// Counts what is done, for another thread that shows it.
    pub progress: Option<&'a Arc<Progress>>,
    /// The folder in which builds are remembered: where nothing has changed since, nothing is read again. None are without it.
    pub cache: Option<&'a Path>,
    /// Whether a build is done even if one is remembered.
    pub is_forced: bool,
    /// Whether the report says where the time went.
    pub has_timings: bool,
}

impl<'a> Options<'a> {
    /// Options for a task that is carried out.
    pub fn new(task: Task) -> Self {
        Options { task, ..Options::default() }
    }

    /// Sets whether plans are made and not carried out.
    #[must_use]
    pub fn dry_run(self, dry_run: bool) -> Self {
        Options { dry_run, ..self }
    }

    /// Sets which findings stop the task.
    #[must_use]
    pub fn deny(self, denied: Denied) -> Self {
        Options { denied, ..self }
    }

    /// Sets the part of the site that a build is of.
    #[must_use]
    pub fn shard(self, shard: Option<Shard>) -> Self {
        Options { shard, ..self }
    }

    /// Sets what counts the portals and files that are done.
    #[must_use]
    pub fn progress(self, progress: &'a Arc<Progress>) -> Self {
        Options { progress: Some(progress), ..self }
    }

    /// Sets a lock that is held while files are written. A caller that holds it knows that the output does not change.
    #[must_use]
    pub fn write_lock(self, lock: &'a Mutex<()>) -> Self {
        Options { write_lock: Some(lock), ..self }
    }
    /// Sets the folder in which builds are remembered.
    #[must_use]
    pub fn cache(self, folder: Option<&'a Path>) -> Self {
        Options { cache: folder, ..self }
    }

    /// Sets whether a build is done even if one is remembered.
    #[must_use]
    pub fn force(self, is_forced: bool) -> Self {
        Options { is_forced, ..self }
    }

    /// Sets whether the report says where the time went.
    #[must_use]
    pub fn timings(self, has_timings: bool) -> Self {
        Options { has_timings, ..self }
    }
}
