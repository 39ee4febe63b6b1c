//! The outcome of a command, as data for all printers.

use charte_build::{Denied, PortalReport, Report};
use charte_core::diagnostic::Diagnostic;
use charte_core::fix::Mended;

use crate::exit::Exit;

/// What a command found and did.
pub(crate) struct Outcome {
    pub(crate) command: &'static str,
    pub(crate) dry_run: bool,
    /// Whether there was no error before writing: files were written, or would have been without `--dry-run`.
    pub(crate) sound: bool,
    pub(crate) findings: Vec<Diagnostic>,
    pub(crate) portals: Vec<PortalReport>,
    /// What `check --fix` changed in the declaration; nothing where mending was not asked for.
    pub(crate) mended: Option<Vec<Mended>>,
    pub(crate) exit: Exit,
}

impl Outcome {
    /// The outcome of a build or its undoing.
    pub(crate) fn of(report: Report, command: &'static str, dry_run: bool, denied: Denied) -> Outcome {
        let Report { is_sound: sound, findings, portals, .. } = report;
        Outcome { command, dry_run, sound, exit: Exit::of(&findings, denied), findings, portals, mended: None }
    }
}
