//! The variables of the templates: with the keys of `text(key=…)`, the contract of themes. All texts are in one language and not
//! escaped; `None` and empty lists are false in a template's `if`. The component `charte.said` shows a [`Phrase`] and marks parts
//! in another language.

use serde::Serialize;

pub use crate::phrase::{Phrase, Piece};

/// The variables of `charter.html`.
#[derive(Debug, Clone, Serialize)]
#[non_exhaustive]
pub struct CharterView {
    /// Language tag of the page.
    pub lang: String,
    /// Its direction: `ltr` or `rtl`.
    pub dir: &'static str,
    /// The portal's languages, its first one first.
    pub languages: Vec<LanguageView>,
    /// The portal.
    pub site: SiteView,
    /// Address of `charter.css`, unless the page links it.
    pub stylesheet: Option<String>,
    /// Day of the last change.
    pub updated: Option<Day>,
    /// The publisher of the portal.
    pub publisher: PublisherView,
    /// Whether any service needs consent.
    pub has_choice: bool,
    /// Whether the banner is shown on arrival.
    pub asks: bool,
    /// Trackers by purpose and by consent status.
    pub uses: Vec<UseView>,
    /// Services that keep nothing on the device.
    pub contacted: Vec<ServiceView>,
    /// Hosts that may be contacted without consent, by declaration.
    pub allowed: Vec<String>,
    /// What does not work after a refusal, by service.
    pub refused: Vec<Pair>,
    /// Data that leaves the European Economic Area, by service.
    pub transfers: Vec<Pair>,
    /// Where to write about personal data: the data-protection officer, else the publisher.
    pub rights_contact: Option<Reach>,
    /// What changed, newest first.
    pub changes: Vec<ChangeView>,
}

/// The variables of `page.html`.
#[derive(Debug, Clone, Serialize)]
#[non_exhaustive]
pub struct PageView {
    /// Language tag of the page.
    pub lang: String,
    /// Its direction: `ltr` or `rtl`.
    pub dir: &'static str,
    /// The portal's languages, its first one first.
    pub languages: Vec<LanguageView>,
    /// The portal.
    pub site: SiteView,
    /// Address of `charter.css`.
    pub stylesheet: String,
    /// Absolute address of this page.
    pub canonical: String,
    /// The page in each language, and `x-default`; empty where there is one language.
    pub alternates: Vec<AlternateView>,
    /// HTML for the start of the head: pass it through `safe`.
    pub head: String,
    /// HTML of the charter: pass it through `safe`.
    pub charter: String,
}

/// The charter in one language, for search engines: its tag, or `x-default`, and absolute address.
#[derive(Debug, Clone, Serialize)]
#[non_exhaustive]
pub struct AlternateView {
    /// Tag.
    pub tag: String,
    /// Address.
    pub url: String,
}

/// The variables of `placeholder.html`.
#[derive(Debug, Clone, Serialize)]
#[non_exhaustive]
pub struct PlaceholderView {
    /// Language tag of the page.
    pub lang: String,
    /// Its direction: `ltr` or `rtl`.
    pub dir: &'static str,
    /// Ids of the services that must all be accepted, separated by spaces.
    pub services: String,
    /// Whether they are declared, so that they can be accepted.
    pub declared: bool,
    /// Their names.
    pub name: String,
    /// The names of the legal entities behind them.
    pub provider: String,
    /// Address of the embed's page, if it can be a link.
    pub address: Option<String>,
    /// Its host.
    pub host: String,
    /// Text of the link to it.
    pub link: String,
    /// The author's title for the embed.
    pub title: Option<String>,
}

/// The variables of `link.html`.
#[derive(Debug, Clone, Serialize)]
#[non_exhaustive]
pub struct LinkView {
    /// Language tag of the page.
    pub lang: String,
    /// Its direction: `ltr` or `rtl`.
    pub dir: &'static str,
    /// Address of the charter in this language.
    pub address: String,
}

/// One language of the portal.
#[derive(Debug, Clone, Serialize)]
#[non_exhaustive]
pub struct LanguageView {
    /// Language tag.
    pub tag: String,
    /// Its direction: `ltr` or `rtl`.
    pub dir: &'static str,
    /// Its name in the language itself.
    pub name: String,
    /// Address of the charter in it, from the root of the host.
    pub address: String,
    /// The same with scheme and host.
    pub url: String,
    /// Whether it is the language of this page.
    pub current: bool,
}

