//! One service of a portal as the rules of law see it. It distinguishes what the author wrote from what the catalogue says:
//! a portal cannot mend the catalogue, so that gaps in it are no findings about the portal.

use crate::charter::Charter;
use crate::check::draft::Draft;
use crate::check::services::Known;
use crate::diagnostic::{Diagnostic, Place};
use crate::model::{Ground, Service, Tracker};

/// A service of a portal, with what the catalogue says of it.
pub(super) struct Subject<'a> {
    pub(super) charter: &'a Charter,
    pub(super) service: &'a Service,
    /// The same service as the catalogue has it.
    pub(super) known: Option<&'a Service>,
    pub(super) place: &'a Place,
    declared: &'a Known<'a>,
}

impl<'a> Subject<'a> {
    /// The services of a portal.
    pub(super) fn all(draft: &'a Draft, known: &'a Known<'a>) -> impl Iterator<Item = Subject<'a>> {
        let services = draft.charter.services.iter().zip(&draft.services);
        services.map(|(service, place)| Subject {
            charter: &draft.charter,
            service,
            known: known.catalogued(&service.id),
            declared: known,
            place,
        })
    }

    /// The finding at the service's place.
    pub(super) fn report(&self, finding: Diagnostic, help: &str) -> Diagnostic {
        finding.at(self.place.clone()).about([&self.service.id]).help(help)
    }

    /// Whether the catalogue has this tracker with the same lifetime.
    pub(super) fn is_catalogued(&self, tracker: &Tracker) -> bool {
        let same = |known: &Tracker| known.is_same(tracker) && known.lifetime == tracker.lifetime;
        self.known.is_some_and(|known| known.trackers.iter().any(same))
    }

    /// Whether the author wrote that key of the service, even with a wrong value.
    pub(super) fn is_written(&self, key: &str) -> bool {
        self.declared.is_written(&self.service.id, key)
    }

    /// The ground on which the service is exempt from consent.
    pub(super) fn ground(&self) -> Option<Ground> {
        self.service.consent.ground()
    }
}
