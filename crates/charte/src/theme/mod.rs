//! `charte theme`: lists, shows, checks and makes themes, and serves a preview of one. Each command is one file.

mod check;
mod eject;
mod from;
mod list;
mod new;
mod preview;
mod selection;
mod show;

use anyhow::Result;
use clap::Subcommand;

use crate::exit::Exit;
use check::CheckOptions;
use eject::EjectOptions;
use from::FromOptions;
use list::ListOptions;
use new::NewOptions;
use preview::PreviewOptions;
use show::ShowOptions;

/// The commands on themes.
#[derive(Debug, Subcommand)]
pub(crate) enum ThemeCommand {
    /// List the themes that are built in, and which portal uses which
    List(ListOptions),
    /// Show what a theme is made of: tokens, files, contrasts, and where each comes from
    Show(ShowOptions),
    /// Look at a theme in every state, on one page that follows its files
    Preview(PreviewOptions),
    /// Check themes: contrast, files, tokens, templates, texts
    Check(CheckOptions),
    /// Begin a theme of your own: a folder with every token to change
    New(NewOptions),
    /// Copy one file of a theme into a portal's theme folder, to be edited there
    Eject(EjectOptions),
    /// Propose a theme in the colours that a site has already
    From(FromOptions),
}

/// `charte theme`.
pub(crate) fn run(command: &ThemeCommand) -> Result<Exit> {
    match command {
        ThemeCommand::List(options) => list::list(options),
        ThemeCommand::Show(options) => show::show(options),
        ThemeCommand::Preview(options) => preview::preview(options),
        ThemeCommand::Check(options) => check::check(options),
        ThemeCommand::New(options) => new::new(options),
        ThemeCommand::Eject(options) => eject::eject(options),
        ThemeCommand::From(options) => from::from(options),
    }
}
