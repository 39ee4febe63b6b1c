//! What was read in a file that a publisher has already: publisher, services, trackers, and what could not be used.

use charte_core::lifetime::Lifetime;
use charte_core::model::Texts;

/// What a file says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Imported {
    /// The file, as its reader named it.
    pub file: String,
    /// What it is, with its article: `a configuration of Klaro`.
    pub kind: &'static str,
    /// The language of its texts.
    pub language: Option<String>,
    /// The publisher.
    pub publisher: Option<String>,
    /// An e-mail address of the publisher.
    pub contact: Option<String>,
    /// How to reach the data-protection officer.
    pub dpo: Option<String>,
    /// The address of the site.
    pub url: Option<String>,
    /// The day of the last change, as `2026-11-30`.
    pub updated: Option<String>,
    /// The services, in the order of the file.
    pub services: Vec<ImportedService>,
    /// How many trackers the file names.
    pub tracker_count: usize,
    /// What has no place in a declaration, or could not be read.
    pub unread: Vec<Unread>,
    /// What the law requires and the file lacks.
    pub unmet: Vec<Obligation>,
}

/// A service that a file names. Of one in the catalogue, only what the file says differently.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ImportedService {
    /// The catalogue's id, or one made from the name.
    pub id: String,
    /// Whether the catalogue has it.
    pub is_known: bool,
    /// Its name.
    pub name: Option<String>,
    /// The company or body behind it.
    pub provider: Option<String>,
    /// The address of its privacy policy.
    pub policy: Option<String>,
    /// Its purpose, as a declaration names it.
    pub purpose: Option<&'static str>,
    /// The ground on which it may be exempt from consent, as a declaration names it.
    pub ground: Option<&'static str>,
    /// Hosts that it is contacted at.
    pub hosts: Vec<String>,
    /// What it does.
    pub description: Texts,
    /// Its trackers.
    pub trackers: Vec<ImportedTracker>,
    /// Trackers of the catalogue that the file does not name, where it names others of the service.
    pub unnamed: Vec<String>,
}

/// A tracker that a file names. Of one in the catalogue, only what the file says differently.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ImportedTracker {
    /// Its name, with `*` for what varies.
    pub name: String,
    /// Whether the catalogue has it.
    pub is_known: bool,
    /// `local-storage` and the like, where it is no cookie.
    pub kind: Option<&'static str>,
    /// `first` or `third`.
    pub party: Option<&'static str>,
    /// `front`, `back` or `both`.
    pub location: Option<&'static str>,
    /// What it belongs to.
    pub label: Texts,
    /// What it is for.
    pub description: Texts,
    /// How long it is kept.
    pub lifetime: Option<Lifetime>,
    /// A note on that time.
    pub lifetime_note: Texts,
}

impl ImportedTracker {
    /// Whether the file says anything about it but its name.
    pub(super) fn says_something(&self) -> bool {
        let bare = ImportedTracker { name: self.name.clone(), is_known: self.is_known, ..ImportedTracker::default() };
        *self != bare
    }
}

/// A part of a file that is not in the declaration.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Unread {
    /// The line of the file, from 1.
    pub line: usize,
    /// The text.
    pub text: String,
}

/// What the law requires and a file lacks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Obligation {
    /// What is missing or wrong.
    pub text: String,
    /// The source of the requirement.
    pub source: &'static str,
}
