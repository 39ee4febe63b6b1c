//! Prints what a command found and did: one outcome, two printers.

mod human;
mod json;

use charte_build::apply::Applied;
use charte_build::plan::Summary;
use charte_core::charter::Charter;
use charte_core::diagnostic::Diagnostic;
use serde::Serialize;

use crate::args::Format;
use crate::exit::Exit;

/// Everything that a command has to say.
pub(crate) struct Outcome {
    pub(crate) command: &'static str,
    pub(crate) dry_run: bool,
    /// Whether writing began, or would have without `--dry-run`.
    pub(crate) sound: bool,
    pub(crate) findings: Vec<Diagnostic>,
    pub(crate) portals: Vec<Portal>,
    pub(crate) exit: Exit,
}

/// One portal's part of it.
#[derive(Serialize)]
pub(crate) struct Portal {
    #[serde(flatten)]
    pub(crate) summary: Summary,
    /// What was written; nothing after an error, or with `--dry-run`.
    pub(crate) applied: Option<Applied>,
    /// Time taken, in seconds.
    pub(crate) seconds: f64,
}

impl Portal {
    /// What is known of a portal before its site is looked at.
    pub(crate) fn declared(charter: &Charter) -> Self {
        Portal { summary: Summary::declared(charter), applied: None, seconds: 0.0 }
    }
}

/// Prints the outcome: findings for people to the error stream, all else to the standard output.
pub(crate) fn print(format: Format, outcome: &Outcome) {
    match format {
        Format::Human => human::print(outcome),
        Format::Json => json::print(outcome),
    }
}
