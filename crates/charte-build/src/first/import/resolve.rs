//! From entries to services: those of the catalogue with what a file says differently, and services of the publisher's own.

use std::collections::BTreeMap;

use charte_core::model::{Location, Party, Service, Texts, Tracker};

use super::entry::Entry;
use super::fold::{fold, has, slug};
use super::imported::{ImportedService, ImportedTracker, Unread};
use super::lifetimes;
use super::lookup::{Lookup, generic, host};
use super::texts;
use super::words::{ground, is_own, kind, location, party, purpose};

/// What a file's entries make.
#[derive(Debug, Default)]
pub(super) struct Resolved {
    pub(super) services: Vec<ImportedService>,
    pub(super) unread: Vec<Unread>,
    /// Trackers and services that need consent by the catalogue, and that the file calls necessary.
    pub(super) called_necessary: Vec<String>,
}

/// The services that the entries name; `site` is the host of the publisher's site.
pub(super) fn resolve(entries: &[Entry], language: &str, site: Option<&str>, lookup: &Lookup<'_>) -> Resolved {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for entry in entries {
        for (service, _) in entry.name.iter().flat_map(|name| lookup.trackers(name)) {
            *counts.entry(service.id.clone()).or_default() += 1;
        }
    }
    let mut resolver = Resolver { language, site, lookup, counts, result: Resolved::default() };
    for entry in entries {
        match resolver.known(entry) {
            Some(id) => resolver.add_known(entry, &id),
            None => resolver.add_own(entry),
        }
    }
    resolver.done()
}

struct Resolver<'a> {
    language: &'a str,
    site: Option<&'a str>,
    lookup: &'a Lookup<'a>,
    /// How many entries each service could be meant by.
    counts: BTreeMap<String, usize>,
    result: Resolved,
}