/// The portal.
#[derive(Debug, Clone, Serialize)]
#[non_exhaustive]
pub struct SiteView {
    /// Name, as visitors know it.
    pub name: String,
    /// Address without its last slash, to be read.
    pub url: String,
    /// Address of the home page, from the root of the host.
    pub home: String,
    /// Host.
    pub host: String,
}

/// The publisher of the portal.
#[derive(Debug, Clone, Serialize)]
#[non_exhaustive]
pub struct PublisherView {
    /// Name of the legal entity.
    pub name: String,
    /// Postal address.
    pub address: Option<String>,
    /// How to reach it.
    pub contact: Option<Reach>,
    /// How to reach the data-protection officer.
    pub dpo: Option<Reach>,
    /// Address of the personal data policy.
    pub privacy: Option<String>,
    /// Address of the legal notice.
    pub legal_notice: Option<String>,
    /// Address of the accessibility statement.
    pub accessibility: Option<String>,
}

/// A contact.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Reach {
    /// Text of the link: the e-mail address, or the web address without scheme.
    pub text: String,
    /// `href` of the link: `mailto:…`, `https://…`.
    pub address: String,
}

/// Trackers that share a purpose and a consent status: one table.
#[derive(Debug, Clone, Serialize)]
#[non_exhaustive]
pub struct UseView {
    /// Id of the purpose, as in a manifest.
    pub purpose: &'static str,
    /// Title of the table's section.
    pub heading: String,
    /// One sentence on the purpose.
    pub description: String,
    /// Whether consent is needed.
    pub required: bool,
    /// The consent status in a few words.
    pub status: String,
    /// The same in a sentence, with the law.
    pub status_text: String,
    /// Why no consent is needed, by service; empty where it is.
    pub grounds: Vec<GroundView>,
    /// Caption of the table.
    pub caption: String,
    /// One row per tracker.
    pub rows: Vec<RowView>,
    /// The services of the table with further information.
    pub services: Vec<ServiceView>,
}

/// Why a service needs no consent.
#[derive(Debug, Clone, Serialize)]
#[non_exhaustive]
pub struct GroundView {
    /// Name of the service.
    pub service: String,
    /// The ground.
    pub words: String,
    /// Address of a document that proves it.
    pub evidence: Option<String>,
}

/// One tracker.
#[derive(Debug, Clone, Serialize)]
#[non_exhaustive]
pub struct RowView {
    /// Legal entity.
    pub provider: String,
    /// Service, or the part of it that sets the tracker.
    pub service: Phrase,
    /// Where it is set: front office, back office, both.
    pub location: Option<String>,
    /// Name or pattern.
    pub name: String,
    /// Kind, party and host, unless it is a plain first-party cookie.
    pub nature: Option<String>,
    /// What it is for.
    pub description: Phrase,
    /// How long it lasts.
    pub lifetime: String,
    /// A note on the lifetime.
    pub lifetime_note: Option<Phrase>,
}

/// One service, apart from its trackers.
#[derive(Debug, Clone, Serialize)]
#[non_exhaustive]
pub struct ServiceView {
    /// Id in the manifest.
    pub id: String,
    /// Name, as visitors know it.
    pub name: String,
    /// What it does on the portal.
    pub description: Option<Phrase>,
    /// Title of its purpose, where it is in no table.
    pub purpose: Option<String>,
    /// Whether consent is needed.
    pub required: bool,
    /// The consent status in a few words.
    pub status: String,
    /// Why no consent is needed.
    pub ground: Option<String>,
    /// Legal entity.
    pub provider: String,
    /// Its country.
    pub country: Option<String>,
    /// Data that it collects.
    pub data: Option<Phrase>,
    /// Who else receives the data.
    pub recipients: Option<Phrase>,
    /// How long the data is kept.
    pub retention: Option<String>,
    /// Countries outside the European Economic Area, and the legal mechanism of the transfer.
    pub transfer: Option<Phrase>,
    /// Hosts contacted.
    pub hosts: Option<String>,
    /// Address of the provider's privacy policy.
    pub policy: Option<String>,
}

/// A service and a text about it.
#[derive(Debug, Clone, Serialize)]
#[non_exhaustive]
pub struct Pair {
    /// Name of the service.
    pub name: String,
    /// Text about it.
    pub text: Phrase,
}

/// One entry of the charter's history.
#[derive(Debug, Clone, Serialize)]
#[non_exhaustive]
pub struct ChangeView {
    /// Day of the change.
    pub date: Day,
    /// What changed.
    pub text: Phrase,
}

/// A day, for machines and for people.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Day {
    /// As `YYYY-MM-DD`.
    pub iso: String,
    /// In words.
    pub words: String,
}
