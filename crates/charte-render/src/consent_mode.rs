//! What each vendor's consent mode calls its types of consent, and which services of a portal answer for each. It does not
//! know how the vendor is told.

use Purpose::{Advertising, AudienceMeasurement, Preferences, Security};
use charte_core::charter::Charter;
use charte_core::model::{ConsentMode, Purpose};
use serde_json::{Map, Value, json};

/// A vendor's types of consent, with the purpose that grants each.
fn types(mode: ConsentMode) -> &'static [(&'static str, Purpose)] {
    match mode {
        ConsentMode::Google => &[
            ("ad_storage", Advertising),
            ("ad_user_data", Advertising),
            ("ad_personalization", Advertising),
            ("analytics_storage", AudienceMeasurement),
            ("functionality_storage", Preferences),
            ("personalization_storage", Preferences),
            ("security_storage", Security),
        ],
        ConsentMode::MicrosoftUet => &[("ad_storage", Advertising)],
        // Not the names of Google's: the capital is Clarity's.
        ConsentMode::Clarity => &[("ad_Storage", Advertising), ("analytics_Storage", AudienceMeasurement)],
        ConsentMode::Piano | ConsentMode::Matomo => &[],
    }
}

/// For each vendor: `on`, its services, and `types`, the services of which one must be granted for each type. Services of
/// others do not count: a yes to one controller's measurement is none to another's.
pub fn told(charter: &Charter) -> Value {
    let mut modes = Map::new();
    for mode in &charter.consent_modes {
        let services = || charter.services.iter().filter(|service| mode.concerns(service));
        let ids: Vec<&str> = services().map(|service| service.id.as_str()).collect();
        let mut by_type = Map::new();
        for (name, purpose) in types(*mode) {
            let own = services().filter(|service| service.purpose == *purpose);
            by_type.insert((*name).into(), own.map(|service| service.id.as_str()).collect());
        }
        modes.insert(mode.id().into(), json!({ "on": ids, "types": by_type }));
    }
    modes.into()
}
