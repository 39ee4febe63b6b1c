//! What a finding about a service rests on: the catalogue's facts alone, or a table that could not be read whole.

use std::collections::BTreeMap;

use super::draft::Draft;
use super::services::Known;
use crate::diagnostic::{Diagnostic, Place};
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
pub(super) fn attribute(found: Vec<Diagnostic>, draft: &Draft, known: &Known<'_>) -> impl Iterator<Item = Diagnostic> {
    let mut services = BTreeMap::new();
    for (place, service) in draft.services.iter().zip(&draft.charter.services) {
        services.entry((place.line, place.column)).or_insert(service);
    }
    found.into_iter().filter_map(move |mut finding| {
        let place = finding.place.as_ref().map(|place| (place.line, place.column));
        let Some(service) = place.and_then(|place| services.get(&place)) else { return Some(finding) };
        let declared = known.patch(&service.id);
        if declared.is_some_and(|patch| patch.is_faulty) {
            return None;
        }
        if TRACKERS.iter().any(|rule| rule.code == finding.code) {
            finding.place = tracker_place(&finding, declared).or(finding.place);
        }
        if known.catalogued(&service.id).is_some() && is_catalogue_fact(&finding, declared) {
            finding.catalogue_service = Some(service.id.clone());
        }
        Some(finding)
    })
}

/// Where the tracker is declared that a finding names: a service can have many.
fn tracker_place(finding: &Diagnostic, declared: Option<&Patch>) -> Option<Place> {
    let (_, rest) = finding.message.split_once("tracker `")?;
    let named = |name: &str| rest.strip_prefix(name).is_some_and(|rest| rest.starts_with('`'));
    declared?.trackers.iter().find(|tracker| named(&tracker.name)).map(|tracker| tracker.place.clone())
}

fn is_catalogue_fact(finding: &Diagnostic, declared: Option<&Patch>) -> bool {
    let Some((_, keys)) = FACTS.iter().find(|(rule, _)| rule.code == finding.code) else { return false };
    declared.is_none_or(|patch| !keys.iter().any(|key| patch.written.contains(*key)))
}
