//! The whole sentence: plans for every portal of a declaration first, then, if none has an error, applied.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::time::Instant;

use charte_core::catalogue::Catalogue;
use charte_core::charter::Charter;
use charte_core::diagnostic::{Diagnostic, Level, has_errors};
use charte_core::rules::declaration;
use charte_core::{check, manifest, suggest};

use crate::apply::{self, Applied};
use crate::plan::{self, Memory, Plan, Summary};
use crate::report::{Named, Portal, Report};
use crate::site::path::real_path;

/// A declaration that was read and checked.
#[derive(Default)]
pub struct Declaration {
    /// The folder that its paths start from.
    pub root: PathBuf,
    /// The charters of its portals; none where one has an error.
    pub charters: Vec<Charter>,
    /// The services that portals can name.
    pub catalogue: Catalogue,
    /// What was found in it, in the order of the file.
    pub findings: Vec<Diagnostic>,
    /// What to report of a portal that was asked for and is not declared.
    pub unknown_portal: Option<String>,
}

impl Declaration {
    /// Reads and checks the text of the file that messages call `name`; its paths start from the folder `root`. Of its portals
    /// only those in `portals` are kept; all where that is empty.
    pub fn read(name: &str, text: &str, root: PathBuf, portals: &[String]) -> Declaration {
        let catalogue = Catalogue::embedded();
        let (manifest, mut findings) = manifest::parse(name, text);
        let (mut charters, found) = check::check(&manifest, &catalogue);
        for finding in found {
            if !findings.contains(&finding) {
                findings.push(finding);
            }
        }
        // In the order of the file, as it will be mended.
        findings.sort_by_key(|finding| finding.place.as_ref().map(|place| (place.line, place.column)));
        let unknown_portal = portals
            .iter()
            .find(|id| !manifest.portals().any(|known| known == *id))
            .map(|id| format!("{name} declares no portal `{id}`; it has {}", suggest::list(manifest.portals())));
        if !portals.is_empty() {
            charters.retain(|charter| portals.contains(&charter.id));
        }
        Declaration { root, charters, catalogue, findings, unknown_portal }
    }
}

/// Which plan to make.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Task {
    /// The built site.
    #[default]
    Build,
    /// The site as it was before any build.
    Strip,
}

/// What is done with a declaration.
#[derive(Clone, Copy, Default)]
#[non_exhaustive]
pub struct Options<'a> {
    /// Which plan is made.
    pub task: Task,
    /// Whether nothing is written.
    pub dry_run: bool,
    /// Held while files are written: who has it knows that none is.
    pub writing: Option<&'a Mutex<()>>,
}

impl<'a> Options<'a> {
    /// For a task that is carried out.
    pub fn of(task: Task) -> Self {
        Options { task, ..Options::default() }
    }

    /// The same without writing anything, if so.
    #[must_use]
    pub fn dry(self, dry_run: bool) -> Self {
        Options { dry_run, ..self }
    }

    /// The same, with a lock that is held while files are written.
    #[must_use]
    pub fn holding(self, writing: &'a Mutex<()>) -> Self {
        Options { writing: Some(writing), ..self }
    }
}

/// What the plans of each portal leave to the next ones, by its id.
pub type Memories = BTreeMap<String, Memory>;

/// Plans every portal of a declaration and carries the plans out if none of them, nor the declaration, has an error.
pub fn run(declaration: &Declaration, options: &Options<'_>) -> Report {
    let mut memories = Memories::new();
    if !options.dry_run {
        let ahead = |charter: &Charter| (charter.id.clone(), Memory::with_sink(apply::open_sink));
        memories.extend(declaration.charters.iter().map(ahead));
    }
    let report = run_again(declaration, options, &mut memories);
    // To take apart what is known of a hundred thousand files would take longer than it is of use.
    std::mem::forget(memories);
    report
}

/// The same at the cost of what has changed since the run that left these memories.
pub fn run_again(declaration: &Declaration, options: &Options<'_>, memories: &mut Memories) -> Report {
    let mut findings = declaration.findings.clone();
    if options.task == Task::Strip {
        // What the charter should say is no concern of those who take it back.
        findings.retain(|finding| finding.level == Level::Error);
    }
    let mut plans = Vec::new();
    if !has_errors(&findings) {
        for charter in &declaration.charters {
            let started = Instant::now();
            let memory = memories.entry(charter.id.clone()).or_default();
            let plan = match options.task {
                Task::Build => plan::build_again(charter, &declaration.root, &declaration.catalogue, memory),
                Task::Strip => plan::strip(charter, &declaration.root),
            };
            // What several portals share is told once.
            let new = plan.findings.iter().filter(|finding| !findings.contains(finding));
            findings.extend(new.cloned().collect::<Vec<_>>());
            plans.push((plan, started.elapsed()));
        }
        let summaries: Vec<&Summary> = plans.iter().map(|(plan, _)| &plan.summary).collect();
        findings.extend(meetings(&summaries));
    }
    let sound = !has_errors(&findings);
    let mut portals = Vec::new();
    for (plan, planned) in plans {
        let started = Instant::now();
        let applied = if sound && !options.dry_run { write(&plan, options, &mut findings) } else { None };
        if let (Some(_), Some(memory)) = (&applied, memories.get_mut(&plan.summary.portal)) {
            memory.commit();
        }
        let seconds = (planned + started.elapsed()).as_secs_f64();
        portals.push(Portal { named: Named::of(&plan), summary: plan.summary, applied, seconds });
    }
    Report { sound, findings, portals }
}

/// Portals whose folders look apart in the manifest and meet on the disk, by way of links.
fn meetings(portals: &[&Summary]) -> Vec<Diagnostic> {
    let real = |folder: &str| real_path(Path::new(folder));
    let meet = |one: &str, other: &str| {
        let (one, other) = (real(one), real(other));
        one.starts_with(&other) || other.starts_with(&one)
    };
    let mut findings = Vec::new();
    for (index, new) in portals.iter().enumerate() {
        for old in &portals[..index] {
            let pairs = [(old, new), (new, old)];
            let writes = |(one, other): &(&&Summary, &&Summary)| {
                meet(&one.output, &other.output) || meet(&one.output, &other.input)
            };
            let Some((writer, other)) = pairs.into_iter().find(writes) else { continue };
            let message = format!("portal `{}` writes where portal `{}` reads or writes", writer.portal, other.portal);
            let finding = declaration::SHARED_OUTPUT.finding(message).path(writer.output.clone());
            findings.push(finding.help("links make one folder of two; give each portal an `output` of its own"));
        }
    }
    findings
}

/// Applies a plan; what could not be written becomes findings.
fn write(plan: &Plan, options: &Options<'_>, findings: &mut Vec<Diagnostic>) -> Option<Applied> {
    let _held = options.writing.map(Mutex::lock);
    match apply::apply(plan) {
        Ok(applied) => Some(applied),
        Err(faults) => {
            findings.extend(faults.into_iter().map(Diagnostic::from));
            None
        }
    }
}
