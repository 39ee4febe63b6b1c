//! Finds the theme that a command is about, and checks it.

use std::path::{Path, PathBuf};

use anyhow::Result;
use charte_build::prepare;
use charte_core::catalogue::Catalogue;
use charte_core::charter::Charter;
use charte_core::diagnostic::Diagnostic;
use charte_render::rules::texts::TEXT_UNCHECKED;

use crate::exit::Exit;
use crate::print::output::print_errors;
use crate::print::print_usage_error;
use crate::{declare, sample};

/// Arguments that select a theme: by name, by folder or by portal.
#[derive(Debug, clap::Args)]
#[group(required = true, multiple = false, id = "theme")]
pub(crate) struct ThemeSelection {
    /// A theme that is built in, or a theme's folder
    pub(crate) name: Option<String>,
    /// The theme of this portal, with what the declaration changes in it
    #[arg(short, long, value_name = "ID")]
    pub(crate) portal: Option<String>,
}

/// The findings of `charte check` about a theme, without those about a portal's languages.
pub(super) fn check_theme(charter: &Charter, root: &Path, catalogue: &Catalogue) -> Vec<Diagnostic> {
    let mut findings = prepare::check(charter, root, catalogue);
    findings.retain(|finding| finding.code != TEXT_UNCHECKED.code);
    findings
}

/// A portal's charter and the folder that its paths are relative to. Where there is none, the reason has been printed, and the
/// command ends with the exit code.
pub(super) fn portal_charter(config: &Path, id: &str) -> Result<Result<(Charter, PathBuf), Exit>> {
    let declaration = declare::declaration(config, &[id.to_owned()])?;
    if let Some(message) = &declaration.unknown_portal {
        return Ok(Err(print_usage_error(message)));
    }
    let Some(charter) = declaration.charters.into_iter().next() else {
        return Ok(Err(print_errors(&declaration.findings)));
    };
    Ok(Ok((charter, declaration.root)))
}

/// A charter with the selected theme, the portal's or the sample's, as [`portal_charter`] returns it.
pub(super) fn selected_charter(selection: &ThemeSelection, config: &Path) -> Result<Result<(Charter, PathBuf), Exit>> {
    match (&selection.portal, &selection.name) {
        (Some(id), _) => portal_charter(config, id),
        (None, name) => Ok(Ok((sample::charter_with_theme(name.as_deref().unwrap_or("base"))?, PathBuf::new()))),
    }
}
