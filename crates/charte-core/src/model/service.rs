//! A service: what the charter says of it, and by what it is recognised in a page. It joins the other parts of the model.

use serde::Serialize;

use super::consent::Consent;
use super::details::Details;
use super::embed::EmbedSelector;
use super::placeholder::PlaceholderKind;
use super::provider::Provider;
use super::purpose::{OwnPurpose, Purpose};
use super::retention::Retention;
use super::texts::Texts;
use super::tracker::Tracker;
use super::transfer::Transfer;

/// Where what is said of a service comes from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Facts {
    /// The sources, in words.
    pub source: String,
    /// The month, or day, in which they were last read: `2026-11`.
    pub checked: String,
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
    /// The declaration's own purpose, under whose heading it is shown.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub own_purpose: Option<OwnPurpose>,
    /// Whether it waits for the visitor's consent. It does where one of its trackers needs it.
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
    pub retention: Option<Retention>,
    /// Who else receives the data.
    pub recipients: Texts,
    /// Where outside the European Economic Area the data goes.
    pub transfer: Option<Transfer>,
    /// What it keeps or reads on the device.
    pub trackers: Vec<Tracker>,
    /// When, on what ground, where, and how it ends.
    #[serde(flatten)]
    pub details: Details,
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
            own_purpose: None,
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
            details: Details::default(),
            facts: None,
        }
    }

    /// Whether a tracker of this service waits for consent, and on what ground it does not.
    pub fn consent_of<'a>(&'a self, tracker: &'a Tracker) -> &'a Consent {
        tracker.consent.as_ref().unwrap_or(&self.consent)
    }

    /// The id of its purpose in a manifest: its own, or one of [`Purpose::ALL`].
    pub fn purpose_id(&self) -> &str {
        self.own_purpose.as_ref().map_or(self.purpose.id(), |own| &own.id)
    }

    /// Makes the service wait if one of its trackers needs consent, since it cannot load without that tracker. The other
    /// trackers keep their exemption.
    pub(crate) fn settle(&mut self) {
        let asks = self.trackers.iter().any(|tracker| tracker.consent.as_ref().is_some_and(Consent::is_required));
        if asks && !self.consent.is_required() {
            for tracker in self.trackers.iter_mut().filter(|tracker| tracker.consent.is_none()) {
                tracker.consent = Some(self.consent.clone());
            }
            self.consent = Consent::Required;
        }
    }
}
