//! Exit codes of the process.

use std::process::ExitCode;

use charte_core::diagnostic::{Diagnostic, Kind, has_errors};

/// Exit codes, documented in `charte --help`. Code 2, wrong usage, is clap's own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Exit {
    /// Success; there may be warnings.
    Done = 0,
    /// Findings of level error: nothing was written.
    Findings = 1,
    /// The command line names what the declaration does not have.
    Usage = 2,
    /// A file could not be read or written.
    InputOutput = 3,
}

impl Exit {
    /// The exit code for findings. Errors of the file system have another code than errors in the declaration or the site.
    pub(crate) fn of(findings: &[Diagnostic]) -> Exit {
        if !has_errors(findings) {
            Exit::Done
        } else if findings.iter().any(|finding| finding.kind == Kind::InputOutput) {
            Exit::InputOutput
        } else {
            Exit::Findings
        }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        ExitCode::from(exit as u8)
    }
}
