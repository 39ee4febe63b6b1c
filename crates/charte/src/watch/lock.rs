//! Ensures that one `charte watch` writes to an output. The system releases a file lock when the process ends, however it
//! ends. The file is in the folder for temporary files, so that it is not published with the site.

use std::collections::BTreeMap;
use std::fs::{File, OpenOptions, TryLockError};
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};
use charte_build::real_path;

/// The outputs that this process has locked.
#[derive(Default)]
pub(super) struct Locks {
    held: BTreeMap<PathBuf, File>,
}

impl Locks {
    /// Locks an output for this process, unless it has the lock already. An error when another process has it.
    pub(super) fn acquire(&mut self, output: &Path) -> Result<()> {
        let output = real_path(output);
        if self.held.contains_key(&output) {
            return Ok(());
        }
        let mut hasher = DefaultHasher::new();
        output.hash(&mut hasher);
        let path = std::env::temp_dir().join(format!("charte-{:016x}.lock", hasher.finish()));
        let open = OpenOptions::new().create(true).truncate(false).write(true).open(&path);
        let file =
            open.with_context(|| format!("cannot open {}, which tells other watchers of this one", path.display()))?;
        match file.try_lock() {
            Ok(()) => drop(self.held.insert(output, file)),
            Err(TryLockError::WouldBlock) => bail!(
                "another `charte watch` writes to {}; end it first, or watch another portal with `--portal`",
                output.display()
            ),
            // Some file systems have no locks. Then two watchers can run, as two builds can.
            Err(TryLockError::Error(_)) => {}
        }
        Ok(())
    }
}
