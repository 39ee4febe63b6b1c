//! The grammar of the commands that look something up.

use clap::{Subcommand, ValueEnum};

use super::common::Format;

/// How `charte explain` prints.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum ExplainFormat {
    /// For people, in a terminal
    Human,
    /// A page of documentation in Markdown
    Md,
    /// For programs: one JSON document
    Json,
}

/// What `charte explain` takes.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  charte explain undeclared\n  charte explain --all --format md > rules.md")]
pub(crate) struct ExplainOptions {
    /// The code of a finding, as it stands in its brackets; without one, all codes are listed
    #[arg(value_name = "CODE")]
    pub(crate) code: Option<String>,
    /// Explain every rule
    #[arg(long, conflicts_with = "code")]
    pub(crate) all: bool,
    /// How to print it
    #[arg(long, value_enum, default_value_t = ExplainFormat::Human)]
    pub(crate) format: ExplainFormat,
}

/// What `charte services` takes.
#[derive(Debug, clap::Args)]
#[command(args_conflicts_with_subcommands = true)]
#[command(after_help = "Examples:\n  charte services map\n  charte services show matomo")]
pub(crate) struct ServicesOptions {
    #[command(subcommand)]
    pub(crate) command: Option<ServicesCommand>,
    /// Only services in whose id, name, provider, purpose or hosts this word stands
    #[arg(value_name = "WORD")]
    pub(crate) word: Option<String>,
    /// How to print the result
    #[arg(long, value_enum, default_value_t = Format::Human)]
    pub(crate) format: Format,
}

/// What to do with the catalogue.
#[derive(Debug, Subcommand)]
pub(crate) enum ServicesCommand {
    /// Show all that is known of a service, and what it is recognised by
    Show {
        /// Its id
        #[arg(value_name = "ID")]
        id: String,
        /// How to print the result
        #[arg(long, value_enum, default_value_t = Format::Human)]
        format: Format,
    },
}
