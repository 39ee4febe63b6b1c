//! The findings about undeclared third parties and other consent managers, for all pages together, and the TOML that
//! declares a third party.

use std::collections::BTreeSet;

use charte_core::charter::{Charter, UnknownPolicy};
use charte_core::diagnostic::Diagnostic;
use charte_core::suggest::count;

use crate::plan::summary::{Sighting, Summary, UnknownHost};
use crate::rules;

/// The service that charte adds for its own cookie.
const OWN: &str = "charte";

/// One finding for each undeclared third party and for each other consent manager. Fills in the entries of the third parties.
pub(super) fn report(summary: &mut Summary, charter: &Charter) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    for unknown in &mut summary.unknown {
        unknown.entry = of(unknown, charter);
        findings.push(finding(unknown, charter.unknown == UnknownPolicy::Block));
    }
    findings.extend(summary.managers.iter().map(manager));
    findings.into_iter().map(|finding| finding.path(summary.input.clone())).collect()
}

/// TOML that declares a host that a page contacts; `known_as` is the id of the catalogue's service that it belongs to.
/// It is complete for such a service, and has to be completed for any other.
pub fn entry(host: &str, known_as: Option<&str>, charter: &Charter) -> String {
    let unknown = UnknownHost { host: host.into(), known_as: known_as.map(str::to_owned), ..UnknownHost::default() };
    of(&unknown, charter)
}

fn of(unknown: &UnknownHost, charter: &Charter) -> String {
    if let (None, Some(service)) = (&unknown.known_as, &unknown.beside) {
        return format!("[service.{service}]\nhosts = [\"{}\"]\n", whole(&unknown.host, charter));
    }
    let id = unknown.known_as.clone().unwrap_or_else(|| id_of(&unknown.host, charter));
    let declared = charter.services.iter().map(|service| service.id.as_str()).filter(|id| *id != OWN);
    let services = declared.chain([id.as_str()]).map(|id| format!("\"{id}\"")).collect::<Vec<_>>().join(", ");
    let listed = format!("services = [{services}]  # in [portal.{}]\n", charter.id);
    if unknown.known_as.is_some() {
        return listed;
    }
    let host = whole(&unknown.host, charter);
    let texts = charter.languages.iter().map(|language| format!("{language} = \"…\"")).collect::<Vec<_>>().join(", ");
    format!(
        "{listed}\n[service.{id}]\nname = \"{host}\"\npurpose = \"content\"\nconsent = \"required\"\nhosts = [\"{host}\"]\n\
         description = {{ {texts} }}\n\n[service.{id}.provider]\nname = \"…\"\npolicy = \"https://{host}/\"\n"
    )
}

/// The host. Where a script adds its end, the portal's host is the best guess for it.
fn whole(host: &str, charter: &Charter) -> String {
    match host.strip_suffix('…') {
        Some(start) => format!("{start}{}", charter.host.trim_start_matches("www.")),
        None => host.to_owned(),
    }
}

/// A name for a host: its letters and digits, and hyphens between them.
fn id_of(host: &str, charter: &Charter) -> String {
    let host = host.strip_prefix("www.").unwrap_or(host);
    let parts = host.split(|letter: char| !letter.is_ascii_alphanumeric()).filter(|part| !part.is_empty());
    let id = parts.collect::<Vec<_>>().join("-").to_ascii_lowercase();
    let is_taken =
        |id: &str| id.is_empty() || id == "unknown" || charter.services.iter().any(|service| service.id == id);
    if is_taken(&id) { format!("host-{id}").trim_end_matches('-').to_owned() } else { id }
}

