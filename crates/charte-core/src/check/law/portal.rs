//! What the law and the CNIL's guidance ask of a portal as a whole: who answers for it, and how it asks.

use std::collections::BTreeSet;

use super::information::names_browser_settings;
use super::limits::{AUDIENCE_MONTHS, CHOICE_MONTHS};
use crate::charter::BannerPolicy;
use crate::check::draft::Draft;
use crate::check::findings::Findings;
use crate::diagnostic::{Diagnostic, Level};
use crate::rules;

/// The publisher: its contact, its data-protection officer and the languages that it owes (GDPR articles 13 and 37, law
/// 94-665).
pub(super) fn publisher(draft: &Draft, findings: &mut Findings) {
    let (charter, place) = (&draft.charter, &draft.portal);
    let publisher = &charter.publisher;
    let mut report = |finding: Diagnostic, help: &str| findings.push(finding.at(place.clone()).help(help));
    let silent = |key: &str| !draft.written.contains(key);
    if publisher.dpo.is_none() && silent("dpo") {
        let message = format!("the charter of `{}` cannot say how to reach the data-protection officer", charter.id);
        if publisher.public_body {
            let message = format!("{message}, whom a public body must have (GDPR, article 37)");
            report(rules::law::DPO_MISSING.finding(message), "write `dpo = \"dpo@example.fr\"` under `[publisher]`");
        } else {
            report(
                rules::law::DPO_MISSING.finding(message).level(Level::Warning),
                "write `dpo` under `[publisher]` if there is one",
            );
        }
    }
    if publisher.contact.is_none() && silent("contact") {
        let message =
            format!("the charter of `{}` cannot say how to reach its publisher (GDPR, article 13)", charter.id);
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
    if publisher.public_body && !charter.languages.iter().any(|language| language.starts_with("fr")) {
        let message =
            format!("the charter of `{}` is not in French, which a French public body owes (law 94-665)", charter.id);
        report(rules::law::FRENCH_MISSING.finding(message), "add \"fr\" to `languages`");
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
    if let ([only], true, true) = (&foreign[..], tags.contains("fr"), charter.publisher.public_body) {
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
    if lifetime.days().is_none_or(|days| days < 1.0) || lifetime.exceeds_months(AUDIENCE_MONTHS) {
        let message = format!("a choice kept for `{lifetime}` cannot pass for the visitor's present will");
        findings.push(at_lifetime(rules::law::CHOICE_LIFETIME.finding(message)));
    } else if lifetime.exceeds_months(CHOICE_MONTHS) {
        let message = format!("the choice is kept for {lifetime}; the CNIL recommends {CHOICE_MONTHS} months");
        findings.push(at_lifetime(rules::law::CHOICE_LIFETIME.finding(message).level(Level::Warning)));
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

/// A banner is needed only where a service needs consent (law 78-17, article 82).
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
