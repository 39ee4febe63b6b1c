//! The whole tree of a site, before and after a run.

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};

use crate::site::Site;

/// A service that needs consent, for a site that is built in place. It has no trackers that could change its findings.
pub(crate) const LINES: &str = "services = [\"arte\"]\n";

/// The same for a site that is built into another folder.
pub(crate) const INTO_OUTPUT: &str = "output = \"dist\"\nservices = [\"arte\"]\n";

/// A page that a build changes.
pub(crate) const PAGE: &str = "<!doctype html>\n<html lang=\"fr\">\n<head>\n<title>x</title>\n</head>\n<body>\n\
    <p>Before <iframe src=\"https://www.arte.tv/embeds/x\"></iframe> after</p>\n</body>\n</html>\n";

/// What a file of the tree is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Thing {
    Bytes(Vec<u8>),
    Link(PathBuf),
    /// A folder or file that cannot be read.
    Closed,
}

/// Every file by its path below the root.
pub(crate) type Tree = BTreeMap<PathBuf, Thing>;

impl Site {
    pub(crate) fn tree(&self) -> Tree {
        tree(self.root())
    }

    /// Inode and time of last change of every file.
    pub(crate) fn stamps(&self) -> BTreeMap<PathBuf, (u64, i64, i64)> {
        let stamp = |path: &PathBuf| {
            let metadata = fs::symlink_metadata(self.path(path)).unwrap();
            (metadata.ino(), metadata.mtime(), metadata.mtime_nsec())
        };
        self.tree().keys().map(|path| (path.clone(), stamp(path))).collect()
    }
}

/// Every file below `root`; links are not followed.
pub(crate) fn tree(root: &Path) -> Tree {
    let mut found = Tree::new();
    let mut folders = vec![root.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).unwrap() {
            let entry = entry.unwrap();
            let name = entry.path().strip_prefix(root).unwrap().to_owned();
            let kind = entry.file_type().unwrap();
            if kind.is_dir() {
                folders.push(entry.path());
            } else if kind.is_symlink() {
                found.insert(name, Thing::Link(fs::read_link(entry.path()).unwrap()));
            } else {
                found.insert(name, fs::read(entry.path()).map_or(Thing::Closed, Thing::Bytes));
            }
        }
    }
    found
}

/// Checks that every file is as before or as an undisturbed run leaves it, and that there are no other files but those that
/// charte keeps aside while it works.
pub(crate) fn old_or_new(now: &Tree, old: &Tree, new: &Tree) {
    for (path, thing) in now {
        let whole = [old.get(path), new.get(path)].contains(&Some(thing));
        assert!(whole || is_aside(path), "{} is neither the old file nor the new one", path.display());
    }
    for path in old.keys() {
        assert!(now.contains_key(path) || !new.contains_key(path), "{} is lost", path.display());
    }
}

/// Whether an interrupted run may leave it: half-written files in charte's own folder, or a whole new output under a
/// hidden name.
fn is_aside(path: &Path) -> bool {
    path.components()
        .filter_map(|part| part.as_os_str().to_str())
        .any(|name| name == ".staged" || (name.starts_with('.') && name.ends_with(".charte")))
}