impl Resolver<'_> {
    /// The service of the catalogue that an entry belongs to.
    fn known(&self, entry: &Entry) -> Option<String> {
        let lookup = self.lookup;
        let is_own_host = entry.host.as_deref().and_then(host).is_some_and(|host| Some(host.as_str()) == self.site);
        let provider = entry.provider.as_deref().filter(|provider| !is_own(provider));
        let named = entry.id.clone().or_else(|| {
            [entry.service.as_deref(), provider].into_iter().flatten().find_map(|text| lookup.within(text))
        });
        let hosted = [entry.host.as_deref().filter(|_| !is_own_host), provider]
            .into_iter()
            .flatten()
            .find_map(|text| lookup.host(text));
        let Some(name) = &entry.name else { return named.or(hosted) };
        let found = lookup.trackers(name);
        let is_among =
            |id: &Option<String>| id.as_ref().is_some_and(|id| found.iter().any(|(service, _)| service.id == *id));
        if is_among(&named) {
            return named;
        }
        if is_among(&hosted) {
            return hosted;
        }
        let shares = |service: &Service| {
            let first = |text: &str| fold(text).split_whitespace().next().map(str::to_owned).unwrap_or_default();
            provider.is_some_and(|provider| {
                has(&fold(provider), &first(&service.provider.name)) || has(&fold(provider), &first(&service.name))
            })
        };
        let of_provider: Vec<_> = found.iter().filter(|(service, _)| shares(service)).collect();
        let is_foreign = provider.is_some() || (entry.service.is_some() && named.is_some());
        let candidates: Vec<_> = match (of_provider.is_empty(), is_foreign) {
            (false, _) => of_provider,
            // Somebody else's name stands there: only a name that is nobody else's proves more than that.
            (true, true) if found.len() != 1 || named.is_some() => Vec::new(),
            (true, _) => found.iter().filter(|_| Lookup::is_telling(name)).collect(),
        };
        let rank = |service: &Service, pattern: &str| {
            let count = self.counts.get(&service.id).copied().unwrap_or_default();
            let place = service.trackers.iter().position(|tracker| tracker.name == pattern).unwrap_or_default();
            (count, pattern.len(), std::cmp::Reverse(place))
        };
        // Of equals the first in the catalogue's order.
        let best = candidates.iter().rev().max_by_key(|(service, pattern)| rank(service, pattern));
        best.map(|(service, _)| service.id.clone()).or(named).or(hosted)
    }

    fn add_known(&mut self, entry: &Entry, id: &str) {
        let Some(known) = self.lookup.catalogue.get(id) else { return self.add_own(entry) };
        let at = self.place(id, || ImportedService { id: id.to_owned(), is_known: true, ..ImportedService::default() });
        let provider = entry.provider.as_deref().filter(|text| !is_own(text) && host(text).is_none());
        let mut unread = Vec::new();
        if let Some(provider) = provider {
            let service = &mut self.result.services[at];
            match &service.provider {
                Some(other) if other != provider => unread.push(format!("provider of `{id}`: {provider}")),
                _ => service.provider = Some(provider.to_owned()),
            }
        }
        if let Some(host) = entry.host.as_deref().and_then(host).filter(|_| known.hosts.is_empty()) {
            let hosts = &mut self.result.services[at].hosts;
            if Some(host.as_str()) != self.site && !hosts.contains(&host) {
                hosts.push(host);
            }
        }
        if let Some(policy) = entry.policy.as_deref().filter(|text| text.starts_with("http")) {
            let differs = known.provider.policy.as_deref() != Some(policy);
            self.result.services[at].policy = differs.then(|| policy.to_owned());
        }
        if let Some(text) = &entry.description {
            texts::put(&mut self.result.services[at].description, self.language, text, &known.description);
        }
        let is_necessary = entry.category.as_deref().and_then(purpose) == Some("necessary");
        let what = entry.name.as_ref().unwrap_or(&known.name);
        if is_necessary && known.consent.is_required() && !self.result.called_necessary.contains(what) {
            self.result.called_necessary.push(what.clone());
        }
        if let Some(name) = &entry.name {
            let own = known.trackers.iter().filter(|tracker| {
                self.lookup.trackers(name).iter().any(|(service, pattern)| service.id == id && *pattern == tracker.name)
            });
            let tracker = self.tracker(entry, name, own.max_by_key(|tracker| tracker.name.len()), Some(known));
            let (first, own) =
                (self.result.services[at].trackers.iter_mut().find(|other| other.name == tracker.name), tracker);
            match first {
                Some(first) => unread.extend(merge(first, own)),
                None => self.result.services[at].trackers.push(own),
            }
        }
        self.result.unread.extend(unread.into_iter().map(|text| Unread { line: entry.line, text }));
    }

    fn add_own(&mut self, entry: &Entry) {
        let provider = entry.provider.as_deref().filter(|text| !is_own(text));
        let named =
            entry.service.as_deref().map(|text| location(text).0).filter(|text| provider.is_none() && !text.is_empty());
        // A tool's own name for its entry says whose it is; a page's column says what the tracker is for.
        let whose = provider.map(str::to_owned).or(named);
        let foreign = entry.host.as_deref().and_then(host).filter(|host| self.site.is_some_and(|site| site != host));
        let sort = entry
            .category
            .as_deref()
            .and_then(purpose)
            .or_else(|| entry.purpose.as_deref().and_then(purpose))
            .unwrap_or("content");
        let (id, name) = match (&whose, &foreign) {
            (Some(name), _) => (slug(name), name.clone()),
            (None, Some(host)) => (slug(host), host.clone()),
            (None, None) => (
                if sort == "necessary" { "site".into() } else { format!("site-{sort}") },
                texts::this_site(self.language).to_owned(),
            ),
        };
        let id = if id.is_empty() { "service".into() } else { id };
        let id = if self.lookup.catalogue.get(&id).is_some() { format!("{id}-2") } else { id };
        let words =
            [&entry.name, &entry.service, &entry.purpose].into_iter().flatten().cloned().collect::<Vec<_>>().join(" ");
        let is_exempt = matches!(sort, "necessary" | "preferences");
        let at = self.place(&id, || ImportedService {
            id: id.clone(),
            name: Some(name.clone()),
            provider: Some(name),
            purpose: Some(sort),
            ground: is_exempt.then(|| ground(&words)),
            ..ImportedService::default()
        });
        let hosts = foreign.into_iter().chain(provider.and_then(host));
        for host in hosts.filter(|host| Some(host.as_str()) != self.site).collect::<Vec<_>>() {
            if !self.result.services[at].hosts.contains(&host) {
                self.result.services[at].hosts.push(host);
            }
        }
        let policy = entry.policy.clone().filter(|text| text.starts_with("http"));
        self.result.services[at].policy = self.result.services[at].policy.take().or(policy);
        if let Some(text) = entry.description.as_ref().or(entry.purpose.as_ref()) {
            self.result.services[at].description.entry(self.language.to_owned()).or_insert_with(|| text.clone());
        }
        if let Some(name) = &entry.name {
            let tracker = self.tracker(entry, name, None, None);
            let first = self.result.services[at].trackers.iter_mut().find(|other| other.name == tracker.name);
            let left = match first {
                Some(first) => merge(first, tracker),
                None => {
                    self.result.services[at].trackers.push(tracker);
                    Vec::new()
                }
            };
            self.result.unread.extend(left.into_iter().map(|text| Unread { line: entry.line, text }));
        }
    }

    /// The place of a service, added where it is not there yet.
    fn place(&mut self, id: &str, make: impl FnOnce() -> ImportedService) -> usize {
        let services = &mut self.result.services;
        services.iter().position(|service| service.id == id).unwrap_or_else(|| {
            services.push(make());
            services.len() - 1
        })
    }

    /// A tracker with what an entry says of it, less what the catalogue says already.
    fn tracker(
        &self,
        entry: &Entry,
        name: &str,
        known: Option<&Tracker>,
        service: Option<&Service>,
    ) -> ImportedTracker {
        let none = Texts::new();
        let mut tracker = ImportedTracker {
            name: known.map_or_else(|| generic(name), |known| known.name.clone()),
            is_known: known.is_some(),
            ..ImportedTracker::default()
        };
        let (label, place) = entry.service.as_deref().map(location).unwrap_or_default();
        let place = place.or_else(|| entry.location.as_deref().and_then(|text| location(text).1));
        tracker.location = place.filter(|place| known.and_then(|known| known.location) != place_of(place));
        let is_label =
            !label.is_empty() && service.is_none_or(|service| !is_title(&label, service)) && entry.id.is_none();
        if is_label && (service.is_some() || entry.provider.is_some()) {
            texts::put(&mut tracker.label, self.language, &label, known.map_or(&none, |known| &known.label));
        }
        if let Some(purpose) = &entry.purpose {
            texts::put(
                &mut tracker.description,
                self.language,
                purpose,
                known.map_or(&none, |known| &known.description),
            );
        }
        let (lifetime, note) = entry.lifetime.as_deref().map(lifetimes::read).unwrap_or_default();
        tracker.lifetime = lifetime.filter(|lifetime| known.and_then(|known| known.lifetime) != Some(*lifetime));
        if let Some(note) = note {
            texts::put(
                &mut tracker.lifetime_note,
                self.language,
                &note,
                known.map_or(&none, |known| &known.lifetime_note),
            );
        }
        let sort = entry.sort.as_deref().unwrap_or_default();
        tracker.kind = kind(sort).filter(|_| known.is_none());
        let said = party(sort).or_else(|| entry.provider.as_deref().filter(|text| is_own(text)).map(|_| "first"));
        tracker.party = match known {
            Some(known) => said.filter(|said| (*said == "first") != (known.party == Party::First)),
            None => said.filter(|said| *said == "third"),
        };
        tracker
    }

    /// Takes out trackers of which nothing new is said, and lists what the catalogue knows besides.
    fn done(mut self) -> Resolved {
        let unstated = || texts::unstated(self.language).to_owned();
        for tracker in self.result.services.iter_mut().flat_map(|service| &mut service.trackers) {
            if !tracker.is_known && tracker.description.is_empty() {
                tracker.description.insert(self.language.to_owned(), unstated());
            }
        }
        for service in self.result.services.iter_mut().filter(|service| service.is_known) {
            let Some(known) = self.lookup.catalogue.get(&service.id) else { continue };
            if service.provider.as_deref() == Some(known.provider.name.as_str()) {
                service.provider = None;
            }
            let is_named = |name: &String| service.trackers.iter().any(|tracker| tracker.name == *name);
            if service.trackers.iter().any(|tracker| tracker.is_known) {
                service.unnamed =
                    known.trackers.iter().map(|it| it.name.clone()).filter(|name| !is_named(name)).collect();
            }
            service.trackers.retain(|tracker| !tracker.is_known || tracker.says_something());
        }
        self.result
    }
}

