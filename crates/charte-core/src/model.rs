//! The cookie model: services, the trackers they set, for what and by what right. Plain data; it knows neither
//! where it was declared nor how it will be shown.

mod consent_mode;
mod embed;
mod placeholder;

use std::collections::BTreeMap;

use serde::Serialize;

use crate::lifetime::Lifetime;

pub use consent_mode::ConsentMode;
pub use embed::EmbedSelector;
pub use placeholder::PlaceholderKind;

/// A text in each language that has one, by language tag (`fr`, `en`).
pub type Texts = BTreeMap<String, String>;

/// What a tracker is for. One axis of two: the other is [`Party`] (whose it is), and neither decides the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Purpose {
    /// What the service asked for cannot work without.
    Necessary,
    /// Language and presentation that the visitor chose.
    Preferences,
    /// Counting visits, finding faults in navigation.
    AudienceMeasurement,
    /// Videos and sound hosted elsewhere.
    Video,
    /// Maps hosted elsewhere.
    Map,
    /// Posts, feeds and share buttons of social networks.
    Social,
    /// Comments hosted elsewhere.
    Comments,
    /// Chat and help desks.
    Support,
    /// Forms, documents, fonts and other content served by a third party.
    Content,
    /// Telling people from robots.
    Security,
    /// Loading other trackers.
    TagManager,
    /// Advertising and following people from site to site.
    Advertising,
}

impl Purpose {
    /// Every purpose, in the order in which a visitor reads them.
    pub const ALL: [Purpose; 12] = [
        Purpose::Necessary,
        Purpose::Preferences,
        Purpose::AudienceMeasurement,
        Purpose::Video,
        Purpose::Map,
        Purpose::Social,
        Purpose::Comments,
        Purpose::Support,
        Purpose::Content,
        Purpose::Security,
        Purpose::TagManager,
        Purpose::Advertising,
    ];

    /// The name used in a manifest.
    pub fn id(self) -> &'static str {
        match self {
            Purpose::Necessary => "necessary",
            Purpose::Preferences => "preferences",
            Purpose::AudienceMeasurement => "audience-measurement",
            Purpose::Video => "video",
            Purpose::Map => "map",
            Purpose::Social => "social",
            Purpose::Comments => "comments",
            Purpose::Support => "support",
            Purpose::Content => "content",
            Purpose::Security => "security",
            Purpose::TagManager => "tag-manager",
            Purpose::Advertising => "advertising",
        }
    }
}

/// Whose tracker it is, as the visitor's browser sees it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Party {
    /// Kept for the portal's own domain.
    First,
    /// Kept for another domain.
    Third,
}

/// How a tracker is kept or read on the device (CNIL deliberation 2020-091: not cookies alone).
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

/// Why the law lets a tracker be set without consent (article 82 of law 78-17; CNIL deliberation 2020-091, article 5).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Ground {
    /// Only carries the communication.
    Communication,
    /// Keeps the visitor's choice about trackers.
    Choice,
    /// Authentication and its security.
    Authentication,
    /// Protects a form or an interface against forged or automated requests.
    Security,
    /// A shopping basket or its billing.
    Basket,
    /// Language or presentation that the visitor asked for.
    Interface,
    /// Spreads load between servers.
    LoadBalancing,
    /// Limits free access to a sample of paid content.
    Metering,
    /// Audience measurement under the CNIL's conditions.
    AudienceMeasurement,
    /// A media player's session, asked for by the visitor.
    Player,
}

impl Ground {
    /// Every ground, with the name used in a manifest.
    pub const ALL: [(Ground, &'static str); 10] = [
        (Ground::Communication, "communication"),
        (Ground::Choice, "choice"),
        (Ground::Authentication, "authentication"),
        (Ground::Security, "security"),
        (Ground::Basket, "basket"),
        (Ground::Interface, "interface"),
        (Ground::LoadBalancing, "load-balancing"),
        (Ground::Metering, "metering"),
        (Ground::AudienceMeasurement, "audience-measurement"),
        (Ground::Player, "player"),
    ];
}

/// Whether a service waits for the visitor's yes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Consent {
    /// It waits.
    Required,
    /// It does not, by this ground.
    Exempt {
        /// The legal ground.
        ground: Ground,
        /// Where the claim is documented (a self-assessment, a configuration guide).
        evidence: Option<String>,
    },
}

