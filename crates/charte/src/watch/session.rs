//! Runs `charte build` again whenever something that it reads has changed. It prints nothing.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use anyhow::Result;
use charte_build::theme_folder;
use charte_build::{Declaration, Denied, Memories, Options, Task};

use super::lock::Locks;
use super::options::WatchOptions;
use super::prepare;
use super::queue::ChangeQueue;
use super::watcher::{PathWatcher, Targets};
use crate::declare;
use crate::print::Outcome;
use crate::rebuild::{Changes, Rebuild};
use crate::rules;
use crate::sample::ThemeSource;

/// The grace period before a failure is reported: generators delete their output folder and make it anew, and files that are
/// being written can look broken.
const GRACE: Duration = Duration::from_millis(1500);

/// What is watched and built, and what was remembered of the last build.
pub(super) struct Session {
    config: PathBuf,
    portals: Vec<String>,
    queue: Arc<ChangeQueue>,
    watcher: PathWatcher,
    locks: Locks,
    targets: Targets,
    /// Held while files are written.
    write_lock: Arc<Mutex<()>>,
    /// The theme that is previewed with the sample site; `None` where the site of a declaration is built.
    theme: Option<ThemeSource>,
    /// Whether nothing is written: the pages come from another server, or are the sample's.
    is_in_memory: bool,
    pub(super) memories: Memories,
}

impl Session {
    /// `write_lock` is held while files are written.
    pub(super) fn new(
        options: &WatchOptions,
        theme: Option<ThemeSource>,
        write_lock: Arc<Mutex<()>>,
    ) -> Result<Session> {
        let queue = Arc::<ChangeQueue>::default();
        Ok(Session {
            config: options.config.clone(),
            portals: options.portals.clone(),
            watcher: PathWatcher::new(Arc::clone(&queue), options.serving.poll)?,
            queue,
            locks: Locks::default(),
            targets: Targets::default(),
            write_lock,
            is_in_memory: options.proxy.is_some() || theme.is_some(),
            theme,
            memories: Memories::new(),
        })
    }

    /// Builds, reports and waits for changes. Returns only with an error that ends the command.
    pub(super) fn run(&mut self, mut report: impl FnMut(&Session, Rebuild)) -> Result<()> {
        let mut changes = Changes::default();
        loop {
            let started = Instant::now();
            let mut rebuild = self.rebuild(changes)?;
            let mut more = Changes::default();
            // A file that changes while it is read can look broken and be complete a moment later.
            while rebuild.is_failed() && started.elapsed() < GRACE {
                more = self.wait_for_changes(Some(Duration::from_millis(60)));
                if more.is_empty() {
                    break;
                }
                rebuild = self.rebuild(std::mem::take(&mut more))?;
            }
            report(self, rebuild);
            // A folder that is watched only from now on may have changed before.
            more.is_incomplete |= self.watcher.watch_targets(&self.targets)?;
            changes = if more.is_empty() { self.next_changes()? } else { more };
        }
    }

    /// Builds once.
    fn rebuild(&mut self, changes: Changes) -> Result<Rebuild> {
        let started = Instant::now();
        for memory in self.memories.values_mut() {
            memory.invalidate(changes.paths.iter().cloned());
            if changes.is_incomplete {
                memory.invalidate_all();
            }
        }
        let declaration = self.declaration();
        let (charters, root) = (declaration.charters.clone(), declaration.root.clone());
        self.targets = self.targets_of(&declaration);
        if self.is_in_memory {
            let (mut outcome, prepared) = prepare::prepare_portals(declaration);
            if self.theme.is_some() {
                // The sample's services are not the author's: no summary is printed of them.
                outcome.portals.clear();
            }
            return Ok(Rebuild { outcome, changes, took: started.elapsed(), charters, prepared, root });
        }
        for charter in &charters {
            self.locks.acquire(&root.join(charter.folders.output.as_ref().unwrap_or(&charter.folders.input)))?;
        }
        self.memories.retain(|id, _| charters.is_empty() || charters.iter().any(|charter| charter.id == *id));
        let options = Options::new(Task::Build).write_lock(&self.write_lock);
        let report = charte_build::run_again(&declaration, &options, &mut self.memories);
        let outcome = Outcome::of(report, "build", &self.config, false, Denied::Errors);
        Ok(Rebuild { outcome, changes, took: started.elapsed(), charters, prepared: BTreeMap::new(), root })
    }

    /// The declaration. That it cannot be read is a finding like others, since watching goes on.
    fn declaration(&self) -> Declaration {
        if let Some(theme) = &self.theme {
            return theme.declaration();
        }
        let fault = |message: String| {
            let finding = rules::DECLARATION.finding(message).path(self.config.display().to_string());
            Declaration { findings: vec![finding], ..Declaration::default() }
        };
        match declare::declaration(&self.config, &self.portals) {
            Ok(Declaration { unknown_portal: Some(message), .. }) => fault(message),
            Ok(declaration) => declaration,
            Err(error) => fault(format!("{error:#}")),
        }
    }

    /// What a build of the declaration reads; while it has errors, what the last build read.
    fn targets_of(&self, declaration: &Declaration) -> Targets {
        let config = match &self.theme {
            Some(theme) => theme.config(),
            None => Some(self.config.as_path()),
        };
        let files: BTreeSet<PathBuf> = config.map(Path::to_owned).into_iter().collect();
        if declaration.charters.is_empty() {
            return Targets { files, ..self.targets.clone() };
        }
        let places = declaration.charters.iter().map(|charter| &charter.folders);
        let names = places.flat_map(|place| {
            [
                Some(&place.input).filter(|_| !self.is_in_memory),
                Some(&place.theme).filter(|theme| !theme_folder::is_built_in(theme)),
            ]
        });
        Targets { folders: names.flatten().map(|name| declaration.root.join(name)).collect(), files }
    }

    /// Waits for the next changes of what a build reads, and until folders that were there before are filled again.
    fn next_changes(&mut self) -> Result<Changes> {
        let were_filled = self.targets.folders.iter().all(|folder| is_filled(folder));
        let mut changes = Changes::default();
        while changes.is_empty() {
            changes = self.wait_for_changes(None);
        }
        let started = Instant::now();
        while were_filled && started.elapsed() < GRACE && !self.targets.folders.iter().all(|folder| is_filled(folder)) {
            // A recreated folder has to be watched anew.
            changes.is_incomplete |= self.watcher.watch_targets(&self.targets)?;
            changes.merge(self.wait_for_changes(Some(Duration::from_millis(50))));
        }
        // A recreated folder is watched before it is read, so that no change in between is missed.
        if self.watcher.watch_targets(&self.targets)? {
            changes.is_incomplete = true;
            changes.merge(self.wait_for_changes(Some(Duration::from_millis(50))));
        }
        Ok(changes)
    }

    /// Waits for changes within a limit, and returns those of what a build reads.
    fn wait_for_changes(&mut self, limit: Option<Duration>) -> Changes {
        let changes = self.queue.wait(limit);
        self.watcher.unwatch_changed(&changes);
        self.watcher.relevant(changes)
    }
}

fn is_filled(folder: &Path) -> bool {
    fs::read_dir(folder).is_ok_and(|mut entries| entries.next().is_some())
}
