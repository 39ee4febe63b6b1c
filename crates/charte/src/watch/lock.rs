//! One watcher to an output. The lock is the system's and ends with the process, however it ends; its file is in the
//! system's folder for temporary files, where it is neither published nor in anybody's way.

use std::collections::BTreeMap;
use std::fs::{File, OpenOptions, TryLockError};
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};
use charte_build::real_path;

/// The outputs that this process alone watches.
#[derive(Default)]
pub(super) struct Locks {
    held: BTreeMap<PathBuf, File>,
}

impl Locks {
    /// Takes an output, if it is not taken already.
    pub(super) fn take(&mut self, output: &Path) -> Result<()> {
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
            // A file system without locks has none to respect.
            Err(TryLockError::Error(_)) => {}
        }
        Ok(())
    }
}
