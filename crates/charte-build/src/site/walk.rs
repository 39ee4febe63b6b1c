//! One walk over all that is below a folder, by several threads: the names of files, for a plan, and what the file system
//! says of them, for a comparison.

use std::ffi::OsString;
use std::fs::{self, DirEntry, FileType};
use std::ops::Range;
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use crate::site::fault::IoFault;
use crate::site::stamps::{self, Stamps, Tree};

/// Files of one folder that a thread looks at together.
const TOGETHER: usize = 128;

/// What was found below a folder.
#[derive(Debug)]
pub(crate) struct Walk {
    /// Every folder, parents first, in the order of their paths; the folder itself is the first. None unless names were asked for.
    pub(crate) folders: Vec<WalkedFolder>,
    /// What could not be listed.
    pub(crate) faults: Vec<IoFault>,
    /// The sums of all stamps. `None` unless they were asked for, or where a part cannot be told.
    pub(crate) tree: Option<Tree>,
}

/// The names in one folder.
#[derive(Debug)]
pub(crate) struct WalkedFolder {
    /// Its path below the root; empty for the root.
    pub(crate) path: PathBuf,
    /// What is in it and is no folder, by name.
    pub(crate) files: Vec<(OsString, FileType)>,
}

/// What a walk is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Want {
    Names,
    Stamps,
    Both,
}

/// Walks below `root`, which may be a link to a folder. Other links are not followed.
pub(crate) fn walk(root: &Path, want: Want) -> Walk {
    let stamps = if want == Want::Names { None } else { Stamps::of(root) };
    let reader = Reader { root, has_names: want != Want::Stamps, stamps };
    let mut tree = reader.stamps.as_ref().map(Stamps::none);
    let (mut known, mut faults) = (Vec::new(), Vec::new());
    // Level by level, so that no depth of a site needs a deep stack.
    let mut level = vec![(PathBuf::new(), stamps::ROOT)];
    while !level.is_empty() {
        let parts: Vec<Part> = level.par_iter().map(|(path, key)| reader.read(path, *key)).collect();
        let next = known.len() + level.len();
        let mut below = Vec::new();
        for ((path, _), part) in level.into_iter().zip(parts) {
            let start = next + below.len();
            below.extend(part.folders);
            if reader.has_names {
                known.push((WalkedFolder { path, files: part.files }, start..next + below.len()));
            }
            faults.extend(part.faults);
            tree = tree.zip(part.tree).map(|(one, other)| one.add(other));
        }
        level = below;
    }
    Walk { folders: in_order(known), faults, tree }
}

/// The tree below a folder. `None` where it is no folder, or a part of it cannot be listed.
pub(crate) fn tree(root: &Path) -> Option<Tree> {
    walk(root, Want::Stamps).tree
}

/// The folders in the order of their paths. Each comes with the indices of those that are in it.
fn in_order(folders: Vec<(WalkedFolder, Range<usize>)>) -> Vec<WalkedFolder> {
    let (mut folders, below): (Vec<_>, Vec<_>) =
        folders.into_iter().map(|(folder, below)| (Some(folder), below)).unzip();
    let (mut ordered, mut next) = (Vec::with_capacity(folders.len()), vec![0]);
    while let Some(index) = next.pop() {
        ordered.extend(folders.get_mut(index).and_then(Option::take));
        next.extend(below.get(index).cloned().unwrap_or_default().rev());
    }
    ordered
}

struct Reader<'a> {
    root: &'a Path,
    has_names: bool,
    stamps: Option<Stamps>,
}

/// What is in one folder.
struct Part {
    files: Vec<(OsString, FileType)>,
    /// The paths of the folders in it, and what stands for each in stamps.
    folders: Vec<(PathBuf, u64)>,
    faults: Vec<IoFault>,
    tree: Option<Tree>,
}

impl Reader<'_> {
    fn read(&self, folder: &Path, key: u64) -> Part {
        let path = self.root.join(folder);
        let mut part = Part { files: Vec::new(), folders: Vec::new(), faults: Vec::new(), tree: None };
        // An entry keeps its folder open, and a system has few files to open: entries are dropped before the folders below are read.
        let entries = self.entries(&path, &mut part.faults);
        let (folders, files): (Vec<_>, Vec<_>) = entries.into_iter().partition(|(_, kind)| kind.is_dir());
        let named = |(entry, _): &(DirEntry, FileType)| {
            let name = entry.file_name();
            (folder.join(&name), stamps::key(key, &name))
        };
        part.folders = folders.iter().map(named).collect();
        if let Some(stamps) = self.stamps.as_ref().filter(|_| part.faults.is_empty()) {
            let sums = files.par_iter().with_min_len(TOGETHER).map(|(entry, _)| stamps.file(entry, key));
            let sum = sums.try_reduce(|| stamps.none(), |one, other| Some(one.add(other)));
            part.tree = sum.map(|sum| part.folders.iter().fold(sum, |tree, (_, key)| tree.with_folder(*key)));
        }
        if self.has_names {
            part.files = files.into_iter().map(|(entry, kind)| (entry.file_name(), kind)).collect();
            part.files.sort_unstable_by(|(one, _), (other, _)| one.cmp(other));
            part.folders.sort_unstable_by(|(one, _), (other, _)| one.as_os_str().cmp(other.as_os_str()));
        }
        part
    }

    fn entries(&self, path: &Path, faults: &mut Vec<IoFault>) -> Vec<(DirEntry, FileType)> {
        let fault = |error| IoFault::on("list it", path)(error);
        let found = match fs::read_dir(path) {
            Ok(found) => found,
            Err(error) => {
                faults.push(fault(error));
                return Vec::new();
            }
        };
        let with_kind = |entry: DirEntry| Ok((entry.file_type()?, entry)).map(|(kind, entry)| (entry, kind));
        let (entries, unread): (Vec<_>, Vec<_>) = found.map(|entry| entry.and_then(with_kind)).partition(Result::is_ok);
        faults.extend(unread.into_iter().filter_map(Result::err).map(fault));
        entries.into_iter().flatten().collect()
    }
}

#[cfg(unix)]
#[cfg(test)]
mod tests {
    use std::fs::{self, FileTimes};
    use std::os::unix::fs::symlink;
    use std::path::Path;

    use crate::site::stamps::file;
    use crate::site::walk::tree;

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
