//! What each page of a built site contacts by itself, before anything is declared.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use charte_core::diagnostic::Diagnostic;
use charte_rewrite::recognise::UNKNOWN_SERVICE;
use charte_rewrite::{PageReport, UndeclaredContact};
use rayon::prelude::*;

use super::draft::Draft;
use super::facts::Facts;
use crate::prepare::{self, Portal};
use crate::run::Declaration;
use crate::site::{Kind, list};

/// A contact with a third party.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub struct Contact {
    /// The host, where it is known.
    pub host: Option<String>,
    /// The service of the catalogue that it belongs to.
    pub service: Option<String>,
    /// The address as written; empty for an inline script.
    pub address: String,
    /// What a build makes of it.
    pub standing: Standing,
}

/// What a portal's build makes of a contact.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Standing {
    /// It is not held: its host is the portal's own or allowed, or its service needs no consent.
    Passes,
    /// It waits for consent to this declared service.
    Waits(String),
    /// It is not declared.
    Undeclared,
}

/// A page with the third parties that it contacts when it is opened.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct PageContacts {
    /// The page, relative to the site.
    pub page: String,
    /// What it contacts; empty for most pages of most sites.
    pub contacts: BTreeSet<Contact>,
}

/// Reads every page of the built site at `site`, by path, and says what a build of `portal` makes of each contact. Pages that
/// cannot be read are left out: [`survey`](super::survey) tells.
///
/// # Errors
/// What a site says of itself cannot be declared.
pub fn page_contacts(site: &Path, facts: &Facts, portal: &Portal) -> Result<Vec<PageContacts>, Vec<Diagnostic>> {
    let draft = Draft::of(facts, Path::new("."));
    let declaration = Declaration::read("charte.toml", &draft.to_toml(), site.to_owned(), &[], None);
    let [charter] = &declaration.charters[..] else { return Err(declaration.findings) };
    let without = prepare::ready(charter, &declaration.root, &declaration.catalogue)?;
    let listing = list(site, &portal.charter.folders.folder);
    let files = listing.folders.iter().flat_map(|folder| &folder.files);
    let pages: Vec<&Path> = files.filter(|file| file.kind == Kind::Page).map(|file| file.path.as_path()).collect();
    let contacts = |path: &&Path| {
        let bytes = fs::read(site.join(path)).ok()?;
        let page = path.display().to_string().replace('\\', "/");
        let absolute = format!("{}{page}", portal.charter.url);
        let report = |portal: &Portal| charte_rewrite::rewrite(&bytes, &portal.rules(path, Some(&absolute))).report;
        let (before, after) = (report(&without), report(portal));
        let contacts = before.unknown.into_iter().map(|contact| Contact {
            standing: standing(&after, &contact),
            host: contact.host,
            service: contact.service,
            address: contact.address,
        });
        before.is_html.then(|| PageContacts { page, contacts: contacts.collect() })
    };
    Ok(pages.par_iter().filter_map(contacts).collect())
}

/// What the report on a built page says of a contact of the page as it came.
fn standing(report: &PageReport, contact: &UndeclaredContact) -> Standing {
    let is_here = |unknown: &&UndeclaredContact| unknown.offset == contact.offset && unknown.host == contact.host;
    let gated: Vec<&str> = report
        .gated
        .iter()
        .filter(|gated| gated.offset == contact.offset)
        .map(|gated| gated.service.as_str())
        .collect();
    let own = contact.service.as_deref().filter(|id| gated.contains(id));
    if let Some(id) = own {
        return Standing::Waits(id.to_owned());
    }
    // One element may contact several, declared or not: what is listed as undeclared waits with the others.
    if report.unknown.iter().any(|unknown| is_here(&unknown)) {
        return Standing::Undeclared;
    }
    match gated.first() {
        None => Standing::Passes,
        Some(&UNKNOWN_SERVICE) => Standing::Undeclared,
        Some(id) => Standing::Waits((*id).to_owned()),
    }
}
