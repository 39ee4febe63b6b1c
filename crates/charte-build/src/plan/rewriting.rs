//! How each page and document of the site is changed: by a build, or by a strip.

use std::borrow::Cow;
use std::path::Path;

use charte_html::Syntax;
use charte_rewrite::{Edits, PageReport, Rules};

use crate::plan::dependencies::{Dependency, Recorder};
use crate::plan::own_files::DOCUMENTS;
use crate::prepare::portal::Portal;
use crate::site;
use crate::site::path::slashed;

/// How pages and documents are changed.
pub(super) trait Rewrite: Sync {
    fn rewrite(&self, page: &[u8], path: &Path) -> (Edits, PageReport, Vec<Dependency>);

    /// The services that a document of the site contacts, by its path; none for most.
    fn services(&self, path: &Path) -> Vec<String>;

    /// The edits of such a document.
    fn rewrite_document(&self, document: &[u8], services: &[String]) -> Edits;

    /// Whether the markup that a page depends on is still the same.
    fn holds(&self, dependencies: &[Dependency]) -> bool;

    /// Whether it is a build.
    fn is_build(&self) -> bool;

    /// A page or document as its author wrote it.
    fn author_bytes<'f>(&self, file: &'f [u8], path: &Path) -> Cow<'f, [u8]> {
        let syntax = if site::has_ending(path, &DOCUMENTS) { Syntax::Xml } else { Syntax::of_file(path) };
        if charte_rewrite::is_marked(file) { Edits::strip(file, syntax).apply(file).into() } else { file.into() }
    }
}

/// A build.
pub(super) struct Build<'a> {
    pub(super) portal: &'a Portal,
    /// The portal of the last pass over these pages, if it was another.
    pub(super) old: Option<&'a Portal>,
    /// Whether that portal rendered the same placeholders.
    pub(super) has_same_placeholders: bool,
    /// Whether dependencies are recorded, for a later plan.
    pub(super) is_recorded: bool,
}

impl Rewrite for Build<'_> {
    fn rewrite(&self, page: &[u8], path: &Path) -> (Edits, PageReport, Vec<Dependency>) {
        let address = format!("{}{}", self.portal.charter.url, slashed(Ok(path)));
        let policies = charte_rewrite::policies(page);
        let rules = self.portal.rules_under(&policies, path, Some(&address));
        if !self.is_recorded {
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

    fn is_build(&self) -> bool {
        true
    }
}

/// A strip.
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

    fn is_build(&self) -> bool {
        false
    }
}
