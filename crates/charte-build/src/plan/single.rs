//! One page that is in memory, built as the site's build would: for pipelines that write pages without a folder.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use charte_core::catalogue::Catalogue;
use charte_core::charter::Charter;
use charte_core::diagnostic::Diagnostic;

use crate::bundle::{self, CharterPage};
use crate::plan::cache::{FileCache, Outcome};
use crate::plan::own_files;
use crate::plan::rewriting::{Build, Rewrite as _};
use crate::plan::roots::Roots;
use crate::plan::scheme;
use crate::plan::summary::{Figures, Summary};
use crate::plan::undeclared;
use crate::prepare::portal::{Portal, SiteFacts};
use crate::site::path::slashed;
use crate::site::{self, Kind};
use crate::{csp, prepare};

/// The text by which authors mark the place of the charter.
const SLOT: &[u8] = b"data-charte-slot";

/// A page, built.
#[derive(Debug)]
#[non_exhaustive]
pub struct SinglePage {
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// What was found in it; one that is an error means that its bytes must not be used.
    pub findings: Vec<Diagnostic>,
}

/// Builds one page. `path` is where the page will be, below the root of the site. What the page depends on beyond itself, such
/// as workers and pages with a place for the charter, is read in the site's input, if that is there.
///
/// # Errors
/// The faults of the portal's theme and texts.
pub fn single_page(
    (charter, manifest, catalogue): (&Charter, &Path, &Catalogue),
    path: &Path,
    page: &[u8],
) -> Result<SinglePage, Vec<Diagnostic>> {
    let roots = Roots::of(charter, manifest);
    let base = prepare::ready(charter, manifest, catalogue)?;
    let portal = if roots.input.is_dir() { with_site(&base, &roots)? } else { base };
    let (edits, report, _) = rewrite(&portal).rewrite(page, path);
    let mut outcome = Outcome::default();
    outcome.report(path, path, page, report);
    let (mut summary, mut figures) = (Summary::declared(charter), Figures::default());
    figures.add(&outcome.figures);
    summary.take(figures);
    let mut findings = outcome.findings;
    findings.extend(undeclared::report(&mut summary, charter));
    findings.extend(portal.faults());
    Ok(SinglePage { bytes: edits.apply(page), findings })
}

fn rewrite(portal: &Portal) -> Build<'_> {
    Build { portal, old: None, has_same_placeholders: false, is_recorded: false }
}

/// The portal with what is known of its site on disk.
fn with_site(base: &Portal, roots: &Roots) -> Result<Portal, Vec<Diagnostic>> {
    let mut cache = FileCache::of(site::list(&roots.input, &base.charter.folders.folder));
    let inspection = own_files::inspect(&mut cache, roots, base);
    let mut facts = SiteFacts {
        documents: inspection.services(),
        workers: inspection.workers,
        imports: inspection.imports,
        has_one_scheme: !inspection.follows_visitor && !scheme::pages_follow_visitor(&cache, roots),
        server: Arc::new(csp::files::read(&roots.input, &roots.manifest)),
        ..SiteFacts::default()
    };
    let portal = base.with_facts(&facts)?;
    facts.addresses = bundle::addresses(&portal, &bundle::charter_pages(&portal, &slots(&portal, &cache, roots)));
    portal.with_facts(&facts)
}

/// The pages of the site that have a place for the charter.
pub(super) fn slots(portal: &Portal, cache: &FileCache, roots: &Roots) -> Vec<CharterPage> {
    let mut slots = Vec::new();
    for file in cache.files().filter(|file| file.kind == Kind::Page) {
        let Ok(page) = fs::read(roots.input.join(&file.path)) else { continue };
        if memchr::memmem::find(&page, SLOT).is_none() {
            continue;
        }
        let (_, report, _) = rewrite(portal).rewrite(&page, &file.path);
        if report.has_slot {
            slots.push(CharterPage { language: report.language, path: slashed(Ok(&file.path)), slot: true });
        }
    }
    slots
}
