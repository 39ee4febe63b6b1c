//! The state of the server: the portals as last built, and the errors of the last build. Open pages get the whole state at each
//! change, so that one that connects late gets the same as all others.

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

use crate::print::plain_text;
use crate::rebuild::Rebuild;

/// The state after one build.
#[derive(Default)]
pub(crate) struct Snapshot {
    /// The portals, in the order of the manifest, as they were last built without errors.
    pub(super) portals: Vec<Arc<PortalView>>,
    /// The findings of the last build.
    pub(super) findings: Vec<Diagnostic>,
    /// Whether the last build failed.
    pub(super) is_failed: bool,
    /// Whether the first build has ended.
    pub(super) has_built: bool,
}

/// One portal as it is served.
pub(super) struct PortalView {
    pub(super) charter: Charter,
    pub(super) manifest: PathBuf,
    pub(super) input: PathBuf,
    pub(super) output: PathBuf,
    /// The rules by which its pages were built.
    pub(super) portal: Arc<Portal>,
    /// The files of charte's own folder, where none are written to disk.
    pub(super) files: Option<BTreeMap<String, Vec<u8>>>,
    pub(super) version: Version,
}

/// The version of a portal. An open page compares it with the version that it was loaded with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub(super) struct Version {
    /// Differs at every start of the server.
    run: u64,
    /// Counts changes after which every page has to be loaded again.
    reload: u64,
    /// Counts all other changes, which pages can take over in place.
    look: u64,
}

/// What is sent to an open page at each change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(super) struct Message {
    /// The version of its portal; `None` for a page of no portal.
    state: Option<Version>,
    /// The errors that stopped the last build, as the terminal shows them.
    problems: Vec<String>,
}

/// The current state, shared by the builds that change it and the requests that read it.
pub(crate) struct SharedState {
    run: u64,
    manifest: PathBuf,
    snapshots: watch::Sender<Arc<Snapshot>>,
}

impl SharedState {
    pub(crate) fn new(manifest: &Path) -> SharedState {
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        // Milliseconds fit into the numbers of JavaScript.
        let run = u64::try_from(now.as_millis()).unwrap_or_default();
        SharedState { run, manifest: manifest.to_owned(), snapshots: watch::Sender::default() }
    }

    /// Takes over the result of a build. A failed one leaves the portals as they were.
    pub(crate) fn update(&self, rebuild: &mut Rebuild, memories: &Memories) {
        let old = self.snapshot();
        let is_failed = rebuild.is_failed();
        let portals = match is_failed {
            true => old.portals.clone(),
            false => {
                let charters = std::mem::take(&mut rebuild.charters);
                let views = charters.iter().filter_map(|charter| self.portal_view(rebuild, charter, memories, &old));
                views.map(Arc::new).collect()
            }
        };
        let findings =
            rebuild.outcome.findings.iter().filter(|finding| finding.level != Level::Allow).cloned().collect();
        self.snapshots.send_replace(Arc::new(Snapshot { portals, findings, is_failed, has_built: true }));
    }

    fn portal_view(
        &self,
        rebuild: &mut Rebuild,
        charter: &Charter,
        memories: &Memories,
        old: &Snapshot,
    ) -> Option<PortalView> {
        let (portal, files) = match rebuild.prepared.remove(&charter.id) {
            Some(prepared) => (prepared.portal, Some(prepared.files)),
            None => (memories.get(&charter.id)?.portal()?, None),
        };
        let real = |folder: &String| {
            let folder = rebuild.root.join(folder);
            fs::canonicalize(&folder).unwrap_or(folder)
        };
        let input = real(&charter.folders.input);
        let output = charter.folders.output.as_ref().map_or_else(|| input.clone(), real);
        let version = match old.portal(&charter.id) {
            None => Version { run: self.run, reload: 0, look: 0 },
            Some(old) => {
                let needs_reload = scope(&old.charter) != scope(charter)
                    || old.charter.fingerprint() != charter.fingerprint()
                    || old.output != output
                    || rebuild.changes.paths.iter().any(|path| is_asset(path, &input, &charter.folders.folder));
                let has_changed = rebuild
                    .outcome
                    .portals
                    .iter()
                    .any(|portal| portal.summary.portal == charter.id && portal.has_written())
                    || rebuild.changes.paths.iter().any(|path| path.starts_with(&input))
                    || old.files != files;
                Version {
                    reload: old.version.reload + u64::from(needs_reload),
                    look: old.version.look + u64::from(has_changed),
                    ..old.version
                }
            }
        };
        let manifest = self.manifest.clone();
        Some(PortalView { charter: charter.clone(), manifest, input, output, portal, files, version })
    }

    /// The current state.
    pub(super) fn snapshot(&self) -> Arc<Snapshot> {
        Arc::clone(&self.snapshots.borrow())
    }

    /// The current state and all that follow.
    pub(super) fn subscribe(&self) -> watch::Receiver<Arc<Snapshot>> {
        self.snapshots.subscribe()
    }
}

impl Snapshot {
    pub(super) fn portal(&self, id: &str) -> Option<&Arc<PortalView>> {
        self.portals.iter().find(|view| view.charter.id == id)
    }

    /// The message for pages of a portal, or of none.
    pub(super) fn message(&self, view: Option<&PortalView>) -> Message {
        let problems = self.findings.iter().filter(|finding| self.is_failed && finding.level == Level::Error);
        Message { state: view.map(|view| view.version), problems: problems.map(plain_text).collect() }
    }
}

/// Whether a changed path is a file of the site that any page may use. A changed page is not: only that page is loaded again.
fn is_asset(path: &Path, input: &Path, folder: &str) -> bool {
    let Ok(below) = path.strip_prefix(input) else { return false };
    !below.starts_with(folder) && !is_page_name(path) && path.is_file()
}
