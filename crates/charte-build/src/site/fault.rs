//! What the file system refused.

use std::io;
use std::path::{Path, PathBuf};

use charte_core::diagnostic::Diagnostic;

use crate::rules;

/// A fault of the file system, with the path it is about.
#[derive(Debug, thiserror::Error)]
#[error("{}: cannot {action}: {source}", path.display())]
pub struct IoFault {
    /// What was tried, as it follows "cannot" in a message: "read it", "make the folder".
    pub action: &'static str,
    /// On what.
    pub path: PathBuf,
    /// What the system said.
    pub source: io::Error,
}

impl IoFault {
    /// For `map_err`: `fs::read(path).map_err(IoFault::on("read it", path))`.
    pub fn on(action: &'static str, path: &Path) -> impl FnOnce(io::Error) -> IoFault {
        let path = path.to_owned();
        move |source| IoFault { action, path, source }
    }
}

impl From<IoFault> for Diagnostic {
    fn from(fault: IoFault) -> Self {
        let message = format!("cannot {}: {}", fault.action, fault.source);
        rules::files::FILE_SYSTEM.finding(message).path(fault.path.display().to_string())
    }
}
