//! Makes an output that does not exist yet: it is written aside, then renamed once.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use crate::apply::claim::Claim;
use crate::apply::content;
use crate::apply::steps::{discard, make_folders, remove_all, write_all};
use crate::plan::{Content, Sink, Write};
use crate::site::{IoFault, Owned, owned, stamps};

/// Makes the folder beside the output in which the output is prepared. What an interrupted run left there is removed.
///
/// # Errors
/// charte did not write what is there, or the folder cannot be made.
pub fn open(output: &Path, owned: &Path) -> Result<Box<dyn Sink>, IoFault> {
    Stage::open(output, owned).map(|stage| Box::new(stage) as Box<dyn Sink>)
}

/// The folder in which an output is prepared: beside it, in the same file system, so that it can be renamed. It is
/// removed on drop.
#[derive(Debug)]
struct Stage {
    aside: PathBuf,
    output: PathBuf,
    own: PathBuf,
    /// The sum of the stamps of what was written.
    stamps: AtomicU64,
    /// Whether the output is at its place.
    is_done: AtomicBool,
    /// Held as long as something is prepared.
    claim: Claim,
}

impl Stage {
    fn open(output: &Path, owned: &Path) -> Result<Stage, IoFault> {
        let name = output.file_name().unwrap_or_default().to_string_lossy();
        let aside = output.with_file_name(format!(".{name}.charte"));
        let own = aside.join(owned.strip_prefix(output).unwrap_or(owned));
        make_way(&aside)?;
        let claim = Claim::new(&own, None)?;
        claim.take(false)?;
        let (stamps, is_done) = (AtomicU64::new(0), AtomicBool::new(false));
        Ok(Stage { aside, output: output.to_owned(), own, stamps, is_done, claim })
    }

    /// The path at which a path of the output is prepared.
    fn staged(&self, path: &Path) -> PathBuf {
        self.aside.join(path.strip_prefix(&self.output).unwrap_or(path))
    }

    /// Counts a file that was written.
    fn count(&self, target: &Path) {
        let below = target.strip_prefix(&self.output).unwrap_or(target);
        self.stamps.fetch_add(stamps::file(&self.staged(target), below), Ordering::Relaxed);
    }

    fn write(&self, write: &Write) -> Result<(), IoFault> {
        content::write(write, &self.staged(&write.target))?;
        self.count(&write.target);
        Ok(())
    }
}

impl Sink for Stage {
    fn folder(&self, path: &Path) -> Result<(), IoFault> {
        fs::create_dir_all(self.staged(path)).map_err(IoFault::on("make the folder", path))
    }

    fn file(&self, target: &Path, content: Content) -> Result<Content, IoFault> {
        // A page is there already.
        if matches!(content, Content::Written) {
            return Ok(content);
        }
        self.write(&Write { target: target.to_owned(), content }).map(|()| Content::Written)
    }

    fn page(&self, target: &Path, page: &[u8], mode: fs::Permissions) -> Result<(), IoFault> {
        content::create(&self.staged(target), page, Some(mode)).map_err(IoFault::on("write it", target))?;
        self.count(target);
        Ok(())
    }

    fn finish(&self, folders: &[PathBuf], writes: &[Write]) -> Vec<IoFault> {
        let folders: Vec<PathBuf> = folders.iter().map(|folder| self.staged(folder)).collect();
        let writes: Vec<&Write> = writes.iter().filter(|write| !matches!(write.content, Content::Written)).collect();
        let mut faults = make_folders(&folders);
        if faults.is_empty() {
            faults = write_all(&writes, |write| self.write(write));
        }
        if faults.is_empty() {
            let renamed = fs::rename(&self.aside, &self.output).map_err(IoFault::on("write it", &self.output));
            self.is_done.store(renamed.is_ok(), Ordering::Relaxed);
            faults.extend(renamed.err());
        }
        faults
    }

    fn stamps(&self) -> u64 {
        self.stamps.load(Ordering::Relaxed)
    }
}

impl Drop for Stage {
    fn drop(&mut self) {
        if !*self.is_done.get_mut() {
            // The faults that led here are reported; what cannot be removed now is removed by the next run.
            let _ = remove(&self.aside, &self.own, &self.claim);
        }
    }
}

/// Removes what a run that was killed left where an output will be prepared. It is recognised by charte's own folder in it,
/// whatever the declaration called that then.
fn make_way(aside: &Path) -> Result<(), IoFault> {
    let Ok(entries) = fs::read_dir(aside) else { return Ok(()) };
    let entries: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    if let Some(own) = entries.iter().find(|folder| owned(folder) == Owned::Ours) {
        return remove(aside, own, &Claim::new(own, None)?);
    }
    // It was killed before it had made the mark. Each removal fails, as it should, if the folder is not empty.
    if let [own] = &entries[..] {
        let _ = fs::remove_dir(own);
    }
    fs::remove_dir(aside).map_err(|_| {
        let source = io::Error::new(io::ErrorKind::AlreadyExists, "it is there and charte did not write it");
        IoFault { action: "prepare the output there", path: aside.to_owned(), source }
    })
}

/// Removes a folder where an output was prepared: charte's own folder in it last, by which it is claimed.
fn remove(aside: &Path, own: &Path, claim: &Claim) -> Result<(), IoFault> {
    remove_all(aside, Some(own))?;
    claim.release();
    discard(own)?;
    fs::remove_dir(aside).map_err(IoFault::on("remove it", aside))
}
