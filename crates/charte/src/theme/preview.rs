//! `charte theme preview`.

use std::path::{Path, PathBuf};

use anyhow::Result;
use charte_build::site::theme_folder;

use super::answer::refused;
use super::subject::{Which, portal};
use crate::exit::Exit;
use crate::options::Serving;
use crate::sample::Theme;
use crate::watch::{self, WatchOptions};

/// Arguments of `charte theme preview`.
#[derive(Debug, clap::Args)]
pub(crate) struct PreviewOptions {
    #[command(flatten)]
    pub(crate) which: Which,
    /// The declaration that the portal is in
    #[arg(short, long, value_name = "FILE", default_value = "charte.toml")]
    pub(crate) config: PathBuf,
    #[command(flatten)]
    pub(crate) serving: Serving,
}

/// Serves the sample with a theme, until it is ended.
pub(super) fn preview(options: &PreviewOptions) -> Result<Exit> {
    let theme = match (&options.which.portal, &options.which.name) {
        (Some(id), _) => {
            if let Err(exit) = portal(&options.config, id)? {
                return Ok(exit);
            }
            Theme::Portal { config: options.config.clone(), id: id.clone() }
        }
        (None, name) => {
            let name = name.clone().unwrap_or_default();
            // What is not there cannot be waited for: it is most likely misspelt.
            if let Err(findings) = theme_folder::find(&name, Path::new(""), None) {
                return Ok(refused(&findings));
            }
            Theme::Named(name)
        }
    };
    let options = WatchOptions {
        config: options.config.clone(),
        portals: Vec::new(),
        serving: options.serving.clone(),
        no_serve: false,
        proxy: None,
    };
    watch::show(&options, theme)
}
