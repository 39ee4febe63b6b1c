//! How long data is kept: a time that rules can compare, or a description.

use serde::Serialize;

use super::texts::Texts;
use crate::lifetime::Lifetime;

/// How long the recipients of data keep it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum Retention {
    /// For that time.
    For(Lifetime),
    /// As described ("until the account is closed").
    Said(Texts),
}

impl Retention {
    /// The time; `None` for a description.
    pub fn lifetime(&self) -> Option<Lifetime> {
        match self {
            Retention::For(lifetime) => Some(*lifetime),
            Retention::Said(_) => None,
        }
    }

    /// The description; `None` for a time.
    pub fn words(&self) -> Option<&Texts> {
        match self {
            Retention::For(_) => None,
            Retention::Said(texts) => Some(texts),
        }
    }
}
