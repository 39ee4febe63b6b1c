//! Makes an output that does not exist yet: it is written aside, then renamed once.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use crate::apply::claim::Claim;
use crate::apply::steps::{discard, make_folders, remove_all, write_all};
use crate::apply::{clock, content};
use crate::plan::{Content, Made, Sink, Write};
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
    /// The sums of the stamps of what was written: files, folders.
    files: AtomicU64,
    folders: AtomicU64,
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
        let (files, folders, is_done) = (AtomicU64::new(0), AtomicU64::new(0), AtomicBool::new(false));
        let stage = Stage { aside, output: output.to_owned(), own, files, folders, is_done, claim };
        stage.count_folder(owned);
        // The mark counts as a folder.
        stage.count_folder(&owned.join(SENTINEL));
        Ok(stage)
    }

    /// The path at which a path of the output is prepared.
    fn staged(&self, path: &Path) -> PathBuf {
        self.aside.join(path.strip_prefix(&self.output).unwrap_or(path))
    }

    fn below<'t>(&self, target: &'t Path) -> &'t Path {
        target.strip_prefix(&self.output).unwrap_or(target)
    }

    fn count_folder(&self, target: &Path) {
        self.folders.fetch_add(stamps::folder(self.below(target)), Ordering::Relaxed);
    }

    fn write(&self, write: &Write) -> Result<(), IoFault> {
        let staged = self.staged(&write.target);
        content::write(write, &staged)?;
        self.files.fetch_add(stamps::file(&staged, self.below(&write.target)), Ordering::Relaxed);
        Ok(())
    }
}

impl Sink for Stage {
    fn folder(&self, path: &Path) -> Result<(), IoFault> {
        fs::create_dir_all(self.staged(path)).map_err(IoFault::on("make the folder", path))?;
        self.count_folder(path);
        Ok(())
    }

    fn file(&self, target: &Path, content: Content) -> Result<Content, IoFault> {
        // A page is there already.
        if matches!(content, Content::Written) {
            return Ok(content);
        }
        self.write(&Write { target: target.to_owned(), content }).map(|()| Content::Written)
    }

    fn page(&self, target: &Path, page: &[u8], mode: fs::Permissions) -> Result<(), IoFault> {
        let written =
            content::create(&self.staged(target), page, Some(mode)).map_err(IoFault::on("write it", target))?;
        self.files.fetch_add(stamps::written(&written, self.below(target)), Ordering::Relaxed);
        Ok(())
    }

    fn finish(&self, folders: &[PathBuf], writes: &[Write]) -> Result<Option<Made>, Vec<IoFault>> {
        let staged: Vec<PathBuf> = folders.iter().map(|folder| self.staged(folder)).collect();
        let writes: Vec<&Write> = writes.iter().filter(|write| !matches!(write.content, Content::Written)).collect();
        let mut faults = make_folders(&staged);
        // Each with the ones that it is in, which were made for it.
        let all: BTreeSet<&Path> = folders.iter().flat_map(|folder| folder.ancestors()).collect();
        let below =
            all.into_iter().filter(|folder| folder.starts_with(&self.output) && self.staged(folder) != self.own);
        below.for_each(|folder| self.count_folder(folder));
        if faults.is_empty() {
            faults = write_all(&writes, |write| self.write(write));
        }
        // Whoever changes the output once it is at its place gives a file a later time than any that was counted.
        let is_later = clock::now(&self.own).is_some_and(|(now, _)| clock::wait_for_later(&self.own, now));
        if faults.is_empty() {
            let renamed = fs::rename(&self.aside, &self.output).map_err(IoFault::on("write it", &self.output));
            self.is_done.store(renamed.is_ok(), Ordering::Relaxed);
            faults.extend(renamed.err());
        }
        if faults.is_empty() {
            let [files, folders] = [&self.files, &self.folders].map(|sum| sum.load(Ordering::Relaxed));
            Ok(is_later.then_some(Made { files, folders }))
        } else {
            Err(faults)
        }
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
