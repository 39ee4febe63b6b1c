//! What the last plan knows of each file of a site. Files without an outcome are planned again. Where it is not plain
//! what a change on disk means (folders, links), the whole site is listed again, and what is known of unchanged files
//! is kept.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use charte_core::diagnostic::Diagnostic;
use rayon::prelude::*;

use crate::plan::dependencies::Dependency;
use crate::plan::inspection::Inspection;
use crate::plan::neighbours::kept::Record;
use crate::plan::neighbours::precache::Digests;
use crate::plan::summary::Figures;
use crate::site::{self, File, Folder, Kind, Listing, SENTINEL};

/// What a file adds to a plan. It is valid until the file, or the answer to one of its dependencies, changes.
#[derive(Default)]
pub(super) struct Outcome {
    /// Whether a write of the file was planned. The write itself is not kept, so that the file has to be planned again
    /// unless the plan was carried out.
    pub(super) is_planned: bool,
    pub(super) figures: Figures,
    pub(super) findings: Vec<Diagnostic>,
    /// What its content takes from the portal.
    pub(super) dependencies: Vec<Dependency>,
    /// The author's file that has to be kept.
    pub(super) record: Option<Record>,
    /// Fingerprints of the file, if charte changes it and the site has lists of them.
    pub(super) digests: Option<Box<Digests>>,
}

/// One file.
pub(super) struct CachedFile {
    pub(super) file: File,
    /// `None` while it is not planned.
    pub(super) outcome: Option<Box<Outcome>>,
    /// The metadata of the file before it was read.
    pub(super) stamp: Option<Stamp>,
    /// What a script, style sheet or document contacts. The outer `None`: not inspected yet; the inner one: nothing to
    /// inspect.
    pub(super) inspected: Option<Option<Box<Inspection>>>,
}

/// Length in bytes, time of the last change and inode of a file: at least one of them differs once it has been written again.
#[derive(PartialEq)]
pub(super) struct Stamp {
    length: u64,
    modified: Option<SystemTime>,
    inode: u64,
}

impl Stamp {
    /// Of the file at a path; a link is not followed.
    pub(super) fn of(path: &Path) -> Option<Stamp> {
        let metadata = fs::symlink_metadata(path).ok()?;
        Some(Stamp { length: metadata.len(), modified: metadata.modified().ok(), inode: inode(&metadata) })
    }
}

#[cfg(unix)]
fn inode(metadata: &fs::Metadata) -> u64 {
    std::os::unix::fs::MetadataExt::ino(metadata)
}

#[cfg(not(unix))]
fn inode(_: &fs::Metadata) -> u64 {
    0
}

/// One folder.
pub(super) struct CachedFolder {
    pub(super) path: PathBuf,
    /// Whether the output has the same folder.
    pub(super) is_in_output: bool,
    /// Its files, sorted by path.
    pub(super) entries: Vec<CachedFile>,
}

/// All folders of a site, sorted by path.
#[derive(Default)]
pub(super) struct FileCache {
    pub(super) folders: Vec<CachedFolder>,
    /// The findings of the listing.
    pub(super) findings: Vec<Diagnostic>,
    /// Whether the last update added or removed files.
    pub(super) is_restructured: bool,
    /// Whether the listing has links, whose targets come and go, or faults: adding or removing one file can then change
    /// it elsewhere.
    has_links: bool,
}

impl CachedFile {
    fn new(file: File) -> CachedFile {
        CachedFile { file, outcome: None, stamp: None, inspected: None }
    }
}

/// Where a file is in the cache.
struct Position {
    /// Index of its folder.
    folder: usize,
    /// Its index in the folder, or the one at which it would be inserted.
    entry: Result<usize, usize>,
}

impl FileCache {
    /// A cache that has the listed files and knows nothing of them.
    pub(super) fn of(listing: Listing) -> FileCache {
        let is_link = |folder: &Folder| folder.files.iter().any(|file| matches!(file.kind, Kind::Link(_)));
        let has_links = !listing.findings.is_empty() || listing.folders.iter().any(is_link);
        let folder = |Folder { path, files }| {
            let entries = files.into_iter().map(CachedFile::new).collect();
            CachedFolder { path, is_in_output: false, entries }
        };
        let folders = listing.folders.into_iter().map(folder).collect();
        FileCache { folders, findings: listing.findings, is_restructured: true, has_links }
    }

    /// Every file.
    pub(super) fn files(&self) -> impl Iterator<Item = &File> {
        self.folders.iter().flat_map(|folder| folder.entries.iter().map(|entry| &entry.file))
    }

    /// Brings the cache up to date after changes at `paths` below `root`, and no others. Those in charte's own folder,
    /// `own`, do not count.
    pub(super) fn update(&mut self, root: &Path, own: &str, paths: &BTreeSet<PathBuf>) {
        self.is_restructured = false;
        let mut is_complete = true;
        for path in paths.iter().filter(|path| !path.starts_with(own)) {
            is_complete &= self.invalidate(root, path);
        }
        if !is_complete {
            let old = std::mem::replace(self, FileCache::of(site::list(root, own)));
            self.reuse(old);
        }
    }

