//! Runs a task for all portals of a declaration: all are planned, then, if there is no error, the plans are carried out.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::time::Instant;

use charte_core::catalogue::Catalogue;
use charte_core::charter::Charter;
use charte_core::diagnostic::{Diagnostic, Level, has_errors, has_level};
use charte_core::distinct::Distinct;
use charte_core::levels::Levels;
use charte_core::rule::Rule;
use charte_core::rules::declaration;
use charte_core::{check, manifest, suggest};

use crate::apply::{self, Applied};
use crate::plan::{self, Memory, Plan, Summary};
use crate::prepare::{self, alike};
use crate::progress::Progress;
use crate::report::{Named, PortalReport, Report};
use crate::rules;
use crate::shard::Shard;
use crate::site::path::real_path;

/// A declaration that was read and checked. One that cannot be read has only findings.
#[derive(Default)]
pub struct Declaration {
    /// The folder from which its paths start.
    pub root: PathBuf,
    /// The charters of its portals; none where one has an error.
    pub charters: Vec<Charter>,
    /// The services that portals can name.
    pub catalogue: Catalogue,
    /// The findings about it, in the order of the file.
    pub findings: Vec<Diagnostic>,
    /// The levels that it gives to rules.
    pub levels: Levels,
    /// A message about a requested portal that is not declared.
    pub unknown_portal: Option<String>,
}

impl Declaration {
    /// Reads and checks `text`, the content of the file that messages call `name`. Its paths start from the folder
    /// `root`. Only the portals with an id in `portals` are kept; all are if that is empty. Dates are compared with the day
    /// `today`, as `YYYY-MM-DD`, if it is given.
    pub fn read(name: &str, text: &str, root: PathBuf, portals: &[String], today: Option<&str>) -> Declaration {
        let catalogue = Catalogue::embedded();
        let (manifest, mut findings) = manifest::parse(name, text);
        let (mut charters, mut found) = check::check(&manifest, &catalogue);
        let all: Vec<&Rule> = rules::all().collect();
        let (levels, faults) = manifest.levels(&all);
        found.extend(faults);
        found.extend(today.into_iter().flat_map(|today| check::check_dates(&manifest, today)));
        levels.apply(&mut findings);
        levels.apply(&mut found);
        let mut distinct = Distinct::of(findings);
        distinct.extend(found);
        let mut findings = distinct.into_list();
        // In the order of the file, in which it will be mended.
        findings.sort_by_key(|finding| finding.place.as_ref().map(|place| (place.line, place.column)));
        let unknown_portal = portals
            .iter()
            .find(|id| !manifest.portals().any(|known| known == *id))
            .map(|id| format!("{name} declares no portal `{id}`; it has {}", suggest::list(manifest.portals())));
        if !portals.is_empty() {
            charters.retain(|charter| portals.contains(&charter.id));
        }
        Declaration { root, charters, catalogue, findings, levels, unknown_portal }
    }

    /// The findings about the themes of its portals, with their tokens and texts: what a build would report of them.
    pub fn check_themes(&self) -> Vec<Diagnostic> {
        let check = |charter: &Charter| prepare::check(charter, &self.root, &self.catalogue);
        let mut findings = alike::check_all(&self.charters, &self.root, check);
        self.levels.apply(&mut findings);
        findings
    }
}

/// What is done to a site.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Task {
    /// Writes the charter, and pages that hold what needs consent.
    #[default]
    Build,
    /// Restores the site as it was before any build.
    Strip,
}

/// Which findings stop a task.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Denied {
    /// Errors.
    #[default]
    Errors,
    /// Errors and warnings.
    Warnings,
}

impl Denied {
    /// Whether one of these findings stops the task.
    pub fn stops(self, findings: &[Diagnostic]) -> bool {
        match self {
            Denied::Errors => has_errors(findings),
            Denied::Warnings => has_level(findings, Level::Warning),
        }
    }
}

/// How a run is done.
#[derive(Clone, Copy, Default)]
#[non_exhaustive]
pub struct Options<'a> {
    /// What is done to the site.
    pub task: Task,
    /// Whether plans are made and not carried out.
    pub dry_run: bool,
    /// Which findings stop the task, so that nothing is written.
    pub denied: Denied,
    /// A lock that is held while files are written.
    pub write_lock: Option<&'a Mutex<()>>,
    /// The part of the site that is built; `None` for all of it.
    pub shard: Option<Shard>,
    /// Counts what is done, for another thread that shows it.
    pub progress: Option<&'a Arc<Progress>>,
}

impl<'a> Options<'a> {
    /// Options for a task that is carried out.
    pub fn new(task: Task) -> Self {
        Options { task, ..Options::default() }
    }

    /// Sets whether plans are made and not carried out.
    #[must_use]
    pub fn dry_run(self, dry_run: bool) -> Self {
        Options { dry_run, ..self }
    }

    /// Sets which findings stop the task.
    #[must_use]
    pub fn deny(self, denied: Denied) -> Self {
        Options { denied, ..self }
    }

