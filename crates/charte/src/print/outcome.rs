//! The outcome of a command, as data for all printers.

use std::path::Path;

use charte_build::{Denied, PortalReport, Report};
use charte_core::diagnostic::Diagnostic;
use charte_core::fix::Mended;

use crate::exit::Exit;

/// What a command found and did.
pub(crate) struct Outcome {
    pub(crate) command: &'static str,
    /// The declaration's file, where a finding has no other.
    pub(crate) file: String,
    pub(crate) dry_run: bool,
    /// Whether there was no error before writing: files were written, or would have been without `--dry-run`.
    pub(crate) sound: bool,
    pub(crate) findings: Vec<Diagnostic>,
    pub(crate) portals: Vec<PortalReport>,
    /// What `check --fix` changed in the declaration; nothing where mending was not asked for.
    pub(crate) mended: Option<Vec<Mended>>,
    /// The time that reading the declaration took, if it was asked for.
    pub(crate) declaration_seconds: Option<f64>,
    pub(crate) exit: Exit,
}

impl Outcome {
    /// The outcome of a build or its undoing.
    pub(crate) fn of(report: Report, command: &'static str, file: &Path, dry_run: bool, denied: Denied) -> Outcome {
        let Report { is_sound: sound, findings, portals, .. } = report;
        let (file, exit) = (file.display().to_string(), Exit::of(&findings, denied));
        Outcome { command, file, dry_run, sound, exit, findings, portals, mended: None, declaration_seconds: None }
    }
}
