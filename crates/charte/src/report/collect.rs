//! What a report is made of: what the pages contact as they came, and what the declaration makes of each contact.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use charte_build::first::{self, Contact, Standing};
use charte_build::prepare::{self, Portal};
use charte_core::catalogue::Catalogue;
use charte_core::charter::{Charter, UnknownPolicy};
use charte_core::diagnostic::Diagnostic;
use charte_core::model::Consent;
use charte_rewrite::recognise::{Address, Verdict};
use serde::Serialize;

use crate::clock;

/// A portal's report.
#[derive(Debug, Serialize)]
pub(super) struct Report {
    pub(super) portal: String,
    pub(super) name: String,
    pub(super) url: String,
    /// The day it was made, as `YYYY-MM-DD`.
    pub(super) date: String,
    /// The number of pages that were read.
    pub(super) page_count: usize,
    /// Third parties, those on most pages first.
    pub(super) parties: Vec<Party>,
    /// Pages that contact somebody, and other files that do, those that contact most first.
    pub(super) pages: Vec<Page>,
    /// Further hosts that scripts of the site's own name, and may contact.
    pub(super) named: Vec<String>,
}

/// A service, or a host that belongs to none.
#[derive(Debug, Serialize)]
pub(super) struct Party {
    /// The id of a service, else the host.
    pub(super) id: String,
    pub(super) name: String,
    pub(super) hosts: BTreeSet<String>,
    /// On how many pages it is contacted.
    pub(super) page_count: usize,
    /// Other files that contact it: style sheets, scripts.
    pub(super) files: BTreeSet<String>,
    /// What it does once charte has built the site.
    pub(super) after: Fate,
}

/// What becomes of a contact.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum Fate {
    /// Its host is allowed by the declaration.
    Allowed,
    /// It loads without consent, on a legal ground.
    Exempt,
    /// It loads after a yes.
    Waits,
    /// It is not declared: the browser refuses it.
    Refused,
}

impl Fate {
    /// Whether it is contacted before a visitor has answered.
    pub(super) fn is_on_arrival(self) -> bool {
        matches!(self, Fate::Allowed | Fate::Exempt)
    }
}

/// A page with the third parties that it contacts.
#[derive(Debug, Serialize)]
pub(super) struct Page {
    /// The file, relative to the site.
    pub(super) page: String,
    /// The ids of what it contacts as it came.
    pub(super) before: BTreeSet<String>,
    /// The ids of what it contacts before an answer, once charte has built the site.
    pub(super) after: BTreeSet<String>,
}

/// Reads the site and the declaration.
///
/// # Errors
/// The site or the theme cannot be read.
pub(super) fn collect(charter: &Charter, root: &Path, catalogue: &Catalogue) -> Result<Report, Vec<Diagnostic>> {
    let site = root.join(&charter.folders.input);
    let mut facts = first::facts(&site)?;
    facts.url = Some(charter.url.clone());
    let survey = first::survey(&site, &facts)?;
    let portal = prepare::ready(charter, root, catalogue)?;
    let judge = Judge { charter, portal: &portal, catalogue };
    let mut parties: BTreeMap<String, Party> = BTreeMap::new();
    let mut pages = Vec::new();
    for of_page in first::page_contacts(&site, &facts, &portal)? {
        let mut before = BTreeSet::new();
        for contact in &of_page.contacts {
            let Some(party) = judge.of_page(contact) else { continue };
            let known = parties.entry(party.id.clone()).or_insert(party);
            known.hosts.extend(contact.host.clone());
            known.page_count += usize::from(before.insert(known.id.clone()));
        }
        if !before.is_empty() {
            pages.push(Page { page: of_page.page, before, after: BTreeSet::new() });
        }
    }
    // Files of the site's own that are no pages: style sheets and scripts.
    let mut of_files: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for unknown in &survey.third_parties {
        let is_page = |file: &String| pages.iter().any(|page| page.page == *file);
        let files: Vec<String> = unknown.pages.iter().filter(|file| !is_page(file)).cloned().collect();
        for host in unknown.hosts.iter().filter(|_| !files.is_empty()) {
            let Some(party) = judge.of_host(host, unknown.known_as.as_deref()) else { continue };
            let known = parties.entry(party.id.clone()).or_insert(party);
            known.hosts.insert(host.clone());
            known.files.extend(files.iter().cloned());
            for file in &files {
                of_files.entry(file.clone()).or_default().insert(known.id.clone());
            }
        }
    }
    pages.extend(of_files.into_iter().map(|(page, before)| Page { page, before, after: BTreeSet::new() }));
    let on_arrival = |id: &&String| parties.get(*id).is_some_and(|party| party.after.is_on_arrival());
    for page in &mut pages {
        page.after = page.before.iter().filter(on_arrival).cloned().collect();
    }
    pages.sort_by(|one, other| other.before.len().cmp(&one.before.len()).then_with(|| one.page.cmp(&other.page)));
    let mut parties: Vec<Party> = parties.into_values().collect();
    parties.sort_by(|one, other| other.page_count.cmp(&one.page_count).then_with(|| one.id.cmp(&other.id)));
    let named = survey.named.into_iter().map(|sighting| sighting.name);
    let named = named.filter(|host| !parties.iter().any(|party| party.hosts.contains(host))).collect();
    Ok(Report {
        portal: charter.id.clone(),
        name: charter.name.clone(),
        url: charter.url.clone(),
        date: clock::today(),
        page_count: survey.pages,
        parties,
        pages,
        named,
    })
}

