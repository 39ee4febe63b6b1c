//! Audience measurement that claims its exemption: whether the country has one, what shows that its conditions are met, and how
//! long trackers and data may be kept there.

use super::subject::Subject;
use crate::check::findings::Findings;
use crate::diagnostic::Level;
use crate::legal::AudienceStatus;
use crate::model::{Ground, Party, Retention, Tracker};
use crate::rules;

/// Whether the publisher's country has the exemption. Where the authority decides by the single case, it is for the publisher
/// to show that it is one.
pub(super) fn can_be_exempt(subject: &Subject<'_>, findings: &mut Findings) -> bool {
    let (id, order) = (&subject.service.id, &subject.charter.order);
    let (name, authority) = (&order.name, &order.authority.short);
    match order.audience_status() {
        AudienceStatus::Exempt => true,
        AudienceStatus::CaseByCase if subject.service.consent.has_evidence() => true,
        AudienceStatus::CaseByCase => {
            let message = format!("`{id}` is exempt, and the law of {name} has no exemption for audience measurement");
            let help = "write `consent = \"required\"`, or add `evidence = \"https://…\"`: a page that shows why it is \
                        strictly necessary in your case";
            let finding = rules::country::AUDIENCE_NOT_EXEMPT.finding(message).level(Level::Warning);
            findings.push(subject.report(finding, help));
            true
        }
        AudienceStatus::Consent => {
            let message = format!("`{id}` is exempt, and in {name} audience measurement needs consent ({authority})");
            let help = "write `consent = \"required\"`, or leave `consent` out";
            findings.push(subject.report(rules::country::AUDIENCE_NOT_EXEMPT.finding(message), help));
            false
        }
    }
}

/// What an exempt audience measurement must show, and how long it may keep data.
pub(super) fn check(subject: &Subject<'_>, findings: &mut Findings) {
    let (service, order) = (subject.service, &subject.charter.order);
    if subject.ground() != Some(Ground::AudienceMeasurement) {
        return;
    }
    let (id, authority) = (&service.id, &order.authority.short);
    if !service.consent.has_evidence() && order.audience_status() == AudienceStatus::Exempt {
        let message =
            format!("nothing shows that `{id}` meets the {authority}'s conditions for exempt audience measurement");
        let help = "add `evidence = \"https://…\"`: the provider's self-assessment or your settings";
        findings.push(subject.report(rules::law::EXEMPTION_EVIDENCE.finding(message), help));
    }
    let help = |months: Option<u32>| format!("write `retention = \"{} months\"` or what you set", months.unwrap_or(12));
    let report = |message: String, help: &str| {
        subject.report(rules::law::AUDIENCE_RETENTION.finding(message).level(Level::Warning), help)
    };
    match (&service.retention, order.data_months()) {
        (Some(Retention::For(retention)), Some(months)) if retention.exceeds_months(months) => {
            let message =
                format!("`{id}` keeps its data for {retention}; exempt measurement may keep it {months} months");
            let help = "shorten it in the tool and here, or write `consent = \"required\"`";
            findings.push(subject.report(rules::law::AUDIENCE_RETENTION.finding(message), help));
        }
        (Some(Retention::Said(_)), Some(months)) => {
            let message = format!(
                "`{id}` says in words how long its data is kept, and nobody can tell whether these are {months} months \
                 at most"
            );
            findings.push(report(message, &help(Some(months))));
        }
        (Some(_), _) => {}
        (None, months) => {
            let most = months.map(|months| format!(" ({months} months at most)")).unwrap_or_default();
            findings.push(report(format!("`{id}` does not say how long its data is kept{most}"), &help(months)));
        }
    }
}

/// The trackers of an exempt audience measurement.
pub(super) fn trackers(subject: &Subject<'_>, findings: &mut Findings) {
    for tracker in &subject.service.trackers {
        lifetime(subject, tracker, findings);
        if tracker.party == Party::Third {
            let name = &tracker.name;
            let message =
                format!("`{name}` is a third party's and can follow visitors from site to site: it cannot be exempt");
            let help = "measure from your own domain, or write `consent = \"required\"`";
            findings.push(subject.report(rules::law::AUDIENCE_THIRD_PARTY.finding(message), help));
        }
    }
}

fn lifetime(subject: &Subject<'_>, tracker: &Tracker, findings: &mut Findings) {
    let (name, limit) = (&tracker.name, subject.charter.order.tracker_months());
    match (tracker.longest(), limit) {
        (Some(lifetime), Some(months)) if lifetime.exceeds_months(months) => {
            let message = format!("`{name}` lives for {lifetime}; an exempt audience tracker may live {months} months");
            let help = "shorten it in the tool and here, or write `consent = \"required\"`";
            findings.push(subject.report(rules::law::AUDIENCE_LIFETIME.finding(message), help));
        }
        (Some(_), _) => {}
        (None, months) => {
            let most = months.map(|months| format!(" ({months} months at most)")).unwrap_or_default();
            let message = format!("`{name}` claims an exemption without a lifetime{most}");
            findings.push(subject.report(rules::law::AUDIENCE_LIFETIME.finding(message), "write its `lifetime`"));
        }
    }
}
