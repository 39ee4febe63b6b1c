//! What is shown: the portals as last built, and what stands in the way of building them again. Every page that is open
//! follows it, and one that is opened late learns the same.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

use charte_build::Memories;
use charte_build::is_page_name;
use charte_build::prepare::Portal;
use charte_core::charter::Charter;
use charte_core::diagnostic::{Diagnostic, Level};
use charte_rewrite::recognise::scope;
use serde::Serialize;
use tokio::sync::watch;

use crate::print::plain;
use crate::round::Round;

/// All that is shown.
#[derive(Default)]
pub(crate) struct Shown {
    /// The portals, in the order of the manifest, as they were last built.
    pub(super) portals: Vec<Arc<View>>,
    /// What was found last.
    pub(super) findings: Vec<Diagnostic>,
    /// Whether the last build failed.
    pub(super) is_failed: bool,
    /// Whether there was a build at all.
    pub(super) has_begun: bool,
}

/// One portal as it is shown.
pub(super) struct View {
    pub(super) charter: Charter,
    pub(super) manifest: PathBuf,
    pub(super) input: PathBuf,
    pub(super) output: PathBuf,
    /// Where pages are looked at by the same rules as they were built.
    pub(super) portal: Arc<Portal>,
    /// The files of charte's own folder where no build writes them.
    pub(super) files: Option<BTreeMap<String, Vec<u8>>>,
    pub(super) state: State,
}

/// What an open page has to compare with what it was opened under.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub(super) struct State {
    /// Changes with every start of the server.
    run: u64,
    /// Counts changes after which any page has to be loaded again.
    reload: u64,
    /// Counts all others.
    look: u64,
}

/// What an open page is told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(super) struct Message {
    state: Option<State>,
    /// The findings that stop the build, as the terminal shows them; none when it went well.
    problems: Vec<String>,
}

/// The stage on which all this stands.
pub(crate) struct Stage {
    run: u64,
    manifest: PathBuf,
    shown: watch::Sender<Arc<Shown>>,
}

impl Stage {
    pub(crate) fn new(manifest: &Path) -> Stage {
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        // A number that a script in a page can hold.
        let run = u64::try_from(now.as_millis()).unwrap_or_default();
        Stage { run, manifest: manifest.to_owned(), shown: watch::Sender::default() }
    }

    /// Shows what a build came to.
    pub(crate) fn show(&self, round: &mut Round, memories: &Memories) {
        let old = Arc::clone(&self.shown.borrow());
        let is_failed = round.is_failed();
        let portals = match is_failed {
            true => old.portals.clone(),
            false => {
                let charters = std::mem::take(&mut round.charters);
                let views = charters.iter().filter_map(|charter| self.view(round, charter, (memories, &old)));
                views.map(Arc::new).collect()
            }
        };
        let findings = round.outcome.findings.clone();
        self.shown.send_replace(Arc::new(Shown { portals, findings, is_failed, has_begun: true }));
    }

    fn view(&self, round: &mut Round, charter: &Charter, (memories, shown): (&Memories, &Shown)) -> Option<View> {
        let (portal, files) = match round.previews.remove(&charter.id) {
            Some(preview) => (preview.portal, Some(preview.files)),
            None => (memories.get(&charter.id)?.portal()?, None),
        };
        let real = |folder: &String| {
            let folder = round.root.join(folder);
            fs::canonicalize(&folder).unwrap_or(folder)
        };
        let input = real(&charter.folders.input);
        let output = charter.folders.output.as_ref().map_or_else(|| input.clone(), real);
        let state = match shown.portal(&charter.id) {
            None => State { run: self.run, reload: 0, look: 0 },
            Some(old) => {
                let is_other = scope(&old.charter) != scope(charter)
                    || old.charter.fingerprint() != charter.fingerprint()
                    || old.output != output
                    || round.news.paths.iter().any(|path| is_asset(path, &input, &charter.folders.folder));
                let is_news = round
                    .outcome
                    .portals
                    .iter()
                    .any(|portal| portal.summary.portal == charter.id && portal.has_written())
                    || round.news.paths.iter().any(|path| path.starts_with(&input))
                    || old.files != files;
                State {
                    reload: old.state.reload + u64::from(is_other),
                    look: old.state.look + u64::from(is_news),
                    ..old.state
                }
            }
        };
        let manifest = self.manifest.clone();
        Some(View { charter: charter.clone(), manifest, input, output, portal, files, state })
    }

    /// What is shown now.
    pub(super) fn shown(&self) -> Arc<Shown> {
        Arc::clone(&self.shown.borrow())
    }

    /// What is shown from now on.
    pub(super) fn follow(&self) -> watch::Receiver<Arc<Shown>> {
        self.shown.subscribe()
    }
}

impl Shown {
    pub(super) fn portal(&self, id: &str) -> Option<&Arc<View>> {
        self.portals.iter().find(|view| view.charter.id == id)
    }

    /// What pages of a portal are told.
    pub(super) fn message(&self, view: Option<&View>) -> Message {
        let problems = self.findings.iter().filter(|finding| self.is_failed && finding.level == Level::Error);
        Message { state: view.map(|view| view.state), problems: problems.map(plain).collect() }
    }
}

/// Whether a path that changed is a file of the site's that any page may use. Pages compare themselves.
fn is_asset(path: &Path, input: &Path, folder: &str) -> bool {
    let Ok(below) = path.strip_prefix(input) else { return false };
    !below.starts_with(folder) && !is_page_name(path) && path.is_file()
}
