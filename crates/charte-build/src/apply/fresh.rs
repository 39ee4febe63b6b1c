//! Makes an output that does not exist yet: it is written aside, then renamed once.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

use crate::apply::content;
use crate::apply::steps::{discard, lock, make_folders, remove_all, take, write_all};
use crate::plan::{Content, Sink, Write};
use crate::site::{IoFault, Owned, SENTINEL, owned, stamps};

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
    /// Held as long as something is prepared.
    _lock: Option<fs::File>,
}

impl Stage {
    fn open(output: &Path, owned: &Path) -> Result<Stage, IoFault> {
        let name = output.file_name().unwrap_or_default().to_string_lossy();
        let aside = output.with_file_name(format!(".{name}.charte"));
        let own = aside.join(owned.strip_prefix(output).unwrap_or(owned));
        // Another build may be at work there.
        drop(own.join(SENTINEL).exists().then(|| lock(&own, false)).transpose()?);
        clear(&aside, &own)?;
        take(&own)?;
        let lock = lock(&own, false)?;
        Ok(Stage { aside, output: output.to_owned(), own, stamps: AtomicU64::new(0), _lock: lock })
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
            faults.extend(fs::rename(&self.aside, &self.output).map_err(IoFault::on("write it", &self.output)).err());
        }
        faults
    }

    fn stamps(&self) -> u64 {
        self.stamps.load(Ordering::Relaxed)
    }
}

impl Drop for Stage {
    fn drop(&mut self) {
        // The faults that led here are reported; what cannot be removed now is removed by the next run.
        let _ = clear(&self.aside, &self.own);
    }
}

/// Removes what an interrupted run left. It is recognised by charte's own folder in it.
fn clear(aside: &Path, own: &Path) -> Result<(), IoFault> {
    // Each removal fails, as it should, if the folder is not empty.
    let _ = fs::remove_dir(own);
    let _ = fs::remove_dir(aside);
    if !aside.exists() {
        return Ok(());
    }
    if owned(own) != Owned::Ours {
        let source = io::Error::new(io::ErrorKind::AlreadyExists, "it is there and charte did not write it");
        return Err(IoFault { action: "prepare the output there", path: aside.to_owned(), source });
    }
    remove_all(aside, own)?;
    discard(own)?;
    fs::remove_dir(aside).map_err(IoFault::on("remove it", aside))
}
