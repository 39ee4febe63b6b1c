//! What the file system says of all files below a folder, without any of them being read: one number for each tree, which
//! is another one as soon as a file or folder is added, removed, renamed, written or given other times or rights.
//!
//! The number is a sum, so that no order has to be kept, and so that what a build does to a tree can be reckoned: what was
//! there before, without what was replaced, and with what was written, is what is there now.

/// A time of a file system: seconds and nanoseconds.
pub(crate) type Time = (i64, i64);

/// A tree of files.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Tree {
    /// The sum over its files and links.
    pub(crate) files: u64,
    /// The sum over its folders. Their times are left out: they tell that names came or went, which the sums tell too.
    pub(crate) folders: u64,
    /// The latest time of a file or link.
    pub(crate) newest: Time,
    /// Whether all that it holds is in it: no link leaves it or leads nowhere, and no other file system is mounted in it.
    pub(crate) is_closed: bool,
    /// The file system that it is on; nothing where no folder is there.
    pub(crate) device: Option<u64>,
}

impl Tree {
    /// A tree of nothing, to which others are added.
    pub(crate) const NOTHING: Tree =
        Tree { files: 0, folders: 0, newest: (i64::MIN, 0), is_closed: true, device: None };
}

pub(crate) use system::{file, tree};

#[cfg(unix)]
mod system {
    use std::ffi::OsStr;
    use std::fs::{self, DirEntry, Metadata};
    use std::hash::{DefaultHasher, Hash as _, Hasher as _};
    use std::os::unix::fs::MetadataExt as _;
    use std::path::{Path, PathBuf};

    use rayon::prelude::*;

    use crate::site::SENTINEL;
    use crate::site::stamps::Tree;

    /// Files of one folder that a thread looks at together.
    const TOGETHER: usize = 128;

    /// The tree below a folder. `None` where it is no folder, or a part of it cannot be listed.
    pub(crate) fn tree(root: &Path) -> Option<Tree> {
        let root = fs::canonicalize(root).ok()?;
        let metadata = fs::metadata(&root).ok().filter(Metadata::is_dir)?;
        let walk = Walk { root: &root, device: metadata.dev() };
        Some(Tree { device: Some(metadata.dev()), ..walk.folder(&root, 0)? })
    }

    /// What the file at `path` adds to the sum of the tree in which it is, or will be, `below` the root; nothing where none is.
    pub(crate) fn file(path: &Path, below: &Path) -> u64 {
        let Ok(metadata) = fs::symlink_metadata(path) else { return 0 };
        let Some(name) = below.file_name().filter(|name| *name != SENTINEL) else { return 0 };
        let folder = below.parent().into_iter().flatten().fold(0, key);
        let target = if metadata.is_symlink() { fs::read_link(path).unwrap_or_default() } else { PathBuf::new() };
        stamp(folder, name, &metadata, &target)
    }

    /// What stands for a folder in the stamps of what it holds.
    fn key(parent: u64, name: &OsStr) -> u64 {
        hash(|hasher| (parent, name).hash(hasher))
    }

    fn stamp(folder: u64, name: &OsStr, file: &Metadata, target: &Path) -> u64 {
        let times = (file.mtime(), file.mtime_nsec(), file.ctime(), file.ctime_nsec());
        hash(|hasher| (folder, name, file.len(), times, file.ino(), file.mode(), target.as_os_str()).hash(hasher))
    }

    fn hash(parts: impl FnOnce(&mut DefaultHasher)) -> u64 {
        let mut hasher = DefaultHasher::new();
        parts(&mut hasher);
        hasher.finish()
    }

    fn add(one: Tree, other: Tree) -> Option<Tree> {
        Some(Tree {
            files: one.files.wrapping_add(other.files),
            folders: one.folders.wrapping_add(other.folders),
            newest: one.newest.max(other.newest),
            is_closed: one.is_closed && other.is_closed,
            device: one.device,
        })
    }

