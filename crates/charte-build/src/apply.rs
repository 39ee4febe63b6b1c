//! The one place that writes to disk. Every file is written whole beside charte's own files and then renamed onto its
//! place, so that whoever reads the site, or pulls the plug, meets the old file or the new one and nothing between.

use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

use rayon::prelude::*;
use serde::Serialize;

use crate::plan::{Content, Plan, Write};
use crate::site::{IoFault, Owned, SENTINEL, owned};

/// Said in the sentinel to whoever opens it.
const SENTINEL_TEXT: &str = "This folder is written by charte, which may replace or delete anything in it.\n";
/// Folder of half-written files, inside charte's own.
const STAGE: &str = ".staged";

/// What was written.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Applied {
    /// Files written.
    pub written: usize,
    /// Files of charte's own folder deleted.
    pub removed: usize,
}

/// Carries out a plan. Files that have been written stay written when a later one fails.
///
/// # Errors
/// Every path that could not be written, and why.
pub fn apply(plan: &Plan) -> Result<Applied, Vec<IoFault>> {
    if plan.is_empty() {
        return Ok(Applied::default());
    }
    let stage = Stage::open(&plan.owned).map_err(|fault| vec![fault])?;
    for folder in &plan.folders {
        fs::create_dir_all(folder).map_err(IoFault::on("make the folder", folder)).map_err(|fault| vec![fault])?;
    }
    // charte's own files first: no page may name a script that is not there yet.
    let (own, site): (Vec<&Write>, Vec<&Write>) =
        plan.writes.iter().partition(|write| write.target.starts_with(&plan.owned));
    let mut faults = Vec::new();
    for batch in [own, site] {
        let failed: Vec<IoFault> =
            batch.par_chunks(64).flat_map_iter(|chunk| chunk.iter().filter_map(|write| stage.write(write).err())).collect();
        faults.extend(failed);
        if !faults.is_empty() {
            break;
        }
    }
    if faults.is_empty() {
        faults.extend(plan.removals.iter().filter_map(|path| remove(path).err()));
    }
    faults.extend(stage.close(plan.keeps_folder).err());
    if faults.is_empty() { Ok(Applied { written: plan.writes.len(), removed: plan.removals.len() }) } else { Err(faults) }
}

/// Where files are written before they are renamed.
struct Stage {
    owned: PathBuf,
    folder: PathBuf,
    next: AtomicUsize,
}

impl Stage {
    /// Takes possession of charte's own folder and clears what an interrupted run left.
    fn open(folder: &Path) -> Result<Stage, IoFault> {
        if owned(folder) == Owned::Foreign {
            let source = io::Error::new(io::ErrorKind::AlreadyExists, "it is there and charte did not write it");
            return Err(IoFault { action: "take the folder", path: folder.to_owned(), source });
        }
        let stage = Stage { owned: folder.to_owned(), folder: folder.join(STAGE), next: AtomicUsize::new(0) };
        fs::create_dir_all(folder).map_err(IoFault::on("make the folder", folder))?;
        let sentinel = folder.join(SENTINEL);
        if !sentinel.exists() {
            fs::write(&sentinel, SENTINEL_TEXT).map_err(IoFault::on("write", &sentinel))?;
        }
        stage.clear()?;
        fs::create_dir(&stage.folder).map_err(IoFault::on("make the folder", &stage.folder))?;
        Ok(stage)
    }

    fn clear(&self) -> Result<(), IoFault> {
        match fs::remove_dir_all(&self.folder) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(IoFault::on("empty", &self.folder)(error)),
            _ => Ok(()),
        }
    }

    fn write(&self, write: &Write) -> Result<(), IoFault> {
        let staged = self.folder.join(self.next.fetch_add(1, Ordering::Relaxed).to_string());
        self.stage(write, &staged).inspect_err(|_| {
            // What cannot be removed now is cleared with the folder.
            let _ = fs::remove_file(&staged);
        })?;
        match fs::rename(&staged, &write.target) {
            Err(error) if error.kind() == io::ErrorKind::CrossesDevices => self.write_beside(write, &staged),
            result => result.map_err(IoFault::on("write", &write.target)),
        }
    }

    /// A part of the site can be another file system, onto which nothing can be renamed from here.
    fn write_beside(&self, write: &Write, staged: &Path) -> Result<(), IoFault> {
        let name = format!(".charte-{}", staged.file_name().unwrap_or_default().display());
        let beside = write.target.with_file_name(name);
        let renamed = self.stage(write, &beside).and_then(|()| {
            fs::rename(&beside, &write.target).map_err(IoFault::on("write", &write.target))
        });
        if renamed.is_err() {
            let _ = fs::remove_file(&beside);
        }
        renamed
    }

    /// Writes the new content to `staged`, with the permissions that the file has at its place or its source.
    fn stage(&self, write: &Write, staged: &Path) -> Result<(), IoFault> {
        let fault = |error| IoFault::on("write", &write.target)(error);
        match &write.content {
            Content::Bytes(bytes) => create(staged, bytes, None).map_err(fault),
            Content::Copy(source) => {
                fs::copy(source, staged).map_err(IoFault::on("copy", source))?;
                Ok(())
            }
            Content::Page { source, edits, length } => {
                let page = fs::read(source).map_err(IoFault::on("read", source))?;
                if page.len() != *length {
                    let error = io::Error::other("it changed while charte was at work; run charte again");
                    return Err(IoFault::on("read", source)(error));
                }
                let mode = fs::metadata(source).map_err(IoFault::on("read", source))?.permissions();
                create(staged, &edits.apply(&page), Some(mode)).map_err(fault)
            }
            Content::Link(target) => link(target, staged).map_err(fault),
        }
    }

    /// Removes the stage, and the whole folder when nothing of charte's is to stay.
    fn close(self, keep: bool) -> Result<(), IoFault> {
        self.clear()?;
        if keep {
            return Ok(());
        }
        fs::remove_dir_all(&self.owned).map_err(IoFault::on("remove", &self.owned))
    }
}

fn create(path: &Path, bytes: &[u8], mode: Option<fs::Permissions>) -> io::Result<()> {
    let mut file = fs::File::create_new(path)?;
    file.write_all(bytes)?;
    if let Some(mode) = mode.filter(|mode| file.metadata().is_ok_and(|metadata| metadata.permissions() != *mode)) {
        file.set_permissions(mode)?;
    }
    Ok(())
}

#[cfg(unix)]
fn link(target: &Path, path: &Path) -> io::Result<()> {
    std::os::unix::fs::symlink(target, path)
}

#[cfg(windows)]
fn link(target: &Path, path: &Path) -> io::Result<()> {
    std::os::windows::fs::symlink_file(target, path)
}

/// Deletes a file of charte's own folder and the folders that this leaves empty.
fn remove(path: &Path) -> Result<(), IoFault> {
    fs::remove_file(path).map_err(IoFault::on("remove", path))?;
    if let Some(parent) = path.parent() {
        // Fails, rightly, where something is left in it.
        let _ = fs::remove_dir(parent);
    }
    Ok(())
}
