//! A site in a temporary folder, the binary that works on it, and the whole tree before and after.

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use tempfile::TempDir;

/// The least that a portal with something to ask can say. The service has no trackers that could change its findings.
pub(crate) const MANIFEST: &str = r#"version = 1

[publisher]
name = "Commune"
contact = "mairie@example.fr"
dpo = "dpo@example.fr"

[portal.town]
name = "Données"
url = "https://data.example.fr"
input = "public"
services = ["arte"]
updated = 2026-11-23
"#;

/// A page that changes when it is built.
pub(crate) const PAGE: &str = "<!doctype html>\n<html lang=\"fr\">\n<head>\n<title>x</title>\n</head>\n<body>\n\
    <p>Before <iframe src=\"https://www.arte.tv/embeds/x\"></iframe> after</p>\n</body>\n</html>\n";

/// What a file of the tree is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Thing {
    Bytes(Vec<u8>),
    Link(PathBuf),
    /// Neither can be read: a folder or file without the right.
    Closed,
}

/// Every file by its path below the root.
pub(crate) type Tree = BTreeMap<PathBuf, Thing>;

pub(crate) struct Site {
    folder: TempDir,
}

impl Site {
    /// A folder that holds a manifest.
    pub(crate) fn new(manifest: &str) -> Site {
        let site = Site { folder: tempfile::tempdir().unwrap() };
        site.write("charte.toml", manifest.as_bytes());
        site
    }

    pub(crate) fn root(&self) -> &Path {
        self.folder.path()
    }

    pub(crate) fn path(&self, path: impl AsRef<Path>) -> PathBuf {
        self.root().join(path)
    }

    pub(crate) fn write(&self, path: impl AsRef<Path>, bytes: &[u8]) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }

    pub(crate) fn read(&self, path: impl AsRef<Path>) -> Vec<u8> {
        fs::read(self.path(path)).unwrap()
    }

    /// The binary, ready to run in the folder.
    pub(crate) fn command(&self, arguments: &str) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_charte"));
        command.args(arguments.split_whitespace()).current_dir(self.root()).env("NO_COLOR", "1");
        command
    }

    pub(crate) fn run(&self, arguments: &str) -> Run {
        Run::of(&self.command(arguments).output().unwrap())
    }

    /// Runs and expects that all was done.
    pub(crate) fn done(&self, arguments: &str) -> Run {
        let run = self.run(arguments);
        assert_eq!(run.code, Some(0), "{arguments}: {}", run.err);
        run
    }

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

/// How a run ended and what it said.
pub(crate) struct Run {
    /// None when a signal ended it.
    pub(crate) code: Option<i32>,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Run {
    pub(crate) fn of(output: &Output) -> Run {
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        Run { code: output.status.code(), out: text(&output.stdout), err: text(&output.stderr) }
    }
}

/// Expects that every file is as it was before or as an undisturbed run leaves it, and that nothing else is there
/// besides what charte keeps aside while it works.
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