/// What the declaration says of contacts.
struct Judge<'a> {
    charter: &'a Charter,
    portal: &'a Portal,
    catalogue: &'a Catalogue,
}

impl Judge<'_> {
    /// The third party of a page's contact; nothing where it is the portal itself.
    fn of_page(&self, contact: &Contact) -> Option<Party> {
        let service = contact.service.as_deref();
        match &contact.standing {
            Standing::Waits(id) => Some(self.party(id, Fate::Waits)),
            Standing::Undeclared => Some(self.party(service.or(contact.host.as_deref())?, self.unknown())),
            Standing::Passes => self.of_address(&contact.address, service, contact.host.as_deref()),
        }
    }

    /// The third party of a host that a style sheet or script contacts.
    fn of_host(&self, host: &str, service: Option<&str>) -> Option<Party> {
        self.of_address(&format!("https://{host}/"), service, Some(host))
    }

    fn of_address(&self, address: &str, service: Option<&str>, host: Option<&str>) -> Option<Party> {
        let parsed = Address::parse(address, None);
        let (id, fate) = match parsed.as_ref().map(|address| self.portal.recogniser.address(address)) {
            Some(Verdict::Own) if service.is_none() => return None,
            Some(Verdict::Allowed) => (service, Fate::Allowed),
            Some(Verdict::Exempt(id)) => (Some(id), Fate::Exempt),
            Some(Verdict::Waits(id)) => (Some(id), Fate::Waits),
            _ => {
                let declared = self.charter.services.iter().find(|declared| Some(declared.id.as_str()) == service);
                match declared.map(|service| &service.consent) {
                    Some(Consent::Required) => (service, Fate::Waits),
                    Some(Consent::Exempt { .. }) => (service, Fate::Exempt),
                    None => (service, self.unknown()),
                }
            }
        };
        Some(self.party(id.or(host)?, fate))
    }

    /// What becomes of what is not declared.
    fn unknown(&self) -> Fate {
        match self.charter.unknown {
            UnknownPolicy::Block => Fate::Refused,
            UnknownPolicy::Allow => Fate::Allowed,
        }
    }

    fn party(&self, id: &str, after: Fate) -> Party {
        let declared = self.charter.services.iter().find(|service| service.id == id);
        let known = declared.or_else(|| self.catalogue.get(id));
        let name = known.map_or_else(|| id.to_owned(), |service| service.name.clone());
        Party { id: id.to_owned(), name, hosts: BTreeSet::new(), page_count: 0, files: BTreeSet::new(), after }
    }
}
