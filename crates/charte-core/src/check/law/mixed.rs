//! Trackers whose consent differs from that of their service.

use super::subject::Subject;
use crate::check::findings::Findings;
use crate::model::{Consent, Ground, Purpose, Tracker};
use crate::rules::tracker as rules;

/// Checks the grounds that single trackers claim. The ground of the service itself is checked elsewhere.
pub(super) fn check(subject: &Subject<'_>, findings: &mut Findings) {
    let service = subject.service;
    for tracker in &service.trackers {
        let Some(ground) = tracker.consent.as_ref().and_then(Consent::ground) else { continue };
        if let Some(why) = contradiction(subject, tracker, ground) {
            let message = format!("tracker `{}` of `{}` is declared as exempt, and {why}", tracker.name, service.id);
            let help = "write `consent = \"required\"` for it, or correct its ground or its `purpose`";
            findings.push(subject.report(rules::TRACKER_GROUND.finding(message), help));
        }
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
