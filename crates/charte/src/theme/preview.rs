//! `charte theme preview`.

use std::path::{Path, PathBuf};

use anyhow::Result;
use charte_build::theme_folder;

use super::selection::{ThemeSelection, portal_charter};
use crate::exit::Exit;
use crate::options::Serving;
use crate::print::output::print_errors;
use crate::sample::ThemeSource;
use crate::watch::{self, WatchOptions};

/// Arguments of `charte theme preview`.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  charte theme preview night\n  charte theme preview themes/town --open")]
pub(crate) struct PreviewOptions {
    #[command(flatten)]
    pub(crate) selection: ThemeSelection,
    /// The declaration that the portal is in
    #[arg(short, long, value_name = "FILE", default_value = "charte.toml")]
    pub(crate) config: PathBuf,
    #[command(flatten)]
    pub(crate) serving: Serving,
}

/// Serves the sample site with a theme, until a signal ends it.
pub(super) fn preview(options: &PreviewOptions) -> Result<Exit> {
    let theme = match (&options.selection.portal, &options.selection.name) {
        (Some(id), _) => {
            if let Err(exit) = portal_charter(&options.config, id)? {
                return Ok(exit);
            }
            ThemeSource::Portal { config: options.config.clone(), id: id.clone() }
        }
        (None, name) => {
            let name = name.clone().unwrap_or_default();
            // A missing theme is an error at the start: most likely its name is misspelt.
            if let Err(findings) = theme_folder::find(&name, Path::new(""), None) {
                return Ok(print_errors(&findings));
            }
            ThemeSource::Named(name)
        }
    };
    let options = WatchOptions {
        config: options.config.clone(),
        portals: Vec::new(),
        serving: options.serving.clone(),
        no_serve: false,
        proxy: None,
        end_with_input: false,
        command: Vec::new(),
    };
    watch::preview(&options, theme)
}
