//! What the law and the authorities' guidance ask of a declaration. Each rule names its source; what only guidance asks is a
//! warning. What differs from country to country comes from the portal's legal order.

mod audience;
mod exemption;
mod information;
mod limits;
mod mixed;
mod portal;
mod subject;
mod texts;
mod trackers;

use super::draft::Draft;
use super::findings::Findings;
use super::services::Known;
use crate::catalogue::Catalogue;
use crate::diagnostic::{Diagnostic, Level};
use crate::legal::Topic;
use crate::model::{Ground, Purpose, Service, Tracker};
use crate::rules;
use crate::suggest;
use limits::LONG_MONTHS;
use subject::Subject;

/// Checks one portal against every rule of law.
pub(super) fn check(draft: &Draft, known: &Known<'_>, catalogue: &Catalogue, findings: &mut Findings) {
    portal::publisher(draft, findings);
    portal::choice(draft, findings);
    portal::consent_modes(draft, findings);
    portal::texts(draft, findings);
    texts::check(draft, catalogue, findings);
    let subjects: Vec<Subject<'_>> = Subject::all(draft, known).collect();
    for subject in &subjects {
        // Where the exemption itself cannot be claimed, its conditions do not matter.
        if let Some(ground) = subject.ground()
            && can_be_exempt(subject, ground, findings)
        {
            audience::check(subject, findings);
            exemption::check(subject, ground, findings);
        }
        mixed::check(subject, findings);
        trackers(subject, findings);
        transfer(subject, findings);
        recognisable(subject, findings);
        information::check(subject, findings);
    }
    trackers::check(&subjects, findings);
}

/// Checks what portals do together.
pub(super) fn check_together(drafts: &[Draft], findings: &mut Findings) {
    exemption::across_portals(drafts, findings);
}

/// Whether a service can claim the ground of its exemption (directive 2002/58/EC, article 5(3)).
fn can_be_exempt(subject: &Subject<'_>, ground: Ground, findings: &mut Findings) -> bool {
    let (service, order) = (subject.service, &subject.charter.order);
    let (id, purpose) = (&service.id, service.purpose.id());
    let measures = service.purpose == Purpose::AudienceMeasurement;
    let (finding, help) = if let Some(reason) = &service.never_exempt {
        let message = format!("`{id}` cannot be exempt from consent: {reason}");
        (rules::law::NEVER_EXEMPT.finding(message), "write `consent = \"required\"`, or leave it out")
    } else if matches!(service.purpose, Purpose::Advertising | Purpose::Social | Purpose::TagManager) {
        let message = format!("`{id}` serves `{purpose}`, which no ground exempts ({})", order.own_citation());
        (rules::law::PURPOSE_NOT_EXEMPT.finding(message), "write `consent = \"required\"`, or correct its `purpose`")
    } else if measures && ground != Ground::AudienceMeasurement {
        let message = format!("`{id}` measures the audience and claims another ground");
        let help =
            "write `consent = { exempt = \"audience-measurement\" }` if it meets the conditions of that exemption";
        (rules::law::WRONG_GROUND.finding(message), help)
    } else if !measures && ground == Ground::AudienceMeasurement {
        let message = format!("`{id}` serves `{purpose}` and claims the ground of audience measurement");
        (rules::law::WRONG_GROUND.finding(message), "an exemption holds for its own purpose only: correct one of them")
    } else {
        return ground != Ground::AudienceMeasurement || audience::can_be_exempt(subject, findings);
    };
    findings.push(subject.report(finding, help));
    false
}

