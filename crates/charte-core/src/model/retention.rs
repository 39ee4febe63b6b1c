//! How long data is kept: a time that rules can compare, or words for it.

use serde::Serialize;

use super::texts::Texts;
use crate::lifetime::Lifetime;

/// How long those who collect data keep it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum Retention {
    /// For that time.
    For(Lifetime),
    /// As these words say ("until the account is closed").
    Said(Texts),
}

impl Retention {
    /// The time; `None` where it is said in words.
    pub fn lifetime(&self) -> Option<Lifetime> {
        match self {
            Retention::For(lifetime) => Some(*lifetime),
            Retention::Said(_) => None,
        }
    }

    /// The words; `None` where it is a time.
    pub fn words(&self) -> Option<&Texts> {
        match self {
            Retention::For(_) => None,
            Retention::Said(texts) => Some(texts),
        }
    }
}
