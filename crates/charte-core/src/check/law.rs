//! What the law and the CNIL's guidance ask of a declaration. Each rule names its source; what only guidance asks is a
//! warning.

use super::{Draft, Findings};
use crate::charter::BannerPolicy;
use crate::diagnostic::{Diagnostic, Place};
use crate::model::{Consent, Ground, Party, Purpose, Service, Texts, Tracker};

/// Months after which a choice is asked again (CNIL, questions and answers on deliberation 2020-092: good practice).
const CHOICE_MONTHS: u32 = 6;
/// Longest life of an exempt audience-measurement tracker, in months (deliberation 2020-092, article 5).
const AUDIENCE_MONTHS: u32 = 13;
/// Longest retention of the data that it collects, in months (the same).
const RETENTION_MONTHS: u32 = 25;
/// The European Economic Area: data that stays there is not transferred (GDPR, chapter V).
const EEA: &[&str] = &[
    "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU", "IE", "IS", "IT", "LI", "LT",
    "LU", "LV", "MT", "NL", "NO", "PL", "PT", "RO", "SE", "SI", "SK",
];

/// Applies every rule to one portal.
pub(super) fn judge(draft: &Draft, findings: &mut Findings) {
    publisher(draft, findings);
    choice(draft, findings);
    for (service, place) in draft.charter.services.iter().zip(&draft.services) {
        texts(draft, service, place, findings);
        exemption(service, place, findings);
        trackers(service, place, findings);
        transfer(service, place, findings);
        recognisable(service, place, findings);
    }
}

fn publisher(draft: &Draft, findings: &mut Findings) {
    let (charter, place) = (&draft.charter, &draft.portal);
    let publisher = &charter.publisher;
    let mut report = |finding: Diagnostic, help: &str| findings.push(finding.at(place.clone()).help(help));
    if publisher.dpo.is_none() {
        let message = format!("the charter of `{}` cannot say how to reach the data-protection officer", charter.id);
        if publisher.public_body {
            let message = format!("{message}, whom a public body must have (GDPR, article 37)");
            report(Diagnostic::error("dpo-missing", message), "write `dpo = \"dpo@example.fr\"` under `[publisher]`");
        } else {
            report(Diagnostic::warning("dpo-missing", message), "write `dpo` under `[publisher]` if there is one");
        }
    }
    if publisher.contact.is_none() {
        let message =
            format!("the charter of `{}` cannot say how to reach its publisher (GDPR, article 13)", charter.id);
        report(
            Diagnostic::warning("contact-missing", message),
            "write `contact` under `[publisher]`: an e-mail or web address",
        );
    }
    if charter.updated.is_none() {
        let message = format!("the charter of `{}` bears no date", charter.id);
        report(
            Diagnostic::warning("date-missing", message),
            "write `updated = 2026-11-23` in the portal's table or under `[site]`",
        );
    }
    if publisher.public_body && !charter.languages.iter().any(|language| language.starts_with("fr")) {
        let message =
            format!("the charter of `{}` is not in French, which a French public body owes (law 94-665)", charter.id);
        report(Diagnostic::warning("french-missing", message), "add \"fr\" to `languages`");
    }
}

fn choice(draft: &Draft, findings: &mut Findings) {
    let charter = &draft.charter;
    let keep = draft.keep.as_ref().unwrap_or(&draft.portal);
    let lifetime = charter.choice.lifetime;
    let told = |finding: Diagnostic| {
        finding.at(keep.clone()).help("write `choice = { lifetime = \"6 months\" }`, or leave it out")
    };
    if lifetime.days().is_none_or(|days| days < 1.0) || lifetime.exceeds_months(AUDIENCE_MONTHS) {
        let message = format!("a choice kept for `{lifetime}` cannot pass for the visitor's present will");
        findings.push(told(Diagnostic::error("choice-lifetime", message)));
    } else if lifetime.exceeds_months(CHOICE_MONTHS) {
        let message = format!("the choice is kept for {lifetime}; the CNIL recommends {CHOICE_MONTHS} months");
        findings.push(told(Diagnostic::warning("choice-lifetime", message)));
    }
    for tracker in charter.services.iter().flat_map(|service| &service.trackers) {
        let differs = tracker.lifetime.is_some_and(|declared| declared != lifetime);
        if tracker.name == charter.choice.name && differs && charter.has_choice() {
            let message = format!(
                "`{}` is declared for another lifetime than the {lifetime} that the choice is kept",
                tracker.name
            );
            findings.push(told(Diagnostic::error("choice-lifetime-differs", message)));
        }
    }
    banner(draft, findings);
}