    /// Brings the cache up to date when it is not known what has changed: files whose stamp differs are planned again.
    pub(super) fn relist(&mut self, root: &Path, own: &str) {
        let mut old = std::mem::replace(self, FileCache::of(site::list(root, own)));
        old.folders.par_iter_mut().with_min_len(64).for_each(|folder| {
            for entry in &mut folder.entries {
                if entry.stamp.is_none() || entry.stamp != Stamp::of(&root.join(&entry.file.path)) {
                    *entry = CachedFile::new(entry.file.clone());
                }
            }
        });
        self.reuse(old);
    }

    /// Discards what is known of `path`. Returns whether the cache then has the files of the site; if not, the site has to be
    /// listed again.
    fn invalidate(&mut self, root: &Path, path: &Path) -> bool {
        let Some(name) = path.file_name() else { return self.invalidate_below(path) };
        let known = self.position(path);
        match fs::symlink_metadata(root.join(path)) {
            // A file that came and went, such as an editor's temporary one.
            Err(_) if known.is_none() && self.folder(path).is_err() => true,
            Ok(metadata) if metadata.is_file() && name != SENTINEL => match known {
                Some(Position { folder, entry: Ok(index) }) => {
                    let entry = &mut self.folders[folder].entries[index];
                    let was_file = !matches!(entry.file.kind, Kind::Link(_));
                    *entry = CachedFile::new(File::regular(root, path.to_owned()));
                    was_file
                }
                Some(Position { folder, entry: Err(index) }) if !self.has_links => {
                    self.folders[folder].entries.insert(index, CachedFile::new(File::regular(root, path.to_owned())));
                    self.is_restructured = true;
                    true
                }
                _ => false,
            },
            Err(_)
                if !self.has_links
                    && let Some(Position { folder, entry: Ok(index) }) = known =>
            {
                self.folders[folder].entries.remove(index);
                self.is_restructured = true;
                true
            }
            _ => self.invalidate_below(path),
        }
    }

    /// Discards what is known of `path`, and of all below it where it is a folder. The site has to be listed again:
    /// returns false.
    fn invalidate_below(&mut self, path: &Path) -> bool {
        for folder in &mut self.folders {
            let is_below = folder.path.starts_with(path);
            folder.is_in_output &= !is_below;
            for entry in folder.entries.iter_mut().filter(|entry| is_below || entry.file.path.starts_with(path)) {
                *entry = CachedFile::new(entry.file.clone());
            }
        }
        false
    }

    /// Takes over what `old` knows of the same files.
    fn reuse(&mut self, old: FileCache) {
        let mut old = old.folders.into_iter().peekable();
        for folder in &mut self.folders {
            while old.next_if(|known| known.path < folder.path).is_some() {}
            let Some(known) = old.next_if(|known| known.path == folder.path) else { continue };
            folder.is_in_output = known.is_in_output;
            let mut entries = known.entries.into_iter().peekable();
            for entry in &mut folder.entries {
                while entries.next_if(|known| known.file.path < entry.file.path).is_some() {}
                if let Some(known) = entries.next_if(|known| known.file == entry.file) {
                    *entry = known;
                }
            }
        }
    }

    fn folder(&self, path: &Path) -> Result<usize, usize> {
        self.folders.binary_search_by(|folder| folder.path.as_path().cmp(path))
    }

    /// `None` when the folder of the file is not known.
    fn position(&self, path: &Path) -> Option<Position> {
        let folder = self.folder(path.parent()?).ok()?;
        let entry = self.folders[folder].entries.binary_search_by(|entry| entry.file.path.as_path().cmp(path));
        Some(Position { folder, entry })
    }

    /// Discards the outcomes with a planned write, so that it is planned again.
    pub(super) fn discard_planned(&mut self) {
        for entry in self.folders.iter_mut().flat_map(|folder| &mut folder.entries) {
            if entry.outcome.as_ref().is_some_and(|outcome| outcome.is_planned) {
                entry.outcome = None;
            }
        }
    }

    /// Discards all outcomes: something that they all depend on has changed.
    pub(super) fn discard_outcomes(&mut self) {
        self.folders.iter_mut().flat_map(|folder| &mut folder.entries).for_each(|entry| entry.outcome = None);
    }

    /// Records that the plan was carried out: the output has each folder and each file as planned.
    pub(super) fn commit(&mut self) {
        for folder in &mut self.folders {
            folder.is_in_output = true;
            let outcomes = folder.entries.iter_mut().filter_map(|entry| entry.outcome.as_mut());
            for outcome in outcomes.filter(|outcome| outcome.is_planned) {
                outcome.is_planned = false;
                outcome.figures.commit();
            }
        }
    }
}
