//! A plan in figures, for people and programs.

use std::borrow::Borrow;
use std::collections::{BTreeMap, BTreeSet};

use charte_core::charter::Charter;
use serde::Serialize;

/// A service that waits for consent on some pages.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Waiting {
    /// Its id.
    pub service: String,
    /// How many of its elements wait.
    pub places: usize,
    /// On how many pages.
    pub pages: usize,
}

/// A third party that nobody declared: a service that the catalogue knows, or a host that it does not.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct UnknownHost {
    /// Its host, the first of them in alphabetical order; the service where no host was seen.
    pub host: String,
    /// The service of the catalogue that it belongs to.
    pub known_as: Option<String>,
    /// The declared service without hosts whose script names it: most likely its server.
    pub beside: Option<String>,
    /// All its hosts that were seen.
    pub hosts: BTreeSet<String>,
    /// How many times it was seen.
    pub places: usize,
    /// How many of these can wait for consent; what a file of the site's own loads cannot.
    pub waiting: usize,
    /// On how many pages and in how many files.
    pub page_count: usize,
    /// The first of these pages and files, relative to the site.
    pub pages: Vec<String>,
    /// What to write into the manifest to declare it.
    pub entry: String,
}

impl UnknownHost {
    /// Adds what was seen on other pages.
    fn add(&mut self, other: &UnknownHost) {
        self.hosts.extend(other.hosts.iter().cloned());
        self.host = self.hosts.first().unwrap_or(&other.host).clone();
        self.known_as.clone_from(&other.known_as);
        self.beside = self.beside.take().or_else(|| other.beside.clone());
        self.places += other.places;
        self.waiting += other.waiting;
        self.page_count += other.page_count;
        let room = NAMED_PAGES.saturating_sub(self.pages.len());
        self.pages.extend(other.pages.iter().take(room).cloned());
    }
}

/// A third party that nobody declared, seen once.
#[derive(Debug, Clone)]
pub(super) struct Seen {
    /// The service of the catalogue that it belongs to.
    pub(super) service: Option<String>,
    /// Its host, when it is known.
    pub(super) host: Option<String>,
    /// The declared service whose script names it.
    pub(super) beside: Option<String>,
    /// Whether it can wait for consent.
    pub(super) waits: bool,
}

/// Something that pages or files have or name.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Sighting {
    /// Its name.
    pub name: String,
    /// On how many pages and in how many files.
    pub page_count: usize,
    /// The first of them, relative to the site.
    pub pages: Vec<String>,
}

impl Sighting {
    /// Of something on one page or in one file.
    pub(super) fn on(page: &str, name: &str) -> Sighting {
        Sighting { name: name.to_owned(), page_count: 1, pages: vec![page.to_owned()] }
    }

    fn add(&mut self, other: &Sighting) {
        self.page_count += other.page_count;
        let room = NAMED_PAGES.saturating_sub(self.pages.len());
        self.pages.extend(other.pages.iter().take(room).cloned());
    }
}

/// Where the charter stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CharterPage {
    /// Its language.
    pub language: String,
    /// Path below the site's root, with `/` between folders.
    pub path: String,
    /// Whether an author's page holds it.
    pub slot: bool,
}

/// One portal's plan in figures.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Summary {
    /// The portal's id.
    pub portal: String,
    /// Its name.
    pub name: String,
    /// Folder read.
    pub input: String,
    /// Folder written.
    pub output: String,
    /// Whether visitors are asked on arrival.
    pub asks: bool,
    /// Ids of the services that wait for consent, as declared.
    pub asked: Vec<String>,
    /// Ids of those that do not.
    pub exempt: Vec<String>,
    /// Pages of HTML.
    pub pages: usize,
    /// Files named as pages that are none.
    pub not_html: usize,
    /// Other files.
    pub assets: usize,
    /// Files of the site that change.
    pub changed: usize,
    /// Files of the site that stay as they are.
    pub unchanged: usize,
    /// Files of charte's own folder that change.
    pub own_changed: usize,
    /// Files in the output that the input no longer has; charte leaves them.
    pub stale: usize,
    /// What waits in the pages.
    pub waiting: Vec<Waiting>,
    /// Third parties that nobody declared.
    pub unknown: Vec<UnknownHost>,
    /// Other consent managers.
    pub managers: Vec<Sighting>,
    /// Services that wait and that the site's own code talks to.
    pub talks: BTreeSet<String>,
    /// How many pages the browser guards.
    pub guarded: usize,
    /// Third parties that must wait and that scripts of the site's own name, or find in pages; `…` stands for what they add.
    pub named: Vec<Sighting>,
    /// Where the charter stands.
    pub charter: Vec<CharterPage>,
}

