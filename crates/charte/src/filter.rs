//! `charte filter`: builds one page from the standard input to the standard output.

use std::io::{self, Read as _, Write as _};
use std::path::{Component, PathBuf};

use anyhow::{Context as _, Result};
use charte_build::Denied;
use charte_core::diagnostic::has_errors;
use charte_core::suggest;

use crate::declare;
use crate::exit::Exit;
use crate::print::{print_findings, print_usage_error};

/// Arguments of `charte filter`.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  charte filter --path news/index.html < page.html > built.html\n  curl -s https://preview.example.fr/ | charte filter --portal town > public/index.html\n\nThe files that pages load, in charte's own folder, are written by `charte build`."
)]
pub(crate) struct FilterOptions {
    /// The declaration
    #[arg(short, long, value_name = "FILE", default_value = "charte.toml")]
    config: PathBuf,
    /// The portal of the page; needed where the declaration has several
    #[arg(short, long, value_name = "ID")]
    portal: Option<String>,
    /// Where the page will be, below the root of the site
    #[arg(long, value_name = "PATH", default_value = "index.html")]
    path: PathBuf,
}

/// `charte filter`.
pub(crate) fn filter(options: &FilterOptions) -> Result<Exit> {
    let portals: Vec<String> = options.portal.iter().cloned().collect();
    let declaration = declare::declaration(&options.config, &portals)?;
    if let Some(message) = &declaration.unknown_portal {
        return Ok(print_usage_error(message));
    }
    if has_errors(&declaration.findings) {
        print_findings(&declaration.findings);
        return Ok(Exit::of(&declaration.findings, Denied::Errors));
    }
    let [charter] = &declaration.charters[..] else {
        let ids = suggest::list(declaration.charters.iter().map(|charter| charter.id.as_str()));
        return Ok(print_usage_error(&format!("the declaration has several portals; name one with `--portal`: {ids}")));
    };
    if options.path.components().any(|part| !matches!(part, Component::Normal(_) | Component::CurDir)) {
        return Ok(print_usage_error("`--path` is a path below the root of the site, such as `news/index.html`"));
    }
    let path: PathBuf = options.path.components().filter(|part| matches!(part, Component::Normal(_))).collect();
    let mut page = Vec::new();
    io::stdin().lock().read_to_end(&mut page).context("cannot read the page from the standard input")?;
    let site = (charter, declaration.root.as_path(), &declaration.catalogue);
    let (bytes, mut findings) = match charte_build::single_page(site, &path, &page) {
        Ok(built) => (built.bytes, built.findings),
        Err(findings) => (Vec::new(), findings),
    };
    declaration.levels.apply(&mut findings);
    print_findings(&findings);
    if !has_errors(&findings) {
        let mut output = io::stdout().lock();
        output
            .write_all(&bytes)
            .and_then(|()| output.flush())
            .context("cannot write the page to the standard output")?;
    }
    Ok(Exit::of(&findings, Denied::Errors))
}
