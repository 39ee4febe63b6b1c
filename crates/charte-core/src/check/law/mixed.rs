//! Trackers whose consent differs from that of their service.

use super::subject::Subject;
use crate::check::findings::Findings;
use crate::model::{Consent, Ground, Purpose, Tracker};
use crate::rules::tracker as rules;

/// Checks the grounds that single trackers claim. The ground of the service itself is checked elsewhere.
pub(super) fn check(subject: &Subject<'_>, findings: &mut Findings) {
    let service = subject.service;
    for tracker in &service.trackers {
        unasked(subject, tracker, findings);
        let Some(ground) = tracker.consent.as_ref().and_then(Consent::ground) else { continue };
        if let Some(why) = contradiction(subject, tracker, ground) {
            let message = format!("tracker `{}` of `{}` is declared as exempt, and {why}", tracker.name, service.id);
            let help = "write `consent = \"required\"` for it, or correct its ground or its `purpose`";
            findings.push(subject.report(rules::TRACKER_GROUND.finding(message), help));
        }
    }
}

/// A tracker that needs consent for another purpose than the one that its service is asked under.
fn unasked(subject: &Subject<'_>, tracker: &Tracker, findings: &mut Findings) {
    let service = subject.service;
    let Some(purpose) = tracker.purpose.filter(|purpose| *purpose != service.purpose) else { return };
    if service.consent_of(tracker).is_required() {
        let message = format!(
            "tracker `{}` of `{}` serves `{}`, and visitors are asked for `{}`",
            tracker.name,
            service.id,
            purpose.id(),
            service.purpose_id()
        );
        let help = "declare it under a service of its own with that `purpose`, so that visitors are asked for both";
        findings.push(subject.report(rules::TRACKER_PURPOSE.finding(message), help));
    }
}

/// Why a tracker cannot claim that ground, by what its service says.
fn contradiction(subject: &Subject<'_>, tracker: &Tracker, ground: Ground) -> Option<String> {
    let service = subject.service;
    let purpose = tracker.purpose.unwrap_or(service.purpose);
    let measures = purpose == Purpose::AudienceMeasurement;
    if let Some(reason) = &service.never_exempt {
        return Some(format!("nothing of its service can be: {reason}"));
    }
    match purpose {
        Purpose::Advertising | Purpose::Social | Purpose::TagManager => {
            Some(format!("it serves `{}`, which no ground exempts", purpose.id()))
        }
        _ if measures && ground != Ground::AudienceMeasurement => {
            Some("it measures the audience and claims another ground".into())
        }
        _ if !measures && ground == Ground::AudienceMeasurement => {
            Some(format!("it serves `{}` and claims the ground of audience measurement", purpose.id()))
        }
        _ => None,
    }
}
