//! What is kept on, or read from, a visitor's device: how, whose it is and for how long.

use serde::Serialize;

use super::consent::Consent;
use super::provider::Provider;
use super::purpose::Purpose;
use super::texts::Texts;
use crate::lifetime::Lifetime;

/// Whose tracker it is, as the visitor's browser sees it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Party {
    /// Kept for the portal's own domain.
    First,
    /// Kept for another domain.
    Third,
}

/// How a tracker is kept or read on the device (directive 2002/58/EC, article 5(3): not cookies alone).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum TrackerKind {
    /// An HTTP cookie.
    Cookie,
    /// An entry of `localStorage`.
    LocalStorage,
    /// An entry of `sessionStorage`.
    SessionStorage,
    /// An IndexedDB database.
    IndexedDb,
    /// A cache of the Cache Storage API.
    Cache,
    /// An image or request that reports a visit.
    Pixel,
    /// An identifier computed from the device.
    Fingerprint,
}

/// In which part of the portal a tracker is set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Location {
    /// The public pages.
    Front,
    /// The administration.
    Back,
    /// Both.
    Both,
}

/// Another lifetime of a tracker, with its condition.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Alternative {
    /// How long it is kept then.
    pub lifetime: Lifetime,
    /// The condition ("if you tick “Remember me”").
    pub when: Texts,
}

/// One thing kept on, or read from, the visitor's device. Made by [`Tracker::new`], then filled in field by field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Tracker {
    /// Name, with `*` for any characters.
    pub name: String,
    /// How it is kept.
    pub kind: TrackerKind,
    /// Whose it is.
    pub party: Party,
    /// Where it is set.
    pub location: Option<Location>,
    /// Host that keeps it, when it is not the portal's.
    pub host: Option<String>,
    /// Further hosts with a tracker of the same name.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub more_hosts: Vec<String>,
    /// Whether it waits for consent, if that differs from its service.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub consent: Option<Consent>,
    /// What it is for, if that differs from its service.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub purpose: Option<Purpose>,
    /// Its provider, if that is not the provider of its service.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub provider: Option<Provider>,
    /// When it is set ("after log-in").
    #[serde(skip_serializing_if = "Texts::is_empty")]
    pub when: Texts,
    /// What part of the service sets it ("Sélection de la langue"), shown beside its location.
    pub label: Texts,
    /// What it is for.
    pub description: Texts,
    /// How long it is kept; `None` when no source says.
    pub lifetime: Option<Lifetime>,
    /// Other lifetimes, each with its condition.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub alternatives: Vec<Alternative>,
    /// What has to be added to the lifetime ("2 weeks by default").
    pub lifetime_note: Texts,
}

impl Tracker {
    /// A first-party cookie of which nothing but the name is known.
    pub fn new(name: impl Into<String>) -> Self {
        Tracker {
            name: name.into(),
            kind: TrackerKind::Cookie,
            party: Party::First,
            location: None,
            host: None,
            more_hosts: Vec::new(),
            consent: None,
            purpose: None,
            provider: None,
            when: Texts::new(),
            label: Texts::new(),
            description: Texts::new(),
            lifetime: None,
            alternatives: Vec::new(),
            lifetime_note: Texts::new(),
        }
    }

    /// Whether a browser cannot hold both: they have the same name, host and kind.
    pub fn is_same(&self, other: &Tracker) -> bool {
        self.name == other.name && self.shares_store(other)
    }

    /// Whether both are kept in the same store of the same host. Of third parties without a declared host, nobody knows.
    pub fn shares_store(&self, other: &Tracker) -> bool {
        self.kind == other.kind && self.party == other.party && self.host == other.host
    }

    /// All hosts that keep it, if they are not the portal's.
    pub fn hosts(&self) -> impl Iterator<Item = &str> {
        self.host.iter().chain(&self.more_hosts).map(String::as_str)
    }

    /// The longest of its lifetimes; `None` when no source says.
    pub fn longest(&self) -> Option<Lifetime> {
        let all = self.lifetime.into_iter().chain(self.alternatives.iter().map(|other| other.lifetime));
        let length = |lifetime: &Lifetime| lifetime.days().unwrap_or(f64::INFINITY);
        all.max_by(|one, other| length(one).total_cmp(&length(other)))
    }
}