/// No banner is owed where nothing needs consent (article 82), and one for nothing wears visitors out.
fn banner(draft: &Draft, findings: &mut Findings) {
    let charter = &draft.charter;
    let place = draft.banner.as_ref().unwrap_or(&draft.portal).clone();
    if charter.banner == BannerPolicy::Always && !charter.has_choice() {
        let message = format!("the banner of `{}` would ask for nothing: all its trackers are exempt", charter.id);
        findings.push(Diagnostic::warning("banner-for-nothing", message).at(place).help("leave `banner` out"));
    } else if charter.banner == BannerPolicy::Never && charter.has_choice() {
        let message =
            format!("`{}` never asks: what waits can only be accepted from its placeholder or the charter", charter.id);
        findings.push(Diagnostic::note("banner-never", message).at(place));
    }
}

/// Every language that the portal declares has every text.
fn texts(draft: &Draft, service: &Service, place: &Place, findings: &mut Findings) {
    for language in &draft.charter.languages {
        let mut need = |what: String, texts: &Texts, required: bool| {
            if texts.contains_key(language) || (texts.is_empty() && !required) {
                return;
            }
            let message = format!("{what} has no text in `{language}`");
            let help = format!(
                "write it under `[service.{}]`: `{language} = \"…\"`, or take `{language}` out of `languages`",
                service.id
            );
            findings.push(Diagnostic::error("text-missing", message).at(place.clone()).help(help));
        };
        let name = &service.id;
        need(format!("`description` of `{name}`"), &service.description, true);
        need(format!("`data` of `{name}`"), &service.data, false);
        need(format!("`refused` of `{name}`"), &service.refused, false);
        need(format!("`recipients` of `{name}`"), &service.recipients, false);
        for tracker in &service.trackers {
            let name = &tracker.name;
            need(format!("`description` of tracker `{name}`"), &tracker.description, true);
            need(format!("`label` of tracker `{name}`"), &tracker.label, false);
            need(format!("`lifetime_note` of tracker `{name}`"), &tracker.lifetime_note, false);
        }
    }
}

fn exemption(service: &Service, place: &Place, findings: &mut Findings) {
    let Consent::Exempt { ground, evidence } = &service.consent else { return };
    let id = &service.id;
    let mut report = |finding: Diagnostic, help: &str| findings.push(finding.at(place.clone()).help(help));
    if let Some(reason) = &service.never_exempt {
        let message = format!("`{id}` cannot be exempt from consent: {reason}");
        report(Diagnostic::error("never-exempt", message), "write `consent = \"required\"`, or leave it out");
    }
    if matches!(service.purpose, Purpose::Advertising | Purpose::Social | Purpose::TagManager) {
        let message = format!("`{id}` serves `{}`, which no ground exempts (article 82)", service.purpose.id());
        report(
            Diagnostic::error("purpose-not-exempt", message),
            "write `consent = \"required\"`, or correct its `purpose`",
        );
    }
    if *ground != Ground::AudienceMeasurement {
        if service.purpose == Purpose::AudienceMeasurement {
            let message = format!("`{id}` measures the audience and claims another ground");
            report(
                Diagnostic::error("wrong-ground", message),
                "write `consent = { exempt = \"audience-measurement\" }` if it meets the CNIL's conditions",
            );
        }
        return;
    }
    if service.purpose != Purpose::AudienceMeasurement {
        let message = format!("`{id}` serves `{}` and claims the ground of audience measurement", service.purpose.id());
        report(
            Diagnostic::error("wrong-ground", message),
            "an exemption holds for its own purpose only: correct one of them",
        );
    }
    if evidence.is_none() {
        let message = format!("nothing shows that `{id}` meets the CNIL's conditions for exempt audience measurement");
        report(
            Diagnostic::warning("exemption-evidence", message),
            "add `evidence = \"https://…\"`: the provider's self-assessment or your settings",
        );
    }
    match service.retention {
        Some(retention) if retention.exceeds_months(RETENTION_MONTHS) => {
            let message = format!(
                "`{id}` keeps its data for {retention}; exempt measurement may keep it {RETENTION_MONTHS} months"
            );
            report(
                Diagnostic::error("audience-retention", message),
                "shorten it in the tool and here, or write `consent = \"required\"`",
            );
        }
        Some(_) => {}
        None => {
            let message = format!("`{id}` does not say how long its data is kept ({RETENTION_MONTHS} months at most)");
            report(
                Diagnostic::warning("audience-retention", message),
                "write `retention = \"25 months\"` or what you set",
            );
        }
    }
}

