//! The part of a charter that decides what is recognised. When only the rest changes, cached results of pages stay valid.

use charte_core::charter::{BannerPolicy, Charter};
use charte_core::model::{Details, Texts};

/// The charter without its texts and without what only visitors' browsers get. A new field of a charter is in scope until it is
/// cleared here. Make a [`Recogniser`](crate::recognise::Recogniser) from the scope only: then what is cleared cannot matter to it.
pub fn scope(charter: &Charter) -> Charter {
    let mut scope = charter.clone();
    scope.name.clear();
    scope.names.clear();
    // They stand in `first_party`, too.
    scope.hosts.clear();
    scope.processing.clear();
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
        service.details = Details::default();
        service.own_purpose = None;
        service.provider.name.clear();
        service.provider.policy = None;
        service.provider.role = None;
    }
    scope
}
