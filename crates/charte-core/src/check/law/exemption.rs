//! Conditions of an exemption from consent (directive 2002/58/EC, article 5(3), as authorities read it). Whether an exemption
//! can be claimed at all is decided before.

use super::limits::{LOAD_BALANCING_DAYS, LONG_MONTHS, PLAYER_DAYS};
use super::subject::Subject;
use crate::check::choice::OWN;
use crate::check::draft::Draft;
use crate::check::findings::Findings;
use crate::legal::Topic;
use crate::lifetime::Lifetime;
use crate::model::{Consent, Ground, Party, Purpose, Service, Tracker, TrackerKind};
use crate::rules::exemption as rules;
use crate::suggest;

/// Beginnings of names of trackers that follow campaigns, compare variants or record visits, by tool.
const BEYOND_FIGURES: &[&str] = &["_pk_ref", "_pk_hsr", "_gcl_", "_gac_", "__utmz", "_hj", "_vwo", "_vis_opt"];

/// Checks an exemption on the ground that it claims.
pub(super) fn check(subject: &Subject<'_>, ground: Ground, findings: &mut Findings) {
    let service = subject.service;
    let id = &service.id;
    let is_contradicted = subject.known.is_some_and(|known| known.consent.is_required());
    if ground != Ground::AudienceMeasurement && is_contradicted && !service.consent.has_evidence() {
        let message = format!("the catalogue knows that `{id}` needs consent, and nothing shows why it would not here");
        let help = "leave `consent` out, or add `evidence = \"https://…\"` to the exemption";
        findings.push(subject.report(rules::EXEMPTION_CONTRADICTED.finding(message), help));
    } else if ground == Ground::Player && !service.consent.has_evidence() {
        let authority = &subject.charter.order.authority.short;
        let message = format!("`{id}` rests on a player's session, which is not in the list of the {authority}");
        let help = "write `consent = \"required\"`, or add `evidence = \"https://…\"` to the exemption";
        findings.push(subject.report(rules::GROUND_NOT_LISTED.finding(message), help));
    }
    language(subject, ground, findings);
    lifetimes(subject, ground, findings);
    let known = subject.known.map(|known| &known.refused);
    if !service.refused.is_empty() && known != Some(&service.refused) {
        let message = format!("`refused` says what a visitor who refuses `{id}` misses, and nobody can refuse it");
        let help = "take `refused` out, or write `consent = \"required\"`";
        findings.push(subject.report(rules::EXEMPT_REFUSED.finding(message), help));
    }
    if ground == Ground::AudienceMeasurement {
        audience(subject, findings);
    }
}

/// The memory of a language is necessary where there is a choice of languages.
fn language(subject: &Subject<'_>, ground: Ground, findings: &mut Findings) {
    let charter = subject.charter;
    if ground != Ground::Interface || charter.languages.len() > 1 {
        return;
    }
    let remembers_language = |tracker: &&Tracker| tracker.name.to_ascii_lowercase().contains("lang");
    if let Some(tracker) = subject.service.trackers.iter().find(remembers_language) {
        let message = format!("`{}` remembers a language, and `{}` has one", tracker.name, charter.id);
        let help =
            "it is exempt only where visitors can choose: add the site's `languages`, or take it out of the site";
        findings.push(subject.report(rules::LANGUAGE_GROUND.finding(message), help));
    }
}

/// A necessary tracker lives no longer than what it is necessary for.
fn lifetimes(subject: &Subject<'_>, ground: Ground, findings: &mut Findings) {
    let is_long = |tracker: &&Tracker| {
        let ground = tracker.consent.as_ref().map_or(Some(ground), Consent::ground);
        ground.is_some_and(|ground| is_beyond(tracker, ground)) && !subject.is_catalogued(tracker)
    };
    let names: Vec<&str> =
        subject.service.trackers.iter().filter(is_long).map(|tracker| tracker.name.as_str()).collect();
    if !names.is_empty() {
        let (id, names) = (&subject.service.id, suggest::list(names));
        let message = format!("`{id}` is exempt and keeps {names} for longer than what it is necessary for");
        let help = "shorten it in the tool and here, or write `consent = \"required\"`";
        findings.push(subject.report(rules::EXEMPT_LIFETIME.finding(message), help));
    }
}

