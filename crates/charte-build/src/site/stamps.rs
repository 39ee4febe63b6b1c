//! What the file system says of all files below a folder, without any of them being read: one number for each tree, which
//! is another one as soon as a file or folder is added, removed, renamed, written or given other times or rights.
//!
//! The number is a sum, so that no order has to be kept, and so that what a build does to a tree can be reckoned: what was
//! there before, without what was replaced, and with what was written, is what is there now.

use std::ffi::OsStr;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::path::Path;

/// A time of a file system: seconds and nanoseconds.
pub(crate) type Time = (i64, i64);

/// A tree of files.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Tree {
    /// The sum over its files and links.
    pub(crate) files: u64,
    /// The sum over its folders, of which only the paths count.
    pub(crate) folders: u64,
    /// The latest time of a file or link.
    pub(crate) newest: Time,
    /// Whether all that it holds is in it: no link leaves it or leads nowhere, and no other file system is mounted in it.
    pub(crate) is_closed: bool,
    /// The file system that it is on; nothing where no folder is there.
    pub(crate) device: Option<u64>,
}

impl Tree {
    /// A tree of nothing.
    pub(crate) const NOTHING: Tree =
        Tree { files: 0, folders: 0, newest: (i64::MIN, 0), is_closed: true, device: None };

    /// Both trees together, which are on one file system.
    pub(super) fn add(self, other: Tree) -> Tree {
        Tree {
            files: self.files.wrapping_add(other.files),
            folders: self.folders.wrapping_add(other.folders),
            newest: self.newest.max(other.newest),
            is_closed: self.is_closed && other.is_closed,
            device: self.device,
        }
    }

    /// The tree with a folder for which this [`key`] stands.
    pub(super) fn with_folder(self, key: u64) -> Tree {
        Tree { folders: self.folders.wrapping_add(key), ..self }
    }
}

/// What stands for the root of a tree in the stamps of what it holds.
pub(super) const ROOT: u64 = 0;

/// What stands for a folder in the stamps of what it holds. The number is also what the folder itself adds to the sum: what else
/// the file system says of it tells nothing that a build depends on.
pub(super) fn key(parent: u64, name: &OsStr) -> u64 {
    hash(|hasher| (parent, name).hash(hasher))
}

/// What a folder adds to the sum of the tree in which it is, or will be, `below` the root; nothing for the root.
pub(crate) fn folder(below: &Path) -> u64 {
    below.iter().fold(ROOT, key)
}

fn hash(parts: impl FnOnce(&mut DefaultHasher)) -> u64 {
    let mut hasher = DefaultHasher::new();
    parts(&mut hasher);
    hasher.finish()
}

pub(crate) use system::{Stamps, file, written};

#[cfg(unix)]
mod system {
    use std::ffi::OsStr;
    use std::fs::{self, DirEntry, Metadata};
    use std::hash::Hash as _;
    use std::os::unix::fs::MetadataExt as _;
    use std::path::{Path, PathBuf};

    use crate::site::names::SENTINEL;
    use crate::site::stamps::{Tree, folder, hash, key};

    /// Looks at the files of one tree.
    #[derive(Debug)]
    pub(crate) struct Stamps {
        /// The real path of its root.
        root: PathBuf,
        device: u64,
    }

    impl Stamps {
        /// `None` where there is no folder.
        pub(crate) fn of(root: &Path) -> Option<Stamps> {
            let root = fs::canonicalize(root).ok()?;
            let metadata = fs::metadata(&root).ok().filter(Metadata::is_dir)?;
            Some(Stamps { root, device: metadata.dev() })
        }

        /// A tree of nothing on the same file system.
        pub(crate) fn none(&self) -> Tree {
            Tree { device: Some(self.device), ..Tree::NOTHING }
        }

        /// What a file or link adds, in the folder for which this key stands.
        pub(crate) fn file(&self, entry: &DirEntry, folder: u64) -> Option<Tree> {
            let name = entry.file_name();
            if name == SENTINEL {
                // The mark of charte's own folder, which a build may write anew, is as the folder itself.
                return Some(self.none().with_folder(key(folder, &name)));
            }
            let metadata = entry.metadata().ok()?;
            let (mut target, mut is_closed) = (PathBuf::new(), metadata.dev() == self.device);
            if metadata.is_symlink() {
                let path = entry.path();
                target = fs::read_link(&path).ok()?;
                let is_inside = fs::canonicalize(&path).is_ok_and(|real| real.starts_with(&self.root));
                is_closed = is_inside && target.is_relative();
            }
            let changed = (metadata.ctime(), metadata.ctime_nsec());
            let newest = changed.max((metadata.mtime(), metadata.mtime_nsec()));
            Some(Tree { files: stamp(folder, &name, &metadata, &target), newest, is_closed, ..self.none() })
        }
    }

    /// What the file at `path` adds to the sum of the tree in which it is, or will be, `below` the root; nothing where none is.
    pub(crate) fn file(path: &Path, below: &Path) -> u64 {
        let Ok(metadata) = fs::symlink_metadata(path) else { return 0 };
        let target = if metadata.is_symlink() { fs::read_link(path).unwrap_or_default() } else { PathBuf::new() };
        of(below, &metadata, &target)
    }

    /// The same for a file that is no link, of which this is the metadata.
    pub(crate) fn written(metadata: &Metadata, below: &Path) -> u64 {
        of(below, metadata, Path::new(""))
    }

    fn of(below: &Path, metadata: &Metadata, target: &Path) -> u64 {
        let Some(name) = below.file_name().filter(|name| *name != SENTINEL) else { return 0 };
        stamp(folder(below.parent().unwrap_or(Path::new(""))), name, metadata, target)
    }

    fn stamp(folder: u64, name: &OsStr, file: &Metadata, target: &Path) -> u64 {
        let times = (file.mtime(), file.mtime_nsec(), file.ctime(), file.ctime_nsec());
        hash(|hasher| (folder, name, file.len(), times, file.ino(), file.mode(), target.as_os_str()).hash(hasher))
    }
}

/// Other systems do not say when a file's metadata changed: nothing can be told without reading it.
#[cfg(not(unix))]
mod system {
    use std::fs::{DirEntry, Metadata};
    use std::path::Path;

    use crate::site::stamps::Tree;

    #[derive(Debug)]
    pub(crate) struct Stamps;

    impl Stamps {
        pub(crate) fn of(_: &Path) -> Option<Stamps> {
            None
        }

        pub(crate) fn none(&self) -> Tree {
            Tree::NOTHING
        }

        pub(crate) fn file(&self, _: &DirEntry, _: u64) -> Option<Tree> {
            None
        }
    }

    pub(crate) fn file(_: &Path, _: &Path) -> u64 {
        0
    }

    pub(crate) fn written(_: &Metadata, _: &Path) -> u64 {
        0
    }
}
