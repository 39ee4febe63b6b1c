//! The command line: the commands. The arguments of each are declared beside the code that carries it out.

use clap::{Parser, Subcommand};

use crate::build::{BuildOptions, CheckOptions, StripOptions};
use crate::diff::DiffOptions;
use crate::doctor::DoctorOptions;
use crate::explain::ExplainOptions;
use crate::export::ExportOptions;
use crate::filter::FilterOptions;
use crate::init::InitOptions;
use crate::manual::{CompletionsOptions, ManOptions};
use crate::options::OutputOptions;
use crate::report::ReportOptions;
use crate::scan::ScanOptions;
use crate::schema::SchemaOptions;
use crate::services::ServicesOptions;
use crate::theme::ThemeCommand;
use crate::watch::{PORTS_HELP, WatchOptions};

/// Cookie charter, consent banner and gated embeds for a built site, from one declaration.
#[derive(Debug, Parser)]
#[command(
    version,
    arg_required_else_help = true,
    after_help = "Exit codes: 0 done, 1 findings of level error, or of one that `--deny` names (nothing was written), 2 wrong usage, 3 a file could not be read or written; where the command after `--` failed, its own code."
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
    /// Say on one page what a portal contacts, before charte and with it, for those who answer for the site
    Report(ReportOptions),
    /// List, show, preview, check and make themes
    #[command(
        after_help = "Examples:\n  charte theme list\n  charte theme preview night --open\n  charte theme new themes/town"
    )]
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
    /// Look for what stands in charte's way: folders, browsers, the watcher, the site's own policy
    Doctor(DoctorOptions),
    /// Print a JSON Schema of the declaration, for editors
    Schema(SchemaOptions),
    /// Print the completions of the command line for a shell
    Completions(CompletionsOptions),
    /// Print the manual page, or write one for each command into a folder
    Man(ManOptions),
}

#[cfg(test)]
mod tests {
    use clap::{Command, CommandFactory as _};

    use super::Args;

    /// Every command below this one with the words that call it.
    fn commands(command: &Command, words: &str) -> Vec<(String, Command)> {
        let named = |sub: &Command| (format!("{words} {}", sub.get_name()), sub.clone());
        let below = command.get_subcommands().map(named);
        below.flat_map(|(words, sub)| [vec![(words.clone(), sub.clone())], commands(&sub, &words)].concat()).collect()
    }

    #[test]
    fn the_help_of_every_command_has_examples_that_can_be_typed() {
        let all = commands(&Args::command(), "charte");
        assert!(all.len() > 20, "{}", all.len());
        for (words, mut command) in all {
            for help in [command.render_help().to_string(), command.render_long_help().to_string()] {
                let (_, examples) = help.split_once("\nExamples:\n").unwrap_or_else(|| panic!("{words}: {help}"));
                assert!(examples.lines().next().is_some_and(|line| line.contains(&words)), "{words}: {examples}");
            }
        }
    }

    #[test]
    fn completions_and_manual_name_every_command() {
        let names: Vec<String> = Args::command().get_subcommands().map(|command| command.get_name().into()).collect();
        for shell in <clap_complete::Shell as clap::ValueEnum>::value_variants() {
            let mut script = Vec::new();
            clap_complete::generate(*shell, &mut Args::command(), "charte", &mut script);
            let script = String::from_utf8(script).unwrap();
            for name in &names {
                assert!(script.contains(name), "{shell}: {name}");
            }
        }
        let mut page = Vec::new();
        clap_mangen::Man::new(Args::command()).render(&mut page).unwrap();
        let page = String::from_utf8(page).unwrap().replace('\\', "");
        for name in &names {
            assert!(page.contains(&format!("charte-{name}(1)")), "{name}: {page}");
        }
    }
}
