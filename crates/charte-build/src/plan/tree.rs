//! The files of a site, each with what the last plan found in it. A leaf that says nothing is looked at by the next plan.
//! It follows what is told to have changed on disk, and lists the site again wherever that is not plain.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use charte_core::diagnostic::Diagnostic;
use rayon::prelude::*;

use crate::plan::dependencies::Dependency;
use crate::plan::inspection::Inspection;
use crate::plan::summary::Figures;
use crate::site::{self, File, Folder, Kind, Listing, SENTINEL};

/// What a file adds to a plan. It holds until the file, or the answer to something that was asked for it, changes.
#[derive(Default)]
pub(super) struct Fate {
    /// Whether a write of the file was planned, of which nothing is kept: done or not, it has to be looked at again.
    pub(super) is_planned: bool,
    pub(super) figures: Figures,
    pub(super) findings: Vec<Diagnostic>,
    /// What was asked of the portal for it.
    pub(super) dependencies: Vec<Dependency>,
}

/// One file.
pub(super) struct Leaf {
    pub(super) file: File,
    /// What becomes of it.
    pub(super) fate: Option<Box<Fate>>,
    /// What the file system said of the file before it was read.
    pub(super) stamp: Option<Stamp>,
    /// What it contacts, for scripts and style sheets; `None` while nobody has looked.
    pub(super) inspected: Option<Option<Box<Inspection>>>,
}

/// Differs once a file has been written again.
#[derive(PartialEq)]
pub(super) struct Stamp(u64, Option<SystemTime>, u64);