/// Whether a tracker lives for longer than its ground reaches. An objection, or a choice, may be kept: it serves the
/// visitor. Audience measurement has limits of its own, and entries of the browser's storage have no end by nature.
fn is_beyond(tracker: &Tracker, ground: Ground) -> bool {
    let Some(lifetime) = tracker.longest() else { return false };
    let exceeds_days = |limit: f64| lifetime.days().is_none_or(|days| days > limit);
    match ground {
        Ground::Choice | Ground::AudienceMeasurement => false,
        _ if lifetime == Lifetime::Persistent && tracker.kind != TrackerKind::Cookie => false,
        Ground::Player => exceeds_days(PLAYER_DAYS),
        Ground::LoadBalancing => exceeds_days(LOAD_BALANCING_DAYS),
        _ => lifetime.exceeds_months(LONG_MONTHS),
    }
}

/// Audience measurement that claims its exemption: visitors can object, and it gives figures of the site alone.
fn audience(subject: &Subject<'_>, findings: &mut Findings) {
    let service = subject.service;
    let id = &service.id;
    let objects =
        |other: &Service| other.consent.ground() == Some(Ground::Choice) && other.id != *id && other.id != OWN;
    let has_switch = subject.charter.objection().is_some_and(|it| it.services.iter().any(|other| other.id == *id));
    let has_other_way = service.details.opt_out.is_some() || subject.charter.services.iter().any(objects);
    if !has_switch && !has_other_way {
        let right = subject.charter.order.provision(Topic::Objection);
        let message = format!("visitors are not asked about `{id}` and cannot object to it ({right})");
        let help = if service.hosts.is_empty() {
            "write the `hosts` that it loads from: if they are not the portal's own, the charter page gets a switch to object"
        } else if id.starts_with("matomo") {
            "put Matomo's form to object on a page and add \"matomo-opt-out\" to `services`, or write its address as `opt_out`"
        } else {
            "put the tool's form to object on a page, and write the address of that page as `opt_out`"
        };
        findings.push(subject.report(rules::AUDIENCE_OPT_OUT.finding(message), help));
    }
    let is_beyond = |tracker: &&Tracker| BEYOND_FIGURES.iter().any(|start| tracker.name.starts_with(start));
    let names: Vec<&str> = service.trackers.iter().filter(is_beyond).map(|tracker| tracker.name.as_str()).collect();
    if !names.is_empty() {
        let list = suggest::list(names.iter().copied());
        let message = format!("{list} of `{id}` follow campaigns or record visits, which is not exempt");
        let without = names.iter().map(|name| format!("\"{name}\"")).collect::<Vec<_>>().join(", ");
        let help = format!("switch them off in the tool and write `without = [{without}]`");
        findings.push(subject.report(rules::AUDIENCE_CAMPAIGN.finding(message), &help));
    }
}

/// An exempt measurement may not keep one identifier for several sites.
pub(super) fn across_portals(drafts: &[Draft], findings: &mut Findings) {
    for (index, one) in drafts.iter().enumerate() {
        for (service, place) in one.charter.services.iter().zip(&one.services).filter(|(it, _)| is_exempt_audience(it))
        {
            let shared = |tracker: &&Tracker| {
                let covers = |host: &str| tracker.hosts().any(|domain| is_below(host, domain));
                let also = |other: &Draft| {
                    let mut services = other.charter.services.iter();
                    services.any(|other| other.id == service.id && is_exempt_audience(other))
                        && covers(&other.charter.host)
                };
                tracker.party == Party::First && covers(&one.charter.host) && drafts.iter().take(index).any(also)
            };
            if let Some(tracker) = service.trackers.iter().find(shared) {
                let host = tracker.host.as_deref().unwrap_or_default();
                let message = format!("`{}` of `{}` is one for all portals below `{host}`", tracker.name, service.id);
                let help = "let each portal keep its own and take `host` out, or write `consent = \"required\"`";
                findings.push(rules::AUDIENCE_SEVERAL_SITES.finding(message).at(place.clone()).help(help));
            }
        }
    }
}

fn is_exempt_audience(service: &Service) -> bool {
    service.purpose == Purpose::AudienceMeasurement && service.consent.ground() == Some(Ground::AudienceMeasurement)
}

/// Whether a cookie of `domain`, in the form `.example.org` or `example.org`, is sent to `host`.
pub(super) fn is_below(host: &str, domain: &str) -> bool {
    let domain = domain.trim_start_matches("*.").trim_start_matches('.');
    host.strip_suffix(domain).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
}