/// Whether a text is only the service's own name.
fn is_title(text: &str, service: &Service) -> bool {
    let (text, name) = (fold(text), fold(&service.name));
    text == name || text == service.id.replace('-', " ") || name.split(" (").next() == Some(&text)
}

fn place_of(place: &str) -> Option<Location> {
    match place {
        "front" => Some(Location::Front),
        "back" => Some(Location::Back),
        _ => Some(Location::Both),
    }
}

/// Adds to a tracker what another entry says of it; what contradicts is given back.
fn merge(tracker: &mut ImportedTracker, other: ImportedTracker) -> Vec<String> {
    let mut left = Vec::new();
    for (own, new) in [
        (&mut tracker.label, other.label),
        (&mut tracker.description, other.description),
        (&mut tracker.lifetime_note, other.lifetime_note),
    ] {
        for (language, text) in new {
            match own.get(&language) {
                Some(said) if *said != text => left.push(format!("`{}` again: {text}", tracker.name)),
                _ => {
                    own.insert(language, text);
                }
            }
        }
    }
    match (tracker.lifetime, other.lifetime) {
        (Some(said), Some(new)) if said != new => left.push(format!("`{}` again: {new}", tracker.name)),
        (said, new) => tracker.lifetime = said.or(new),
    }
    tracker.location = tracker.location.or(other.location);
    tracker.party = tracker.party.or(other.party);
    tracker.kind = tracker.kind.or(other.kind);
    left
}
