//! Exit codes of the process.

use std::process::ExitCode;

use charte_build::Denied;
use charte_core::diagnostic::{Diagnostic, Kind, Level};

/// Exit codes, documented in `charte --help`. Code 2, wrong usage, is clap's own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Exit {
    /// 0: success; there may be warnings.
    Done,
    /// 1: findings of level error, or of a level that `--deny` names: nothing was written.
    Findings,
    /// 2: the command line names what the declaration does not have.
    Usage,
    /// 3: a file could not be read or written.
    InputOutput,
    /// The code of the command after `--`, which ended.
    Command(u8),
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

    /// The number that the process ends with.
    pub(crate) fn code(self) -> u8 {
        match self {
            Exit::Done => 0,
            Exit::Findings => 1,
            Exit::Usage => 2,
            Exit::InputOutput => 3,
            Exit::Command(code) => code,
        }
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        ExitCode::from(exit.code())
    }
}