/// How long trackers live, and where they are set (CJEU C-673/17). What the catalogue lacks, a portal cannot mend.
fn trackers(subject: &Subject<'_>, findings: &mut Findings) {
    let service = subject.service;
    let id = &service.id;
    let measures = subject.ground() == Some(Ground::AudienceMeasurement);
    if measures && service.never_exempt.is_none() && service.purpose == Purpose::AudienceMeasurement {
        audience::trackers(subject, findings);
    }
    let mut report = |finding: Diagnostic, help: &str| findings.push(subject.report(finding, help));
    // Trackers of one service often share a fault: one finding names all of them.
    let named = |concerns: &dyn Fn(&Tracker) -> bool| {
        let names: Vec<&str> =
            service.trackers.iter().filter(|tracker| concerns(tracker)).map(|tracker| tracker.name.as_str()).collect();
        (!names.is_empty()).then(|| suggest::list(names))
    };
    let lacks = |it: &Tracker| it.lifetime.is_none() && !subject.is_catalogued(it);
    if !measures && let Some(names) = named(&lacks) {
        let owed = subject.charter.order.provision(Topic::Lifetimes);
        let message = format!("nobody says how long `{id}` keeps {names}, which visitors are owed ({owed})");
        let help = "write the `lifetime`, as observed in a browser if its provider does not state it";
        report(rules::law::LIFETIME_MISSING.finding(message), help);
    }
    let long = |tracker: &Tracker| {
        let is_long = tracker.longest().is_some_and(|lifetime| lifetime.exceeds_months(LONG_MONTHS));
        is_long && !subject.is_catalogued(tracker)
    };
    if service.consent.is_required()
        && let Some(names) = named(&long)
    {
        let message = format!("`{id}` keeps {names} longer than {LONG_MONTHS} months");
        report(
            rules::law::LIFETIME_LONG.finding(message),
            "the law sets no ceiling here; shorten it in the tool if it can be",
        );
    }
    let some_located = service.trackers.iter().any(|tracker| tracker.location.is_some());
    if some_located && let Some(names) = named(&|tracker| tracker.location.is_none()) {
        let message = format!("`{id}` does not say where {names} is set, unlike its other trackers");
        report(rules::law::LOCATION_MISSING.finding(message), "write `location = \"front\"`, `\"back\"` or `\"both\"`");
    }
}

/// Data that leaves the European Economic Area (GDPR articles 44 to 49), or the publisher's country outside it.
fn transfer(subject: &Subject<'_>, findings: &mut Findings) {
    let (service, order) = (subject.service, &subject.charter.order);
    let is_written = ["transfer", "provider.country"].iter().any(|key| subject.is_written(key));
    if subject.known.is_some() && !is_written {
        return;
    }
    let is_abroad = |country: &str| order.is_abroad(country);
    let (id, law) = (&service.id, order.provision(Topic::Transfers));
    let finding = match &service.transfer {
        None if service.provider.country.as_deref().is_some_and(is_abroad) => {
            format!("`{id}` sends data outside {} and does not say where ({law})", order.area())
        }
        Some(transfer) if transfer.mechanism.is_none() && transfer.countries.iter().any(|it| is_abroad(it)) => {
            format!("`{id}` does not say what allows its transfer of data ({law})")
        }
        _ => return,
    };
    let language = subject.charter.languages.first().map_or("fr", String::as_str);
    let help = format!(
        "write `[service.{id}.transfer]` with `countries` and `mechanism = [\"clauses\"]`, or words of your own: `{{ {language} = \"…\" }}`"
    );
    findings.push(subject.report(rules::law::TRANSFER_UNEXPLAINED.finding(finding), &help));
}

/// A service that waits for consent has to be recognised in the pages, and its provider's policy linked.
fn recognisable(subject: &Subject<'_>, findings: &mut Findings) {
    let service = subject.service;
    let has_no_pattern =
        |service: &Service| service.hosts.is_empty() && service.paths.is_empty() && service.signatures.is_empty();
    if service.consent.is_required() && has_no_pattern(service) {
        let message = format!("nothing tells how to recognise `{}` in a page, so nothing of it can wait", service.id);
        let is_catalogued = subject.known.is_some_and(has_no_pattern);
        let level = if is_catalogued { Level::Note } else { Level::Warning };
        let finding = rules::law::UNRECOGNISABLE.finding(message).level(level);
        findings.push(subject.report(finding, "write its `hosts`, `paths` or `signatures`"));
    }
    let is_catalogued = subject.known.is_some_and(|known| known.provider == service.provider);
    let is_told = service.provider.policy.is_some() || service.provider.name.is_empty();
    if service.consent.is_required() && !is_told && !is_catalogued {
        let message = format!("the provider of `{}` has no privacy policy to link to", service.id);
        let finding = rules::law::POLICY_MISSING.finding(message);
        findings.push(subject.report(finding, "write `policy` under its `provider`"));
    }
}
