//! A site in a temporary folder: its declaration, its files, and the real binary run on them. What only one suite needs is
//! in that suite.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use tempfile::TempDir;

use crate::binary::{self, Run};

/// The first lines of every declaration. They end inside `[portal.town]`, whose pages are in `public`.
pub(crate) const HEAD: &str = include_str!("head.toml");

/// A folder of its own, removed when this is dropped.
pub(crate) struct Site {
    folder: TempDir,
}

impl Site {
    /// An empty folder.
    pub(crate) fn empty() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    /// A folder with a declaration only: the lines that `declare` takes.
    pub(crate) fn new(lines: &str) -> Self {
        let site = Self::empty();
        site.declare(lines);
        site
    }

    /// Writes the declaration: the lines after the head, first those of the portal (`services = […]`), then more tables.
    pub(crate) fn declare(&self, lines: &str) {
        self.write("charte.toml", format!("{HEAD}{lines}"));
    }

    pub(crate) fn root(&self) -> &Path {
        self.folder.path()
    }

    /// The path of a file or folder.
    pub(crate) fn path(&self, path: impl AsRef<Path>) -> PathBuf {
        self.root().join(path)
    }

    /// Writes a file, and makes its folders.
    pub(crate) fn write(&self, path: impl AsRef<Path>, bytes: impl AsRef<[u8]>) {
        let path = self.path(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }

    pub(crate) fn read(&self, path: impl AsRef<Path>) -> String {
        let path = self.path(path);
        fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
    }

    /// Replaces a text that occurs exactly once in a file.
    pub(crate) fn edit(&self, path: impl AsRef<Path>, from: &str, to: &str) {
        let text = self.read(&path);
        assert_eq!(text.matches(from).count(), 1, "`{from}` in {}", path.as_ref().display());
        self.write(path, text.replace(from, to));
    }

    /// The binary, ready to be run in the folder.
    pub(crate) fn command(&self, arguments: &str) -> Command {
        binary::command(self.root(), arguments)
    }

    /// Runs the binary in the folder.
    pub(crate) fn run(&self, arguments: &str) -> Run {
        Run::of(&self.command(arguments).output().unwrap())
    }
}
