//! The consent modes of vendors: their types of consent, and the services of a portal that grant each. It does not know the
//! vendors' functions, which the scripts call.

use Purpose::{Advertising, AudienceMeasurement, Preferences, Security};
use charte_core::charter::Charter;
use charte_core::model::{ConsentMode, Purpose};
use serde_json::{Map, Value};

use crate::keys::object;

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

/// For each vendor: its services and, for each type of consent, the services of which one must be granted. Only the vendor's own
/// services count: consent is given to one controller.
pub fn consent_modes(charter: &Charter) -> Value {
    let mut modes = Map::new();
    for mode in &charter.consent_modes {
        let services = || charter.services.iter().filter(|service| mode.concerns(service));
        let ids: Vec<&str> = services().map(|service| service.id.as_str()).collect();
        let mut by_type = Map::new();
        for (name, purpose) in types(*mode) {
            let own = services().filter(|service| service.purpose == *purpose);
            by_type.insert((*name).into(), own.map(|service| service.id.as_str()).collect());
        }
        modes.insert(mode.id().into(), object! { vendorServices: ids, consentTypes: by_type }.into());
    }
    modes.into()
}
