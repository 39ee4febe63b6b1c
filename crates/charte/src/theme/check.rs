//! `charte theme check`.

use std::path::{Path, PathBuf};

use anyhow::Result;
use charte_core::catalogue::Catalogue;
use charte_core::charter::Charter;
use charte_core::diagnostic::{Diagnostic, Level, has_errors};
use charte_core::levels::Levels;
use serde_json::json;

use super::selection::check_theme;
use crate::exit::Exit;
use crate::options::Format;
use crate::print::output::{Output, print_errors};
use crate::print::print_usage_error;
use crate::{declare, sample, verbosity};

/// Arguments of `charte theme check`.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  charte theme check\n  charte theme check themes/town")]
pub(crate) struct CheckOptions {
    /// Themes that are built in, or folders of themes [default: those of all portals]
    #[arg(value_name = "NAME")]
    pub(crate) names: Vec<String>,
    /// The declaration that the portals are in
    #[arg(short, long, value_name = "FILE", default_value = "charte.toml")]
    pub(crate) config: PathBuf,
    /// How to print the result
    #[arg(long, value_enum, default_value_t = Format::Human)]
    pub(crate) format: Format,
}

/// Checks themes, by the same function as `charte check` and a build.
pub(super) fn check(options: &CheckOptions) -> Result<Exit> {
    let (charters, root, catalogue, levels) = if options.names.is_empty() {
        if options.config == Path::new("charte.toml") && !options.config.exists() {
            return Ok(print_usage_error(
                "say which theme: one that is built in or a folder; or run this beside a charte.toml",
            ));
        }
        let declaration = declare::declaration(&options.config, &[])?;
        if has_errors(&declaration.findings) {
            return Ok(print_errors(&declaration.findings));
        }
        (declaration.charters, declaration.root, declaration.catalogue, declaration.levels)
    } else {
        let charters = options.names.iter().map(|name| sample::charter_with_theme(name)).collect::<Result<_>>()?;
        (charters, PathBuf::new(), Catalogue::embedded(), Levels::default())
    };
    let mut findings: Vec<Diagnostic> = Vec::new();
    let mut checked = Vec::new();
    for charter in &charters {
        let mut found = check_theme(charter, &root, &catalogue);
        levels.apply(&mut found);
        checked.push((charter, !has_errors(&found)));
        let new: Vec<Diagnostic> = found.into_iter().filter(|finding| !findings.contains(finding)).collect();
        findings.extend(new);
    }
    let themes: Vec<_> =
        checked.iter().map(|(charter, is_sound)| json!({ "name": charter.folders.theme, "sound": is_sound })).collect();
    let data = ("themes", themes.into());
    let text = if verbosity::is_quiet() { String::new() } else { conclusion(&findings, &checked) };
    Ok(Output { command: "theme check", findings, text, data }.print(options.format))
}

fn conclusion(findings: &[Diagnostic], checked: &[(&Charter, bool)]) -> String {
    let names = |wanted: bool| {
        let mut names: Vec<String> = Vec::new();
        for (charter, _) in checked.iter().filter(|(_, is_sound)| *is_sound == wanted) {
            let name = format!("`{}`", charter.folders.theme);
            if !names.contains(&name) {
                names.push(name);
            }
        }
        names.join(", ")
    };
    let errors = findings.iter().filter(|finding| finding.level == Level::Error).count();
    let (sound, broken) = (names(true), names(false));
    let mut text = String::new();
    if !sound.is_empty() {
        text += &format!("Sound: {sound}.\n");
    }
    if !broken.is_empty() {
        let errors = if errors == 1 { "1 error".to_owned() } else { format!("{errors} errors") };
        text += &format!("{errors}. To be mended: {broken}; `charte theme preview` shows a theme while you edit it.\n");
    }
    text
}
