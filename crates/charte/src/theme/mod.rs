//! `charte theme`: lists, shows, checks and makes themes, and serves a preview of one.

mod answer;
mod check;
mod eject;
mod from;
mod list;
mod new;
mod preview;
mod sample;
mod show;

use std::path::{Path, PathBuf};

use anyhow::Result;
use charte_build::prepare;
use charte_core::catalogue::Catalogue;
use charte_core::charter::Charter;
use charte_core::diagnostic::{Diagnostic, Level};

use crate::args::{ThemeCommand, Which};
use crate::build::{exit_of, usage};
use crate::declare;
use crate::exit::Exit;
use crate::print::print_findings;

pub(crate) use sample::{Sample, Theme};

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

/// What `charte check` tells of a theme, but for what concerns a portal's languages and not its theme.
fn judge(charter: &Charter, root: &Path, catalogue: &Catalogue) -> Vec<Diagnostic> {
    let mut findings = prepare::check(charter, root, catalogue);
    findings.retain(|finding| finding.code != "text-unchecked");
    findings
}

/// A portal's declaration and the folder that its paths start from; an exit where there is none, which has been told.
fn portal(config: &Path, id: &str) -> Result<Result<(Charter, PathBuf), Exit>> {
    let declaration = declare::declaration(config, &[id.to_owned()])?;
    if let Some(message) = &declaration.unknown_portal {
        return Ok(Err(usage(message)));
    }
    let Some(charter) = declaration.charters.into_iter().next() else {
        return Ok(Err(refused(&declaration.findings)));
    };
    Ok(Ok((charter, declaration.root)))
}

/// The theme that is meant, as part of a declaration: the portal's own, or one that has nothing but this theme.
fn which(which: &Which, config: &Path) -> Result<Result<(Charter, PathBuf), Exit>> {
    match (&which.portal, &which.name) {
        (Some(id), _) => portal(config, id),
        (None, name) => Ok(Ok((sample::charter(name.as_deref().unwrap_or("base"))?, PathBuf::new()))),
    }
}

/// Tells why nothing was done.
fn refused(findings: &[Diagnostic]) -> Exit {
    let errors: Vec<Diagnostic> = findings.iter().filter(|finding| finding.level == Level::Error).cloned().collect();
    print_findings(&errors);
    exit_of(&errors)
}
