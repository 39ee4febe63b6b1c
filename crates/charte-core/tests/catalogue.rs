//! What must hold for every service in the catalogue, and mistakes of data protection that it must not make.

#![allow(clippy::unwrap_used, reason = "a test ends at the first surprise")]

use std::collections::{BTreeMap, BTreeSet};

use charte_core::catalogue::Catalogue;
use charte_core::diagnostic::Level;
use charte_core::model::{Party, Purpose, Service};
use charte_core::{check, manifest};

/// Keys of services in lists of consent managers and public notices, with our ids.
const KNOWN: &str = include_str!("known-services.tsv");

/// The European Economic Area.
const EEA: [&str; 30] = [
    "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE", "IS", "IT", "LI", "LT",
    "LU", "LV", "MT", "NL", "NO", "PL", "PT", "RO", "SE", "SI", "SK",
];

#[test]
fn there_are_at_least_250_services() {
    let count = Catalogue::embedded().ids().count();
    assert!(count >= 250, "{count}");
}

#[test]
fn every_known_key_leads_to_a_service_or_says_why_it_is_none() {
    let catalogue = Catalogue::embedded();
    let mut keys = BTreeSet::new();
    for line in KNOWN.lines().filter(|line| !line.is_empty() && !line.starts_with('#')) {
        let fields: Vec<&str> = line.split('\t').collect();
        match fields[..] {
            [_, "-", why] => assert!(why.len() > 20, "{line}"),
            [_, id] => assert!(catalogue.get(id).is_some(), "{line}"),
            _ => panic!("{line:?}"),
        }
        assert!(keys.insert(fields[0]), "{} stands twice", fields[0]);
    }
    assert!(keys.len() >= 243 + 50, "{}", keys.len());
}

/// Runs `fault` for every service and fails with its messages.
fn all(fault: impl Fn(&Service) -> Option<String>) {
    let catalogue = Catalogue::embedded();
    let faults: Vec<String> =
        catalogue.services().filter_map(|service| Some(format!("{}: {}", service.id, fault(service)?))).collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// Services without a source for the country of their provider.
const SOMEWHERE: [&str; 15] = [
    "bootstrapcdn",
    "chatbase",
    "commento",
    "compteur-fr",
    "cusdis",
    "dating-affiliation",
    "elfsight",
    "giscus",
    "goatcounter",
    "microanalytics",
    "prelinker",
    "seamlessaccess",
    "teambrain",
    "utterances",
    "vshop",
];

#[test]
fn every_service_says_who_runs_it_where_and_by_what_policy() {
    all(|service| {
        let provider = &service.provider;
        // Software that a portal runs itself has no such facts: the publisher is its provider.
        if service.hosts.is_empty() && provider.country.is_none() {
            return None;
        }
        if provider.country.is_some() == SOMEWHERE.contains(&service.id.as_str()) {
            return Some("country".into());
        }
        let policy = provider.policy.as_deref().unwrap_or_default();
        (!policy.starts_with("https://")).then(|| format!("policy: {policy:?}"))
    });
}

#[test]
fn every_service_speaks_both_languages_and_says_what_happens_without_it() {
    all(|service| {
        let both = |texts: &charte_core::model::Texts| texts.contains_key("fr") && texts.contains_key("en");
        let refused = both(&service.refused) || !service.consent.is_required();
        (!both(&service.description) || !both(&service.data) || !refused).then(|| "a text is missing".into())
    });
}

#[test]
fn french_is_written_with_its_spaces_and_apostrophes() {
    all(|service| {
        let trackers = service.trackers.iter().flat_map(|tracker| [&tracker.description, &tracker.lifetime_note]);
        let texts = [&service.description, &service.data, &service.refused].into_iter().chain(trackers);
        let mut french = texts.filter_map(|texts| texts.get("fr"));
        let wrong = |text: &&String| {
            let letters: Vec<char> = text.chars().collect();
            let spaced =
                |pair: &[char]| !matches!(pair[1], ';' | ':' | '!' | '?') || matches!(pair[0], '\u{a0}' | '\u{202f}');
            text.contains('\'') || !letters.windows(2).all(spaced)
        };
        french.find(wrong).cloned()
    });
}

#[test]
fn what_is_seen_says_what_its_placeholder_stands_for() {
    all(|service| {
        let seen = [Purpose::Video, Purpose::Map, Purpose::Comments];
        (seen.contains(&service.purpose) && service.placeholder.is_none()).then(|| "no placeholder".into())
    });
}

#[test]
fn what_scripts_fill_says_what_its_placeholder_stands_for() {
    all(|service| {
        let fault = !service.embeds.is_empty() && service.placeholder.is_none();
        fault.then(|| "embeds and no placeholder".into())
    });
}

#[test]
fn who_sits_outside_the_european_economic_area_says_where_the_data_goes() {
    all(|service| {
        let country = service.provider.country.as_deref().filter(|country| !EEA.contains(country))?;
        let is_named = service.transfer.iter().any(|transfer| transfer.countries.iter().any(|named| named == country));
        (!is_named && service.consent.is_required()).then(|| format!("no transfer to {country}"))
    });
}

#[test]
fn third_parties_name_the_host_of_their_cookies_and_no_tracker_stands_twice() {
    all(|service| {
        let mut seen = BTreeSet::new();
        service.trackers.iter().find_map(|tracker| {
            let key = (&tracker.name, tracker.kind, tracker.party, &tracker.host);
            (!seen.insert(key)).then(|| format!("{} stands twice", tracker.name))
        })
    });
}

/// The findings of `check` about a portal that declares these services.
fn errors(services: &str) -> Vec<&'static str> {
    let text = format!(
        "version = 1\n[publisher]\nname = \"Mairie\"\ncontact = \"contact@example.org\"\ndpo = \"dpo@example.org\"\n\
         [portal.all]\nname = \"Portail\"\nurl = \"https://portail.example\"\ninput = \"public\"\nupdated = 2026-11-23\n\
         {services}\n"
    );
    let (manifest, findings) = manifest::parse("charte.toml", &text);
    assert!(findings.is_empty(), "{findings:#?}");
    let (_, findings) = check::check(&manifest, &Catalogue::embedded());
    findings.into_iter().filter(|finding| finding.level == Level::Error).map(|finding| finding.code).collect()
}

