//! Changes an output that exists: each file is written aside, in charte's own folder, and renamed onto its place.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};

use crate::apply::claim::Claim;
use crate::apply::content;
use crate::apply::steps::{discard, make_folders, remove_all, write_all};
use crate::plan::{Content, Plan, Write};
use crate::site::{IoFault, STAGE, stamps};

/// What the name of a file begins with that is written beside its target.
const BESIDE: &str = ".charte-";

/// Ending of a note about a file that is written beside its target.
const NOTE: &str = "beside";

/// Carries out a plan over an output that exists. Gives by how much the sum of the output's files changed.
pub(super) fn apply(plan: &Plan, claim: &Claim) -> Result<u64, Vec<IoFault>> {
    Stage::open(plan, claim).map_err(|fault| vec![fault])?.carry_out(plan)
}

/// Where files are written before they are renamed.
struct Stage<'a> {
    claim: &'a Claim,
    output: PathBuf,
    owned: PathBuf,
    folder: PathBuf,
    is_part: bool,
    next: AtomicUsize,
    /// By how much the sum of the output's files has changed.
    stamps: AtomicU64,
}

impl<'a> Stage<'a> {
    /// Takes possession of charte's own folder and clears what an interrupted run left.
    fn open(plan: &Plan, claim: &'a Claim) -> Result<Stage<'a>, IoFault> {
        claim.take(!plan.removals.is_empty())?;
        let (output, owned, folder) = (plan.output.clone(), plan.owned.clone(), plan.stage());
        fs::create_dir_all(&folder).map_err(IoFault::on("make the folder", &folder))?;
        // What an interrupted run left. The folder itself stays: a part is claimed by it.
        clear_stage(&folder, &output)?;
        let (next, stamps, is_part) = (AtomicUsize::new(0), AtomicU64::new(0), plan.shard.is_some());
        let stage = Stage { claim, output, owned, folder, is_part, next, stamps };
        if !is_part {
            stage.clear_parts()?;
        }
        Ok(stage)
    }

    /// Writes and removes what is planned.
    fn carry_out(self, plan: &Plan) -> Result<u64, Vec<IoFault>> {
        let mut faults = make_folders(&plan.folders);
        // charte's own files first, so that no page refers to a script that does not exist yet.
        let (own, site): (Vec<&Write>, Vec<&Write>) =
            plan.writes.iter().partition(|write| write.target.starts_with(&plan.owned));
        // Then what is made of pages, such as their compressed copies: in place, the pages have to be there as they were planned.
        let (made, site): (Vec<&Write>, Vec<&Write>) =
            site.into_iter().partition(|write| matches!(write.content, Content::Made { .. }));
        for batch in [own, made, site] {
            if faults.is_empty() {
                faults = write_all(&batch, |write| self.write(write));
            }
        }
        if faults.is_empty() {
            faults.extend(plan.removals.iter().filter_map(|path| self.remove(path).err()));
        }
        let keep = plan.keeps_folder || !faults.is_empty();
        let stamps = self.stamps.load(Ordering::Relaxed);
        faults.extend(self.close(keep).err());
        if faults.is_empty() { Ok(stamps) } else { Err(faults) }
    }

    /// Clears what builds of parts left that were interrupted and not run again.
    fn clear_parts(&self) -> Result<(), IoFault> {
        let fault = |error| IoFault::on("list it", &self.owned)(error);
        for entry in fs::read_dir(&self.owned).map_err(fault)? {
            let entry = entry.map_err(fault)?;
            let is_part = entry.file_name().to_string_lossy().starts_with(&format!("{STAGE}-"));
            if is_part && entry.file_type().is_ok_and(|kind| kind.is_dir()) {
                clear_stage(&entry.path(), &self.output)?;
                fs::remove_dir(entry.path()).map_err(IoFault::on("remove it", &entry.path()))?;
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
            Err(error) if error.kind() == io::ErrorKind::CrossesDevices => self.write_beside(write, &staged),
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
    /// renamed. A note among the staged files says where, for the run that comes after one that was killed.
    fn write_beside(&self, write: &Write, staged: &Path) -> Result<(), IoFault> {
        let name = format!("{BESIDE}{}", staged.file_name().unwrap_or_default().display());
        let beside = write.target.with_file_name(name);
        if fs::symlink_metadata(&beside).is_ok() {
            let source = io::Error::new(io::ErrorKind::AlreadyExists, "it is there and charte did not write it");
            return Err(IoFault { action: "write it", path: beside, source });
        }
        let (note, below) = (staged.with_extension(NOTE), beside.strip_prefix(&self.output).unwrap_or(&beside));
        fs::write(&note, below.as_os_str().as_encoded_bytes()).map_err(IoFault::on("write it", &note))?;
        let renamed = content::write(write, &beside)
            .and_then(|()| inherit(&write.target, &beside))
            .and_then(|()| fs::rename(&beside, &write.target).map_err(IoFault::on("write it", &write.target)));
        if renamed.is_err() {
            let _ = fs::remove_file(&beside);
        }
        let _ = fs::remove_file(&note);
        renamed
    }

    /// Removes the folder of staged files, if it is not by that that a part is claimed, and charte's whole folder unless it is
    /// kept.
    fn close(self, keep: bool) -> Result<(), IoFault> {
        clear_stage(&self.folder, &self.output)?;
        if !self.is_part {
            fs::remove_dir(&self.folder).map_err(IoFault::on("remove it", &self.folder))?;
        }
        if keep {
            return Ok(());
        }
        self.claim.release();
        discard(&self.owned)
    }
}

/// Removes what is in a folder for files that are being written, and what a run wrote beside its target that was killed then.
fn clear_stage(folder: &Path, output: &Path) -> Result<(), IoFault> {
    for entry in fs::read_dir(folder).map_err(IoFault::on("list it", folder))?.flatten() {
        let note = entry.path();
        if note.extension().is_some_and(|ending| ending == NOTE)
            && let Ok(below) = fs::read_to_string(&note)
            && Path::new(&below).file_name().is_some_and(|name| name.to_string_lossy().starts_with(BESIDE))
        {
            let _ = fs::remove_file(output.join(below));
        }
    }
    remove_all(folder, None)
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

#[cfg(unix)]
#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_run_wrote_beside_its_target_is_removed_by_its_note_alone() {
        let root = tempfile::tempdir().unwrap();
        let folder = root.path().join(".staged");
        fs::create_dir(&folder).unwrap();
        for (note, file) in [("0", ".charte-0"), ("1", "../page.html"), ("2", "page.html")] {
            fs::write(folder.join(note).with_extension(NOTE), file).unwrap();
        }
        for file in [".charte-0", ".charte-1", "page.html"] {
            fs::write(root.path().join(file), "x").unwrap();
        }
        clear_stage(&folder, root.path()).unwrap();
        let left = [".charte-0", ".charte-1", "page.html"].map(|file| root.path().join(file).exists());
        assert_eq!(left, [false, true, true]);
        assert_eq!(fs::read_dir(folder).unwrap().count(), 0);
    }
}
