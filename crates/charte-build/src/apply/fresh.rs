//! Makes an output that does not exist yet: all of it aside, then one rename.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use crate::apply::content;
use crate::apply::steps::{discard, make_folders, remove_all, take, write_all};
use crate::plan::{Content, Sink, Write};
use crate::site::{IoFault, Owned, owned};

/// Takes the place beside the output where all of it is prepared, from which it clears what an interrupted run left.
///
/// # Errors
/// The place is somebody else's, or cannot be made.
pub fn open(output: &Path, owned: &Path) -> Result<Box<dyn Sink>, IoFault> {
    Stage::open(output, owned).map(|stage| Box::new(stage) as Box<dyn Sink>)
}

/// Where an output is prepared: beside its place, so that a rename can move it. What is not moved in the end is removed.
#[derive(Debug)]
struct Stage {
    aside: PathBuf,
    output: PathBuf,
    own: PathBuf,
}

impl Stage {
    fn open(output: &Path, owned: &Path) -> Result<Stage, IoFault> {
        let name = output.file_name().unwrap_or_default().to_string_lossy();
        let aside = output.with_file_name(format!(".{name}.charte"));
        let own = aside.join(owned.strip_prefix(output).unwrap_or(owned));
        clear(&aside, &own)?;
        let stage = Stage { aside, output: output.to_owned(), own };
        take(&stage.own).map(|()| stage)
    }

    /// Where a path of the output is prepared.
    fn place(&self, path: &Path) -> PathBuf {
        self.aside.join(path.strip_prefix(&self.output).unwrap_or(path))
    }
}

impl Sink for Stage {
    fn folder(&self, path: &Path) -> Result<(), IoFault> {
        fs::create_dir_all(self.place(path)).map_err(IoFault::on("make the folder", path))
    }

    fn file(&self, target: &Path, content: Content) -> Result<Content, IoFault> {
        let write = Write { target: target.to_owned(), content };
        content::write(&write, &self.place(target)).map(|()| Content::Written)
    }

    fn page(&self, target: &Path, page: &[u8], mode: fs::Permissions) -> Result<(), IoFault> {
        content::create(&self.place(target), page, Some(mode)).map_err(IoFault::on("write it", target))
    }

    fn finish(&self, folders: &[PathBuf], writes: &[Write]) -> Vec<IoFault> {
        let folders: Vec<PathBuf> = folders.iter().map(|folder| self.place(folder)).collect();
        let writes: Vec<&Write> = writes.iter().filter(|write| !matches!(write.content, Content::Written)).collect();
        let mut faults = make_folders(&folders);
        if faults.is_empty() {
            faults = write_all(&writes, |write| content::write(write, &self.place(&write.target)));
        }
        if faults.is_empty() {
            faults.extend(fs::rename(&self.aside, &self.output).map_err(IoFault::on("write it", &self.output)).err());
        }
        faults
    }
}

impl Drop for Stage {
    fn drop(&mut self) {
        // The first faults are what the author has to know; what stays is cleared by the next run.
        let _ = clear(&self.aside, &self.own);
    }
}

/// Removes what an interrupted run left, known by charte's own folder in it.
fn clear(aside: &Path, own: &Path) -> Result<(), IoFault> {
    // Each fails, rightly, where something is in it.
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
