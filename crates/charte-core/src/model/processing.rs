//! Personal data that a portal processes without any tracker: server logs, forms, a newsletter.

use serde::Serialize;

use super::details::Details;
use super::provider::Provider;
use super::retention::Retention;
use super::texts::Texts;

/// One processing of personal data that keeps and reads nothing on the visitor's device.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Processing {
    /// Name, as visitors know it.
    pub name: Texts,
    /// What is done, and what for.
    pub description: Texts,
    /// What data is collected.
    pub data: Texts,
    /// Who else receives the data.
    pub recipients: Texts,
    /// How long the data is kept.
    pub retention: Option<Retention>,
    /// Who does it on behalf of the publisher; `None` for the publisher itself.
    pub provider: Option<Provider>,
    /// When, on what ground, where, and how it ends.
    #[serde(flatten)]
    pub details: Details,
}
