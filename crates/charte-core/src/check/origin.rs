//! What a finding about a service rests on: the catalogue's facts alone, or a table that could not be read whole.

use super::draft::Draft;
use crate::catalogue::Catalogue;
use crate::diagnostic::{Diagnostic, Place};
use crate::manifest::Manifest;
use crate::rule::Rule;
use crate::rules::{law, tracker};
use crate::service::Patch;

/// The rules about facts that the catalogue states, each with the keys by which a declaration states them itself.
static FACTS: [(&Rule, &[&str]); 4] = [
    (&law::LIFETIME_LONG, &["tracker"]),
    (&law::LIFETIME_MISSING, &["tracker"]),
    (&law::TRANSFER_UNEXPLAINED, &["transfer", "provider.country"]),
    (&law::POLICY_MISSING, &["provider.policy"]),
];

/// The rules whose findings name one tracker of a service.
static TRACKERS: [&Rule; 3] = [&law::TEXT_MISSING, &tracker::TRACKER_GROUND, &tracker::TRACKER_PURPOSE];

/// The findings of the law about one portal: those that rest on the catalogue alone are marked, and those about a service whose
/// table has faults of form are left out until these are mended.
pub(super) fn attribute(
    found: Vec<Diagnostic>,
    draft: &Draft,
    manifest: &Manifest,
    catalogue: &Catalogue,
) -> impl Iterator<Item = Diagnostic> {
    found.into_iter().filter_map(move |mut finding| {
        let index = draft.services.iter().position(|place| Some(place) == finding.place.as_ref());
        let Some(service) = index.and_then(|index| draft.charter.services.get(index)) else { return Some(finding) };
        let declared = manifest.services.iter().find(|(id, _)| id.value == service.id).map(|(_, patch)| patch);
        if declared.is_some_and(|patch| patch.is_faulty) {
            return None;
        }
        if TRACKERS.iter().any(|rule| rule.code == finding.code) {
            finding.place = tracker_place(&finding, declared).or(finding.place);
        }
        if catalogue.get(&service.id).is_some() && is_catalogue_fact(&finding, declared) {
            finding.catalogue_service = Some(service.id.clone());
        }
        Some(finding)
    })
}

/// Where the tracker is declared that a finding names: a service can have many.
fn tracker_place(finding: &Diagnostic, declared: Option<&Patch>) -> Option<Place> {
    let named = |name: &str| finding.message.contains(&format!("tracker `{name}`"));
    declared?.trackers.iter().find(|tracker| named(&tracker.name)).map(|tracker| tracker.place.clone())
}

fn is_catalogue_fact(finding: &Diagnostic, declared: Option<&Patch>) -> bool {
    let Some((_, keys)) = FACTS.iter().find(|(rule, _)| rule.code == finding.code) else { return false };
    declared.is_none_or(|patch| !keys.iter().any(|key| patch.written.contains(*key)))
}
