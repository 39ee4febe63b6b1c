//! Vendors whose tags take consent signals, and the services by which they are on a portal. It does not know how a
//! signal is sent.

use serde::Serialize;

use super::purpose::Purpose;
use super::service::Service;

/// A vendor's own interface for consent signals.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ConsentMode {
    /// Google's consent mode, version 2.
    Google,
    /// Microsoft Advertising's Universal Event Tracking.
    MicrosoftUet,
    /// Microsoft Clarity.
    Clarity,
    /// Piano Analytics, AT Internet before.
    Piano,
    /// Matomo.
    Matomo,
}

impl ConsentMode {
    /// Every one, with the name used in a manifest.
    pub const ALL: [(ConsentMode, &'static str); 5] = [
        (ConsentMode::Google, "google"),
        (ConsentMode::MicrosoftUet, "microsoft-uet"),
        (ConsentMode::Clarity, "clarity"),
        (ConsentMode::Piano, "piano"),
        (ConsentMode::Matomo, "matomo"),
    ];

    /// The name used in a manifest.
    pub fn id(self) -> &'static str {
        match self {
            ConsentMode::Google => "google",
            ConsentMode::MicrosoftUet => "microsoft-uet",
            ConsentMode::Clarity => "clarity",
            ConsentMode::Piano => "piano",
            ConsentMode::Matomo => "matomo",
        }
    }

    /// Whether the service is one of this vendor's tags and waits for consent.
    pub fn concerns(self, service: &Service) -> bool {
        use Purpose::{Advertising, AudienceMeasurement, Preferences, Security, TagManager};
        let (words, purposes): (&[&str], &[Purpose]) = match self {
            ConsentMode::Google => {
                (&["google", "doubleclick"], &[Advertising, AudienceMeasurement, Preferences, Security, TagManager])
            }
            ConsentMode::MicrosoftUet => (&["microsoft", "bing"], &[Advertising]),
            ConsentMode::Clarity => (&["clarity"], &[Advertising, AudienceMeasurement]),
            ConsentMode::Piano => (&["piano", "at internet", "at-internet"], &[AudienceMeasurement]),
            ConsentMode::Matomo => (&["matomo"], &[AudienceMeasurement]),
        };
        let says = |text: &str| words.iter().any(|word| text.to_lowercase().contains(word));
        service.consent.is_required()
            && purposes.contains(&service.purpose)
            && (says(&service.id) || says(&service.name) || says(&service.provider.name))
    }
}