    /// Sets the part of the site that a build is of.
    #[must_use]
    pub fn shard(self, shard: Option<Shard>) -> Self {
        Options { shard, ..self }
    }

    /// Sets what counts the portals and files that are done.
    #[must_use]
    pub fn progress(self, progress: &'a Arc<Progress>) -> Self {
        Options { progress: Some(progress), ..self }
    }

    /// Sets a lock that is held while files are written. A caller that holds it knows that the output does not change.
    #[must_use]
    pub fn write_lock(self, lock: &'a Mutex<()>) -> Self {
        Options { write_lock: Some(lock), ..self }
    }
}

/// The memories of the portals, by their ids: see [`Memory`].
pub type Memories = BTreeMap<String, Memory>;

/// Plans every portal of a declaration and carries the plans out if none of them, nor the declaration, has an error.
pub fn run(declaration: &Declaration, options: &Options<'_>) -> Report {
    let mut memories = Memories::new();
    if let Some(shard) = options.shard {
        let part = |charter: &Charter| (charter.id.clone(), Memory::of_shard(shard));
        memories.extend(declaration.charters.iter().map(part));
    } else if !options.dry_run {
        let ahead = |charter: &Charter| (charter.id.clone(), Memory::with_sink(apply::open_sink));
        memories.extend(declaration.charters.iter().map(ahead));
    }
    let report = run_again(declaration, options, &mut memories);
    // The process ends soon: freeing the entries of a hundred thousand files one by one would only delay it.
    std::mem::forget(memories);
    report
}

/// The same, with the memories of the last run: only what has changed since is planned again. The caller passes changes
/// on disk to [`Memory::invalidate`].
pub fn run_again(declaration: &Declaration, options: &Options<'_>, memories: &mut Memories) -> Report {
    let mut findings = declaration.findings.clone();
    if options.task == Task::Strip {
        // Warnings about the charter are of no use when it is removed.
        findings.retain(|finding| finding.level == Level::Error);
    }
    let mut plans = Vec::new();
    if !has_errors(&findings) {
        for charter in &declaration.charters {
            let started = Instant::now();
            let memory = memories.entry(charter.id.clone()).or_default();
            memory.progress = options.progress.cloned();
            let plan = match options.task {
                Task::Build => plan::build_again(charter, &declaration.root, &declaration.catalogue, memory),
                Task::Strip => plan::strip(charter, &declaration.root),
            };
            // Portals can share the cause of a finding.
            let mut found = plan.findings.clone();
            declaration.levels.apply(&mut found);
            found.retain(|finding| !findings.contains(finding));
            findings.extend(found);
            plans.push((plan, started.elapsed()));
            if let Some(progress) = options.progress {
                progress.add_portal();
            }
        }
        let summaries: Vec<&Summary> = plans.iter().map(|(plan, _)| &plan.summary).collect();
        findings.extend(overlaps(&summaries));
    }
    let is_sound = !options.denied.stops(&findings);
    let mut portals = Vec::new();
    for (plan, planned) in plans {
        let started = Instant::now();
        let applied = if is_sound && !options.dry_run { write(&plan, options, &mut findings) } else { None };
        if let (Some(_), Some(memory)) = (&applied, memories.get_mut(&plan.summary.portal)) {
            memory.commit();
        }
        let seconds = (planned + started.elapsed()).as_secs_f64();
        portals.push(PortalReport { named: Named::of(&plan), summary: plan.summary, applied, seconds });
    }
    Report { is_sound, findings, portals }
}

/// Portals whose folders are separate in the manifest and overlap on disk, by way of links.
fn overlaps(portals: &[&Summary]) -> Vec<Diagnostic> {
    let real = |folder: &str| real_path(Path::new(folder));
    let overlap = |one: &str, other: &str| {
        let (one, other) = (real(one), real(other));
        one.starts_with(&other) || other.starts_with(&one)
    };
    let mut findings = Vec::new();
    for (index, new) in portals.iter().enumerate() {
        for old in &portals[..index] {
            let pairs = [(old, new), (new, old)];
            let writes = |(one, other): &(&&Summary, &&Summary)| {
                overlap(&one.output, &other.output) || overlap(&one.output, &other.input)
            };
            let Some((writer, other)) = pairs.into_iter().find(writes) else { continue };
            let message = format!("portal `{}` writes where portal `{}` reads or writes", writer.portal, other.portal);
            let finding = declaration::SHARED_OUTPUT.finding(message).path(writer.output.clone());
            findings.push(finding.help("links make one folder of two; give each portal an `output` of its own"));
        }
    }
    findings
}

/// Carries out a plan. Faults are added to the findings.
fn write(plan: &Plan, options: &Options<'_>, findings: &mut Vec<Diagnostic>) -> Option<Applied> {
    let _guard = options.write_lock.map(Mutex::lock);
    match apply::apply(plan) {
        Ok(applied) => Some(applied),
        Err(faults) => {
            findings.extend(faults.into_iter().map(Diagnostic::from));
            None
        }
    }
}
