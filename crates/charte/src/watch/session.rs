//! Says the sentence of `charte build` again whenever something that it reads has changed. It prints nothing.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use anyhow::Result;
use charte_build::site::theme_folder;
use charte_build::{Declaration, Memories, Options, Task};

use super::inbox::Inbox;
use super::lock::Locks;
use super::options::WatchOptions;
use super::preview;
use super::watcher::{PathWatcher, Targets};
use crate::declare;
use crate::print::Outcome;
use crate::round::{News, Round};
use crate::rules;
use crate::sample::Theme;

/// How long a folder that a build reads may be gone or empty before that is told: generators delete theirs and make it anew.
const PATIENCE: Duration = Duration::from_millis(1500);

/// A build under watch.
pub(super) struct Session {
    config: PathBuf,
    portals: Vec<String>,
    inbox: Arc<Inbox>,
    watcher: PathWatcher,
    locks: Locks,
    targets: Targets,
    writing: Arc<Mutex<()>>,
    /// The theme that is shown, where nothing is built.
    theme: Option<Theme>,
    /// Whether another server makes the pages, or nobody does.
    is_preview: bool,
    pub(super) memories: Memories,
}

impl Session {
    /// `writing` is held while files are written.
    pub(super) fn new(options: &WatchOptions, theme: Option<Theme>, writing: Arc<Mutex<()>>) -> Result<Session> {
        let inbox = Arc::<Inbox>::default();
        Ok(Session {
            config: options.config.clone(),
            portals: options.portals.clone(),
            watcher: PathWatcher::new(Arc::clone(&inbox), options.serving.poll)?,
            inbox,
            locks: Locks::default(),
            targets: Targets::default(),
            writing,
            is_preview: options.proxy.is_some() || theme.is_some(),
            theme,
            memories: Memories::new(),
        })
    }

    /// Builds, tells, and waits for what changes, for ever.
    pub(super) fn run(&mut self, mut tell: impl FnMut(&Session, Round)) -> Result<()> {
        let mut news = News::default();
        loop {
            let begun = Instant::now();
            let mut round = self.round(news)?;
            let mut more = News::default();
            // What changes while it is read can look broken, and be whole a moment later.
            while round.is_failed() && begun.elapsed() < PATIENCE {
                more = self.hear(Some(Duration::from_millis(60)));
                if more.is_empty() {
                    break;
                }
                round = self.round(std::mem::take(&mut more))?;
            }
            tell(self, round);
            // What is watched only now may have changed before.
            more.is_partial |= self.watcher.aim(&self.targets)?;
            news = if more.is_empty() { self.next()? } else { more };
        }
    }

    /// Builds once.
    fn round(&mut self, news: News) -> Result<Round> {
        let started = Instant::now();
        for memory in self.memories.values_mut() {
            memory.touch(news.paths.iter().cloned());
            if news.is_partial {
                memory.doubt();
            }
        }
        let declaration = self.declaration();
        let (charters, root) = (declaration.charters.clone(), declaration.root.clone());
        self.targets = self.targets_of(&declaration);
        if self.is_preview {
            let (mut outcome, previews) = preview::make(declaration);
            if self.theme.is_some() {
                // What the sample declares is nobody's.
                outcome.portals.clear();
            }
            return Ok(Round { outcome, news, took: started.elapsed(), charters, previews, root });
        }
        for charter in &charters {
            self.locks.take(&root.join(charter.place.output.as_ref().unwrap_or(&charter.place.input)))?;
        }
        self.memories.retain(|id, _| charters.is_empty() || charters.iter().any(|charter| charter.id == *id));
        let options = Options::of(Task::Build).holding(&self.writing);
        let report = charte_build::run_again(&declaration, &options, &mut self.memories);
        let outcome = Outcome::of(report, "build", false);
        Ok(Round { outcome, news, took: started.elapsed(), charters, previews: BTreeMap::new(), root })
    }

    /// The declaration; what cannot be read at all is a finding like others, for it may come back.
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

    /// What the declaration makes a build read; while it is broken, what it read before.
    fn targets_of(&self, declaration: &Declaration) -> Targets {
        let config = match &self.theme {
            Some(theme) => theme.config(),
            None => Some(self.config.as_path()),
        };
        let files: BTreeSet<PathBuf> = config.map(Path::to_owned).into_iter().collect();
        if declaration.charters.is_empty() {
            return Targets { files, ..self.targets.clone() };
        }
        let places = declaration.charters.iter().map(|charter| &charter.place);
        let names = places.flat_map(|place| {
            [
                Some(&place.input).filter(|_| !self.is_preview),
                Some(&place.theme).filter(|theme| !theme_folder::is_built_in(theme)),
            ]
        });
        Targets { folders: names.flatten().map(|name| declaration.root.join(name)).collect(), files }
    }

    /// The next change of something that a build reads.
    fn next(&mut self) -> Result<News> {
        let are_there = self.targets.folders.iter().all(|folder| has_something(folder));
        let mut news = News::default();
        while news.is_empty() {
            news = self.hear(None);
        }
        let started = Instant::now();
        while are_there
            && started.elapsed() < PATIENCE
            && !self.targets.folders.iter().all(|folder| has_something(folder))
        {
            // The new folder is another than the one that was watched.
            news.is_partial |= self.watcher.aim(&self.targets)?;
            news.add(self.hear(Some(Duration::from_millis(50))));
        }
        // A folder in the place of one that was watched is watched before it is read.
        if self.watcher.aim(&self.targets)? {
            news.is_partial = true;
            news.add(self.hear(Some(Duration::from_millis(50))));
        }
        Ok(news)
    }

    /// What is told within a limit, as far as it matters.
    fn hear(&mut self, limit: Option<Duration>) -> News {
        let news = self.inbox.wait(limit);
        self.watcher.lose(&news);
        self.watcher.see(news)
    }
}

fn has_something(folder: &Path) -> bool {
    fs::read_dir(folder).is_ok_and(|mut entries| entries.next().is_some())
}
