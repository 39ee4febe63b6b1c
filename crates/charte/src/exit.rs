//! Exit codes of the process.

use std::process::ExitCode;

use charte_build::Denied;
use charte_core::diagnostic::{Diagnostic, Kind, Level};

/// Exit codes, documented in `charte --help`. Code 2, wrong usage, is clap's own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Exit {
    /// Success; there may be warnings.
    Done = 0,
    /// Findings of level error, or of a level that `--deny` names: nothing was written.
    Findings = 1,
    /// The command line names what the declaration does not have.
    Usage = 2,
    /// A file could not be read or written.
    InputOutput = 3,
}

impl Exit {
    /// The exit code for findings of which some stop the command. Errors of the file system have another code than errors in the declaration or the site.
    pub(crate) fn of(findings: &[Diagnostic], denied: Denied) -> Exit {
        if !denied.stops(findings) {
            Exit::Done
        } else if findings.iter().any(|finding| finding.kind == Kind::InputOutput && finding.level == Level::Error) {
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
