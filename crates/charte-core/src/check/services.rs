//! Which services exist: the catalogue's, as the manifest changes them, and the manifest's own.

use std::collections::{BTreeMap, BTreeSet};

use super::findings::Findings;
use crate::catalogue::Catalogue;
use crate::diagnostic::{Diagnostic, Place};
use crate::fix::Fix;
use crate::manifest::{Manifest, Settings, is_identifier};
use crate::model::Service;
use crate::reader::Located;
use crate::rules;
use crate::service::Patch;
use crate::suggest::{self, Names};

/// Every service that a portal may name, and the place of its table where the manifest has one.
pub(super) struct Known<'c> {
    declared: BTreeMap<&'c str, Declared<'c>>,
    names: Names<'c>,
    catalogue: &'c Catalogue,
    /// The text of the manifest.
    text: &'c str,
}

/// A service that the manifest has a table for.
struct Declared<'c> {
    /// `None` where the table is wrong.
    service: Option<Service>,
    place: &'c Place,
    /// What the table says.
    patch: &'c Patch,
}

impl Known<'_> {
    fn get(&self, id: &str) -> Option<(&Service, Option<&Place>)> {
        match self.declared.get(id) {
            Some(Declared { service, place, .. }) => service.as_ref().map(|service| (service, Some(*place))),
            None => self.catalogue.get(id).map(|service| (service, None)),
        }
    }

    /// Whether the catalogue or the manifest has it.
    pub(super) fn exists(&self, id: &str) -> bool {
        self.is_declared(id) || self.catalogue.get(id).is_some()
    }

    /// Whether the manifest has a table for it, even a wrong one: then the table has a finding of its own.
    fn is_declared(&self, id: &str) -> bool {
        self.declared.contains_key(id)
    }

    /// Whether the manifest writes that key of the service, even with a wrong value.
    pub(super) fn is_written(&self, id: &str, key: &str) -> bool {
        self.patch(id).is_some_and(|patch| patch.written.contains(key))
    }

    /// What the manifest's table of the service says.
    pub(super) fn patch(&self, id: &str) -> Option<&Patch> {
        self.declared.get(id).map(|declared| declared.patch)
    }

    /// The service as the catalogue has it.
    pub(super) fn catalogued(&self, id: &str) -> Option<&Service> {
        self.catalogue.get(id)
    }

    /// The service of the catalogue whose hosts fit, which keeps trackers and needs consent, and which no declaration
    /// changes.
    pub(super) fn waiting_owner(&self, fits: impl Fn(&str) -> bool) -> Option<&str> {
        let mut owners = self.catalogue.claims().filter(|claims| claims.hosts.iter().any(|host| fits(host)));
        let waits = |id: &str| {
            let service = self.catalogue.get(id).filter(|_| !self.is_declared(id));
            service.is_some_and(|service| service.consent.is_required() && !service.trackers.is_empty())
        };
        owners.find(|claims| waits(claims.id)).map(|claims| claims.id)
    }

    /// The only id that an unknown word can stand for.
    pub(super) fn certain(&self, word: &str) -> Option<&str> {
        let mut own = self.names.slips(word);
        match (own.next(), own.next(), self.catalogue.certain(word)) {
            (Some(own), None, None) => Some(own),
            (None, _, Some(id)) => Some(id),
            (Some(own), None, Some(id)) => (own == id).then_some(own),
            _ => None,
        }
    }

    /// The id that an unknown word most likely stands for.
    pub(super) fn meant(&self, word: &str) -> Option<&str> {
        meant(word, &self.names, self.catalogue)
    }
}

/// The id that a word most likely stands for: its service in the catalogue, or what it misspells.
fn meant<'a>(word: &str, declared: &Names<'a>, catalogue: &Catalogue) -> Option<&'a str> {
    catalogue.find(word).or_else(|| declared.misspelt(word)).or_else(|| catalogue.misspelt(word))
}

/// The services of the catalogue, with the manifest's `[service.x]` laid over them.
pub(super) fn known<'c>(manifest: &'c Manifest, catalogue: &'c Catalogue, findings: &mut Findings) -> Known<'c> {
    let mut declared = BTreeMap::new();
    let ids: BTreeSet<&str> = manifest.services.iter().map(|(id, _)| id.value.as_str()).collect();
    let names = Names::of(ids.iter().copied());
    for (id, patch) in &manifest.services {
        let base = catalogue.get(&id.value);
        let service = patch.apply(&id.value, base);
        if let Some(missing) = service.as_ref().err().filter(|missing| !missing.is_empty()) {
            let message = format!(
                "`[service.{}]` is not in the catalogue and lacks {}",
                id.value,
                suggest::list(missing.iter().copied())
            );
            let help = match (catalogue.find(&id.value), catalogue.misspelt(&id.value)) {
                (Some(id), _) => format!("the catalogue calls it `{id}`: write `[service.{id}]`, or add them"),
                (None, Some(near)) => format!("did you mean the catalogue's `{near}`? Else add them"),
                (None, None) => "add them: a service of your own has to say what it is".into(),
            };
            findings.push(
                rules::declaration::SERVICE_INCOMPLETE
                    .finding(message)
                    .at(id.place.clone())
                    .about([&id.value])
                    .fix(alias(id, &ids, catalogue))
                    .help(help),
            );
        }
        unknown_removals(&id.value, patch, base, findings);
        repeated_trackers(id, patch, findings);
        unknown_stand_ins((&ids, &names), catalogue, patch, findings);
        declared.insert(id.value.as_str(), Declared { service: service.ok(), place: &id.place, patch });
    }
    Known { declared, names, catalogue, text: &manifest.text }
}

