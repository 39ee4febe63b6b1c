//! `charte check`, `charte build` and `charte strip`.

use std::ffi::OsString;
use std::time::Instant;

use anyhow::Result;
use charte_build::{Options as RunOptions, PortalReport, Task};
use charte_core::diagnostic::has_errors;
use charte_core::distinct::Distinct;

use crate::cache;
use crate::declare;
use crate::exit::Exit;
use crate::generator;
use crate::mend;
use crate::options::{Deny, Options, ReportFormat};
use crate::print::{Outcome, print, print_usage_error};
use crate::progress;
use crate::shard::{self, ShardOption};

/// Arguments of `charte strip`.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  charte strip\n  charte strip --dry-run")]
pub(crate) struct StripOptions {
    #[command(flatten)]
    pub(crate) common: Options,
    /// Tell what would be written, and write nothing
    #[arg(short = 'n', long)]
    pub(crate) dry_run: bool,
}

/// Arguments of `charte build`.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  charte build -- hugo\n  charte build --dry-run\n  charte build -c sites/charte.toml --portal town"
)]
pub(crate) struct BuildOptions {
    #[command(flatten)]
    pub(crate) common: Options,
    /// Tell what would be written, and write nothing
    #[arg(short = 'n', long)]
    pub(crate) dry_run: bool,
    /// Write nothing and end with exit code 1 at findings of this level, too
    #[arg(long, value_enum, value_name = "LEVEL")]
    pub(crate) deny: Vec<Deny>,
    /// Build part K of N of the site, while other processes build the others; `auto` takes both from the environment of
    /// Kubernetes, Slurm, AWS Batch, GitLab, CircleCI or Buildkite, or from CHARTE_SHARD_INDEX and CHARTE_SHARDS
    #[arg(long, value_name = "K/N", value_parser = shard::parse)]
    pub(crate) shard: Option<ShardOption>,
    /// Build even where nothing has changed since the last build
    #[arg(long)]
    pub(crate) force: bool,
    /// Say where the time went
    #[arg(long)]
    pub(crate) timings: bool,
    /// Run this first, and build only if it ends with code 0: the command that makes the site
    #[arg(last = true, value_name = "COMMAND")]
    pub(crate) command: Vec<OsString>,
}

/// Arguments of `charte check`.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  charte check\n  charte check --fix\n  charte check --deny warnings\n  charte check --format sarif > charte.sarif"
)]
pub(crate) struct CheckOptions {
    #[command(flatten)]
    pub(crate) common: Options,
    /// Mend in the declaration what needs no judgement: slips, other names of services, values of the wrong type, retired keys.
    /// Comments and layout stay; without it nothing is written
    #[arg(long)]
    pub(crate) fix: bool,
    /// End with exit code 1 at findings of this level, too
    #[arg(long, value_enum, value_name = "LEVEL")]
    pub(crate) deny: Vec<Deny>,
}

/// `charte check`.
pub(crate) fn check(options: &CheckOptions) -> Result<Exit> {
    let mended = if options.fix { Some(mend::mend(&options.common.config)?) } else { None };
    let mut declaration = declare::declaration(&options.common.config, &options.common.portals)?;
    if let Some(message) = &declaration.unknown_portal {
        return Ok(print_usage_error(message));
    }
    let mut findings = std::mem::take(&mut declaration.findings);
    // A theme is checked with what the declaration changes in it, so only once the declaration has no errors.
    if !has_errors(&findings) {
        let mut distinct = Distinct::of(findings);
        distinct.extend(declaration.check_themes());
        findings = distinct.into_list();
    }
    let denied = Deny::of(&options.deny);
    let exit = Exit::of(&findings, denied);
    let portals = declaration.charters.iter().map(PortalReport::declared).collect();
    let sound = exit == Exit::Done;
    let file = options.common.config.display().to_string();
    let outcome = Outcome {
        command: "check",
        file,
        dry_run: false,
        sound,
        findings,
        portals,
        mended,
        declaration_seconds: None,
        exit,
    };
    print(options.common.format, &outcome);
    Ok(exit)
}

/// `charte build`.
pub(crate) fn build(options: &BuildOptions) -> Result<Exit> {
    let shard = options.shard.map(|shard| shard.shard(|name| std::env::var(name).ok())).transpose();
    match shard {
        Ok(shard) => {
            if let Some(exit) = generate(options)? {
                return Ok(exit);
            }
            let run_options = RunOptions::new(Task::Build).dry_run(options.dry_run).shard(shard);
            let run_options = run_options.force(options.force).timings(options.timings);
            run(&options.common, "build", run_options.deny(Deny::of(&options.deny)))
        }
        Err(error) => Ok(print_usage_error(&error.to_string())),
    }
}

/// Runs the command that makes the site, if one was given. Gives the code to end with where it failed.
fn generate(options: &BuildOptions) -> Result<Option<Exit>> {
    if options.command.is_empty() {
        return Ok(None);
    }
    // A generator may take minutes: what is wrong in the declaration is told before, by the build.
    let declaration = declare::declaration(&options.common.config, &options.common.portals)?;
    if declaration.unknown_portal.is_some() || has_errors(&declaration.findings) {
        return Ok(None);
    }
    let is_output_for_programs = options.common.format != ReportFormat::Human;
    let Err((finding, exit)) = generator::run(&options.command, is_output_for_programs) else { return Ok(None) };
    let outcome = Outcome {
        command: "build",
        file: options.common.config.display().to_string(),
        dry_run: options.dry_run,
        sound: false,
        findings: vec![*finding],
        portals: Vec::new(),
        mended: None,
        declaration_seconds: None,
        exit,
    };
    print(options.common.format, &outcome);
    Ok(Some(exit))
}

/// `charte strip`.
pub(crate) fn strip(options: &StripOptions) -> Result<Exit> {
    run(&options.common, "strip", RunOptions::new(Task::Strip).dry_run(options.dry_run))
}

fn run(common: &Options, command: &'static str, run_options: RunOptions<'_>) -> Result<Exit> {
    let started = Instant::now();
    let declaration = declare::declaration(&common.config, &common.portals)?;
    if let Some(message) = &declaration.unknown_portal {
        return Ok(print_usage_error(message));
    }
    let read = started.elapsed().as_secs_f64();
    let cache = cache::folder();
    let run_options = run_options.cache(cache.as_deref());
    let report = progress::shown(command, declaration.charters.len(), |progress| {
        charte_build::run(&declaration, &run_options.progress(progress))
    });
    let mut outcome = Outcome::of(report, command, &common.config, run_options.dry_run, run_options.denied);
    outcome.declaration_seconds = run_options.has_timings.then_some(read);
    print(common.format, &outcome);
    Ok(outcome.exit)
}
