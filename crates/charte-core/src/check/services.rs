//! Which services exist: the catalogue's, as the manifest changes them, and the manifest's own.

use std::collections::BTreeMap;

use super::findings::Findings;
use crate::catalogue::Catalogue;
use crate::diagnostic::Place;
use crate::manifest::{Manifest, Settings, is_identifier};
use crate::model::Service;
use crate::rules;
use crate::suggest;

/// Every service that a portal may name, and the place of its table where the manifest has one.
pub(super) struct Known<'c> {
    declared: BTreeMap<String, (Option<Service>, Place)>,
    catalogue: &'c Catalogue,
}

impl Known<'_> {
    fn get(&self, id: &str) -> Option<(&Service, Option<&Place>)> {
        match self.declared.get(id) {
            Some((service, place)) => service.as_ref().map(|service| (service, Some(place))),
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

    pub(super) fn ids(&self) -> impl Iterator<Item = &str> {
        self.declared.keys().map(String::as_str).chain(self.catalogue.ids())
    }
}

/// The services of the catalogue, with the manifest's `[service.x]` laid over them.
pub(super) fn known<'c>(manifest: &Manifest, catalogue: &'c Catalogue, findings: &mut Findings) -> Known<'c> {
    let mut declared = BTreeMap::new();
    for (id, patch) in &manifest.services {
        let base = catalogue.get(&id.value);
        let service = patch.apply(&id.value, base);
        if let Some(missing) = service.as_ref().err().filter(|missing| !missing.is_empty()) {
            let message = format!(
                "`[service.{}]` is not in the catalogue and lacks {}",
                id.value,
                suggest::list(missing.iter().copied())
            );
            let help = match suggest::nearest(&id.value, catalogue.ids()) {
                Some(near) => format!("did you mean the catalogue's `{near}`? Else add them"),
                None => "add them: a service of your own has to say what it is".into(),
            };
            findings.push(rules::declaration::SERVICE_INCOMPLETE.finding(message).at(id.place.clone()).help(help));
        }
        unknown_removals(&id.value, patch, base, findings);
        unknown_stand_ins(manifest, catalogue, patch, findings);
        declared.insert(id.value.clone(), (service.ok(), id.place.clone()));
    }
    Known { declared, catalogue }
}

/// `without` can only name trackers that the service has.
fn unknown_removals(id: &str, patch: &crate::service::Patch, base: Option<&Service>, findings: &mut Findings) {
    let names: Vec<&str> = base.iter().flat_map(|base| &base.trackers).map(|tracker| tracker.name.as_str()).collect();
    for removed in patch.without.iter().filter(|removed| !names.contains(&removed.value.as_str())) {
        let message = format!("`{id}` has no tracker `{}` to leave out", removed.value);
        let help = format!("its trackers are {}", suggest::list(names.iter().copied()));
        findings.push(rules::declaration::UNKNOWN_TRACKER.finding(message).at(removed.place.clone()).help(help));
    }
}

/// `instead_of` can only name services that there are.
fn unknown_stand_ins(
    manifest: &Manifest,
    catalogue: &Catalogue,
    patch: &crate::service::Patch,
    findings: &mut Findings,
) {
    let ids = || manifest.services.iter().map(|(id, _)| id.value.as_str()).chain(catalogue.ids());
    for id in patch.instead_of.iter().flatten().filter(|id| !ids().any(|known| known == id.value)) {
        let finding =
            rules::declaration::UNKNOWN_SERVICE.finding(format!("`instead_of`: there is no service `{}`", id.value));
        let help = suggest::nearest(&id.value, ids()).map(|near| format!("did you mean `{near}`?"));
        findings.push(finding.at(id.place.clone()).help(help.unwrap_or_else(|| "take it out of the list".into())));
    }
}

/// A service that no portal lists is most likely misspelt there.
pub(super) fn unused(manifest: &Manifest, known: &Known<'_>, findings: &mut Findings) {
    let used = |id: &str| {
        let lists = |settings: &Settings| settings.services.iter().flatten().any(|service| service.value == id);
        lists(&manifest.site) || manifest.portals.iter().any(|portal| lists(&portal.settings))
    };
    // A list that could not be read may have named any of them.
    let is_unread = |settings: &Settings| settings.services.is_none() && settings.written.contains("services");
    if is_unread(&manifest.site) || manifest.portals.iter().any(|portal| is_unread(&portal.settings)) {
        return;
    }
    // One that is not whole has a finding of its own.
    let unused = |id: &str| !used(id) && known.get(id).is_some();
    for (id, _) in manifest.services.iter().filter(|(id, _)| unused(&id.value)) {
        let finding =
            rules::declaration::UNUSED_SERVICE.finding(format!("no portal uses `{}`", id.value)).at(id.place.clone());
        findings
            .push(finding.help(format!("add \"{}\" to the `services` of a portal, or take the table out", id.value)));
    }
}

/// The services that a portal lists, each with the place to point at, in reading order of their purposes.
pub(super) fn of_portal(settings: &Settings, known: &Known<'_>, findings: &mut Findings) -> Vec<(Service, Place)> {
    let mut services: Vec<(Service, Place)> = Vec::new();
    for id in settings.services.iter().flatten() {
        if services.iter().any(|(service, _)| service.id == id.value) {
            let finding = rules::declaration::DUPLICATE_SERVICE.finding(format!("`{}` is listed twice", id.value));
            findings.push(finding.at(id.place.clone()).help("take one of them out"));
        } else if let Some((service, table)) = known.get(&id.value) {
            services.push((service.clone(), table.unwrap_or(&id.place).clone()));
        } else if !known.is_declared(&id.value) {
            let finding =
                rules::declaration::UNKNOWN_SERVICE.finding(format!("`{}` is not in the catalogue", id.value));
            let help = match (suggest::nearest(&id.value, known.ids()), is_identifier(&id.value)) {
                (Some(near), true) => format!("did you mean `{near}`? Else declare it with `[service.{}]`", id.value),
                (Some(near), false) => format!("did you mean `{near}`?"),
                (None, true) => format!("declare it with `[service.{}]`", id.value),
                (None, false) => "services are named in lower-case letters, digits and hyphens".into(),
            };
            findings.push(finding.at(id.place.clone()).help(help));
        }
    }
    services.sort_by_key(|(service, _)| service.purpose);
    services
}
