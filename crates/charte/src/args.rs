//! The command line: the commands. The arguments of each are declared beside the code that carries it out.

use clap::{Parser, Subcommand};

use crate::build::{BuildOptions, CheckOptions, StripOptions};
use crate::diff::DiffOptions;
use crate::explain::ExplainOptions;
use crate::export::ExportOptions;
use crate::filter::FilterOptions;
use crate::init::InitOptions;
use crate::manual::{CompletionsOptions, ManOptions};
use crate::options::OutputOptions;
use crate::scan::ScanOptions;
use crate::services::ServicesOptions;
use crate::theme::ThemeCommand;
use crate::watch::{PORTS_HELP, WatchOptions};

/// Cookie charter, consent banner and gated embeds for a built site, from one declaration.
#[derive(Debug, Parser)]
#[command(
    version,
    arg_required_else_help = true,
    after_help = "Exit codes: 0 done, 1 findings of level error, or of one that `--deny` names (nothing was written), 2 wrong usage, 3 a file could not be read or written."
)]
pub(crate) struct Args {
    #[command(flatten)]
    pub(crate) output: OutputOptions,
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Write a first declaration from a built site
    Init(InitOptions),
    /// Show what a built site contacts today, and write nothing
    Scan(ScanOptions),
    /// Write charter, banner and gated pages into the built site
    Build(BuildOptions),
    /// Build one page from the standard input, and write it to the standard output
    Filter(FilterOptions),
    /// Check the declaration, without looking at the site
    Check(CheckOptions),
    /// Build again at every change, and show the result while you write
    #[command(after_long_help = PORTS_HELP)]
    Watch(WatchOptions),
    /// Undo a build: every page as its author wrote it, byte for byte
    Strip(StripOptions),
    /// Write a portal's charter as HTML, Markdown, text or JSON, for other systems
    Export(ExportOptions),
    /// List, show, preview, check and make themes
    Theme {
        #[command(subcommand)]
        command: ThemeCommand,
    },
    /// Search the catalogue of services
    Services(ServicesOptions),
    /// Say why a finding is one, and how to mend it
    Explain(ExplainOptions),
    /// Compare two declarations in the words of a visitor
    Diff(DiffOptions),
    /// Print the completions of the command line for a shell
    Completions(CompletionsOptions),
    /// Print the manual page, or write one for each command into a folder
    Man(ManOptions),
}
