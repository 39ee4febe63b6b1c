//! The real binary, run in a folder as an author does. It knows no site.

use std::path::Path;
use std::process::{Command, Output};

/// The day of every run, for messages that name it: 30 November 2026.
const TODAY: &str = "1795996800";

/// Where the builds of tests are remembered: not in the folder of who runs them.
pub(crate) const CACHE: &str = concat!(env!("CARGO_TARGET_TMPDIR"), "/cache");

/// The binary with its arguments, separated by spaces, ready to run in a folder.
pub(crate) fn command(folder: &Path, arguments: &str) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_charte"));
    command.args(arguments.split_whitespace()).current_dir(folder).env("NO_COLOR", "1").env_remove("CLICOLOR_FORCE");
    command.env("SOURCE_DATE_EPOCH", TODAY).env("XDG_CACHE_HOME", CACHE);
    command
}

/// How a run ended, and what it printed.
pub(crate) struct Run {
    /// `None` when a signal ended it.
    pub(crate) code: Option<i32>,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Run {
    pub(crate) fn of(output: &Output) -> Self {
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        Self { code: output.status.code(), out: text(&output.stdout), err: text(&output.stderr) }
    }
}
