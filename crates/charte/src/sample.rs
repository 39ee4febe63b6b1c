//! The sample site of theme previews: a declaration with services that need consent, and a page in three languages with
//! embeds of theirs. All of it is in the binary.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};
use charte_build::Declaration;
use charte_core::catalogue::Catalogue;
use charte_core::charter::Charter;
use charte_core::diagnostic::{Diagnostic, Level};
use charte_core::{check, manifest};

use crate::{declare, rules};

const MANIFEST: &str = include_str!("../sample/charte.toml");
const FILES: [(&str, &str); 4] = [
    ("", include_str!("../sample/index.html")),
    ("en/", include_str!("../sample/en/index.html")),
    ("ar/", include_str!("../sample/ar/index.html")),
    ("site.css", include_str!("../sample/site.css")),
];

/// The file at a path relative to the sample's root; a folder's path means its page.
pub(crate) fn file(path: &str) -> Option<&'static str> {
    FILES.iter().find(|(known, _)| *known == path).map(|(_, text)| *text)
}

/// Where the theme of a preview comes from.
#[derive(Debug, Clone)]
pub(crate) enum ThemeSource {
    /// A built-in theme by its name, or a theme's folder.
    Named(String),
    /// The theme of a portal, with what its declaration changes in it.
    Portal {
        /// The file of the declaration.
        config: PathBuf,
        /// The portal's ID.
        id: String,
    },
}

impl ThemeSource {
    /// The sample's declaration with this theme, read again. An unreadable one is a finding.
    pub(crate) fn declaration(&self) -> Declaration {
        let declaration = match self {
            ThemeSource::Named(name) => {
                charter_with_theme(name).map(|charter| with_charter(charter, PathBuf::new(), Vec::new()))
            }
            ThemeSource::Portal { config, id } => for_portal(config, id),
        };
        declaration.unwrap_or_else(|error| {
            let finding = rules::DECLARATION.finding(format!("{error:#}"));
            Declaration { findings: vec![finding], ..Declaration::default() }
        })
    }

    /// The declaration that the theme depends on besides its folder.
    pub(crate) fn config(&self) -> Option<&Path> {
        match self {
            ThemeSource::Named(_) => None,
            ThemeSource::Portal { config, .. } => Some(config),
        }
    }
}

/// The sample's charter with a theme, a built-in one or a folder. Whether a portal may use that theme is not checked.
pub(crate) fn charter_with_theme(theme: &str) -> Result<Charter> {
    let (manifest, _) = manifest::parse("sample", MANIFEST);
    let (charters, _) = check::check(&manifest, &Catalogue::embedded());
    let mut charter = charters.into_iter().next().context("the sample declares no portal")?;
    charter.folders.theme = theme.to_owned();
    charter.places.clear();
    Ok(charter)
}

/// The sample's declaration with the names of a portal, its theme and what it changes in it.
fn for_portal(config: &Path, id: &str) -> Result<Declaration> {
    let declaration = declare::declaration(config, &[id.to_owned()])?;
    if let Some(message) = declaration.unknown_portal {
        bail!(message);
    }
    let errors = declaration.findings.into_iter().filter(|finding| finding.level == Level::Error).collect();
    let Some(own) = declaration.charters.into_iter().next() else {
        return Ok(Declaration { root: declaration.root, findings: errors, ..Declaration::default() });
    };
    let sample = charter_with_theme(&own.folders.theme)?;
    let Charter { name, publisher, order, state_site, texts, tokens, places, .. } = own;
    let charter = Charter { name, publisher, order, state_site, texts, tokens, places, ..sample };
    Ok(with_charter(charter, declaration.root, errors))
}

fn with_charter(charter: Charter, root: PathBuf, findings: Vec<Diagnostic>) -> Declaration {
    Declaration { root, charters: vec![charter], catalogue: Catalogue::embedded(), findings, ..Declaration::default() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sample_needs_consent_and_has_three_languages_and_no_errors() {
        let (manifest, findings) = manifest::parse("sample", MANIFEST);
        assert!(findings.is_empty(), "{findings:#?}");
        let (_, findings) = check::check(&manifest, &Catalogue::embedded());
        assert!(findings.iter().all(|finding| finding.level == Level::Note), "{findings:#?}");
        let charter = charter_with_theme("night").unwrap();
        assert_eq!(charter.languages, ["fr", "en", "ar"]);
        assert!(charter.has_banner() && charter.folders.theme == "night");
        for path in ["", "en/", "ar/", "site.css"] {
            assert!(file(path).is_some(), "{path}");
        }
    }
}
