//! The right to write into charte's own folder, by a lock on its mark. A run claims it before it plans: a plan rests on what is
//! there, and another run that wrote meanwhile would make it a wrong one, which could take what the other made for the author's.
//!
//! The system lets go of a lock however the process ends; where it has no locks, there is none.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};

use crate::apply::steps::take;
use crate::site::{IoFault, Owned, SENTINEL, owned};

/// A claim on charte's own folder, held until it is dropped.
#[derive(Debug)]
pub(crate) struct Claim {
    folder: PathBuf,
    /// The folder for what a part of the site is writing. Parts share charte's own folder, and each has this one for itself: it
    /// can be built twice at once, when it is tried again.
    part: Option<PathBuf>,
    /// Nothing where the folder was not there: whoever makes it first has it.
    locks: Mutex<Vec<fs::File>>,
    /// Whether the part's folder was made and locked.
    has_part: AtomicBool,
    was_there: bool,
}

impl Claim {
    /// Claims a folder, as far as it is there. Nothing is written but the folder of a part.
    ///
    /// # Errors
    /// Another run writes there.
    pub(crate) fn new(folder: &Path, part: Option<PathBuf>) -> Result<Claim, IoFault> {
        let was_there = owned(folder) == Owned::Ours;
        let claim = Claim {
            folder: folder.to_owned(),
            part,
            locks: Mutex::default(),
            has_part: AtomicBool::new(false),
            was_there,
        };
        if was_there {
            claim.lock()?;
        }
        Ok(claim)
    }

    /// Makes the folder where it was not there, and locks it. `has_removals` says whether something in it is to be removed.
    ///
    /// # Errors
    /// It cannot be made, or another run has made it meanwhile.
    pub(super) fn take(&self, has_removals: bool) -> Result<(), IoFault> {
        if self.was_there {
            return take(&self.folder);
        }
        // Other parts may have made it, and then nothing of it is to be removed: that would be another try of this one's.
        if has_removals || (owned(&self.folder) == Owned::Ours && self.part.is_none()) {
            return Err(busy(&self.folder));
        }
        take(&self.folder)?;
        self.lock()
    }

    fn lock(&self) -> Result<(), IoFault> {
        let mark = lock(&self.folder, &self.folder.join(SENTINEL), self.part.is_some())?;
        let mut locks = self.locks.lock().unwrap_or_else(PoisonError::into_inner);
        locks.extend(mark);
        if let Some(part) = &self.part {
            fs::create_dir_all(part).map_err(IoFault::on("make the folder", part))?;
            locks.extend(lock(&self.folder, part, false)?);
            self.has_part.store(true, Ordering::Relaxed);
        }
        Ok(())
    }

    /// Lets go of the folder before it is removed, where the system removes no file that is open. Elsewhere it is held until
    /// nothing of it is left.
    pub(super) fn release(&self) {
        if !cfg!(unix) {
            self.locks.lock().unwrap_or_else(PoisonError::into_inner).clear();
        }
    }
}

impl Drop for Claim {
    fn drop(&mut self) {
        if let Some(part) = self.part.as_ref().filter(|_| *self.has_part.get_mut()) {
            // While it is locked: another try may wait for it. It fails, as it should, if something was left in it.
            let _ = fs::remove_dir(part);
        }
    }
}

/// Locks the file or folder at `path`, until the result is dropped. Messages name `folder`.
fn lock(folder: &Path, path: &Path, is_shared: bool) -> Result<Option<fs::File>, IoFault> {
    let file = match fs::File::open(path) {
        Ok(file) => file,
        // Some systems open no folders.
        Err(_) if cfg!(not(unix)) && path.is_dir() => return Ok(None),
        // Whoever had it has just removed it.
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Err(busy(folder)),
        Err(error) => return Err(IoFault::on("open it", path)(error)),
    };
    match if is_shared { file.try_lock_shared() } else { file.try_lock() } {
        Ok(()) if is_at(&file, path) => Ok(Some(file)),
        Ok(()) | Err(fs::TryLockError::WouldBlock) => Err(busy(folder)),
        Err(fs::TryLockError::Error(_)) => Ok(None),
    }
}

/// Whether an open file is still the one at `path`: it may have been removed before it was locked.
#[cfg(unix)]
fn is_at(file: &fs::File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt as _;
    let identity = |metadata: fs::Metadata| (metadata.dev(), metadata.ino());
    file.metadata().map(identity).ok() == fs::metadata(path).map(identity).ok()
}

#[cfg(not(unix))]
fn is_at(_: &fs::File, path: &Path) -> bool {
    path.exists()
}

fn busy(folder: &Path) -> IoFault {
    let message = "another build is writing there; run charte again once it has ended";
    let source = io::Error::new(io::ErrorKind::WouldBlock, message);
    IoFault { action: "write there", path: folder.to_owned(), source }
}

#[cfg(unix)]
#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whoever_comes_second_is_told_and_a_mark_that_was_removed_is_no_lock() {
        let root = tempfile::tempdir().unwrap();
        let own = root.path().join("own");
        let claim = || Claim::new(&own, None);
        let part = |number: u64| Claim::new(&own, Some(own.join(format!(".staged-{number}-3"))));
        let (first, second, early) = (claim().unwrap(), claim().unwrap(), part(1).unwrap());
        first.take(false).unwrap();
        // It was planned when nothing was there, and something is.
        assert!(second.take(false).is_err() && claim().is_err() && part(1).is_err());
        drop(first);
        assert!(second.take(false).is_err());
        let (one, other) = (part(1).unwrap(), part(2).unwrap());
        assert!(one.take(true).is_ok() && other.take(true).is_ok() && claim().is_err());
        // The same part, tried again.
        assert!(part(1).is_err() && own.join(".staged-1-3").exists());
        drop((one, other));
        assert!(!own.join(".staged-1-3").exists() && early.take(true).is_err() && early.take(false).is_ok());
        drop(early);
        let mark = own.join(SENTINEL);
        let open = fs::File::open(&mark).unwrap();
        assert!(is_at(&open, &mark));
        fs::remove_file(&mark).unwrap();
        assert!(!is_at(&open, &mark));
    }
}
