//! `charte theme from`.

use std::path::{Path, PathBuf};

use anyhow::Result;
use charte_build::harvest;

use super::new;
use super::selection::portal_charter;
use crate::exit::Exit;
use crate::out;
use crate::print::output::print_errors;
use crate::rules;

/// Arguments of `charte theme from`.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  charte theme from public --to themes/town")]
#[command(group(clap::ArgGroup::new("source").args(["site", "portal"]).required(true)))]
pub(crate) struct FromOptions {
    /// The folder of a built site
    pub(crate) site: Option<PathBuf>,
    /// The site of this portal
    #[arg(short, long, value_name = "ID")]
    pub(crate) portal: Option<String>,
    /// Write it as a new theme into this folder [default: print it]
    #[arg(long, value_name = "FOLDER")]
    pub(crate) to: Option<PathBuf>,
    /// The declaration that the portal is in
    #[arg(short, long, value_name = "FILE", default_value = "charte.toml")]
    pub(crate) config: PathBuf,
}

/// Makes a theme of the colours in a site's style sheets.
pub(super) fn from(options: &FromOptions) -> Result<Exit> {
    let site: PathBuf = match (&options.portal, &options.site) {
        (Some(id), _) => match portal_charter(&options.config, id)? {
            Ok((charter, root)) => root.join(charter.folders.input),
            Err(exit) => return Ok(exit),
        },
        (None, site) => site.clone().unwrap_or_default(),
    };
    if !site.is_dir() {
        let finding = rules::SITE_MISSING.finding("there is no such folder").path(site.display().to_string());
        let help = "name the folder of the built site, the one that is published; build it first if need be";
        return Ok(print_errors(&[finding.help(help)]));
    }
    if let Some(fault) = options.to.as_deref().and_then(new::conflict) {
        return Ok(print_errors(&[fault]));
    }
    let draft = match harvest(&site) {
        Ok(harvest) => harvest.draft,
        Err(findings) => return Ok(print_errors(&findings)),
    };
    match &options.to {
        Some(folder) => {
            let what = format!("is a theme in the colours of {}", site.display());
            new::write(folder, &what, &draft, options.config.parent().unwrap_or(Path::new("")))
        }
        None => {
            out::print!("{}", draft.text());
            Ok(Exit::Done)
        }
    }
}
