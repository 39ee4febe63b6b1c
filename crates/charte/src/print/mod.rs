//! Prints the outcome of a command, for people and for programs.

mod findings;
mod github;
mod human;
mod json;
mod junit;
mod outcome;
pub(crate) mod output;
mod sarif;
mod timings;

use charte_core::diagnostic::Diagnostic;

use crate::exit::Exit;
use crate::options::ReportFormat;

pub(crate) use outcome::Outcome;

/// Prints the first build of `charte watch`, for people: findings and portals, without the conclusion of a command.
pub(crate) fn print_first_build(outcome: &Outcome) {
    human::print_first_build(outcome);
}

/// Prints findings, for people, to the error stream.
pub(crate) fn print_findings(findings: &[Diagnostic]) {
    findings::print(findings);
}

/// A finding as printed for people, without colours.
pub(crate) fn plain_text(finding: &Diagnostic) -> String {
    findings::plain_text(finding)
}

/// What is printed for programs.
#[cfg(test)]
pub(crate) fn json_text(outcome: &Outcome) -> serde_json::Result<String> {
    json::text(outcome)
}

/// Prints an error in the use of the command line.
pub(crate) fn print_usage_error(message: &str) -> Exit {
    anstream::eprintln!("error: {message}");
    Exit::Usage
}

/// Prints the outcome: findings for people to the error stream, all else to the standard output.
pub(crate) fn print(format: ReportFormat, outcome: &Outcome) {
    match format {
        ReportFormat::Human => human::print(outcome),
        ReportFormat::Json => json::print(outcome),
        ReportFormat::Sarif => sarif::print(outcome),
        ReportFormat::Github => github::print(&outcome.findings),
        ReportFormat::Junit => junit::print(outcome),
    }
    if format != ReportFormat::Json {
        timings::print(outcome);
    }
}