impl Stamp {
    /// Of the file at a path, a link not followed.
    pub(super) fn of(path: &Path) -> Option<Stamp> {
        let metadata = fs::symlink_metadata(path).ok()?;
        Some(Stamp(metadata.len(), metadata.modified().ok(), inode(&metadata)))
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
pub(super) struct Branch {
    pub(super) path: PathBuf,
    /// Whether the same folder is in the output.
    pub(super) is_there: bool,
    pub(super) leaves: Vec<Leaf>,
}

/// All folders, by path, and in each its files, by name.
#[derive(Default)]
pub(super) struct Tree {
    pub(super) branches: Vec<Branch>,
    /// What the listing found.
    pub(super) findings: Vec<Diagnostic>,
    /// Whether files came or went at the last update.
    pub(super) is_reshaped: bool,
    /// Whether the listing depends on more than each file by itself: a link's target can come and go.
    is_knotty: bool,
}

impl Leaf {
    fn new(file: File) -> Leaf {
        Leaf { file, fate: None, stamp: None, inspected: None }
    }
}

impl Tree {
    /// A tree of which nothing is known but its shape.
    pub(super) fn of(listing: Listing) -> Tree {
        let is_link = |folder: &Folder| folder.files.iter().any(|file| matches!(file.kind, Kind::Link(_)));
        let is_knotty = !listing.findings.is_empty() || listing.folders.iter().any(is_link);
        let branch = |Folder { path, files }| {
            let leaves = files.into_iter().map(Leaf::new).collect();
            Branch { path, is_there: false, leaves }
        };
        let branches = listing.folders.into_iter().map(branch).collect();
        Tree { branches, findings: listing.findings, is_reshaped: true, is_knotty }
    }

    /// Every file.
    pub(super) fn files(&self) -> impl Iterator<Item = &File> {
        self.branches.iter().flat_map(|branch| branch.leaves.iter().map(|leaf| &leaf.file))
    }

    /// Brings the tree up to date after changes to these paths below `root`, and no others, but for charte's own `folder`.
    pub(super) fn update(&mut self, root: &Path, folder: &str, touched: &BTreeSet<PathBuf>) {
        self.is_reshaped = false;
        let mut is_plain = true;
        for path in touched.iter().filter(|path| !path.starts_with(folder)) {
            is_plain &= self.touch(root, path);
        }
        if !is_plain {
            let old = std::mem::replace(self, Tree::of(site::list(root, folder)));
            self.recall(old);
        }
    }

    /// Brings the tree up to date when nobody knows what has changed.
    pub(super) fn relist(&mut self, root: &Path, folder: &str) {
        let mut old = std::mem::replace(self, Tree::of(site::list(root, folder)));
        old.branches.par_iter_mut().with_min_len(64).for_each(|branch| {
            for leaf in &mut branch.leaves {
                if leaf.stamp.is_none() || leaf.stamp != Stamp::of(&root.join(&leaf.file.path)) {
                    *leaf = Leaf::new(leaf.file.clone());
                }
            }
        });
        self.recall(old);
    }

    /// Forgets what is known at a path. Tells whether the tree then has the shape of the site.
    fn touch(&mut self, root: &Path, path: &Path) -> bool {
        let Some(name) = path.file_name() else { return self.forget_below(path) };
        let known = self.leaf(path);
        match fs::symlink_metadata(root.join(path)) {
            // One that is gone already, or never was more than a name: an editor's temporary file.
            Err(_) if known.is_none() && self.branch(path).is_err() => true,
            Ok(metadata) if metadata.is_file() && name != SENTINEL => match known {
                Some((branch, Ok(leaf))) => {
                    let leaf = &mut self.branches[branch].leaves[leaf];
                    let is_same = !matches!(leaf.file.kind, Kind::Link(_));
                    *leaf = Leaf::new(File::regular(root, path));
                    is_same
                }
                Some((branch, Err(place))) if !self.is_knotty => {
                    self.branches[branch].leaves.insert(place, Leaf::new(File::regular(root, path)));
                    self.is_reshaped = true;
                    true
                }
                _ => false,
            },
            Err(_)
                if !self.is_knotty
                    && let Some((branch, Ok(leaf))) = known =>
            {
                self.branches[branch].leaves.remove(leaf);
                self.is_reshaped = true;
                true
            }
            _ => self.forget_below(path),
        }
    }

    /// Forgets a folder, or whatever it is, with all below it: the site has to be listed again.
    fn forget_below(&mut self, path: &Path) -> bool {
        for branch in &mut self.branches {
            let is_below = branch.path.starts_with(path);
            branch.is_there &= !is_below;
            for leaf in branch.leaves.iter_mut().filter(|leaf| is_below || leaf.file.path.starts_with(path)) {
                *leaf = Leaf::new(leaf.file.clone());
            }
        }
        false
    }

    /// Takes over what another tree knows of the same files.
    fn recall(&mut self, old: Tree) {
        let mut old = old.branches.into_iter().peekable();
        for branch in &mut self.branches {
            while old.next_if(|known| known.path < branch.path).is_some() {}
            let Some(known) = old.next_if(|known| known.path == branch.path) else { continue };
            branch.is_there = known.is_there;
            let mut leaves = known.leaves.into_iter().peekable();
            for leaf in &mut branch.leaves {
                while leaves.next_if(|known| known.file.path < leaf.file.path).is_some() {}
                if let Some(known) = leaves.next_if(|known| known.file == leaf.file) {
                    *leaf = known;
                }
            }
        }
    }

    fn branch(&self, path: &Path) -> Result<usize, usize> {
        self.branches.binary_search_by(|branch| branch.path.as_path().cmp(path))
    }

    /// The folder of a file, and in it the file, or where it would stand; nothing when the folder is not known.
    fn leaf(&self, path: &Path) -> Option<(usize, Result<usize, usize>)> {
        let branch = self.branch(path.parent()?).ok()?;
        let leaf = self.branches[branch].leaves.binary_search_by(|leaf| leaf.file.path.as_path().cmp(path));
        Some((branch, leaf))
    }

    /// Forgets which writes were planned: they have to be planned again.
    pub(super) fn begin(&mut self) {
        for leaf in self.branches.iter_mut().flat_map(|branch| &mut branch.leaves) {
            if leaf.fate.as_ref().is_some_and(|fate| fate.is_planned) {
                leaf.fate = None;
            }
        }
    }

    /// Forgets what became of every file: it depends on something that is another now.
    pub(super) fn forget_fates(&mut self) {
        self.branches.iter_mut().flat_map(|branch| &mut branch.leaves).for_each(|leaf| leaf.fate = None);
    }

    /// Takes what was planned for done: the output holds what it should, each folder and each file.
    pub(super) fn settle(&mut self) {
        for branch in &mut self.branches {
            branch.is_there = true;
            for fate in branch.leaves.iter_mut().filter_map(|leaf| leaf.fate.as_mut()).filter(|fate| fate.is_planned) {
                fate.is_planned = false;
                fate.figures.settle();
            }
        }
    }
}
