//! `charte theme list`.

use std::path::{Path, PathBuf};

use anyhow::Result;
use charte_build::theme_folder;
use charte_core::charter::Charter;
use serde_json::json;

use crate::declare;
use crate::exit::Exit;
use crate::options::Format;
use crate::print::output::{Output, print_errors, table};

/// Arguments of `charte theme list`.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  charte theme list")]
pub(crate) struct ListOptions {
    /// The declaration [default: charte.toml, if there is one]
    #[arg(short, long, value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,
    /// How to print the result
    #[arg(long, value_enum, default_value_t = Format::Human)]
    pub(crate) format: Format,
}

/// Lists the built-in themes, and which portal uses which theme.
pub(super) fn list(options: &ListOptions) -> Result<Exit> {
    let config = match &options.config {
        Some(file) => Some(file.clone()),
        None => Some(PathBuf::from("charte.toml")).filter(|file| file.is_file()),
    };
    let mut charters = Vec::new();
    if let Some(file) = &config {
        let declaration = declare::declaration(file, &[])?;
        if declaration.charters.is_empty() {
            return Ok(print_errors(&declaration.findings));
        }
        charters = declaration.charters;
    }
    let names = theme_folder::built_in;
    let look = |name: &str| theme_folder::look(name).unwrap_or_default();
    let users = |name: &str| -> Vec<&str> {
        charters.iter().filter(|charter| charter.folders.theme == name).map(|charter| charter.id.as_str()).collect()
    };
    let themes: Vec<_> =
        names().map(|name| json!({ "name": name, "look": look(name), "portals": users(name) })).collect();
    let own: Vec<_> = charters
        .iter()
        .filter(|charter| !theme_folder::is_built_in(&charter.folders.theme))
        .map(|charter| json!({ "name": charter.folders.theme, "portals": [charter.id] }))
        .collect();
    let rows: Vec<Vec<String>> = names().map(|name| vec![name.to_owned(), look(name).to_owned()]).collect();
    let text = format!("Built in:\n{}{}{NEXT}", table("  ", &rows), used(config.as_deref(), &charters));
    let data = ("themes", themes.into_iter().chain(own).collect());
    Ok(Output { command: "theme list", findings: Vec::new(), text, data }.print(options.format))
}

const NEXT: &str =
    "\n`charte theme preview NAME` shows one in the browser; `theme = \"NAME\"` in charte.toml takes it.\n";

fn used(config: Option<&Path>, charters: &[Charter]) -> String {
    let Some(config) = config else { return String::new() };
    let rows: Vec<Vec<String>> =
        charters.iter().map(|charter| vec![charter.id.clone(), charter.folders.theme.clone()]).collect();
    format!("\nUsed by the portals of {}:\n{}", config.display(), table("  ", &rows))
}