/// The finding about an undeclared third party.
fn finding(unknown: &UnknownHost, blocks: bool) -> Diagnostic {
    let name = match &unknown.known_as {
        Some(service) if unknown.hosts.is_empty() => service.clone(),
        Some(service) => format!("{service} ({})", unknown.hosts.iter().cloned().collect::<Vec<_>>().join(", ")),
        None => unknown.host.clone(),
    };
    let fate = match unknown.waiting {
        _ if !blocks => "it loads without consent",
        0 => "it loads where nothing can wait",
        waiting if waiting == unknown.places => "it waits, and nobody can accept it",
        _ => "it waits where it can, and nobody can accept it",
    };
    let places = count(unknown.places, "place");
    let pages = list(&unknown.pages, unknown.page_count);
    let message = format!("{name} is not declared: {fate} ({places}; seen in {pages})");
    let (host, entry) = (&unknown.host, unknown.entry.trim_end());
    let help = match (&unknown.known_as, &unknown.beside) {
        (Some(_), _) => format!("the catalogue knows it; write\n{entry}"),
        (None, Some(service)) => {
            format!("the script that starts {service} names it; if it is its server, write\n{entry}")
        }
        (None, None) if host.ends_with('…') => format!(
            "a script puts this host together: if it sets nothing, add the whole of it to `allow`; else declare it and say \
             what it is:\n{entry}"
        ),
        (None, None) => {
            format!("if it sets nothing, add \"{host}\" to `allow`; else declare it and say what it is:\n{entry}")
        }
    };
    let subjects = unknown.known_as.iter().chain(&unknown.beside).chain(&unknown.hosts).chain([host]);
    rules::pages::UNDECLARED.finding(message).about(subjects.collect::<BTreeSet<_>>()).help(help)
}

/// The finding about another consent manager.
fn manager(manager: &Sighting) -> Diagnostic {
    let pages = list(&manager.pages, manager.page_count);
    let message = format!(
        "{}, another consent manager, is in the pages, and visitors would be asked twice (seen in {pages})",
        manager.name
    );
    let help = "take its scripts and marks out: charte then holds back what it held; until then that is left to it";
    rules::pages::OTHER_MANAGER.finding(message).help(help)
}

/// The named pages, and how many more there are.
fn list(pages: &[String], number: usize) -> String {
    let more = number.saturating_sub(pages.len());
    let pages = pages.join(", ");
    if more == 0 { pages } else { format!("{pages} and {more} more") }
}

#[cfg(test)]
mod tests {
    use charte_core::catalogue::Catalogue;
    use charte_core::diagnostic::{Diagnostic, has_errors};
    use charte_core::{check, manifest};

    use crate::plan::undeclared::*;

    /// A manifest with two languages, and what it comes to.
    fn check(services: &str, rest: &str) -> (Vec<Charter>, Vec<Diagnostic>) {
        let text = format!(
            "version = 1\n[publisher]\nname = \"A\"\ncontact = \"a@example.org\"\ndpo = \"a@example.org\"\n\
             [portal.town]\nname = \"A\"\nurl = \"https://www.example.org\"\ninput = \"public\"\nupdated = 2026-11-23\n\
             languages = [\"fr\", \"en\"]\n{services}\n{rest}"
        );
        let (manifest, mut findings) = manifest::parse("charte.toml", &text);
        let (charters, more) = check::check(&manifest, &Catalogue::embedded());
        findings.extend(more);
        (charters, findings)
    }

    #[test]
    fn an_entry_can_be_pasted() {
        let charter = check("services = [\"matomo\"]", "").0.remove(0);
        for (host, known_as, id) in [
            ("www.youtube.com", Some("youtube"), "youtube"),
            ("www.Stats-1.example.com", None, "stats-1-example-com"),
            ("192.0.2.1", None, "192-0-2-1"),
            ("[::1]", None, "1"),
            ("matomo", None, "host-matomo"),
            ("stats.…", None, "stats"),
        ] {
            let entry = entry(host, known_as, &charter);
            let (services, rest) = entry.split_once('\n').unwrap();
            let (charters, findings) = check(services, rest);
            // An address in figures with colons is no host of a manifest.
            assert!(!has_errors(&findings) || host == "[::1]", "{entry}\n{findings:#?}");
            let declared = charters.iter().flat_map(|charter| &charter.services).any(|service| service.id == id);
            assert!(declared || host == "[::1]", "{entry}");
        }
    }
}
