//! Runs a task for all portals of a declaration: all are planned, then, if there is no error, the plans are carried out.

#[cfg(unix)]
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

use charte_core::catalogue::Catalogue;
use charte_core::charter::Charter;
use charte_core::diagnostic::{Diagnostic, Level, has_errors};
use charte_core::distinct::Distinct;
use charte_core::levels::Levels;
use charte_core::rule::Rule;
use charte_core::rules::declaration;
use charte_core::{check, manifest, suggest};

use crate::apply::{self, Applied, Claim};
use crate::options::{Options, Task};
use crate::plan::{self, Memory, Plan, Roots, Summary};
use crate::prepare::{self, alike};
use crate::recall::Recall;
use crate::recall::key::Digest;
use crate::report::{Named, PortalReport, Report};
use crate::rules;
use crate::site::IoFault;
use crate::site::path::real_path;
use crate::timing::Laps;

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
    /// A digest of what was read, by which builds are remembered: with the same one, portals of the same id are declared alike.
    pub digest: Option<[u8; 32]>,
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
        let digest = Digest::default().with(name).with(text).done();
        Declaration { root, charters, catalogue, findings, levels, unknown_portal, digest: Some(digest) }
    }

    /// The findings about the themes of its portals, with their tokens and texts: what a build would report of them.
    pub fn check_themes(&self) -> Vec<Diagnostic> {
        let check = |charter: &Charter| prepare::check(charter, &self.root, &self.catalogue);
        let mut findings = alike::check_all(&self.charters, &self.root, check);
        self.levels.apply(&mut findings);
        findings
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
    let mut portals = Vec::new();
    if !has_errors(&findings) {
        for charter in &declaration.charters {
            let memory = memories.entry(charter.id.clone()).or_default();
            memory.progress = options.progress.cloned();
            let portal = Planned::of(charter, declaration, options, memory);
            // Portals can share the cause of a finding.
            let mut found = portal.findings().to_vec();
            declaration.levels.apply(&mut found);
            found.retain(|finding| !findings.contains(finding));
            findings.extend(found);
            portals.push(portal);
            if let Some(progress) = options.progress {
                progress.add_portal();
            }
        }
        let summaries: Vec<&Summary> = portals.iter().map(Planned::summary).collect();
        findings.extend(overlaps(&summaries));
    }
    let is_sound = !options.denied.stops(&findings);
    let mut reports = Vec::new();
    for mut portal in portals {
        portal.laps.skip();
        let is_done = is_sound && !options.dry_run;
        let applied = if is_done { portal.carry_out(options, &mut findings) } else { None };
        if let (Some(_), Some(memory)) = (&applied, memories.get_mut(&portal.summary().portal)) {
            memory.commit();
        }
        reports.push(portal.report(applied, options.has_timings));
    }
    Report { is_sound, findings, portals: reports }
}

/// What is to be done for a portal.
struct Planned<'a> {
    work: Work,
    /// The right to write, claimed before the plan was made; nothing where nothing will be written.
    claim: Option<Result<Claim, IoFault>>,
    /// Where its build is remembered.
    recall: Option<Recall<'a>>,
    laps: Laps,
}

enum Work {
    Plan(Box<Plan>),
    /// Nothing: a build of the same was carried out before. These were its figures and findings.
    Nothing(Box<(Summary, Vec<Diagnostic>)>),
}

impl<'a> Planned<'a> {
    fn of(charter: &'a Charter, declaration: &Declaration, options: &Options<'_>, memory: &mut Memory) -> Self {
        let mut laps = Laps::start();
        let cache = options.cache.zip(declaration.digest).filter(|_| options.shard.is_none());
        let mut recall = cache.and_then(|(folder, digest)| Recall::new(charter, &declaration.root, digest, folder));
        let claim = || {
            let owned = Roots::of(charter, &declaration.root).owned;
            let part = options.shard.map(|shard| owned.join(shard.stage()));
            (!options.dry_run).then(|| Claim::new(&owned, part))
        };
        if options.task == Task::Strip {
            let claim = claim();
            let mut plan = plan::strip(charter, &declaration.root);
            plan.laps.end("pages");
            let laps = std::mem::replace(&mut plan.laps, laps);
            return Planned { work: Work::Plan(Box::new(plan)), claim, recall, laps };
        }
        if let Some(recall) = &mut recall {
            let known = recall.find(options.is_forced);
            laps.end("comparing");
            if let Some(known) = known {
                return Planned { work: Work::Nothing(Box::new(known)), claim: None, recall: None, laps };
            }
            memory.walked = recall.take_input();
            if !options.dry_run {
                recall.begin();
            }
        }
        let claim = claim();
        let mut plan = plan::build_again(charter, &declaration.root, &declaration.catalogue, memory);
        plan.laps.end("own files");
        laps.add(&mut plan.laps);
        Planned { work: Work::Plan(Box::new(plan)), claim, recall, laps }
    }

    fn findings(&self) -> &[Diagnostic] {
        match &self.work {
            Work::Plan(plan) => &plan.findings,
            Work::Nothing(known) => &known.1,
        }
    }

    fn summary(&self) -> &Summary {
        match &self.work {
            Work::Plan(plan) => &plan.summary,
            Work::Nothing(known) => &known.0,
        }
    }

    /// Does it. Faults are added to the findings.
    fn carry_out(&mut self, options: &Options<'_>, findings: &mut Vec<Diagnostic>) -> Option<Applied> {
        let Work::Plan(plan) = &self.work else { return Some(Applied::default()) };
        let applied = write(plan, self.claim.take(), options, findings);
        self.laps.end("writing");
        if let (Some(applied), Some(recall)) = (&applied, &self.recall) {
            match options.task {
                Task::Build => recall.keep(plan, applied),
                Task::Strip => recall.forget(),
            }
            self.laps.end("remembering");
        }
        applied
    }

    fn report(self, applied: Option<Applied>, has_timings: bool) -> PortalReport {
        let (mut phases, seconds) = self.laps.into_phases();
        if !has_timings {
            phases.clear();
        }
        let (named, summary) = match self.work {
            Work::Plan(plan) => (Named::of(&plan), plan.summary),
            Work::Nothing(known) => (Named::default(), known.0),
        };
        PortalReport { named, summary, applied, seconds, phases }
    }
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

/// Carries out a plan that may be written under a claim. Faults are added to the findings.
fn write(
    plan: &Plan,
    claim: Option<Result<Claim, IoFault>>,
    options: &Options<'_>,
    findings: &mut Vec<Diagnostic>,
) -> Option<Applied> {
    if plan.is_empty() {
        return Some(Applied::default());
    }
    let _guard = options.write_lock.map(Mutex::lock);
    let applied = match claim {
        Some(Ok(claim)) => apply::apply_claimed(plan, &claim),
        Some(Err(fault)) => Err(vec![fault]),
        None => apply::apply(plan),
    };
    applied.map_err(|faults| findings.extend(faults.into_iter().map(Diagnostic::from))).ok()
}
