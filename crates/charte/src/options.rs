//! Arguments that several commands share.

use std::net::IpAddr;
use std::path::PathBuf;
use std::time::Duration;

use charte_build::Denied;
use clap::{ColorChoice, ValueEnum};

use crate::verbosity;

/// Arguments of the commands on a declaration.
#[derive(Debug, clap::Args)]
pub(crate) struct Options {
    /// The declaration
    #[arg(short, long, value_name = "FILE", default_value = "charte.toml")]
    pub(crate) config: PathBuf,
    /// Only this portal; can be repeated [default: all]
    #[arg(short, long = "portal", value_name = "ID")]
    pub(crate) portals: Vec<String>,
    /// How to print the result
    #[arg(long, value_enum, default_value_t = ReportFormat::Human)]
    pub(crate) format: ReportFormat,
}

/// How much every command prints, and in which colours.
#[derive(Debug, clap::Args)]
#[command(next_help_heading = "Output")]
pub(crate) struct OutputOptions {
    /// Print errors, and what was asked for, but no warning, note or summary
    #[arg(short, long, global = true)]
    quiet: bool,
    /// When to print in colours
    #[arg(long, value_enum, value_name = "WHEN", default_value_t = ColorChoice::Auto, global = true)]
    color: ColorChoice,
}

impl OutputOptions {
    /// Makes them those of the process.
    pub(crate) fn apply(&self) {
        verbosity::set_quiet(self.quiet);
        match self.color {
            // Left as it is found: anstream looks at the terminal, `NO_COLOR` and `CLICOLOR_FORCE`.
            ColorChoice::Auto => {}
            ColorChoice::Always => anstream::ColorChoice::Always.write_global(),
            ColorChoice::Never => anstream::ColorChoice::Never.write_global(),
        }
    }
}

/// Findings that end a command with an error besides those of level error.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Deny {
    /// Warnings
    Warnings,
}

impl Deny {
    /// What stops a command where these options were given.
    pub(crate) fn of(deny: &[Deny]) -> Denied {
        if deny.contains(&Deny::Warnings) { Denied::Warnings } else { Denied::Errors }
    }
}

/// How to watch files and serve the result.
#[derive(Debug, Clone, clap::Args)]
pub(crate) struct Serving {
    /// Address to serve on
    #[arg(long, value_name = "IP", default_value = "127.0.0.1")]
    pub(crate) host: IpAddr,
    /// Port to serve on; where it is taken, the next free one
    #[arg(long, default_value_t = 4400)]
    pub(crate) port: u16,
    /// Open the first address in the browser
    #[arg(long)]
    pub(crate) open: bool,
    /// Look for changes at intervals, where the system tells of none: network mounts, some containers
    #[arg(long, value_name = "INTERVAL", num_args = 0..=1, require_equals = true, default_missing_value = "700ms", value_parser = interval)]
    pub(crate) poll: Option<Duration>,
}

/// An interval as `700ms` or `2s`.
fn interval(text: &str) -> Result<Duration, String> {
    let (number, unit) = match text.strip_suffix("ms") {
        Some(number) => (number, 1),
        None => (text.strip_suffix('s').unwrap_or_default(), 1000),
    };
    match number.parse::<u64>() {
        Ok(number) if number > 0 => Ok(Duration::from_millis(number.saturating_mul(unit))),
        _ => Err("write it as `700ms` or `2s`".into()),
    }
}

/// The format of a report on a declaration and its site.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ReportFormat {
    /// For people
    Human,
    /// For programs: one JSON document
    Json,
    /// For code scanning: SARIF 2.1.0
    Sarif,
    /// For GitHub Actions: annotations of files
    Github,
    /// For test reports: JUnit XML
    Junit,
}

/// The format of the output.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// For people
    Human,
    /// For programs: one JSON document
    Json,
}
