//! Prints what a command found and did: one outcome, two printers.

mod human;
mod json;
mod outcome;

use charte_core::diagnostic::Diagnostic;

use crate::options::Format;

pub(crate) use outcome::Outcome;

/// Prints, for people, what a watcher found at its start.
pub(crate) fn print_begun(outcome: &Outcome) {
    human::print_begun(outcome);
}

/// Prints findings alone, for people.
pub(crate) fn print_findings(findings: &[Diagnostic]) {
    human::print_findings(findings);
}

/// A finding as people read it in a terminal, without colours.
pub(crate) fn plain(finding: &Diagnostic) -> String {
    human::plain(finding)
}

/// Prints the outcome: findings for people to the error stream, all else to the standard output.
pub(crate) fn print(format: Format, outcome: &Outcome) {
    match format {
        Format::Human => human::print(outcome),
        Format::Json => json::print(outcome),
    }
}
