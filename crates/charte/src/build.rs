//! `charte check`, `charte build` and `charte strip`: plans for every portal first, then, if none has an error, applied.

use std::time::Instant;

use anyhow::Result;
use charte_build::apply::{self, Applied};
use charte_build::plan::{self, Plan};
use charte_core::diagnostic::{Diagnostic, has_errors};

use crate::args::{BuildOptions, Options};
use crate::declare;
use crate::exit::Exit;
use crate::print::{Outcome, Portal, print};

/// Which plan to make.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Task {
    Build,
    Strip,
}

/// `charte check`.
pub(crate) fn check(options: &Options) -> Result<Exit> {
    let declaration = declare::declaration(options)?;
    if let Some(message) = &declaration.unknown_portal {
        return Ok(usage(message));
    }
    let exit = if has_errors(&declaration.findings) { Exit::Findings } else { Exit::Done };
    let portals = declaration.charters.iter().map(|charter| Portal::declared(charter)).collect();
    print(options.format, &Outcome { command: "check", dry_run: false, findings: declaration.findings, portals, exit });
    Ok(exit)
}

/// `charte build` and `charte strip`.
pub(crate) fn build(options: &BuildOptions, task: Task) -> Result<Exit> {
    let declaration = declare::declaration(&options.common)?;
    if let Some(message) = &declaration.unknown_portal {
        return Ok(usage(message));
    }
    let mut findings = declaration.findings;
    let mut plans = Vec::new();
    if !has_errors(&findings) {
        for charter in &declaration.charters {
            let started = Instant::now();
            let plan = match task {
                Task::Build => plan::build(charter, &declaration.root, &declaration.catalogue),
                Task::Strip => plan::strip(charter, &declaration.root),
            };
            findings.extend(plan.findings.iter().cloned());
            plans.push((plan, started.elapsed()));
        }
    }
    let mut exit = exit_of(&findings);
    let mut portals = Vec::new();
    for (plan, planned) in plans {
        let started = Instant::now();
        let applied = if exit == Exit::Done && !options.dry_run { carry_out(&plan, &mut findings) } else { None };
        let seconds = (planned + started.elapsed()).as_secs_f64();
        portals.push(Portal { summary: plan.summary, applied, seconds });
    }
    if exit == Exit::Done {
        exit = exit_of(&findings);
    }
    let command = if task == Task::Build { "build" } else { "strip" };
    print(options.common.format, &Outcome { command, dry_run: options.dry_run, findings, portals, exit });
    Ok(exit)
}

/// Applies a plan; what could not be written becomes findings.
fn carry_out(plan: &Plan, findings: &mut Vec<Diagnostic>) -> Option<Applied> {
    match apply::apply(plan) {
        Ok(applied) => Some(applied),
        Err(faults) => {
            findings.extend(faults.into_iter().map(Diagnostic::from));
            None
        }
    }
}

/// Faults of the file system end differently from faults of the declaration or the site.
fn exit_of(findings: &[Diagnostic]) -> Exit {
    if !has_errors(findings) {
        Exit::Done
    } else if findings.iter().any(|finding| finding.code == "file-system") {
        Exit::InputOutput
    } else {
        Exit::Findings
    }
}

fn usage(message: &str) -> Exit {
    anstream::eprintln!("error: {message}");
    Exit::Usage
}