fn trackers(service: &Service, place: &Place, findings: &mut Findings) {
    let measures = matches!(service.consent, Consent::Exempt { ground: Ground::AudienceMeasurement, .. });
    let some_located = service.trackers.iter().any(|tracker| tracker.location.is_some());
    for tracker in &service.trackers {
        let name = &tracker.name;
        let mut report = |finding: Diagnostic, help: &str| findings.push(finding.at(place.clone()).help(help));
        if measures {
            audience_tracker(tracker, &mut report);
        } else if tracker.lifetime.is_none() {
            let message = format!(
                "`{name}` of `{}` has no lifetime, which visitors are owed (CJEU C-673/17, Planet49)",
                service.id
            );
            report(
                Diagnostic::warning("lifetime-missing", message),
                "write its `lifetime`, as observed in a browser if nobody states it",
            );
        }
        if service.consent.is_required()
            && tracker.lifetime.is_some_and(|lifetime| lifetime.exceeds_months(AUDIENCE_MONTHS))
        {
            let message = format!("`{name}` of `{}` is kept longer than {AUDIENCE_MONTHS} months", service.id);
            report(
                Diagnostic::note("lifetime-long", message),
                "the law sets no ceiling here; shorten it in the tool if it can be",
            );
        }
        if some_located && tracker.location.is_none() {
            let message = format!("`{name}` of `{}` does not say where it is set, unlike its neighbours", service.id);
            report(
                Diagnostic::warning("location-missing", message),
                "write `location = \"front\"`, `\"back\"` or `\"both\"`",
            );
        }
    }
}

fn audience_tracker(tracker: &Tracker, report: &mut impl FnMut(Diagnostic, &str)) {
    let name = &tracker.name;
    match tracker.lifetime {
        Some(lifetime) if lifetime.exceeds_months(AUDIENCE_MONTHS) => {
            let message =
                format!("`{name}` lives for {lifetime}; an exempt audience tracker may live {AUDIENCE_MONTHS} months");
            report(
                Diagnostic::error("audience-lifetime", message),
                "shorten it in the tool and here, or write `consent = \"required\"`",
            );
        }
        Some(_) => {}
        None => {
            let message = format!("`{name}` claims an exemption without a lifetime ({AUDIENCE_MONTHS} months at most)");
            report(Diagnostic::error("audience-lifetime", message), "write its `lifetime`");
        }
    }
    if tracker.party == Party::Third {
        let message =
            format!("`{name}` is a third party's and can follow visitors from site to site: it cannot be exempt");
        report(
            Diagnostic::error("audience-third-party", message),
            "measure from your own domain, or write `consent = \"required\"`",
        );
    }
}

fn transfer(service: &Service, place: &Place, findings: &mut Findings) {
    let country = service.provider.country.as_deref();
    let abroad = country.is_some_and(|country| !EEA.contains(&country));
    let id = &service.id;
    let finding = match &service.transfer {
        None if abroad => format!("`{id}` sends data outside the European Economic Area and does not say where"),
        Some(transfer) if transfer.mechanism.is_none() && !transfer.countries.is_empty() => {
            format!("`{id}` does not say what allows its transfer of data (GDPR, articles 44 to 49)")
        }
        _ => return,
    };
    let help = format!("write `[service.{id}.transfer]` with `countries` and `mechanism = {{ fr = \"…\" }}`");
    findings.push(Diagnostic::warning("transfer-unexplained", finding).at(place.clone()).help(help));
}

/// What waits has to be found in the pages first.
fn recognisable(service: &Service, place: &Place, findings: &mut Findings) {
    let silent = service.hosts.is_empty() && service.paths.is_empty() && service.signatures.is_empty();
    if service.consent.is_required() && silent {
        let message = format!("nothing tells how to recognise `{}` in a page, so nothing of it can wait", service.id);
        findings.push(
            Diagnostic::warning("unrecognisable", message)
                .at(place.clone())
                .help("write its `hosts`, `paths` or `signatures`"),
        );
    }
    if service.consent.is_required() && service.provider.policy.is_none() && !service.provider.name.is_empty() {
        let message = format!("the provider of `{}` has no privacy policy to link to", service.id);
        findings.push(
            Diagnostic::warning("policy-missing", message)
                .at(place.clone())
                .help("write `policy` under its `provider`"),
        );
    }
}
