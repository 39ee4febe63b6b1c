//! What the law and the authorities' guidance ask of a portal as a whole: who answers for it, and how it asks.

use std::collections::BTreeSet;

use super::information::names_browser_settings;
use super::limits::CHOICE_MONTHS;
use crate::charter::BannerPolicy;
use crate::check::draft::Draft;
use crate::check::findings::Findings;
use crate::diagnostic::{Diagnostic, Level};
use crate::legal::{DEFAULT_COUNTRY, Topic};
use crate::rules;
use crate::suggest;

/// The publisher: its contact, its data-protection officer and the languages that it owes (GDPR articles 13 and 37, and the
/// country's law on languages).
pub(super) fn publisher(draft: &Draft, findings: &mut Findings) {
    let (charter, place) = (&draft.charter, &draft.portal);
    let publisher = &charter.publisher;
    let mut report = |finding: Diagnostic, help: &str| findings.push(finding.at(place.clone()).help(help));
    let silent = |key: &str| !draft.written.contains(key);
    let has_officer = publisher.dpo_address.is_some() || publisher.dpo_phone.is_some();
    if publisher.dpo.is_none() && !has_officer && silent("dpo") {
        let message = format!("the charter of `{}` cannot say how to reach the data-protection officer", charter.id);
        if publisher.public_body && charter.order.owes_officer() {
            let law = charter.order.provision(Topic::Officer);
            let message = format!("{message}, whom a public body must have ({law})");
            report(rules::law::DPO_MISSING.finding(message), "write `dpo = \"dpo@example.fr\"` under `[publisher]`");
        } else {
            report(
                rules::law::DPO_MISSING.finding(message).level(Level::Warning),
                "write `dpo` under `[publisher]` if there is one",
            );
        }
    }
    if publisher.contact.is_none() && silent("contact") {
        let law = charter.order.provision(Topic::Information);
        let message = format!("the charter of `{}` cannot say how to reach its publisher ({law})", charter.id);
        report(
            rules::law::CONTACT_MISSING.finding(message),
            "write `contact` under `[publisher]`: an e-mail or web address",
        );
    }
    if charter.updated.is_none() && silent("updated") {
        let message = format!("the charter of `{}` bears no date", charter.id);
        report(
            rules::law::DATE_MISSING.finding(message),
            "write `updated = 2026-11-23` in the portal's table or under `[site]`",
        );
    }
    let order = &charter.order;
    let is_official = |tag: &String| order.languages.iter().any(|own| tag.split('-').next() == Some(own));
    if let Some(duty) = order.language_duty.as_ref().filter(|_| publisher.public_body)
        && !charter.languages.iter().any(is_official)
    {
        let (owed, source) = (suggest::any(order.languages.iter().map(String::as_str)), &duty.source);
        let message = format!(
            "the charter of `{}` is not in {owed}, which a public body of {} owes ({source})",
            charter.id, order.name
        );
        let first = order.languages.first().map(String::as_str).unwrap_or_default();
        report(rules::country::LANGUAGE_MISSING.finding(message), &format!("add \"{first}\" to `languages`"));
    }
    if publisher.public_body && publisher.address.is_none() && publisher.legal_notice.is_empty() && silent("address") {
        let message = format!("the charter of `{}` gives no postal address and no legal notice", charter.id);
        report(
            rules::information::ADDRESS_MISSING.finding(message),
            "write `address` or `legal_notice` under `[publisher]`",
        );
    }
}

/// Languages spoken in France besides French: a public body translates into them as it likes.
const REGIONAL: &[&str] = &["br", "ca", "co", "eu", "frp", "gsw", "oc", "ty"];

/// What the texts of the charter itself say: its date, its languages, and the portal's own words.
pub(super) fn texts(draft: &Draft, findings: &mut Findings) {
    let (charter, place) = (&draft.charter, &draft.portal);
    let last = charter.changes.first().map(|change| &change.date);
    if let (Some(updated), Some(last)) = (&charter.updated, last)
        && updated < last
    {
        let message = format!("the charter of `{}` is dated {updated} and lists a change of {last}", charter.id);
        let finding = rules::information::DATE_BEFORE_CHANGE.finding(message).at(place.clone());
        findings.push(finding.help(format!("write `updated = {last}`")));
    }
    let tags: BTreeSet<&str> = charter.languages.iter().filter_map(|tag| tag.split('-').next()).collect();
    let foreign: Vec<&str> = tags.iter().copied().filter(|tag| *tag != "fr" && !REGIONAL.contains(tag)).collect();
    let owes_two = charter.publisher.public_body && charter.order.country == DEFAULT_COUNTRY;
    if let ([only], true, true) = (&foreign[..], tags.contains("fr"), owes_two) {
        let message = format!("`{}` is translated into `{only}` alone, and owes two foreign languages", charter.id);
        let place = charter.places.get(&format!("language.{only}")).unwrap_or(place).clone();
        let finding = rules::information::LANGUAGES_TWO.finding(message).at(place);
        findings.push(finding.help("add another to `languages` if the site has one (law 94-665, article 4)"));
    }
    for (language, texts) in &charter.texts {
        let misleads = |(key, text): &(&String, &String)| {
            (key.starts_with("banner.") || key.starts_with("preferences.")) && names_browser_settings(text)
        };
        if let Some((key, _)) = texts.iter().find(misleads) {
            let message = format!("`{key}` in `{language}` sends visitors to the settings of their browser");
            let place = charter.places.get(&format!("text.{language}.{key}")).unwrap_or(place).clone();
            let finding = rules::information::BROWSER_SETTINGS.finding(message).at(place);
            findings.push(finding.help("say that the choice is made here: the button to refuse stands beside it"));
        }
    }
}

