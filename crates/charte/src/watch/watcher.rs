//! What is watched: the folders that a build reads, and beside each of them what would replace it. It knows paths, and
//! neither manifests nor what follows from a change.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use anyhow::{Context as _, Result};
use notify::{Config, ErrorKind, NullWatcher, RecommendedWatcher, RecursiveMode, Watcher};

use super::inbox::Inbox;
use crate::round::News;

/// What a build reads, as the author names it.
#[derive(Debug, Default, Clone)]
pub(super) struct Targets {
    /// Folders, with all below them.
    pub(super) folders: BTreeSet<PathBuf>,
    /// Single files.
    pub(super) files: BTreeSet<PathBuf>,
}

/// The watchers.
pub(super) struct PathWatcher {
    watcher: Box<dyn Watcher + Send>,
    /// What is watched, and which folder that was: one that was replaced has to be watched anew.
    watched: BTreeMap<PathBuf, Watched>,
    /// The paths of which a change matters, with all below them.
    trees: BTreeSet<PathBuf>,
    /// Those of which it matters by themselves.
    spots: BTreeSet<PathBuf>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Watched {
    is_recursive: bool,
    identity: u64,
}

impl PathWatcher {
    /// Native events, or a look every `poll`.
    pub(super) fn new(inbox: Arc<Inbox>, poll: Option<Duration>) -> Result<PathWatcher> {
        let config = Config::default().with_follow_symlinks(false);
        let watcher: Box<dyn Watcher + Send> = match poll {
            Some(interval) => {
                // Watchers that look by themselves count in seconds, in which an author saves more than once; what a plan
                // remembers of files does not.
                let inbox = Arc::downgrade(&inbox);
                thread::spawn(move || {
                    while let Some(inbox) = inbox.upgrade() {
                        inbox.doubt();
                        drop(inbox);
                        thread::sleep(interval);
                    }
                });
                Box::new(NullWatcher)
            }
            None => Box::new(RecommendedWatcher::new(move |told| inbox.put(told), config).context(CANNOT)?),
        };
        Ok(PathWatcher { watcher, watched: BTreeMap::new(), trees: BTreeSet::new(), spots: BTreeSet::new() })
    }

    /// Watches these, and nothing else. Tells whether anything is watched that was not before, and may have changed
    /// unseen.
    pub(super) fn aim(&mut self, targets: &Targets) -> Result<bool> {
        self.trees.clear();
        self.spots.clear();
        let mut wanted: BTreeMap<PathBuf, bool> = BTreeMap::new();
        for folder in &targets.folders {
            if let Ok(real) = fs::canonicalize(folder).map(|real| self.tree(real)) {
                wanted.insert(real, true);
            }
            self.beside(folder, &mut wanted);
        }
        for file in &targets.files {
            self.beside(file, &mut wanted);
        }
        // One watch for each folder: what lies in a watched tree is watched.
        let trees = self.trees.clone();
        let is_covered = |path: &Path| path.ancestors().skip(1).any(|above| trees.contains(above));
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
            // Fails where the folder is gone, and its watch with it.
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

    /// Gives up the watched folders that something happened to themselves: another may stand in their place, which the next
    /// `aim` watches.
    pub(super) fn lose(&mut self, news: &News) {
        let lost: Vec<PathBuf> = self.watched.keys().filter(|path| news.paths.contains(*path)).cloned().collect();
        for path in lost {
            self.watched.remove(&path);
            let _ = self.watcher.unwatch(&path);
        }
    }

    /// Of what was told, what is about something that a build reads.
    pub(super) fn see(&self, mut news: News) -> News {
        news.paths.retain(|path| self.spots.contains(path) || path.ancestors().any(|above| self.trees.contains(above)));
        news
    }

    fn tree(&mut self, real: PathBuf) -> PathBuf {
        self.trees.insert(real.clone());
        real
    }

    /// Watches the folders in which a file or folder would be put in the place of the one at `path`: its own, those of
    /// the links that lead to it, and where some of them are missing, the one in which the first would be made.
    fn beside(&mut self, path: &Path, wanted: &mut BTreeMap<PathBuf, bool>) {
        let mut path = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
        // A chain of links that is longer leads nowhere.
        for _ in 0..16 {
            let mut spot = path.as_path();
            let parent = loop {
                let Some(parent) = spot.parent() else { return };
                match fs::canonicalize(parent) {
                    Ok(real) => break real,
                    Err(_) => spot = parent,
                }
            };
            self.spots.extend(spot.file_name().map(|name| parent.join(name)));
            wanted.entry(parent.clone()).or_insert(false);
            match fs::read_link(&path) {
                Ok(target) => path = parent.join(target),
                Err(_) => return,
            }
        }
    }

    /// Starts to watch one folder; `false` when it went away meanwhile, which its parent tells.
    fn watch(&mut self, path: PathBuf, watch: Watched) -> Result<bool> {
        let mode = if watch.is_recursive { RecursiveMode::Recursive } else { RecursiveMode::NonRecursive };
        match self.watcher.watch(&path, mode) {
            Ok(()) => {
                self.watched.insert(path, watch);
                Ok(true)
            }
            Err(error) if matches!(error.kind, ErrorKind::MaxFilesWatch) => {
                Err(error).with_context(|| format!("cannot watch {}: {TOO_MANY}", path.display()))
            }
            Err(_) if !path.exists() => Ok(false),
            Err(error) => Err(error).with_context(|| format!("cannot watch {}: {CANNOT}", path.display())),
        }
    }
}

const CANNOT: &str = "the system does not tell of changes here; use `--poll`";
const TOO_MANY: &str =
    "the system watches no more folders; raise `fs.inotify.max_user_watches` (`sysctl`), or use `--poll`";

/// Which folder stands at a path.
#[cfg(unix)]
fn identity(path: &Path) -> u64 {
    // What a lost event would have told: numbers of folders are used again at once, but seldom at the same place.
    fs::metadata(path).map_or(0, |metadata| std::os::unix::fs::MetadataExt::ino(&metadata))
}

#[cfg(not(unix))]
fn identity(path: &Path) -> u64 {
    u64::from(path.exists())
}
