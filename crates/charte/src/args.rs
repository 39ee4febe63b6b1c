//! The command line's grammar.

use std::path::PathBuf;

use clap::{Parser, Subcommand, ValueEnum};

/// Cookie charter, consent banner and gated embeds for a built site, from one declaration.
#[derive(Debug, Parser)]
#[command(
    version,
    arg_required_else_help = true,
    after_help = "Exit codes: 0 done, 1 findings of level error (nothing was written), 2 wrong usage, 3 a file could not be read or written."
)]
pub(crate) struct Args {
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Write charter, banner and gated pages into the built site
    Build(BuildOptions),
    /// Check the declaration, without looking at the site
    Check(Options),
    /// Undo a build: every page as its author wrote it, byte for byte
    Strip(BuildOptions),
}

/// What every command takes.
#[derive(Debug, clap::Args)]
pub(crate) struct Options {
    /// The declaration
    #[arg(short, long, value_name = "FILE", default_value = "charte.toml")]
    pub(crate) config: PathBuf,
    /// Only this portal; can be repeated [default: all]
    #[arg(short, long = "portal", value_name = "ID")]
    pub(crate) portals: Vec<String>,
    /// How to print the result
    #[arg(long, value_enum, default_value_t = Format::Human)]
    pub(crate) format: Format,
}

/// What commands that write take besides.
#[derive(Debug, clap::Args)]
pub(crate) struct BuildOptions {
    #[command(flatten)]
    pub(crate) common: Options,
    /// Tell what would be written, and write nothing
    #[arg(short = 'n', long)]
    pub(crate) dry_run: bool,
}

/// For whom the result is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// For people
    Human,
    /// For programs: one JSON document
    Json,
}
