//! Which provision a rule rests on: the topics for which each country has a source of its own, the articles of the GDPR, and
//! what countries have in their place where it is not in force.

use serde::{Deserialize, Serialize};

/// The European Economic Area: data that stays there is not transferred (GDPR, chapter V).
pub const EEA: &[&str] = &[
    "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE", "IS", "IT", "LI", "LT",
    "LU", "LV", "MT", "NL", "NO", "PL", "PT", "RO", "SE", "SI", "SK",
];

/// The provisions that a country outside the European Economic Area has in place of the GDPR's.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[non_exhaustive]
pub struct Privacy {
    /// What visitors are told of the publisher and of recipients, as by GDPR article 13.
    pub information: String,
    /// How long data is kept, as by GDPR articles 5(1)(e) and 13(2)(a).
    pub retention: String,
    /// How long trackers are kept, as by CJEU C-673/17.
    pub lifetimes: String,
    /// The data-protection officer that every public body must have, as by GDPR article 37; `None` where not all must.
    pub officer: Option<String>,
    /// Objection, as by GDPR article 21.
    pub objection: String,
    /// Data that goes abroad, as by GDPR articles 44 to 49.
    pub transfers: String,
    /// What consent is, as by GDPR articles 4(11) and 7.
    pub consent: String,
    /// Clear words, as by GDPR article 12(1).
    pub clarity: String,
    /// Where the fact comes from.
    pub source: String,
    /// The month in which it was checked, `YYYY-MM`.
    pub checked: String,
}

/// A topic for which each country has a source of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Topic {
    /// The act: nothing before consent, with two exceptions.
    Act,
    /// Which trackers the exceptions cover.
    Exemptions,
    /// Audience measurement.
    Audience,
    /// How long a choice is kept.
    Choice,
    /// The language of public bodies.
    Language,
    /// What visitors are told of the publisher and of recipients.
    Information,
    /// How long data is kept.
    Retention,
    /// How long trackers are kept.
    Lifetimes,
    /// The data-protection officer.
    Officer,
    /// Objection to a processing.
    Objection,
    /// Data that goes abroad.
    Transfers,
    /// What consent is.
    Consent,
    /// Clear words.
    Clarity,
}

impl Privacy {
    /// The provision on a topic; `None` where there is none.
    pub(super) fn provision(&self, topic: Topic) -> Option<&str> {
        Some(match topic {
            Topic::Information => &self.information,
            Topic::Retention => &self.retention,
            Topic::Lifetimes => &self.lifetimes,
            Topic::Officer => self.officer.as_ref()?,
            Topic::Objection => &self.objection,
            Topic::Transfers => &self.transfers,
            Topic::Consent => &self.consent,
            Topic::Clarity => &self.clarity,
            _ => return None,
        })
    }
}

/// What the European Economic Area has on a topic.
pub(super) fn gdpr(topic: Topic) -> &'static str {
    match topic {
        Topic::Information | Topic::Retention => "GDPR, article 13",
        Topic::Lifetimes => "CJEU C-673/17, Planet49",
        Topic::Officer => "GDPR, article 37",
        Topic::Objection => "GDPR, article 21",
        Topic::Transfers => "GDPR, articles 44 to 49",
        Topic::Clarity => "GDPR, article 12",
        _ => "GDPR, article 7",
    }
}
