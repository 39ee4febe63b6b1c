//! Trackers that contradict one another, or themselves. Two gaps of the catalogue alone are no finding: a portal cannot
//! mend them.

use std::collections::BTreeMap;
use std::ops::Bound;

use super::exemption::is_below;
use super::subject::Subject;
use crate::charter::Charter;
use crate::check::findings::Findings;
use crate::model::{Party, Tracker};
use crate::rules::tracker as rules;

/// A tracker of a portal, with its service.
#[derive(Clone, Copy)]
struct Entry<'a> {
    subject: &'a Subject<'a>,
    tracker: &'a Tracker,
}

/// Compares the trackers of all services of a portal.
pub(super) fn check(subjects: &[Subject<'_>], findings: &mut Findings) {
    let mut by_name: BTreeMap<&str, Vec<Entry<'_>>> = BTreeMap::new();
    let entries = || {
        let of = |subject| move |tracker| Entry { subject, tracker };
        subjects.iter().flat_map(move |subject| subject.service.trackers.iter().map(of(subject)))
    };
    for entry in entries() {
        contradicted(entry, findings);
        let others = by_name.entry(&entry.tracker.name).or_default();
        if let Some(other) = others.iter().find(|other| other.clashes(&entry)) {
            repeated(*other, entry, findings);
        }
        others.push(entry);
    }
    for entry in entries().filter(|entry| entry.tracker.name.contains('*')) {
        swallowed(entry, &by_name, findings);
    }
}

impl Entry<'_> {
    /// Whether both mean the same tracker of one store, and the author wrote at least one of them.
    fn clashes(&self, other: &Entry<'_>) -> bool {
        let is_placed = self.tracker.party == Party::First || self.tracker.host.is_some();
        let is_written = !(self.subject.is_catalogued(self.tracker) && other.subject.is_catalogued(other.tracker));
        is_placed && is_written && self.tracker.shares_store(other.tracker)
    }

    fn id(&self) -> &str {
        &self.subject.service.id
    }
}

/// Two services with the same tracker: is it exempt, and for how long is it kept?
fn repeated(one: Entry<'_>, other: Entry<'_>, findings: &mut Findings) {
    let name = &one.tracker.name;
    let (first, second) = (one.id(), other.id());
    // The place is that of the service which the author wrote.
    let written = if other.subject.is_catalogued(other.tracker) { one.subject } else { other.subject };
    let waits = |entry: Entry<'_>| entry.subject.service.consent_of(entry.tracker).is_required();
    if waits(one) != waits(other) {
        let message = format!("`{name}` is declared for `{first}` and for `{second}`, of which one is exempt");
        let help =
            "take it out of the service that does not set it, write the `host` by which they differ, or let both wait";
        findings.push(written.report(rules::TRACKER_SHARED.finding(message), help));
    } else if let (Some(shorter), Some(longer)) = (one.tracker.lifetime, other.tracker.lifetime)
        && shorter != longer
    {
        let message = format!("`{name}` lives for {shorter} in `{first}` and for {longer} in `{second}`");
        let help = "write the same `lifetime` for both, or the `host` by which they differ";
        findings.push(written.report(rules::TRACKER_LIFETIMES_DIFFER.finding(message), help));
    }
}

/// A pattern that also fits the names of other trackers in the same store.
fn swallowed(pattern: Entry<'_>, by_name: &BTreeMap<&str, Vec<Entry<'_>>>, findings: &mut Findings) {
    let name = pattern.tracker.name.as_str();
    let start = name.split('*').next().unwrap_or_default();
    let from_start = (Bound::Included(start), Bound::Unbounded);
    let near = by_name.range::<str, _>(from_start).take_while(|(other, _)| other.starts_with(start));
    let mut fitting = near.filter(|(other, _)| **other != name && fits(name, other)).flat_map(|(_, entries)| entries);
    if let Some(other) = fitting.find(|other| other.clashes(&pattern)) {
        let (id, of) = (pattern.id(), other.id());
        let message = format!("`{name}` of `{id}` also fits `{}` of `{of}`", other.tracker.name);
        let is_known = pattern.subject.is_catalogued(pattern.tracker);
        let subject = if is_known { other.subject } else { pattern.subject };
        let help = "write more of the name before the `*`, or leave the tracker that it covers out with `without`";
        findings.push(subject.report(rules::TRACKER_SWALLOWED.finding(message), help));
    }
}

/// Whether `name` fits `pattern`, in which `*` stands for any characters. A `*` in `name` is a character like others.
fn fits(pattern: &str, name: &str) -> bool {
    match pattern.split_once('*') {
        None => pattern == name,
        Some((start, rest)) => name.strip_prefix(start).is_some_and(|tail| {
            tail.char_indices().map(|(at, _)| at).chain([tail.len()]).any(|at| fits(rest, &tail[at..]))
        }),
    }
}

/// A first-party tracker of a foreign domain, or a third party's of the portal's own host.
fn contradicted(entry: Entry<'_>, findings: &mut Findings) {
    let (tracker, charter) = (entry.tracker, entry.subject.charter);
    let foreign = tracker.hosts().find(|host| !is_own(host, charter));
    let Some(host) = foreign.or(tracker.host.as_deref()) else { return };
    let message = match tracker.party {
        Party::First if foreign.is_some() => {
            format!("`{}` is declared as first-party and kept for `{host}`, which is not the portal's", tracker.name)
        }
        Party::Third if tracker.hosts().any(|host| host.trim_start_matches('.') == charter.host) => {
            format!("`{}` is declared as a third party's and kept for the portal's own host", tracker.name)
        }
        _ => return,
    };
    let help = "correct its `party` or its `host`";
    findings.push(entry.subject.report(rules::PARTY_CONTRADICTED.finding(message), help));
}

/// Whether cookies of that domain can be the portal's own: it is below the domain that the portal's host is registered
/// under, or declared in `first_party`.
fn is_own(domain: &str, charter: &Charter) -> bool {
    let domain = domain.trim_start_matches('.');
    let mut own = charter.registrable.iter().chain(&charter.first_party).chain([&charter.host]);
    own.any(|own| is_below(domain, own)) || is_below(&charter.host, domain)
}

#[cfg(test)]
mod tests {
    use super::fits;

    #[test]
    fn a_pattern_fits_what_its_stars_can_stand_for() {
        for (pattern, name) in [("a*", "a"), ("a*c", "abbc"), ("*id", "sid"), ("_pk_*", "_pk_id.*"), ("a*b*c", "axbyc")]
        {
            assert!(fits(pattern, name), "{pattern} {name}");
        }
        for (pattern, name) in [("a*", "ba"), ("a*c", "abcd"), ("é*", "e"), ("_pk_id.*", "_pk_*")] {
            assert!(!fits(pattern, name), "{pattern} {name}");
        }
    }
}