impl Consent {
    /// Whether the visitor must say yes first.
    pub fn is_required(&self) -> bool {
        matches!(self, Consent::Required)
    }
}

/// The legal entity behind a service.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Provider {
    /// Name of the legal entity.
    pub name: String,
    /// ISO 3166-1 alpha-2 code of its country, upper case.
    pub country: Option<String>,
    /// Address of its privacy policy.
    pub policy: Option<String>,
}

/// Where what is said of a service comes from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Facts {
    /// The sources, in words.
    pub source: String,
    /// The month, or day, in which they were last read: `2026-11`.
    pub checked: String,
}

/// Data that leaves the European Economic Area (GDPR articles 44 to 49).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Transfer {
    /// ISO 3166-1 alpha-2 codes, upper case.
    pub countries: Vec<String>,
    /// What allows it: an adequacy decision, standard clauses.
    pub mechanism: Option<Texts>,
}

/// One thing kept on, or read from, the visitor's device.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
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
    /// What part of the service sets it ("Sélection de la langue"), shown beside its location.
    pub label: Texts,
    /// What it is for.
    pub description: Texts,
    /// How long it is kept; `None` when nobody has said.
    pub lifetime: Option<Lifetime>,
    /// What the lifetime does not say ("2 weeks by default").
    pub lifetime_note: Texts,
}

/// Something that a portal uses and that keeps or reads something on the visitor's device, or contacts a third party.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Service {
    /// Name in the manifest: lower-case letters, digits and hyphens.
    pub id: String,
    /// Name that a visitor knows.
    pub name: String,
    /// Who runs it.
    pub provider: Provider,
    /// What it is for.
    pub purpose: Purpose,
    /// Whether it waits.
    pub consent: Consent,
    /// Why no declaration may call it exempt, when that is so.
    pub never_exempt: Option<String>,
    /// What a visitor would see of it in a page; `None` when that is nothing.
    pub placeholder: Option<PlaceholderKind>,
    /// Elements of a page that its scripts fill or replace.
    pub embeds: Vec<EmbedSelector>,
    /// Hosts: `example.org`, or `*.example.org` for the domain and everything below it.
    pub hosts: Vec<String>,
    /// Addresses as `host/path` with `*` for any characters; they win over `hosts`.
    pub paths: Vec<String>,
    /// Pieces of inline scripts that start it, compared without white space and with quotes alike.
    pub signatures: Vec<String>,
    /// Ids of services whose signatures its scripts bear too: where it is recognised, they are not meant.
    pub instead_of: Vec<String>,
    /// Files of the portal's site that do nothing but start it, as paths below its root with `*` for any characters.
    pub files: Vec<String>,
    /// Arrays (`_paq`) that other scripts put their messages to it in, so that they work before it has loaded.
    pub queues: Vec<String>,
    /// Functions (`gtag`, `umami.track`) that other scripts call to talk to it.
    pub calls: Vec<String>,
    /// What the service does on the portal.
    pub description: Texts,
    /// What data it collects.
    pub data: Texts,
    /// What a visitor misses who refuses it.
    pub refused: Texts,
    /// How long the data is kept by those who collect it.
    pub retention: Option<Lifetime>,
    /// Who else receives the data.
    pub recipients: Texts,
    /// Where outside the European Economic Area the data goes.
    pub transfer: Option<Transfer>,
    /// What it keeps or reads on the device.
    pub trackers: Vec<Tracker>,
    /// Where all this is known from; the catalogue always says so.
    pub facts: Option<Facts>,
}
