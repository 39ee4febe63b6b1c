//! Parses the command line. To the errors of clap it adds what is to be typed instead, where that is known.

use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Error, Parser as _};

use crate::args::Args;

/// Parses the arguments of the process.
pub(crate) fn parse() -> Result<Args, Error> {
    Args::try_parse().map_err(|mut error| {
        // What stands after `--` is a command to run: a slip of an option does not belong there.
        error.remove(ContextKind::Suggested);
        if let Some(tip) = tip(&error) {
            error.insert(ContextKind::Suggested, ContextValue::StyledStrs(vec![tip.into()]));
        }
        error
    })
}

/// What to type instead of an argument that does not exist.
fn tip(error: &Error) -> Option<String> {
    if error.kind() != ErrorKind::UnknownArgument {
        return None;
    }
    let ContextValue::String(argument) = error.get(ContextKind::InvalidArg)? else { return None };
    let name = argument.trim_start_matches('-').split('=').next().unwrap_or_default();
    match name {
        file if !argument.starts_with('-') && file.ends_with(".toml") => {
            Some(format!("name the declaration with `-c {file}`"))
        }
        program if program == argument && is_before_a_command() => {
            Some(format!("a command that makes the site stands after `--`: `-- {program}`"))
        }
        "input" | "output" | "theme" | "frame" | "folder" | "languages" | "services" => {
            Some(format!("`{name}` is a key of charte.toml, under `[site]` or a portal"))
        }
        _ => None,
    }
}

/// Whether the arguments are those of a subcommand that runs another command.
fn is_before_a_command() -> bool {
    std::env::args().nth(1).is_some_and(|command| command == "build" || command == "watch")
}
