//! A service: what the charter says of it, and by what it is recognised in a page. It joins the other parts of the model.

use serde::Serialize;

use super::consent::Consent;
use super::embed::EmbedSelector;
use super::placeholder::PlaceholderKind;
use super::purpose::Purpose;
use super::texts::Texts;
use super::tracker::Tracker;
use crate::lifetime::Lifetime;

/// The legal entity behind a service.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
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

/// Something that a portal uses and that keeps or reads something on the visitor's device, or contacts a third party. Made by
/// [`Service::new`], then filled in field by field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Service {
    /// Name in the manifest: lower-case letters, digits and hyphens.
    pub id: String,
    /// Name that a visitor knows.
    pub name: String,
    /// Who runs it.
    pub provider: Provider,
    /// What it is for.
    pub purpose: Purpose,
    /// Whether it waits for the visitor's consent.
    pub consent: Consent,
    /// Why no declaration may exempt it from consent; `None` when one may.
    pub never_exempt: Option<String>,
    /// What a visitor would see of it in a page; `None` when that is nothing.
    pub placeholder: Option<PlaceholderKind>,
    /// Elements of a page that its scripts fill or replace.
    pub embeds: Vec<EmbedSelector>,
    /// Hosts: `example.org`, or `*.example.org` for the domain and everything below it.
    pub hosts: Vec<String>,
    /// Addresses as `host/path` with `*` for any characters; they win over `hosts`.
    pub paths: Vec<String>,
    /// Pieces of inline scripts that start it. They are compared without white space, and `'` equals `"`.
    pub signatures: Vec<String>,
    /// Ids of services whose signatures its scripts contain too: a script that is recognised as its own is not theirs.
    pub instead_of: Vec<String>,
    /// Scripts of the portal's site that do nothing but start it, as paths below its root with `*` for any characters.
    pub files: Vec<String>,
    /// Global arrays (`_paq`) in which other scripts queue their calls before it has loaded.
    pub queues: Vec<String>,
    /// Global functions (`gtag`, `umami.track`) that other scripts call.
    pub calls: Vec<String>,
    /// What the service does on the portal.
    pub description: Texts,
    /// What data it collects.
    pub data: Texts,
    /// What does not work for a visitor who refuses it.
    pub refused: Texts,
    /// How long the data is kept by those who collect it.
    pub retention: Option<Lifetime>,
    /// Who else receives the data.
    pub recipients: Texts,
    /// Where outside the European Economic Area the data goes.
    pub transfer: Option<Transfer>,
    /// What it keeps or reads on the device.
    pub trackers: Vec<Tracker>,
    /// The sources of all this. The catalogue always has them, a manifest need not.
    pub facts: Option<Facts>,
}

impl Service {
    /// A service that is named by its id, is provided by an entity of that name, and has nothing else yet.
    pub fn new(id: impl Into<String>, purpose: Purpose, consent: Consent) -> Self {
        let id = id.into();
        Service {
            name: id.clone(),
            provider: Provider { name: id.clone(), ..Provider::default() },
            id,
            purpose,
            consent,
            never_exempt: None,
            placeholder: None,
            embeds: Vec::new(),
            hosts: Vec::new(),
            paths: Vec::new(),
            signatures: Vec::new(),
            instead_of: Vec::new(),
            files: Vec::new(),
            queues: Vec::new(),
            calls: Vec::new(),
            description: Texts::new(),
            data: Texts::new(),
            refused: Texts::new(),
            retention: None,
            recipients: Texts::new(),
            transfer: None,
            trackers: Vec::new(),
            facts: None,
        }
    }
}
