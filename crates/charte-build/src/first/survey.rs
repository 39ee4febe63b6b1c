//! What a built site contacts today: the plan of a build under a declaration that names no service yet.

use std::path::Path;

use charte_core::catalogue::Catalogue;
use charte_core::diagnostic::{Diagnostic, Level};

use super::draft::{Draft, Service};
use super::facts::Facts;
use crate::options::{Options, Task};
use crate::plan::{Sighting, Summary, UnknownHost};
use crate::run::{Declaration, run};
use crate::site::{Kind, list};

/// How often a declaration is planned again with what the last plan found: the second plan finds the servers of services
/// that run anywhere.
const ROUNDS: usize = 4;

/// What a site contacts, page by page.
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub struct Survey {
    /// Pages of HTML.
    pub pages: usize,
    /// Third parties, known to the catalogue or not.
    pub third_parties: Vec<UnknownHost>,
    /// Hosts that the site's own scripts name.
    pub named: Vec<Sighting>,
    /// Other consent managers.
    pub managers: Vec<Sighting>,
    /// What cannot wait for consent, and what is wrong with the site.
    pub findings: Vec<Diagnostic>,
}

/// Reads every page, script, style sheet and data file of the built site at `site`.
///
/// # Errors
/// A folder without pages, and files that cannot be read.
pub fn survey(site: &Path, facts: &Facts) -> Result<Survey, Vec<Diagnostic>> {
    let draft = Draft::of(facts, Path::new("."));
    let (summary, findings) = plan(&draft, site)?;
    let known: Vec<&String> =
        summary.unknown.iter().filter(|party| party.known_as.is_some()).flat_map(|party| &party.hosts).collect();
    let is_twin = |party: &UnknownHost| party.known_as.is_none() && known.contains(&&party.host);
    Ok(Survey {
        pages: summary.pages,
        third_parties: summary.unknown.iter().filter(|party| !is_twin(party)).cloned().collect(),
        named: summary.named,
        managers: summary.managers,
        findings,
    })
}

/// Whether a folder holds a page of HTML.
pub fn has_pages(site: &Path) -> bool {
    let listing = list(site, "");
    listing.folders.iter().flat_map(|folder| &folder.files).any(|file| file.kind == Kind::Page)
}

/// Declares in `draft` what the site uses and is not declared yet; `root` is the folder that its paths start from. Returns
/// what a build would still find.
///
/// # Errors
/// Findings that stop a build of the site whatever is declared.
pub fn complete(draft: &mut Draft, root: &Path) -> Result<Vec<Diagnostic>, Vec<Diagnostic>> {
    let catalogue = Catalogue::embedded();
    let mut round = 0;
    loop {
        let (summary, findings) = plan(draft, root)?;
        let mut is_changed = false;
        // Those of the catalogue first: the next plan then shows which hosts are servers of theirs. The rest belongs to no known
        // service.
        let (known, own): (Vec<_>, Vec<_>) = summary.unknown.iter().partition(|unknown| unknown.known_as.is_some());
        for unknown in known {
            is_changed |= add(draft, unknown, &catalogue);
        }
        for unknown in own.into_iter().filter(|_| !is_changed).collect::<Vec<_>>() {
            is_changed |= add(draft, unknown, &catalogue);
        }
        round += 1;
        if !is_changed || round == ROUNDS {
            let names = summary.named.into_iter().map(|sighting| sighting.name);
            draft.named = names.filter(|host| !is_declared(draft, host, &catalogue)).collect();
            return Ok(findings);
        }
    }
}

/// Declares one third party: as a service of the catalogue, as the server of one, or as a service of the author's own.
fn add(draft: &mut Draft, unknown: &UnknownHost, catalogue: &Catalogue) -> bool {
    let hosts = || unknown.hosts.iter().filter(|host| !host.contains('…')).cloned();
    if let Some(id) = unknown.known_as.as_ref().or(unknown.beside.as_ref()) {
        let runs_anywhere = catalogue.get(id).is_some_and(|service| service.hosts.is_empty());
        let own: Vec<String> = if runs_anywhere { hosts().collect() } else { Vec::new() };
        if let Some(service) = draft.services.iter_mut().find(|service| service.id == *id) {
            let new: Vec<String> = own.into_iter().filter(|host| !service.hosts.contains(host)).collect();
            let is_changed = !new.is_empty();
            service.hosts.extend(new);
            return is_changed;
        }
        draft.services.push(Service { hosts: own, ..Service::known(id, &unknown.pages, unknown.page_count) });
        return true;
    }
    // The server of a service that runs anywhere is also named by its script.
    let is_declared = |host: &String| draft.services.iter().any(|service| service.hosts.contains(host));
    let Some(host) = hosts().find(|host| !is_declared(host)) else { return false };
    draft.services.push(Service::unknown(&host, &unknown.pages, unknown.page_count));
    true
}

/// Whether a service of the declaration has a host; a host that a script puts together belongs to none.
fn is_declared(draft: &Draft, host: &str, catalogue: &Catalogue) -> bool {
    let is_of = |pattern: &String| pattern == host || pattern.strip_prefix('*').is_some_and(|end| host.ends_with(end));
    // One that has a part of a host alone.
    let begins_at = |path: &String| path.split('/').next() == Some(host);
    let of_catalogue = |service: &Service| {
        let known = catalogue.get(&service.id);
        known.is_some_and(|known| known.hosts.iter().any(is_of) || known.paths.iter().any(begins_at))
    };
    host.contains('…') || draft.services.iter().any(|service| service.hosts.iter().any(is_of) || of_catalogue(service))
}

/// What a build would do and find.
fn plan(draft: &Draft, root: &Path) -> Result<(Summary, Vec<Diagnostic>), Vec<Diagnostic>> {
    let declaration = Declaration::read("charte.toml", &draft.to_toml(), root.to_owned(), &[], None);
    let mut report = run(&declaration, &Options::new(Task::Build).dry_run(true));
    let is_error = |finding: &Diagnostic| finding.level == Level::Error;
    let summary = report.portals.pop().map(|portal| portal.summary);
    match summary {
        // Errors of single pages do not prevent a plan: they are reported with the other findings.
        Some(summary) if summary.pages > 0 => Ok((summary, report.findings)),
        _ => Err(report.findings.into_iter().filter(is_error).collect()),
    }
}
