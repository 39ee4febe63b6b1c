//! From entries to services: those of the catalogue with what a file says differently, and services of the publisher's own.

use std::collections::BTreeMap;

use charte_core::model::{Location, Party, Service, Texts, Tracker};

use super::entry::Entry;
use super::fold::{fold, has, slug};
use super::imported::{ImportedService, ImportedTracker, Unread};
use super::lifetimes;
use super::lookup::{Lookup, generic, host, trackers_of};
use super::texts;
use super::words::{ground, is_own, kind, location, party, purpose};

/// What a file's entries make.
#[derive(Debug, Default)]
pub(super) struct Resolved {
    pub(super) services: Vec<ImportedService>,
    pub(super) unread: Vec<Unread>,
    /// Trackers and services that need consent by the catalogue and are called necessary by the file.
    pub(super) called_necessary: Vec<String>,
}

/// The services that the entries name; `site` is the host of the publisher's site.
pub(super) fn resolve(entries: &[Entry], language: &str, site: Option<&str>, lookup: &Lookup<'_>) -> Resolved {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for entry in entries {
        for service in entry.name.iter().flat_map(|name| lookup.trackers(name)) {
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
            |id: &Option<String>| id.as_ref().is_some_and(|id| found.iter().any(|service| service.id == *id));
        if is_among(&named) {
            return named;
        }
        // A host of a service identifies it, whatever the name of its tracker.
        if is_among(&hosted) || (hosted.is_some() && named.is_none()) {
            return hosted;
        }
        let candidates = self.candidates(entry, name, &named, &found);
        let owner = lookup.owner(name);
        let rank = |service: &Service| {
            let place = trackers_of(service, name)
                .first()
                .and_then(|tracker| service.trackers.iter().position(|it| it == *tracker));
            let count = self.counts.get(&service.id).copied().unwrap_or_default();
            (owner == Some(&service.id), count, std::cmp::Reverse(place))
        };
        // Of equals the first in the order of the catalogue.
        let best = candidates.iter().rev().max_by_key(|service| rank(service));
        best.map(|service| service.id.clone()).or(named).or(hosted)
    }

    /// The services that a tracker can belong to, by its name and by the provider that the file names.
    fn candidates<'s>(
        &self,
        entry: &Entry,
        name: &str,
        named: &Option<String>,
        found: &[&'s Service],
    ) -> Vec<&'s Service> {
        let provider = entry.provider.as_deref().filter(|provider| !is_own(provider)).map(fold);
        let first = |text: &str| fold(text).split_whitespace().next().map(str::to_owned).unwrap_or_default();
        let shares = |service: &&&Service| {
            let names = [first(&service.provider.name), first(&service.name)];
            provider.as_ref().is_some_and(|provider| names.iter().any(|name| has(provider, name)))
        };
        let of_provider: Vec<&Service> = found.iter().filter(shares).copied().collect();
        let is_foreign = provider.is_some() || (entry.service.is_some() && named.is_some());
        match (of_provider.is_empty(), is_foreign) {
            (false, _) => of_provider,
            // The file names another provider: the name of the tracker decides only if a single service uses it.
            (true, true) if named.is_some() || (found.len() != 1 && self.lookup.owner(name).is_none()) => Vec::new(),
            (true, _) => found.iter().filter(|_| Lookup::is_distinctive(name)).copied().collect(),
        }
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
            let own = trackers_of(known, name);
            let trackers: Vec<ImportedTracker> = match own.is_empty() {
                true => vec![self.tracker(entry, name, None, Some(known))],
                false => own.iter().map(|own| self.tracker(entry, name, Some(own), Some(known))).collect(),
            };
            for tracker in trackers {
                unread.extend(self.put(at, tracker));
            }
        }
        self.result.unread.extend(unread.into_iter().map(|text| Unread { line: entry.line, text }));
    }

    fn add_own(&mut self, entry: &Entry) {
        let provider = entry.provider.as_deref().filter(|text| !is_own(text));
        let named =
            entry.service.as_deref().map(|text| location(text).0).filter(|text| provider.is_none() && !text.is_empty());
        // A tool's own name for its entry names the provider; a page's column names the purpose of the tracker.
        let whose = provider.map(str::to_owned).or(named);
        // A domain may be the site's own; the address of a script is where it is fetched.
        let is_address = entry.host.as_deref().is_some_and(|text| text.contains("//"));
        let is_foreign = |host: &String| self.site.map_or(is_address, |site| site != host);
        let foreign = entry.host.as_deref().and_then(host).filter(is_foreign);
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
        let is_ours = entry.provider.as_deref().is_some_and(is_own);
        let is_exempt = sort == "necessary";
        let at = self.place(&id, || ImportedService {
            id: id.clone(),
            provider: Some(if is_ours { texts::this_site(self.language).to_owned() } else { name.clone() }),
            name: Some(name),
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
            let left = self.put(at, tracker);
            self.result.unread.extend(left.into_iter().map(|text| Unread { line: entry.line, text }));
        }
    }

    /// Adds a tracker to a service, or adds facts to the tracker that is there; returns what contradicts.
    fn put(&mut self, at: usize, tracker: ImportedTracker) -> Vec<String> {
        let trackers = &mut self.result.services[at].trackers;
        if let Some(first) = trackers.iter_mut().find(|other| other.name == tracker.name) {
            return merge(first, tracker);
        }
        trackers.push(tracker);
        Vec::new()
    }

    /// The index of a service, which is added if it is missing.
    fn place(&mut self, id: &str, make: impl FnOnce() -> ImportedService) -> usize {
        let services = &mut self.result.services;
        services.iter().position(|service| service.id == id).unwrap_or_else(|| {
            services.push(make());
            services.len() - 1
        })
    }

    /// A tracker with the facts of an entry, less those that the catalogue has.
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
        let is_others = entry.provider.as_deref().is_some_and(|text| !is_own(text));
        if is_label && (service.is_some() || is_others) {
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

    /// Removes trackers with nothing new, and lists those that only the catalogue has.
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

/// Adds the facts of another entry to a tracker; returns what contradicts.
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