impl Summary {
    /// What the declaration alone says.
    pub fn declared(charter: &Charter) -> Summary {
        let ids = |required: bool| {
            let services = charter.services.iter().filter(move |service| service.consent.is_required() == required);
            services.map(|service| service.id.clone()).collect()
        };
        Summary {
            portal: charter.id.clone(),
            name: charter.name.clone(),
            asks: charter.asks(),
            asked: ids(true),
            exempt: ids(false),
            ..Summary::default()
        }
    }

    pub(super) fn take(&mut self, figures: Figures) {
        self.pages = figures.pages;
        self.not_html = figures.not_html;
        self.assets = figures.assets;
        self.changed = figures.changed;
        self.unchanged = figures.unchanged;
        self.waiting = figures.waiting.into_values().collect();
        self.unknown = figures.unknown.into_values().collect();
        self.managers = figures.managers.into_values().collect();
        self.talks = figures.talks;
        self.guarded = figures.guarded;
        self.named = figures.named.into_values().collect();
        self.charter = figures.slots;
    }
}

/// What the pages add up to; sums of several folders can be added.
#[derive(Debug, Default)]
pub(super) struct Figures {
    pub(super) pages: usize,
    pub(super) not_html: usize,
    pub(super) assets: usize,
    pub(super) changed: usize,
    pub(super) unchanged: usize,
    pub(super) waiting: BTreeMap<String, Waiting>,
    pub(super) unknown: BTreeMap<String, UnknownHost>,
    pub(super) managers: BTreeMap<String, Sighting>,
    pub(super) talks: BTreeSet<String>,
    pub(super) guarded: usize,
    pub(super) named: BTreeMap<String, Sighting>,
    pub(super) slots: Vec<CharterPage>,
}

/// How many pages are named for each unknown third party.
const NAMED_PAGES: usize = 5;

impl Figures {
    pub(super) fn add(&mut self, other: &Figures) {
        self.pages += other.pages;
        self.not_html += other.not_html;
        self.assets += other.assets;
        self.changed += other.changed;
        self.unchanged += other.unchanged;
        for (service, waiting) in &other.waiting {
            let sum = self.waiting.entry(service.clone()).or_default();
            sum.service.clone_from(&waiting.service);
            sum.places += waiting.places;
            sum.pages += waiting.pages;
        }
        for (host, unknown) in &other.unknown {
            self.unknown.entry(host.clone()).or_default().add(unknown);
        }
        add_each(&mut self.managers, other.managers.values());
        self.talks.extend(other.talks.iter().cloned());
        self.guarded += other.guarded;
        add_each(&mut self.named, other.named.values());
        self.slots.extend(other.slots.iter().cloned());
    }

    /// What was to change has been changed.
    pub(super) fn settle(&mut self) {
        self.unchanged += std::mem::take(&mut self.changed);
    }

    /// Takes note of other consent managers on a page.
    pub(super) fn add_managers(&mut self, page: &str, names: impl IntoIterator<Item = impl AsRef<str>>) {
        add_each(&mut self.managers, names.into_iter().map(|name| Sighting::on(page, name.as_ref())));
    }

    /// Takes note of third parties that a page or file names.
    pub(super) fn add_named(&mut self, page: &str, names: impl IntoIterator<Item = impl AsRef<str>>) {
        add_each(&mut self.named, names.into_iter().map(|name| Sighting::on(page, name.as_ref())));
    }

    /// Takes note of the third parties of one page or file.
    pub(super) fn add_strangers(&mut self, page: &str, strangers: impl Iterator<Item = Seen>) {
        let mut of_page: BTreeMap<String, UnknownHost> = BTreeMap::new();
        for Seen { service, host, beside, waits } in strangers {
            let label = host.as_ref().or(service.as_ref()).map_or("an inline script", String::as_str);
            let (name, label) = (service.as_deref().unwrap_or(label).to_owned(), label.to_owned());
            let unknown = of_page.entry(name).or_default();
            unknown.page_count = 1;
            unknown.pages = vec![page.to_owned()];
            unknown.known_as = service;
            unknown.beside = beside;
            unknown.places += 1;
            unknown.waiting += usize::from(waits);
            unknown.hosts.extend(host);
            unknown.host = unknown.hosts.first().unwrap_or(&label).clone();
        }
        for (name, unknown) in of_page {
            self.unknown.entry(name).or_default().add(&unknown);
        }
    }
}

fn add_each(sums: &mut BTreeMap<String, Sighting>, sightings: impl Iterator<Item = impl Borrow<Sighting>>) {
    for sighting in sightings {
        let sighting = sighting.borrow();
        match sums.get_mut(&sighting.name) {
            Some(sum) => sum.add(sighting),
            None => drop(sums.insert(sighting.name.clone(), sighting.clone())),
        }
    }
}