    struct Walk<'a> {
        root: &'a Path,
        device: u64,
    }

    impl Walk<'_> {
        /// What a folder holds. `folder` stands for it in stamps.
        fn folder(&self, path: &Path, folder: u64) -> Option<Tree> {
            let (mut folders, mut files) = (Vec::new(), Vec::new());
            for entry in fs::read_dir(path).ok()? {
                let entry = entry.ok()?;
                match entry.file_type().ok()?.is_dir() {
                    true => folders.push((entry.path(), self.own(&entry, folder)?)),
                    false => files.push(entry),
                }
            }
            let sum = files.par_iter().with_min_len(TOGETHER).map(|entry| self.file(entry, folder));
            let files_sum = sum.try_reduce(|| Tree::NOTHING, add)?;
            // An entry keeps its folder open, and a system has few files to open.
            drop(files);
            let below = folders.into_par_iter().map(|(path, own)| {
                let key = key(folder, path.file_name()?);
                self.folder(&path, key).and_then(|tree| add(own, tree))
            });
            below.try_reduce(|| Tree::NOTHING, add).and_then(|below| add(files_sum, below))
        }

        /// What a folder adds by itself.
        fn own(&self, entry: &DirEntry, folder: u64) -> Option<Tree> {
            let metadata = entry.metadata().ok()?;
            let folders = hash(|hasher| (folder, entry.file_name(), metadata.ino(), metadata.mode()).hash(hasher));
            Some(Tree { folders, is_closed: metadata.dev() == self.device, ..Tree::NOTHING })
        }

        fn file(&self, entry: &DirEntry, folder: u64) -> Option<Tree> {
            let name = entry.file_name();
            if name == SENTINEL {
                // The mark of charte's own folder, which a build may write anew, is as the folder itself.
                return Some(Tree { folders: hash(|hasher| (folder, name).hash(hasher)), ..Tree::NOTHING });
            }
            let metadata = entry.metadata().ok()?;
            let (mut target, mut is_closed) = (PathBuf::new(), true);
            if metadata.is_symlink() {
                let path = entry.path();
                target = fs::read_link(&path).ok()?;
                let is_inside = fs::canonicalize(&path).is_ok_and(|real| real.starts_with(self.root));
                is_closed = is_inside && target.is_relative();
            }
            let changed = (metadata.ctime(), metadata.ctime_nsec());
            let newest = changed.max((metadata.mtime(), metadata.mtime_nsec()));
            Some(Tree { files: stamp(folder, &name, &metadata, &target), newest, is_closed, ..Tree::NOTHING })
        }
    }
}

/// Other systems do not say when a file's metadata changed: nothing can be told without reading it.
#[cfg(not(unix))]
mod system {
    use std::path::Path;

    use crate::site::stamps::Tree;

    pub(crate) fn tree(_: &Path) -> Option<Tree> {
        None
    }

    pub(crate) fn file(_: &Path, _: &Path) -> u64 {
        0
    }
}

#[cfg(unix)]
#[cfg(test)]
mod tests {
    use std::fs::{self, FileTimes};
    use std::os::unix::fs::symlink;
    use std::path::Path;

    use super::*;

    #[test]
    fn a_tree_is_another_after_any_change_and_its_sums_can_be_reckoned() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        fs::create_dir(root.join("a")).unwrap();
        fs::write(root.join("a/page.html"), "one").unwrap();
        symlink("a/page.html", root.join("link")).unwrap();
        let first = tree(root).unwrap();
        assert!(first.is_closed && tree(root).unwrap() == first);

        let page = Path::new("a/page.html");
        let before = file(&root.join(page), page);
        let times = fs::metadata(root.join(page)).unwrap();
        let set = FileTimes::new().set_modified(times.modified().unwrap());
        // Until the clock has gone on; then a write of the same length with the same time is seen.
        for _ in 0..100_000 {
            if file(&root.join(page), page) != before {
                break;
            }
            fs::write(root.join(page), "two").unwrap();
            fs::File::options().write(true).open(root.join(page)).unwrap().set_times(set).unwrap();
        }
        let second = tree(root).unwrap();
        assert!(second.files != first.files && second.folders == first.folders);
        let reckoned = first.files.wrapping_sub(before).wrapping_add(file(&root.join(page), page));
        assert_eq!(reckoned, second.files);

        fs::create_dir(root.join("empty")).unwrap();
        assert_ne!(tree(root).unwrap().folders, second.folders);
        fs::rename(root.join("empty"), root.join("b")).unwrap();
        let third = tree(root).unwrap();
        fs::rename(root.join(page), root.join("b/page.html")).unwrap();
        assert_ne!(tree(root).unwrap().files, third.files);
        assert!(tree(&root.join("missing")).is_none());
    }

    #[test]
    fn a_link_that_leaves_the_tree_or_leads_nowhere_opens_it() {
        for target in ["missing", "..", "/etc"] {
            let folder = tempfile::tempdir().unwrap();
            symlink(target, folder.path().join("link")).unwrap();
            assert!(!tree(folder.path()).unwrap().is_closed, "{target}");
        }
    }
}
