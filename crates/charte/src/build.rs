//! `charte check`, `charte build` and `charte strip`.

use anyhow::Result;
use charte_build::{Options as RunOptions, PortalReport, Task, prepare};
use charte_core::diagnostic::has_errors;

use crate::declare;
use crate::exit::Exit;
use crate::options::Options;
use crate::print::{Outcome, print, print_usage_error};

/// Arguments of `charte build` and `charte strip`.
#[derive(Debug, clap::Args)]
pub(crate) struct BuildOptions {
    #[command(flatten)]
    pub(crate) common: Options,
    /// Tell what would be written, and write nothing
    #[arg(short = 'n', long)]
    pub(crate) dry_run: bool,
}

/// `charte check`.
pub(crate) fn check(options: &Options) -> Result<Exit> {
    let declaration = declare::declaration(&options.config, &options.portals)?;
    if let Some(message) = &declaration.unknown_portal {
        return Ok(print_usage_error(message));
    }
    let mut findings = declaration.findings;
    // A theme is checked with what the declaration changes in it, so only once the declaration has no errors.
    if !has_errors(&findings) {
        let (charters, root, catalogue) = (&declaration.charters, &declaration.root, &declaration.catalogue);
        let themes = charters.iter().flat_map(|charter| prepare::check(charter, root, catalogue));
        for finding in themes {
            if !findings.contains(&finding) {
                findings.push(finding);
            }
        }
    }
    let exit = Exit::of(&findings);
    let portals = declaration.charters.iter().map(PortalReport::declared).collect();
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
        return Ok(print_usage_error(message));
    }
    let report = charte_build::run(&declaration, &RunOptions::new(task).dry_run(options.dry_run));
    let command = if task == Task::Build { "build" } else { "strip" };
    let outcome = Outcome::of(report, command, options.dry_run);
    print(options.common.format, &outcome);
    Ok(outcome.exit)
}
