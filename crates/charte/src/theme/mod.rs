//! `charte theme`: lists, shows, checks and makes themes, and serves a preview of one.

pub(crate) mod answer;
mod check;
mod eject;
mod from;
mod list;
mod new;
mod preview;
mod show;
mod subject;

use anyhow::Result;

use crate::args::ThemeCommand;
use crate::exit::Exit;

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