/// How long a choice is kept, and whether the banner asks for one.
pub(super) fn choice(draft: &Draft, findings: &mut Findings) {
    let charter = &draft.charter;
    let place = draft.choice_lifetime.as_ref().unwrap_or(&draft.portal);
    let lifetime = charter.choice.lifetime;
    let at_lifetime = |finding: Diagnostic| {
        finding.at(place.clone()).help("write `choice = { lifetime = \"6 months\" }`, or leave it out")
    };
    let limits = charter.order.choice.as_ref();
    let authority = &charter.order.authority.short;
    let longest = limits.and_then(|limits| limits.longest_months).unwrap_or(CHOICE_MONTHS);
    if lifetime.days().is_none_or(|days| days < 1.0) || lifetime.exceeds_months(longest) {
        let advised = limits.and_then(|limits| limits.advised_months);
        let advised = advised.map(|months| format!("; the {authority} recommends {months} months")).unwrap_or_default();
        let message = format!("a choice kept for `{lifetime}` cannot pass for the visitor's present will{advised}");
        findings.push(at_lifetime(rules::law::CHOICE_LIFETIME.finding(message)));
    } else if let Some(advised) =
        limits.and_then(|limits| limits.advised_months).filter(|it| lifetime.exceeds_months(*it))
    {
        let message = format!("the choice is kept for {lifetime}; the {authority} recommends {advised} months");
        findings.push(at_lifetime(rules::law::CHOICE_LIFETIME.finding(message).level(Level::Warning)));
    } else if let Some(shortest) =
        limits.and_then(|limits| limits.shortest_months).filter(|it| lifetime.falls_short_of(*it))
    {
        let message = format!(
            "the choice is kept for {lifetime}; the {authority} lets visitors be asked again after {shortest} months"
        );
        findings.push(at_lifetime(rules::country::CHOICE_ASKED_EARLY.finding(message)));
    }
    for tracker in charter.services.iter().flat_map(|service| &service.trackers) {
        let differs = tracker.lifetime.is_some_and(|declared| declared != lifetime);
        if tracker.name == charter.choice.name && differs && charter.has_choice() {
            let message = format!(
                "`{}` is declared for another lifetime than the {lifetime} that the choice is kept",
                tracker.name
            );
            let finding = rules::law::CHOICE_LIFETIME_DIFFERS.finding(message).at(place.clone());
            findings.push(finding.help("give the choice and that tracker the same lifetime"));
        }
    }
    banner(draft, findings);
}

/// A banner is needed only where a service needs consent (directive 2002/58/EC, article 5(3)).
fn banner(draft: &Draft, findings: &mut Findings) {
    let charter = &draft.charter;
    let place = draft.banner.as_ref().unwrap_or(&draft.portal).clone();
    if charter.banner == BannerPolicy::Always && !charter.has_choice() {
        let message = format!("the banner of `{}` would ask for nothing: all its trackers are exempt", charter.id);
        findings.push(rules::law::BANNER_FOR_NOTHING.finding(message).at(place).help("leave `banner` out"));
    } else if charter.banner == BannerPolicy::Never && charter.has_choice() {
        let message =
            format!("`{}` never asks: what waits can only be accepted from its placeholder or the charter", charter.id);
        findings.push(rules::law::BANNER_NEVER.finding(message).at(place));
    }
}

/// A vendor that is sent consent signals although no service of the portal is its own: a slip, or a service that is not
/// declared.
pub(super) fn consent_modes(draft: &Draft, findings: &mut Findings) {
    for mode in &draft.consent_modes {
        if !draft.charter.services.iter().any(|service| mode.value.concerns(service)) {
            let name = mode.value.id();
            let message = format!(
                "`consent_mode` names `{name}`, and no service of `{}` waits that it concerns",
                draft.charter.id
            );
            let help = "declare its services, or take it out of `consent_mode`";
            findings.push(rules::law::CONSENT_MODE_IDLE.finding(message).at(mode.place.clone()).help(help));
        }
    }
}
