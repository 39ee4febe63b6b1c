//! From the command line's file name to checked charters.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};
use charte_core::catalogue::Catalogue;
use charte_core::charter::Charter;
use charte_core::diagnostic::Diagnostic;
use charte_core::{check, manifest, suggest};

/// A declaration that was read and checked.
#[derive(Default)]
pub(crate) struct Declaration {
    /// Folder that the manifest's paths start from.
    pub(crate) root: PathBuf,
    /// The charters of the portals that were asked for.
    pub(crate) charters: Vec<Charter>,
    pub(crate) catalogue: Catalogue,
    pub(crate) findings: Vec<Diagnostic>,
    /// A portal that was asked for and is not declared: what to tell.
    pub(crate) unknown_portal: Option<String>,
}

/// Reads and checks the manifest.
pub(crate) fn declaration(file: &Path, portals: &[String]) -> Result<Declaration> {
    let bytes = match fs::read(file) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            let file = file.display();
            bail!(
                "there is no {file}; write it, or name another with `-c FILE` (the README has ten lines to start from)"
            )
        }
        Err(error) => return Err(error).with_context(|| format!("cannot read {}", file.display())),
    };
    let name = file.display().to_string();
    let catalogue = Catalogue::embedded();
    let root = file.parent().map_or_else(PathBuf::new, Path::to_owned);
    let text = match String::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => {
            let line =
                error.as_bytes()[..error.utf8_error().valid_up_to()].iter().filter(|&&byte| byte == b'\n').count() + 1;
            let finding = Diagnostic::error("not-utf-8", format!("line {line} is not UTF-8, which TOML is written in"));
            let findings = vec![finding.path(name).help("save the file as UTF-8")];
            return Ok(Declaration { root, charters: Vec::new(), catalogue, findings, unknown_portal: None });
        }
    };
    let (manifest, mut findings) = manifest::parse(&name, &text);
    let (mut charters, found) = check::check(&manifest, &catalogue);
    for finding in found {
        if !findings.contains(&finding) {
            findings.push(finding);
        }
    }
    // In the order of the file, as it will be mended.
    findings.sort_by_key(|finding| finding.place.as_ref().map(|place| (place.line, place.column)));
    let unknown_portal = portals
        .iter()
        .find(|id| !manifest.portals().any(|known| known == *id))
        .map(|id| format!("{name} declares no portal `{id}`; it has {}", suggest::list(manifest.portals())));
    if !portals.is_empty() {
        charters.retain(|charter| portals.contains(&charter.id));
    }
    Ok(Declaration { root, charters, catalogue, findings, unknown_portal })
}
