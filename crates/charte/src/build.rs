//! `charte check`, `charte build` and `charte strip`: plans for every portal first, then, if none has an error, applied.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Mutex;
use std::time::Instant;

use anyhow::Result;
use charte_build::apply;
use charte_build::apply::Applied;
use charte_build::plan;
use charte_build::plan::Memory;
use charte_build::plan::Plan;
use charte_build::plan::Summary;
use charte_build::prepare;
use charte_build::site::path::real_path;
use charte_core::diagnostic::{Diagnostic, Level, has_errors};

use crate::args::{BuildOptions, Options};
use crate::declare::{self, Declaration};
use crate::exit::Exit;
use crate::print::{Named, Outcome, Portal, print};

/// Which plan to make.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Task {
    Build,
    Strip,
}

/// `charte check`.
pub(crate) fn check(options: &Options) -> Result<Exit> {
    let declaration = declare::declaration(&options.config, &options.portals)?;
    if let Some(message) = &declaration.unknown_portal {
        return Ok(usage(message));
    }
    let mut findings = declaration.findings;
    // A theme is judged with what the declaration changes in it, once that is sound.
    if !has_errors(&findings) {
        let (charters, root, catalogue) = (&declaration.charters, &declaration.root, &declaration.catalogue);
        let themes = charters.iter().flat_map(|charter| prepare::check(charter, root, catalogue));
        for finding in themes {
            if !findings.contains(&finding) {
                findings.push(finding);
            }
        }
    }
    let exit = exit_of(&findings);
    let portals = declaration.charters.iter().map(Portal::declared).collect();
    print(
        options.format,
        &Outcome { command: "check", dry_run: false, sound: exit == Exit::Done, findings, portals, exit },
    );
    Ok(exit)
}

/// `charte build` and `charte strip`.
pub(crate) fn build(options: &BuildOptions, task: Task) -> Result<Exit> {
    let declaration = declare::declaration(&options.common.config, &options.common.portals)?;
    if let Some(message) = &declaration.unknown_portal {
        return Ok(usage(message));
    }
    let how = How { task, dry_run: options.dry_run, writing: &Mutex::default() };
    let mut memories = Memories::new();
    if !options.dry_run {
        memories.extend(declaration.charters.iter().map(|charter| (charter.id.clone(), Memory::ahead(apply::aside))));
    }
    let outcome = carry_out(declaration, &how, &mut memories);
    print(options.common.format, &outcome);
    // The process ends: to take apart what it knows of a hundred thousand files would take longer than it is of use.
    std::mem::forget(memories);
    Ok(outcome.exit)
}

/// What the plans of each portal leave to the next ones, by its id.
pub(crate) type Memories = BTreeMap<String, Memory>;

/// What is done with a declaration.
pub(crate) struct How<'a> {
    pub(crate) task: Task,
    pub(crate) dry_run: bool,
    /// Held while files are written: who has it knows that none is.
    pub(crate) writing: &'a Mutex<()>,
}

/// Plans every portal, and applies the plans if none has an error.
pub(crate) fn carry_out(declaration: Declaration, how: &How<'_>, memories: &mut Memories) -> Outcome {
    let mut findings = declaration.findings;
    if how.task == Task::Strip {
        // What the charter should say is no concern of those who take it back.
        findings.retain(|finding| finding.level == Level::Error);
    }
    let mut plans = Vec::new();
    if !has_errors(&findings) {
        for charter in &declaration.charters {
            let started = Instant::now();
            let memory = memories.entry(charter.id.clone()).or_default();
            let plan = match how.task {
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
    let mut exit = exit_of(&findings);
    let sound = exit == Exit::Done;
    let mut portals = Vec::new();
    for (plan, planned) in plans {
        let started = Instant::now();
        let applied = if sound && !how.dry_run { write(&plan, how, &mut findings) } else { None };
        if let (Some(_), Some(memory)) = (&applied, memories.get_mut(&plan.summary.portal)) {
            memory.settle();
        }
        let seconds = (planned + started.elapsed()).as_secs_f64();
        portals.push(Portal { named: Named::of(&plan), summary: plan.summary, applied, seconds });
    }
    if sound {
        exit = exit_of(&findings);
    }
    let command = if how.task == Task::Build { "build" } else { "strip" };
    Outcome { command, dry_run: how.dry_run, sound, findings, portals, exit }
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
            let finding = Diagnostic::error("shared-output", message).path(writer.output.clone());
            findings.push(finding.help("links make one folder of two; give each portal an `output` of its own"));
        }
    }
    findings
}

/// Applies a plan; what could not be written becomes findings.
fn write(plan: &Plan, how: &How<'_>, findings: &mut Vec<Diagnostic>) -> Option<Applied> {
    let _held = how.writing.lock();
    match apply::apply(plan) {
        Ok(applied) => Some(applied),
        Err(faults) => {
            findings.extend(faults.into_iter().map(Diagnostic::from));
            None
        }
    }
}

/// Faults of the file system end differently from faults of the declaration or the site.
pub(crate) fn exit_of(findings: &[Diagnostic]) -> Exit {
    if !has_errors(findings) {
        Exit::Done
    } else if findings.iter().any(|finding| finding.code == "file-system") {
        Exit::InputOutput
    } else {
        Exit::Findings
    }
}

/// Says what is wrong with the command line.
pub(crate) fn usage(message: &str) -> Exit {
    anstream::eprintln!("error: {message}");
    Exit::Usage
}