/// Calls a table by the id of its service, where it has another name of that.
fn alias(id: &Located<String>, declared: &BTreeSet<&str>, catalogue: &Catalogue) -> Option<Fix> {
    let own = catalogue.find(&id.value).filter(|own| !declared.contains(own))?;
    Fix::word(&id.place, own)
}

/// `without` can only name trackers that the service has.
fn unknown_removals(id: &str, patch: &Patch, base: Option<&Service>, findings: &mut Findings) {
    let names: Vec<&str> = base.iter().flat_map(|base| &base.trackers).map(|tracker| tracker.name.as_str()).collect();
    for removed in patch.without.iter().filter(|removed| !names.contains(&removed.value.as_str())) {
        let message = format!("`{id}` has no tracker `{}` to leave out", removed.value);
        let help = format!("its trackers are {}", suggest::list(names.iter().copied()));
        findings.push(
            rules::declaration::UNKNOWN_TRACKER.finding(message).at(removed.place.clone()).about([id]).help(help),
        );
    }
}

/// Of two trackers with the same name, host and kind only the last would be left.
fn repeated_trackers(id: &Located<String>, patch: &Patch, findings: &mut Findings) {
    if let Some(name) = patch.repeated_tracker() {
        let message = format!("`{}` declares the tracker `{name}` twice", id.value);
        let help = "take one of them out, or write the `host` or the `kind` by which they differ";
        findings.push(rules::tracker::TRACKER_TWICE.finding(message).at(id.place.clone()).help(help));
    }
}

/// `instead_of` can only name services that there are.
fn unknown_stand_ins(
    (declared, names): (&BTreeSet<&str>, &Names<'_>),
    catalogue: &Catalogue,
    patch: &Patch,
    findings: &mut Findings,
) {
    let exists = |id: &str| declared.contains(id) || catalogue.has(id);
    for id in patch.instead_of.iter().flatten().filter(|id| !exists(&id.value)) {
        let finding =
            rules::declaration::UNKNOWN_SERVICE.finding(format!("`instead_of`: there is no service `{}`", id.value));
        let help = meant(&id.value, names, catalogue).map(|near| format!("did you mean `{near}`?"));
        findings.push(finding.at(id.place.clone()).help(help.unwrap_or_else(|| "take it out of the list".into())));
    }
}

/// A service that no portal lists is most likely misspelt there.
pub(super) fn unused(manifest: &Manifest, known: &Known<'_>, findings: &mut Findings) {
    let settings = || manifest.portals.iter().map(|portal| &portal.settings).chain([&manifest.site]);
    // A list that could not be read may have named any of them.
    if settings().any(|settings| settings.services.is_none() && settings.written.contains("services")) {
        return;
    }
    let lists = settings().filter_map(|settings| settings.services.as_ref()).flatten();
    let used: BTreeSet<&str> = lists.map(|service| service.value.as_str()).collect();
    // One that is not whole has a finding of its own.
    let unused = |id: &str| !used.contains(id) && known.get(id).is_some();
    for (id, _) in manifest.services.iter().filter(|(id, _)| unused(&id.value)) {
        let finding =
            rules::declaration::UNUSED_SERVICE.finding(format!("no portal uses `{}`", id.value)).at(id.place.clone());
        let finding = finding.about([&id.value]);
        findings
            .push(finding.help(format!("add \"{}\" to the `services` of a portal, or take the table out", id.value)));
    }
}

/// The services that a portal lists, each with the place to point at, in reading order of their purposes.
pub(super) fn of_portal(settings: &Settings, known: &Known<'_>, findings: &mut Findings) -> Vec<(Service, Place)> {
    let mut services: Vec<(Service, Place)> = Vec::new();
    let mut listed: BTreeSet<&str> = BTreeSet::new();
    for id in settings.services.iter().flatten() {
        if listed.contains(id.value.as_str()) {
            let finding = rules::declaration::DUPLICATE_SERVICE.finding(format!("`{}` is listed twice", id.value));
            let fix = Fix::without_item(known.text, &id.place);
            findings.push(finding.fix(fix).at(id.place.clone()).about([&id.value]).help("take one of them out"));
        } else if let Some((service, table)) = known.get(&id.value) {
            services.push((service.clone(), table.unwrap_or(&id.place).clone()));
            listed.insert(&id.value);
        } else if !known.is_declared(&id.value) {
            let fix = known.certain(&id.value).and_then(|meant| Fix::word(&id.place, meant));
            findings.push(unknown(&id.value, known).fix(fix).at(id.place.clone()).about([&id.value]));
        }
    }
    services.sort_by_key(|(service, _)| service.purpose);
    services
}

/// The finding about a listed service that does not exist, with what its author most likely means. An alias of the catalogue is
/// an error, too: a service has one name in a manifest.
fn unknown(id: &str, known: &Known<'_>) -> Diagnostic {
    let rule = &rules::declaration::UNKNOWN_SERVICE;
    if let Some(own) = known.catalogue.find(id) {
        return rule.finding(format!("`{id}` is `{own}` in the catalogue")).help(format!("write \"{own}\""));
    }
    // A host, such as `matomo.org`, by one of its parts.
    let of_host = || id.split('.').find_map(|part| known.catalogue.find(part)).filter(|_| id.contains('.'));
    let help = match (known.meant(id).or_else(of_host), is_identifier(id)) {
        _ if id.contains('*') => "name each service by itself; `charte scan` lists what the site contacts".into(),
        (Some(near), true) => format!("did you mean `{near}`? Else declare it with `[service.{id}]`"),
        (Some(near), false) => format!("did you mean `{near}`?"),
        (None, true) => format!("declare it with `[service.{id}]`"),
        (None, false) => "services are named in lower-case letters, digits and hyphens".into(),
    };
    rule.finding(format!("`{id}` is not in the catalogue")).help(help)
}
