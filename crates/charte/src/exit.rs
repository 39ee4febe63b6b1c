//! How the process ends.

use std::process::ExitCode;

/// Exit codes, documented in `charte --help`. Code 2, wrong usage, is clap's own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Exit {
    /// All was done.
    Done = 0,
    /// Findings of level error: nothing was written.
    Findings = 1,
    /// The command line asks for what the manifest does not have.
    Usage = 2,
    /// A file could not be read or written.
    InputOutput = 3,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        ExitCode::from(exit as u8)
    }
}
