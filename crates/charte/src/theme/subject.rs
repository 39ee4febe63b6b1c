//! The theme that a command is about: where it comes from, and what is to be said against it.

use std::path::{Path, PathBuf};

use anyhow::Result;
use charte_build::prepare;
use charte_core::catalogue::Catalogue;
use charte_core::charter::Charter;
use charte_core::diagnostic::Diagnostic;
use charte_render::rules::TEXT_UNCHECKED;

use super::answer::refused;
use crate::build::usage;
use crate::exit::Exit;
use crate::{declare, sample};

/// Which theme is meant.
#[derive(Debug, clap::Args)]
#[group(required = true, multiple = false, id = "theme")]
pub(crate) struct Which {
    /// A theme that is built in, or a theme's folder
    pub(crate) name: Option<String>,
    /// The theme of this portal, with what the declaration changes in it
    #[arg(short, long, value_name = "ID")]
    pub(crate) portal: Option<String>,
}

/// What `charte check` tells of a theme, but for what concerns a portal's languages and not its theme.
pub(super) fn judge(charter: &Charter, root: &Path, catalogue: &Catalogue) -> Vec<Diagnostic> {
    let mut findings = prepare::check(charter, root, catalogue);
    findings.retain(|finding| finding.code != TEXT_UNCHECKED.code);
    findings
}

/// A portal's declaration and the folder that its paths start from; an exit where there is none, which has been told.
pub(super) fn portal(config: &Path, id: &str) -> Result<Result<(Charter, PathBuf), Exit>> {
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
pub(super) fn which(which: &Which, config: &Path) -> Result<Result<(Charter, PathBuf), Exit>> {
    match (&which.portal, &which.name) {
        (Some(id), _) => portal(config, id),
        (None, name) => Ok(Ok((sample::charter(name.as_deref().unwrap_or("base"))?, PathBuf::new()))),
    }
}
