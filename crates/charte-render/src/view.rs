//! The variables of the templates: with the keys of `text(key=…)`, the contract of themes. All texts are in one language and not
//! escaped; `None` and empty lists are false in a template's `if`. The component `charte.said` shows a [`Phrase`] and marks parts
//! in another language.

mod service;

use serde::Serialize;

pub use crate::phrase::{Phrase, Piece};
pub use service::{ProviderView, RowView, ServiceView, UseView};

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
    /// Personal data that is processed without trackers, each like a service without consent status.
    pub processing: Vec<ServiceView>,
    /// Hosts that may be contacted without consent, by declaration.
    pub allowed: Vec<String>,
    /// Where to write about personal data: the data-protection officer, else the publisher.
    pub rights_contact: Option<Reach>,
    /// Whom visitors can complain to.
    pub authority: AuthorityView,
    /// Whether trackers for statistics need consent in the publisher's country, and under which conditions they do not.
    pub statistics: String,
    /// The switch to object to a measurement, where there is one that loads without consent and can be stopped.
    pub objection: Option<ObjectionView>,
    /// What changed, newest first.
    pub changes: Vec<ChangeView>,
}

/// The authority for data protection.
#[derive(Debug, Clone, Serialize)]
#[non_exhaustive]
pub struct AuthorityView {
    /// Its name.
    pub name: Phrase,
    /// Postal address, in the language of the country.
    pub address: Option<Phrase>,
    /// Its page about complaints.
    pub complaint: Option<String>,
    /// Language of that page.
    pub complaint_lang: String,
}

/// The switch to object to a measurement. The script reads the attributes that have the values of the same name.
#[derive(Debug, Clone, Serialize)]
#[non_exhaustive]
pub struct ObjectionView {
    /// What loads without consent, and that visitors can object.
    pub text: String,
    /// Name of the cookie that remembers the objection.
    pub cookie: String,
    /// Its path.
    pub path: String,
    /// Its domain, where portals share it.
    pub domain: Option<String>,
    /// How long it is kept, in days.
    pub days: u32,
    /// Names of the measurement's cookies, as a regular expression: they are deleted after an objection.
    pub erased: String,
    /// Address of the script that makes the switch work.
    pub script: String,
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
    /// What the link says: where there is nothing to choose, only that the charter is there.
    pub label: String,
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
    /// Further hosts for which the charter holds.
    pub hosts: Option<String>,
}

/// The publisher of the portal.
#[derive(Debug, Clone, Serialize)]
#[non_exhaustive]
pub struct PublisherView {
    /// Name of the legal entity.
    pub name: String,
    /// Who represents it.
    pub representative: Option<String>,
    /// Postal address.
    pub address: Option<String>,
    /// Its telephone.
    pub phone: Option<Reach>,
    /// Its e-mail address, beside `contact`.
    pub email: Option<Reach>,
    /// How to reach it.
    pub contact: Option<Reach>,
    /// How to reach the data-protection officer.
    pub dpo: Option<Reach>,
    /// Name of the data-protection officer.
    pub dpo_name: Option<String>,
    /// Postal address of the data-protection officer.
    pub dpo_address: Option<String>,
    /// Telephone number of the data-protection officer.
    pub dpo_phone: Option<Reach>,
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
