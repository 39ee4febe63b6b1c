//! The cookie that keeps the choice: its name, how long it lives, which hosts share it, and the service that declares it.
//! It does not know what the law says of it.

use std::collections::BTreeMap;

use url::Host;

use super::draft::Draft;
use super::findings::Findings;
use crate::charter::{Charter, ChoiceCookie};
use crate::diagnostic::Place;
use crate::lifetime::{Lifetime, Unit};
use crate::manifest::Settings;
use crate::model::{Consent, Ground, Location, Party, Provider, Purpose, Service, Texts, Tracker, TrackerKind};
use crate::reader::Located;
use crate::rules;

/// The name that the platform of the first portals used, so that choices made there are still known.
const COOKIE: &str = "cookies_preferences";

/// Id of the service that is added for the cookie.
pub(super) const OWN: &str = "charte";

/// Six months unless declared otherwise (CNIL questions and answers on deliberation 2020-092).
pub(super) fn cookie(settings: &Settings, host: Option<&Host<&str>>, findings: &mut Findings) -> ChoiceCookie {
    let lifetime = settings.choice_lifetime.as_ref().map_or(Lifetime::Span(6, Unit::Month), |lifetime| lifetime.value);
    // Rounded down, so that the cookie never lives longer than declared: 6 months are 182 days.
    let days = lifetime.days().map_or(u32::MAX, |days| days.floor().clamp(0.0, 36_500.0) as u32);
    ChoiceCookie {
        name: settings.choice_cookie.as_ref().map_or_else(|| COOKIE.into(), |cookie| cookie.value.clone()),
        days,
        lifetime,
        domain: settings.choice_domain.as_ref().zip(host).and_then(|(domain, host)| shared(domain, host, findings)),
    }
}

/// The services with their places, and a service for charte's own cookie first: it is added where visitors have a
/// choice and no declared service has that cookie.
pub(super) fn with_own_service(
    services: Vec<(Service, Place)>,
    choice: &ChoiceCookie,
    publisher: Option<&Located<String>>,
    portal: &Place,
) -> (Vec<Service>, Vec<Place>) {
    let has_choice = services.iter().any(|(service, _)| service.consent.is_required());
    let is_it = |tracker: &Tracker| {
        tracker.name == choice.name && tracker.kind == TrackerKind::Cookie && tracker.party == Party::First
    };
    let is_declared = services.iter().flat_map(|(service, _)| &service.trackers).any(is_it);
    let (mut services, mut places): (Vec<Service>, Vec<Place>) = services.into_iter().unzip();
    if has_choice && !is_declared {
        services.insert(0, own_service(choice, publisher));
        places.insert(0, portal.clone());
    }
    (services, places)
}

/// Declares the cookie of an objection, where visitors can object to something.
pub(super) fn add_objection(charter: &mut Charter, places: &mut Vec<Place>, portal: &Place) {
    if charter.objection().is_none() {
        return;
    }
    let tracker = Tracker {
        location: Some(Location::Front),
        host: charter.choice.domain.clone(),
        description: Texts::from([
            (
                "fr".into(),
                "Se souvenir que vos visites ne doivent pas être comptées, sans rien qui vous identifie.".into(),
            ),
            ("en".into(), "Remembers that your visits are not to be counted, with nothing that identifies you.".into()),
        ]),
        lifetime: Some(Lifetime::Span(13, Unit::Month)),
        ..Tracker::new(charter.objection_cookie())
    };
    match charter.services.iter_mut().find(|service| service.id == OWN) {
        Some(own) => own.trackers.push(tracker),
        None => {
            let mut own = own_service(&charter.choice, None);
            own.provider.name.clone_from(&charter.publisher.name);
            own.description.clone_from(&tracker.description);
            own.trackers = vec![tracker];
            charter.services.insert(0, own);
            places.insert(0, portal.clone());
        }
    }
}

