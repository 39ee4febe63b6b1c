//! What is done to each page and document of the site: built, or taken back.

use std::path::Path;

use charte_html::Syntax;
use charte_rewrite::{Edits, PageReport, Rules};

use crate::plan::dependencies::{Dependency, Recorder};
use crate::prepare::portal::Portal;
use crate::site::path::slashed;

/// What is done to each page.
pub(super) trait Rewrite: Sync {
    fn rewrite(&self, page: &[u8], path: &Path) -> (Edits, PageReport, Vec<Dependency>);

    /// What the document of the site at a path, which is no page, waits for; nothing when it contacts nobody.
    fn services(&self, path: &Path) -> Vec<String>;

    /// How such a document changes.
    fn rewrite_document(&self, document: &[u8], services: &[String]) -> Edits;

    /// Whether what was asked for a page would be answered in the same way.
    fn holds(&self, dependencies: &[Dependency]) -> bool;
}

/// What a build does.
pub(super) struct Build<'a> {
    pub(super) portal: &'a Portal,
    /// The portal that the last pass over these pages asked, if it was another.
    pub(super) old: Option<&'a Portal>,
    /// Whether that one made the same placeholders.
    pub(super) has_same_placeholders: bool,
    /// Whether a later plan will want to know what was asked.
    pub(super) is_noted: bool,
}

impl Rewrite for Build<'_> {
    fn rewrite(&self, page: &[u8], path: &Path) -> (Edits, PageReport, Vec<Dependency>) {
        let address = format!("{}{}", self.portal.charter.url, slashed(Ok(path)));
        let policies = charte_rewrite::policies(page);
        let rules = self.portal.rules_under(&policies, path, Some(&address));
        if !self.is_noted {
            let rewritten = charte_rewrite::rewrite(page, &rules);
            return (rewritten.edits, rewritten.report.with_policies(policies), Vec::new());
        }
        let recorder = Recorder::new(self.portal);
        let rewritten = charte_rewrite::rewrite(page, &Rules { markup: &recorder, ..rules });
        (rewritten.edits, rewritten.report.with_policies(policies), recorder.into_dependencies())
    }

    fn services(&self, path: &Path) -> Vec<String> {
        self.portal.facts.documents.get(&slashed(Ok(path))).cloned().unwrap_or_default()
    }

    fn rewrite_document(&self, document: &[u8], services: &[String]) -> Edits {
        charte_rewrite::rewrite_document(document, &self.portal.rules(Path::new("a.svg"), None), services)
    }

    fn holds(&self, dependencies: &[Dependency]) -> bool {
        let is_known = |one: &Dependency| self.has_same_placeholders && one.is_placeholder();
        self.old.is_none() || dependencies.iter().all(|one| is_known(one) || one.holds(self.portal))
    }
}

/// What the undoing of a build does.
pub(super) struct Strip;

impl Rewrite for Strip {
    fn rewrite(&self, page: &[u8], path: &Path) -> (Edits, PageReport, Vec<Dependency>) {
        (Edits::strip(page, Syntax::of_file(path)), PageReport::of_page(), Vec::new())
    }

    fn services(&self, _: &Path) -> Vec<String> {
        Vec::new()
    }

    fn rewrite_document(&self, document: &[u8], _: &[String]) -> Edits {
        Edits::strip(document, Syntax::Xml)
    }

    fn holds(&self, _: &[Dependency]) -> bool {
        true
    }
}
