//! Whether a service waits for consent, and the ground on which it need not. Whether a ground holds is for the checks.

use serde::Serialize;

/// Why the law lets a tracker be set without consent (directive 2002/58/EC, article 5(3), as authorities read it).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Ground {
    /// Only carries the communication.
    Communication,
    /// Keeps the visitor's choice about trackers.
    Choice,
    /// Authentication and its security.
    Authentication,
    /// Protects a form or an interface against forged or automated requests.
    Security,
    /// A shopping basket or its billing.
    Basket,
    /// Language or presentation that the visitor asked for.
    Interface,
    /// Spreads load between servers.
    LoadBalancing,
    /// Limits free access to a sample of paid content.
    Metering,
    /// Audience measurement under the conditions of the country's authority.
    AudienceMeasurement,
    /// A media player's session, asked for by the visitor.
    Player,
}

impl Ground {
    /// Every ground, with the name used in a manifest.
    pub const ALL: [(Ground, &'static str); 10] = [
        (Ground::Communication, "communication"),
        (Ground::Choice, "choice"),
        (Ground::Authentication, "authentication"),
        (Ground::Security, "security"),
        (Ground::Basket, "basket"),
        (Ground::Interface, "interface"),
        (Ground::LoadBalancing, "load-balancing"),
        (Ground::Metering, "metering"),
        (Ground::AudienceMeasurement, "audience-measurement"),
        (Ground::Player, "player"),
    ];
}

/// Whether a service waits for the visitor's consent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Consent {
    /// It waits.
    Required,
    /// It does not, on this ground.
    Exempt {
        /// The legal ground.
        ground: Ground,
        /// Address of a page that documents the claim: a self-assessment, a configuration guide.
        evidence: Option<String>,
    },
}

impl Consent {
    /// Whether the visitor must consent first.
    pub fn is_required(&self) -> bool {
        matches!(self, Consent::Required)
    }

    /// The ground of the exemption; `None` where the visitor must consent.
    pub fn ground(&self) -> Option<Ground> {
        match self {
            Consent::Required => None,
            Consent::Exempt { ground, .. } => Some(*ground),
        }
    }

    /// Whether an address documents the exemption.
    pub fn has_evidence(&self) -> bool {
        matches!(self, Consent::Exempt { evidence: Some(_), .. })
    }
}
