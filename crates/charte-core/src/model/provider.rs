//! The legal entity behind a service or a tracker, and its role for the publisher.

use serde::Serialize;

/// The role of an entity for the publisher, where personal data is processed (GDPR articles 4, 26 and 28).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// It handles data on behalf of the publisher.
    Processor,
    /// It decides by itself what the data is used for.
    Controller,
    /// It decides together with the publisher.
    Joint,
}

impl Role {
    /// Every role, with the name used in a manifest.
    pub const ALL: [(Role, &'static str); 3] =
        [(Role::Processor, "processor"), (Role::Controller, "controller"), (Role::Joint, "joint")];
}

/// The legal entity behind a service.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Provider {
    /// Name of the legal entity.
    pub name: String,
    /// ISO 3166-1 alpha-2 code of its country, upper case.
    pub country: Option<String>,
    /// Address of its privacy policy.
    pub policy: Option<String>,
    /// Its role for the publisher.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub role: Option<Role>,
}