#[test]
fn a_portal_may_declare_every_service() {
    let catalogue = Catalogue::embedded();
    let services: Vec<&str> = catalogue.ids().collect();
    assert_eq!(errors(&format!("services = {services:?}")), Vec::<&str>::new());
}

#[test]
fn recaptcha_and_google_analytics_are_never_exempt() {
    for (id, ground) in [("recaptcha", "security"), ("google-analytics", "audience-measurement")] {
        let catalogue = Catalogue::embedded();
        assert!(catalogue.get(id).unwrap().consent.is_required(), "{id}");
        let exempt = format!("services = [\"{id}\"]\n[service.{id}]\nconsent = {{ exempt = \"{ground}\" }}");
        assert_eq!(errors(&exempt), ["never-exempt"], "{id}");
    }
}

#[test]
fn what_serves_advertising_social_networks_or_tags_always_waits() {
    let never = [Purpose::Advertising, Purpose::Social, Purpose::TagManager];
    all(|service| {
        let exempt = !service.consent.is_required();
        (exempt && never.contains(&service.purpose)).then(|| "exempt".into())
    });
}

#[test]
fn no_audience_measurement_is_exempt_unless_its_portal_says_so() {
    all(|service| {
        let exempt = !service.consent.is_required();
        (exempt && service.purpose == Purpose::AudienceMeasurement).then(|| "exempt".into())
    });
}

/// `csrftoken` and `sessionid` are exempt as the platform's own and not as Instagram's: their host distinguishes them.
#[test]
fn cookies_that_share_a_name_differ_in_their_host() {
    let catalogue = Catalogue::embedded();
    let tracker = |id: &str, name: &str| {
        catalogue.get(id).unwrap().trackers.iter().find(|tracker| tracker.name == name).unwrap().clone()
    };
    for name in ["csrftoken", "sessionid"] {
        let (own, other) = (tracker("opendatasoft", name), tracker("instagram", name));
        assert_eq!((own.party, own.host), (Party::First, None), "{name}");
        assert_eq!((other.party, other.host.as_deref()), (Party::Third, Some(".instagram.com")), "{name}");
    }
    // Two services with a cookie of the same name for different domains both name their domain.
    let mut names: BTreeMap<&str, Vec<(&str, Option<&str>)>> = BTreeMap::new();
    for service in catalogue.services() {
        for tracker in service.trackers.iter().filter(|tracker| tracker.party == Party::Third) {
            names.entry(&tracker.name).or_default().push((&service.id, tracker.host.as_deref()));
        }
    }
    let vague: Vec<_> = names
        .iter()
        .filter(|(_, services)| services.len() > 1 && services.iter().any(|(_, host)| host.is_none()))
        .collect();
    assert!(vague.is_empty(), "{vague:#?}");
}

/// Trackers without a source for their lifetime: a guess would be a false promise to visitors.
#[test]
fn a_lifetime_without_a_source_stays_unknown() {
    let catalogue = Catalogue::embedded();
    let unknown = |id: &str, name: &str| {
        let trackers = &catalogue.get(id).unwrap().trackers;
        trackers.iter().find(|tracker| tracker.name == name).unwrap().lifetime.is_none()
    };
    for (id, name) in [("calameo", "CALAMEO*"), ("hcaptcha", "__cflb"), ("x", "ct0"), ("xiti", "xtidc")] {
        assert!(unknown(id, name), "{id}: {name}");
    }
    let unknown = catalogue.services().flat_map(|service| &service.trackers).filter(|it| it.lifetime.is_none()).count();
    assert!(unknown > 50, "{unknown}");
}
