//! What of a charter decides what is recognised: all else can change without any page being looked at again.

use charte_core::charter::{BannerPolicy, Charter};
use charte_core::model::Texts;

/// The charter without its words and without what only visitors' browsers are told. A recogniser is made from nothing else,
/// so that what is left out here cannot matter to it.
pub fn scope(charter: &Charter) -> Charter {
    let mut scope = charter.clone();
    scope.name.clear();
    scope.publisher = charte_core::charter::Publisher::default();
    scope.banner = BannerPolicy::default();
    scope.choice.name.clear();
    scope.choice.days = 0;
    scope.choice.lifetime = charte_core::lifetime::Lifetime::Session;
    scope.choice.domain = None;
    scope.consent_modes.clear();
    scope.updated = None;
    scope.changes.clear();
    scope.texts.clear();
    scope.tokens.clear();
    scope.places.clear();
    scope.folders.theme.clear();
    scope.folders.frames.clear();
    for service in &mut scope.services {
        service.name.clear();
        service.placeholder = None;
        service.description = Texts::default();
        service.data = Texts::default();
        service.refused = Texts::default();
        service.retention = None;
        service.recipients = Texts::default();
        service.transfer = None;
        service.trackers.clear();
        service.facts = None;
        service.provider.name.clear();
        service.provider.policy = None;
    }
    scope
}