/// The service for charte's own cookie. Its provider is the publisher: charte receives no data.
fn own_service(choice: &ChoiceCookie, publisher: Option<&Located<String>>) -> Service {
    let texts = |fr: &str, en: &str| Texts::from([("fr".into(), fr.into()), ("en".into(), en.into())]);
    let description = texts(
        "Se souvenir de votre choix concernant les cookies, sans rien qui vous identifie.",
        "Remembers your choice about cookies, with nothing that identifies you.",
    );
    let tracker = Tracker {
        location: Some(Location::Front),
        host: choice.domain.clone(),
        label: texts("Choix concernant les cookies", "Choice about cookies"),
        description: description.clone(),
        lifetime: Some(choice.lifetime),
        ..Tracker::new(&choice.name)
    };
    let consent = Consent::Exempt { ground: Ground::Choice, evidence: None };
    let name = publisher.map(|name| name.value.clone()).unwrap_or_default();
    Service {
        provider: Provider { name, ..Provider::default() },
        description,
        trackers: vec![tracker],
        ..Service::new(OWN, Purpose::Necessary, consent)
    }
}

/// The domain of a host that can be registered, by the public suffix list.
pub(super) fn registrable(host: Option<&Host<&str>>) -> Option<String> {
    match host? {
        Host::Domain(domain) => psl::domain_str(domain).map(str::to_owned),
        Host::Ipv4(_) | Host::Ipv6(_) => None,
    }
}

/// The domain whose hosts share the choice, in the form that browsers use (IDNA): the host itself or a domain above it,
/// up to the one that can be registered.
fn shared(domain: &Located<String>, host: &Host<&str>, findings: &mut Findings) -> Option<String> {
    let wanted = match Host::parse(&domain.value) {
        Ok(Host::Domain(name)) => name,
        _ => domain.value.clone(),
    };
    let top = registrable(Some(host));
    let within =
        |inner: &str, outer: &str| inner.strip_suffix(outer).is_some_and(|rest| rest.is_empty() || rest.ends_with('.'));
    let message = match &top {
        Some(top) if within(&host.to_string(), &wanted) && within(&wanted, top) => return Some(wanted),
        Some(_) if within(&host.to_string(), &wanted) => {
            format!("`{}` belongs to everybody who registers a name below it: no cookie can stand there", domain.value)
        }
        _ => format!("`{}` is neither the portal's host `{host}` nor a domain above it", domain.value),
    };
    let help = match top {
        Some(top) => format!("write `domain = \"{top}\"`, or leave it out: the choice then holds for this host"),
        None => "leave it out: the choice then holds for this host".into(),
    };
    findings.push(rules::declaration::CHOICE_DOMAIN.finding(message).at(domain.place.clone()).help(help));
    None
}

/// Portals that share a cookie must need consent for the same services: otherwise each would discard the choice made on
/// the other.
pub(super) fn check_shared(drafts: &[Draft], findings: &mut Findings) {
    let sharing: Vec<&Draft> = drafts.iter().filter(|draft| draft.charter.choice.domain.is_some()).collect();
    // The first portal with each question, by what is shared: the first of another question is among the first two.
    let mut asked: BTreeMap<_, Vec<(String, &Draft)>> = BTreeMap::new();
    for one in sharing {
        let (choice, id) = (&one.charter.choice, &one.charter.id);
        let question = one.charter.fingerprint();
        let known = asked.entry((&choice.domain, choice.name.as_str())).or_default();
        let other = known.iter().find(|(other, _)| *other != question).map(|(_, other)| *other);
        if known.len() < 2 && known.iter().all(|(other, _)| *other != question) {
            known.push((question, one));
        }
        if let Some(other) = other {
            let message = format!(
                "portals `{}` and `{id}` share their choice and ask for different services, or for another time: each \
                 would ask again what was answered on the other",
                other.charter.id
            );
            let place = one.choice_domain.as_ref().unwrap_or(&one.portal).clone();
            let help = "declare the same services that wait and the same `lifetime` in both, or give each its own `cookie` name";
            findings.push(rules::declaration::CHOICE_SHARED.finding(message).at(place).help(help));
        }
    }
}
