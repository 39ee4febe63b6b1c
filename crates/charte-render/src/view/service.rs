//! The variables of templates for services and their trackers.

use serde::Serialize;

use super::Phrase;

/// Services that share a purpose and a consent status: one section.
#[derive(Debug, Clone, Serialize)]
#[non_exhaustive]
pub struct UseView {
    /// Id of the purpose, as in a manifest.
    pub purpose: String,
    /// What a link to the section adds to `charte-`: no other section of the page has it.
    pub anchor: String,
    /// Title of the section.
    pub heading: String,
    /// One sentence on the purpose.
    pub description: String,
    /// Whether consent is needed.
    pub required: bool,
    /// The consent status in a few words.
    pub status: String,
    /// The same in a sentence, with the law.
    pub status_text: Phrase,
    /// Whether it is the first section of that status: the sentence need not be said again.
    pub is_first: bool,
    /// The services, each with its trackers.
    pub services: Vec<ServiceView>,
}

/// One tracker.
#[derive(Debug, Clone, Serialize)]
#[non_exhaustive]
pub struct RowView {
    /// The part of the service that sets the tracker.
    pub part: Option<Phrase>,
    /// Where it is set: front office, back office, both.
    pub location: Option<String>,
    /// Name or pattern.
    pub name: String,
    /// Kind, party and host.
    pub nature: String,
    /// What it is for.
    pub description: Phrase,
    /// Title of its purpose, where that is not its service's.
    pub purpose: Option<String>,
    /// When it is set.
    pub when: Option<Phrase>,
    /// Whose it is, where that is not its service's provider.
    pub provider: Option<ProviderView>,
    /// Consent status and ground, where they are not its service's.
    pub consent: Option<String>,
    /// Address of what documents the ground.
    pub evidence: Option<String>,
    /// How long it lasts.
    pub lifetime: String,
    /// Other times, each with its condition.
    pub alternatives: Vec<Phrase>,
    /// A note on the lifetime.
    pub lifetime_note: Option<Phrase>,
}

/// A legal entity.
#[derive(Debug, Clone, Serialize)]
#[non_exhaustive]
pub struct ProviderView {
    /// Name.
    pub name: String,
    /// Its country.
    pub country: Option<String>,
    /// What it is to the publisher: processor, controller, joint controller.
    pub role: Option<String>,
    /// Address of its privacy policy.
    pub policy: Option<String>,
}

/// One service: who, what for, what refusing it changes, where data go, and its trackers.
#[derive(Debug, Clone, Default, Serialize)]
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
    /// Address of what documents the ground.
    pub evidence: Option<String>,
    /// What a visitor misses who refuses it; nothing where nobody is asked.
    pub refused: Option<Phrase>,
    /// Caption of its trackers.
    pub caption: String,
    /// One row per tracker.
    pub rows: Vec<RowView>,
    /// Whether the page has so many trackers that they are better folded.
    pub is_long: bool,
    /// Legal entity.
    pub provider: String,
    /// Its country.
    pub country: Option<String>,
    /// What it is to the publisher: processor, controller, joint controller.
    pub role: Option<String>,
    /// When the service does its work.
    pub when: Option<Phrase>,
    /// The grounds on which data is processed.
    pub legal_basis: Vec<Phrase>,
    /// Data that it collects.
    pub data: Option<Phrase>,
    /// Who else receives the data.
    pub recipients: Option<Phrase>,
    /// How long the data is kept.
    pub retention: Option<Phrase>,
    /// Where the data is hosted.
    pub hosting: Option<Phrase>,
    /// What is masked or cut off.
    pub masking: Option<Phrase>,
    /// How the data is deleted.
    pub deletion: Option<Phrase>,
    /// Address of a page on which a visitor objects.
    pub opt_out: Option<String>,
    /// Countries that the data goes to, and the legal mechanism of the transfer.
    pub transfer: Option<Phrase>,
    /// What the page calls it: outside the European Economic Area, or to other countries.
    pub transfer_title: String,
    /// Hosts contacted.
    pub hosts: Option<String>,
    /// Address of the provider's privacy policy.
    pub policy: Option<String>,
}
