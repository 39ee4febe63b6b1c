//! Data that leaves the European Economic Area: where to, and what allows it.

use serde::Serialize;

use super::texts::Texts;

/// Data that leaves the European Economic Area (GDPR articles 44 to 49).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Transfer {
    /// ISO 3166-1 alpha-2 codes, upper case.
    pub countries: Vec<String>,
    /// What allows it.
    pub mechanism: Option<Mechanism>,
    /// How several safeguards go together.
    #[serde(skip_serializing_if = "Holds::is_all")]
    pub holds: Holds,
}

/// What allows a transfer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum Mechanism {
    /// Safeguards that charte has words for in every language.
    Known(Vec<Safeguard>),
    /// As described.
    Said(Texts),
}

/// What the GDPR lets a transfer rest on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Safeguard {
    /// The adequacy decision on certified companies of the United States (article 45).
    Dpf,
    /// An adequacy decision on the country (article 45).
    Adequacy,
    /// Standard contractual clauses (article 46(2)(c)).
    Clauses,
    /// Binding corporate rules (article 47).
    CorporateRules,
}

impl Safeguard {
    /// Every safeguard, with the name used in a manifest.
    pub const ALL: [(Safeguard, &'static str); 4] = [
        (Safeguard::Dpf, "dpf"),
        (Safeguard::Adequacy, "adequacy"),
        (Safeguard::Clauses, "clauses"),
        (Safeguard::CorporateRules, "corporate-rules"),
    ];
}

/// How several safeguards go together.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Holds {
    /// All of them hold.
    #[default]
    All,
    /// One or another of them holds.
    Any,
    /// The first holds; where it does not, the next.
    First,
}

impl Holds {
    /// Every way, with the name used in a manifest.
    pub const ALL: [(Holds, &'static str); 3] = [(Holds::All, "all"), (Holds::Any, "any"), (Holds::First, "first")];

    fn is_all(&self) -> bool {
        *self == Holds::All
    }
}
