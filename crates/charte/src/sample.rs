//! A small site that shows a theme without any of the author's: a declaration with something to ask, and a page in three
//! languages with embeds that wait. All of it is in the binary.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};
use charte_build::Declaration;
use charte_core::catalogue::Catalogue;
use charte_core::charter::Charter;
use charte_core::diagnostic::{Diagnostic, Level};
use charte_core::{check, manifest};

use crate::{declare, rules};

const MANIFEST: &str = include_str!("../sample/charte.toml");
const PAGES: [(&str, &str); 4] = [
    ("", include_str!("../sample/index.html")),
    ("en/", include_str!("../sample/en/index.html")),
    ("ar/", include_str!("../sample/ar/index.html")),
    ("site.css", include_str!("../sample/site.css")),
];

/// The sample's files.
pub(crate) struct Sample;

impl Sample {
    /// What stands at an address below the sample's own.
    pub(crate) fn file(path: &str) -> Option<&'static str> {
        PAGES.iter().find(|(known, _)| *known == path).map(|(_, text)| *text)
    }
}

/// The theme that is shown with it.
#[derive(Debug, Clone)]
pub(crate) enum Theme {
    /// One that is built in, or a folder.
    Named(String),
    /// That of a portal, with what its declaration changes.
    Portal {
        /// The declaration.
        config: PathBuf,
        /// The portal.
        id: String,
    },
}

impl Theme {
    /// The sample's declaration with this theme, as it is now; what cannot be read at all is a finding.
    pub(crate) fn declaration(&self) -> Declaration {
        let declaration = match self {
            Theme::Named(name) => charter(name).map(|charter| declared(charter, PathBuf::new(), Vec::new())),
            Theme::Portal { config, id } => of_portal(config, id),
        };
        declaration.unwrap_or_else(|error| {
            let finding = rules::DECLARATION.finding(format!("{error:#}"));
            Declaration { findings: vec![finding], ..Declaration::default() }
        })
    }

    /// What else than the theme's folder changes it.
    pub(crate) fn config(&self) -> Option<&Path> {
        match self {
            Theme::Named(_) => None,
            Theme::Portal { config, .. } => Some(config),
        }
    }
}

/// The sample's charter with a theme, which is built in or a folder. Who may use which theme is not its concern.
pub(crate) fn charter(theme: &str) -> Result<Charter> {
    let (manifest, _) = manifest::parse("sample", MANIFEST);
    let (charters, _) = check::check(&manifest, &Catalogue::embedded());
    let mut charter = charters.into_iter().next().context("the sample declares no portal")?;
    charter.folders.theme = theme.to_owned();
    charter.places.clear();
    Ok(charter)
}

/// The sample in the name of a portal, with its theme and what it changes in it.
fn of_portal(config: &Path, id: &str) -> Result<Declaration> {
    let declaration = declare::declaration(config, &[id.to_owned()])?;
    if let Some(message) = declaration.unknown_portal {
        bail!(message);
    }
    let errors = declaration.findings.into_iter().filter(|finding| finding.level == Level::Error).collect();
    let Some(own) = declaration.charters.into_iter().next() else {
        return Ok(Declaration { root: declaration.root, findings: errors, ..Declaration::default() });
    };
    let sample = charter(&own.folders.theme)?;
    let Charter { name, publisher, state_site, texts, tokens, places, .. } = own;
    let charter = Charter { name, publisher, state_site, texts, tokens, places, ..sample };
    Ok(declared(charter, declaration.root, errors))
}

fn declared(charter: Charter, root: PathBuf, findings: Vec<Diagnostic>) -> Declaration {
    Declaration { root, charters: vec![charter], catalogue: Catalogue::embedded(), findings, unknown_portal: None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sample_asks_in_three_languages_and_has_no_faults() {
        let (manifest, findings) = manifest::parse("sample", MANIFEST);
        assert!(findings.is_empty(), "{findings:#?}");
        let (_, findings) = check::check(&manifest, &Catalogue::embedded());
        assert!(findings.iter().all(|finding| finding.level == Level::Note), "{findings:#?}");
        let charter = charter("night").unwrap();
        assert_eq!(charter.languages, ["fr", "en", "ar"]);
        assert!(charter.has_banner() && charter.folders.theme == "night");
        for language in ["", "en/", "ar/", "site.css"] {
            assert!(Sample::file(language).is_some(), "{language}");
        }
    }
}
