//! Watches the folders and files that a build reads, and the folders in which one could be replaced. It knows paths, but
//! neither manifests nor what follows from a change.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use anyhow::{Context as _, Result};
use notify::{Config, ErrorKind, NullWatcher, RecommendedWatcher, RecursiveMode, Watcher};

use super::queue::ChangeQueue;
use crate::rebuild::Changes;

/// What a build reads, as the author names it.
#[derive(Debug, Default, Clone)]
pub(super) struct Targets {
    /// Folders, with all below them.
    pub(super) folders: BTreeSet<PathBuf>,
    /// Single files.
    pub(super) files: BTreeSet<PathBuf>,
}

/// Watches the paths of [`Targets`].
pub(super) struct PathWatcher {
    watcher: Box<dyn Watcher + Send>,
    /// The watched folders.
    watched: BTreeMap<PathBuf, Watched>,
    /// Folders in which every change is relevant.
    trees: BTreeSet<PathBuf>,
    /// Single paths whose change is relevant: of files, and of folders and links that could be replaced.
    paths: BTreeSet<PathBuf>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Watched {
    is_recursive: bool,
    /// Differs when the folder was replaced by another, which has to be watched anew.
    identity: u64,
}

impl PathWatcher {
    /// Uses native events, or marks the changes as incomplete every `poll`.
    pub(super) fn new(queue: Arc<ChangeQueue>, poll: Option<Duration>) -> Result<PathWatcher> {
        let config = Config::default().with_follow_symlinks(false);
        let watcher: Box<dyn Watcher + Send> = match poll {
            Some(interval) => {
                // A polling watcher compares times in whole seconds, within which an author may save more than once. What a
                // plan remembers of files is exact, so that each interval simply lets it compare all of them.
                let queue = Arc::downgrade(&queue);
                thread::spawn(move || {
                    while let Some(queue) = queue.upgrade() {
                        queue.mark_incomplete();
                        drop(queue);
                        thread::sleep(interval);
                    }
                });
                Box::new(NullWatcher)
            }
            None => Box::new(RecommendedWatcher::new(move |event| queue.push(event), config).context(CANNOT_WATCH)?),
        };
        Ok(PathWatcher { watcher, watched: BTreeMap::new(), trees: BTreeSet::new(), paths: BTreeSet::new() })
    }

    /// Watches these targets and nothing else. Returns whether a folder is watched that was not before, in which changes may
    /// have been missed.
    pub(super) fn watch_targets(&mut self, targets: &Targets) -> Result<bool> {
        self.trees.clear();
        self.paths.clear();
        // Each folder to watch, and whether recursively.
        let mut wanted: BTreeMap<PathBuf, bool> = BTreeMap::new();
        for folder in &targets.folders {
            if let Ok(real) = fs::canonicalize(folder) {
                self.trees.insert(real.clone());
                wanted.insert(real, true);
            }
            self.add_parents(folder, &mut wanted);
        }
        for file in &targets.files {
            self.add_parents(file, &mut wanted);
        }
        // A folder below a watched tree needs no watch of its own.
        let trees = self.trees.clone();
        let is_covered = |path: &Path| path.ancestors().skip(1).any(|ancestor| trees.contains(ancestor));
        wanted.retain(|path, _| !is_covered(path));
        let wanted: BTreeMap<PathBuf, Watched> = wanted
            .into_iter()
            .map(|(path, is_recursive)| {
                let identity = identity(&path);
                (path, Watched { is_recursive, identity })
            })
            .collect();
        let gone: Vec<PathBuf> =
            self.watched.keys().filter(|path| wanted.get(*path) != self.watched.get(*path)).cloned().collect();
        for path in gone {
            self.watched.remove(&path);
            // Fails when the folder is gone, and its watch with it.
            let _ = self.watcher.unwatch(&path);
        }
        let mut is_new = false;
        for (path, watch) in wanted {
            if !self.watched.contains_key(&path) {
                is_new |= self.watch(path, watch)?;
            }
        }
        Ok(is_new)
    }

    /// Drops the watches on folders that were themselves changed: they may have been replaced. The next `watch_targets` watches
    /// what is there then.
    pub(super) fn unwatch_changed(&mut self, changes: &Changes) {
        let changed: Vec<PathBuf> = self.watched.keys().filter(|path| changes.paths.contains(*path)).cloned().collect();
        for path in changed {
            self.watched.remove(&path);
            let _ = self.watcher.unwatch(&path);
        }
    }

    /// Keeps the changes of paths that a build reads.
    pub(super) fn relevant(&self, mut changes: Changes) -> Changes {
        changes
            .paths
            .retain(|path| self.paths.contains(path) || path.ancestors().any(|ancestor| self.trees.contains(ancestor)));
        changes
    }

    /// Adds the folders in which the file or folder at `path` could be created or replaced: its parent and those of the
    /// links that lead to it, or for a missing parent the nearest ancestor that exists.
    fn add_parents(&mut self, path: &Path, wanted: &mut BTreeMap<PathBuf, bool>) {
        let mut path = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
        // A longer chain of links is taken for a loop.
        for _ in 0..16 {
            let mut child = path.as_path();
            let parent = loop {
                let Some(parent) = child.parent() else { return };
                match fs::canonicalize(parent) {
                    Ok(real) => break real,
                    Err(_) => child = parent,
                }
            };
            self.paths.extend(child.file_name().map(|name| parent.join(name)));
            wanted.entry(parent.clone()).or_insert(false);
            match fs::read_link(&path) {
                Ok(target) => path = parent.join(target),
                Err(_) => return,
            }
        }
    }

    /// Starts to watch one folder; `false` when it has been removed meanwhile, of which the watch on its parent has an event.
    fn watch(&mut self, path: PathBuf, watch: Watched) -> Result<bool> {
        let mode = if watch.is_recursive { RecursiveMode::Recursive } else { RecursiveMode::NonRecursive };
        match self.watcher.watch(&path, mode) {
            Ok(()) => {
                self.watched.insert(path, watch);
                Ok(true)
            }
            Err(error) if matches!(error.kind, ErrorKind::MaxFilesWatch) => {
                Err(error).with_context(|| format!("cannot watch {}: {TOO_MANY_FOLDERS}", path.display()))
            }
            Err(_) if !path.exists() => Ok(false),
            Err(error) => Err(error).with_context(|| format!("cannot watch {}: {CANNOT_WATCH}", path.display())),
        }
    }
}

const CANNOT_WATCH: &str = "the system does not tell of changes here; use `--poll`";
const TOO_MANY_FOLDERS: &str =
    "the system watches no more folders; raise `fs.inotify.max_user_watches` (`sysctl`), or use `--poll`";

/// A number that identifies the folder at a path.
#[cfg(unix)]
fn identity(path: &Path) -> u64 {
    // The inode number notices a replacement whose event was lost. Numbers are reused, but seldom for the same path.
    fs::metadata(path).map_or(0, |metadata| std::os::unix::fs::MetadataExt::ino(&metadata))
}

#[cfg(not(unix))]
fn identity(path: &Path) -> u64 {
    u64::from(path.exists())
}
