//! Changes an output that exists: each file is written aside, in charte's own folder, and renamed onto its place.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};

use crate::apply::content;
use crate::apply::steps::{discard, lock, make_folders, take, write_all};
use crate::plan::{Content, Plan, Write};
use crate::site::{IoFault, STAGE, stamps};

/// Carries out a plan over an output that exists. Gives by how much the sum of the output's files changed.
pub(super) fn apply(plan: &Plan) -> Result<u64, Vec<IoFault>> {
    let stage = Stage::open(plan).map_err(|fault| vec![fault])?;
    let mut faults = make_folders(&plan.folders);
    // charte's own files first, so that no page refers to a script that does not exist yet.
    let (own, site): (Vec<&Write>, Vec<&Write>) =
        plan.writes.iter().partition(|write| write.target.starts_with(&plan.owned));
    // Then what is made of pages, such as their compressed copies: in place, the pages have to be there as they were planned.
    let (made, site): (Vec<&Write>, Vec<&Write>) =
        site.into_iter().partition(|write| matches!(write.content, Content::Made { .. }));
    for batch in [own, made, site] {
        if faults.is_empty() {
            faults = write_all(&batch, |write| stage.write(write));
        }
    }
    if faults.is_empty() {
        faults.extend(plan.removals.iter().filter_map(|path| stage.remove(path).err()));
    }
    let keep = plan.keeps_folder || !faults.is_empty();
    let stamps = stage.stamps.load(Ordering::Relaxed);
    faults.extend(stage.close(keep).err());
    if faults.is_empty() { Ok(stamps) } else { Err(faults) }
}

/// Where files are written before they are renamed.
struct Stage {
    output: PathBuf,
    owned: PathBuf,
    folder: PathBuf,
    next: AtomicUsize,
    /// By how much the sum of the output's files has changed.
    stamps: AtomicU64,
    /// Held while files are written.
    lock: Option<fs::File>,
}

impl Stage {
    /// Takes possession of charte's own folder and clears what an interrupted run left.
    fn open(plan: &Plan) -> Result<Stage, IoFault> {
        take(&plan.owned)?;
        let lock = lock(&plan.owned, plan.shard.is_some())?;
        let (output, owned, folder) = (plan.output.clone(), plan.owned.clone(), plan.stage());
        let stage = Stage { output, owned, folder, next: AtomicUsize::new(0), stamps: AtomicU64::new(0), lock };
        stage.clear()?;
        if plan.shard.is_none() {
            stage.clear_parts()?;
        }
        fs::create_dir(&stage.folder).map_err(IoFault::on("make the folder", &stage.folder))?;
        Ok(stage)
    }

    fn clear(&self) -> Result<(), IoFault> {
        match fs::remove_dir_all(&self.folder) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(IoFault::on("empty it", &self.folder)(error)),
            _ => Ok(()),
        }
    }

    /// Clears what builds of parts left that were interrupted and not run again.
    fn clear_parts(&self) -> Result<(), IoFault> {
        let fault = |error| IoFault::on("list it", &self.owned)(error);
        for entry in fs::read_dir(&self.owned).map_err(fault)? {
            let entry = entry.map_err(fault)?;
            let is_part = entry.file_name().to_string_lossy().starts_with(&format!("{STAGE}-"));
            if is_part && entry.file_type().is_ok_and(|kind| kind.is_dir()) {
                fs::remove_dir_all(entry.path()).map_err(IoFault::on("empty it", &entry.path()))?;
            }
        }
        Ok(())
    }

    fn write(&self, write: &Write) -> Result<(), IoFault> {
        let staged = self.folder.join(self.next.fetch_add(1, Ordering::Relaxed).to_string());
        content::write(write, &staged).and_then(|()| inherit(&write.target, &staged)).inspect_err(|_| {
            // What cannot be removed now is removed with the folder.
            let _ = fs::remove_file(&staged);
        })?;
        self.counted(&write.target, || match fs::rename(&staged, &write.target) {
            Err(error) if error.kind() == io::ErrorKind::CrossesDevices => Stage::write_beside(write, &staged),
            result => result.map_err(IoFault::on("write it", &write.target)),
        })
    }

    /// Does something to the file at `path`, and counts by how much that changes the sum of the output's files.
    fn counted(&self, path: &Path, change: impl FnOnce() -> Result<(), IoFault>) -> Result<(), IoFault> {
        let below = path.strip_prefix(&self.output).unwrap_or(path);
        let before = stamps::file(path, below);
        change()?;
        self.stamps.fetch_add(stamps::file(path, below).wrapping_sub(before), Ordering::Relaxed);
        Ok(())
    }

    /// Deletes a file of charte's own folder and the folders that this leaves empty.
    fn remove(&self, path: &Path) -> Result<(), IoFault> {
        self.counted(path, || fs::remove_file(path).map_err(IoFault::on("remove it", path)))?;
        if let Some(parent) = path.parent() {
            // Fails, as it should, if the folder is not empty.
            let _ = fs::remove_dir(parent);
        }
        Ok(())
    }

    /// Writes beside the target: a folder of the site can be in another file system, into which a staged file cannot be
    /// renamed.
    fn write_beside(write: &Write, staged: &Path) -> Result<(), IoFault> {
        let name = format!(".charte-{}", staged.file_name().unwrap_or_default().display());
        let beside = write.target.with_file_name(name);
        let renamed = content::write(write, &beside)
            .and_then(|()| fs::rename(&beside, &write.target).map_err(IoFault::on("write it", &write.target)));
        if renamed.is_err() {
            let _ = fs::remove_file(&beside);
        }
        renamed
    }

    /// Removes the folder of staged files, and charte's whole folder unless it is kept.
    fn close(self, keep: bool) -> Result<(), IoFault> {
        self.clear()?;
        if keep {
            return Ok(());
        }
        // Some systems remove no file that is open.
        drop(self.lock);
        discard(&self.owned)
    }
}

/// Gives a staged file the owner of the one that it replaces: when root runs charte, the web server must still be able
/// to read pages.
#[cfg(unix)]
fn inherit(target: &Path, staged: &Path) -> Result<(), IoFault> {
    use std::os::unix::fs::{MetadataExt as _, lchown};
    let (Ok(old), Ok(new)) = (fs::symlink_metadata(target), fs::symlink_metadata(staged)) else { return Ok(()) };
    if (old.uid(), old.gid()) == (new.uid(), new.gid()) {
        return Ok(());
    }
    lchown(staged, Some(old.uid()), Some(old.gid())).map_err(IoFault::on("keep its owner", target))
}

#[cfg(not(unix))]
fn inherit(_: &Path, _: &Path) -> Result<(), IoFault> {
    Ok(())
}
