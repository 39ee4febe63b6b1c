//! What a finding about a service rests on: the table of one tracker, or a table that could not be read whole.

use std::collections::BTreeMap;

use super::draft::Draft;
use super::services::Known;
use crate::diagnostic::{Diagnostic, Place};
use crate::rule::Rule;
use crate::rules::{law, tracker};
use crate::service::Patch;

/// The rules whose findings name one tracker of a service.
static TRACKERS: [&Rule; 3] = [&law::TEXT_MISSING, &tracker::TRACKER_GROUND, &tracker::TRACKER_PURPOSE];

/// The findings of the law about one portal: those about one tracker at its place, and those about a service whose table has
/// faults of form left out until these are mended.
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
        Some(finding)
    })
}

/// Where the tracker is declared that a finding names: a service can have many.
fn tracker_place(finding: &Diagnostic, declared: Option<&Patch>) -> Option<Place> {
    let (_, rest) = finding.message.split_once("tracker `")?;
    let named = |name: &str| rest.strip_prefix(name).is_some_and(|rest| rest.starts_with('`'));
    declared?.trackers.iter().find(|tracker| named(&tracker.name)).map(|tracker| tracker.place.clone())
}
