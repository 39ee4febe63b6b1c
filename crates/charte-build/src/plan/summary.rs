//! A plan in figures, for people and programs.

use std::collections::BTreeMap;

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

/// A third party that nobody declared.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct UnknownHost {
    /// Its host.
    pub host: String,
    /// The service of the catalogue that it belongs to.
    pub known_as: Option<String>,
    /// How many of its elements stand in pages.
    pub places: usize,
    /// Some of the pages, relative to the site.
    pub pages: Vec<String>,
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
    pub(super) slots: Vec<CharterPage>,
}

/// How many pages are named for each unknown third party.
const NAMED_PAGES: usize = 5;

impl Figures {
    pub(super) fn add(&mut self, other: Figures) {
        self.pages += other.pages;
        self.not_html += other.not_html;
        self.assets += other.assets;
        self.changed += other.changed;
        self.unchanged += other.unchanged;
        for (service, waiting) in other.waiting {
            let sum = self.waiting.entry(service).or_default();
            sum.service = waiting.service;
            sum.places += waiting.places;
            sum.pages += waiting.pages;
        }
        for (host, unknown) in other.unknown {
            let sum = self.unknown.entry(host).or_default();
            sum.host = unknown.host;
            sum.known_as = unknown.known_as;
            sum.places += unknown.places;
            let room = NAMED_PAGES.saturating_sub(sum.pages.len());
            sum.pages.extend(unknown.pages.into_iter().take(room));
        }
        self.slots.extend(other.slots);
    }
}
