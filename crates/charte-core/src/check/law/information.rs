//! What visitors learn about a service: where data goes, who runs it, for how long data is kept, and no false advice.

use super::exemption::is_below;
use super::subject::Subject;
use crate::check::choice::OWN;
use crate::check::findings::Findings;
use crate::legal::{EEA, Topic};
use crate::model::{Service, Texts};
use crate::rules::information as rules;
use crate::service::is_host_pattern;
use crate::suggest;

/// Words for the settings of a browser, in lower case.
const SETTINGS: &[&str] = &[
    "paramètres de votre navigateur",
    "paramètres du navigateur",
    "réglages de votre navigateur",
    "réglages du navigateur",
    "paramétrant votre navigateur",
    "configurant votre navigateur",
    "configurez votre navigateur",
    "paramétrez votre navigateur",
    "browser settings",
    "browser's settings",
    "browser’s settings",
    "settings of your browser",
    "settings in your browser",
    "configure your browser",
];

/// Checks what is said of one service.
pub(super) fn check(subject: &Subject<'_>, findings: &mut Findings) {
    let service = subject.service;
    let id = &service.id;
    let waits = service.consent.is_required();
    let is_own = subject.known.is_none() && *id != OWN;
    if is_own && waits && service.retention.is_none() && !subject.is_written("retention") {
        let law = subject.charter.order.provision(Topic::Retention);
        let message = format!("`{id}` does not say how long its data is kept ({law})");
        let help = "write `retention = \"6 months\"`, or what your contract with the provider says";
        findings.push(subject.report(rules::RETENTION_MISSING.finding(message), help));
    }
    let has_country = service.provider.country.is_some() || subject.is_written("provider.country");
    if is_own && waits && !has_country && service.transfer.is_none() {
        let message = format!("`{id}` does not say in which country its provider is");
        let help = "write `country = \"FR\"`, or another two-letter code, under its `provider`";
        findings.push(subject.report(rules::COUNTRY_MISSING.finding(message), help));
    }
    within_eea(subject, findings);
    self_hosted(subject, findings);
    let known = |pick: fn(&Service) -> &Texts| subject.known.map(pick);
    let texts = [
        ("description", &service.description, known(|it| &it.description)),
        ("refused", &service.refused, known(|it| &it.refused)),
    ];
    for (key, written, known) in texts.into_iter().filter(|_| waits) {
        let is_new =
            |(language, text): &(&String, &String)| known.and_then(|known| known.get(*language)) != Some(*text);
        let mut new = written.iter().filter(is_new);
        if let Some((language, _)) = new.find(|(_, text)| names_browser_settings(text)) {
            let message = format!("`{key}.{language}` of `{id}` sends visitors to the settings of their browser");
            let help = "say what the visitor goes without: the button to refuse is in the banner and the charter";
            findings.push(subject.report(rules::BROWSER_SETTINGS.finding(message), help));
        }
    }
}

/// Whether a text names the settings of a browser.
pub(super) fn names_browser_settings(text: &str) -> bool {
    let text = text.to_lowercase();
    SETTINGS.iter().any(|words| text.contains(words))
}

/// What stays in the European Economic Area is no transfer for those who are in it.
fn within_eea(subject: &Subject<'_>, findings: &mut Findings) {
    if subject.charter.order.privacy.is_some() {
        return;
    }
    let countries = subject.service.transfer.iter().flat_map(|transfer| &transfer.countries);
    let inside: Vec<&str> = countries.map(String::as_str).filter(|country| EEA.contains(country)).collect();
    if !inside.is_empty() {
        let (id, inside) = (&subject.service.id, suggest::list(inside));
        let message = format!("`{id}` lists {inside} under `transfer`, which is in the European Economic Area");
        let help = "take it out of `countries`: the seat of the provider is the `country` of `provider`";
        findings.push(subject.report(rules::TRANSFER_WITHIN_EEA.finding(message), help));
    }
}

/// Software without hosts in the catalogue is run by a portal itself, or by somebody for it.
fn self_hosted(subject: &Subject<'_>, findings: &mut Findings) {
    let (service, charter) = (subject.service, subject.charter);
    let Some(known) = subject.known.filter(|known| known.hosts.is_empty() && known.provider.country.is_none()) else {
        return;
    };
    let is_own = |host: &&String| {
        is_host_pattern(host) && charter.registrable.iter().chain([&charter.host]).any(|own| is_below(host, own))
    };
    if let Some(host) = service.hosts.iter().find(is_own)
        && service.provider.name == known.provider.name
    {
        let message = format!(
            "`{}` runs on `{host}`, a host of yours, and the charter names {} as its provider",
            service.id, known.provider.name
        );
        let help = "write who runs that server: `provider = { name = \"…\" }`";
        findings.push(subject.report(rules::PROVIDER_SELF_HOSTED.finding(message), help));
    }
}
