//! `charte completions` and `charte man`: the command line's own description, for shells and for `man`.

use std::fs;
use std::io::{self, Write as _};
use std::path::PathBuf;

use anyhow::{Context as _, Result};
use clap::Command;
use clap_complete::Shell;

use crate::exit::Exit;
use crate::out;
use crate::verbosity;

/// Arguments of `charte completions`.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  charte completions bash > /usr/share/bash-completion/completions/charte\n  charte completions fish > ~/.config/fish/completions/charte.fish"
)]
pub(crate) struct CompletionsOptions {
    /// The shell that completes
    #[arg(value_enum, value_name = "SHELL")]
    shell: Shell,
}

/// Arguments of `charte man`.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  charte man | man -l -\n  charte man /usr/local/share/man/man1")]
pub(crate) struct ManOptions {
    /// Where a page for each command is written [default: the first page, to the standard output]
    #[arg(value_name = "FOLDER")]
    folder: Option<PathBuf>,
}

/// `charte completions`. `command` is the command line.
pub(crate) fn completions(options: &CompletionsOptions, mut command: Command) -> Result<Exit> {
    let mut script = Vec::new();
    clap_complete::generate(options.shell, &mut command, "charte", &mut script);
    io::stdout().write_all(&script).context("cannot write the completions")?;
    Ok(Exit::Done)
}

/// `charte man`. `command` is the command line.
pub(crate) fn man(options: &ManOptions, command: Command) -> Result<Exit> {
    let Some(folder) = &options.folder else {
        clap_mangen::Man::new(command).render(&mut io::stdout()).context("cannot write the page")?;
        return Ok(Exit::Done);
    };
    let written = || format!("cannot write the pages into {}", folder.display());
    fs::create_dir_all(folder).with_context(written)?;
    clap_mangen::generate_to(command, folder).with_context(written)?;
    if !verbosity::is_quiet() {
        out::println!("Wrote the pages into {}.", folder.display());
    }
    Ok(Exit::Done)
}
