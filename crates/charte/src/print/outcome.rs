//! What a command found and did, as data for whoever prints it.

use charte_build::{PortalReport, Report};
use charte_core::diagnostic::Diagnostic;

use crate::exit::Exit;

/// Everything that a command has to say.
pub(crate) struct Outcome {
    pub(crate) command: &'static str,
    pub(crate) dry_run: bool,
    /// Whether writing began, or would have without `--dry-run`.
    pub(crate) sound: bool,
    pub(crate) findings: Vec<Diagnostic>,
    pub(crate) portals: Vec<PortalReport>,
    pub(crate) exit: Exit,
}

impl Outcome {
    /// Of a run.
    pub(crate) fn of(report: Report, command: &'static str, dry_run: bool) -> Outcome {
        let Report { is_sound: sound, findings, portals, .. } = report;
        Outcome { command, dry_run, sound, exit: Exit::of(&findings), findings, portals }
    }
}
