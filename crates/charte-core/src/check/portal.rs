//! One portal's own values: its address, folders, languages, publisher and choice.

use std::collections::BTreeMap;

use url::{Host, Url};

use super::draft::Draft;
use super::findings::Findings;
use super::services::{self, Known};
use super::{choice, country, delegated, publisher};
use crate::charter::{Charter, Folders, UnknownPolicy};
use crate::diagnostic::{Diagnostic, Place};
use crate::fix::Fix;
use crate::manifest::{ByLanguage, Manifest, PortalDecl, PublisherDecl, Settings};
use crate::model::{ConsentMode, Service};
use crate::objection::overlap;
use crate::reader::Located;
use crate::rules;

/// Where charte's own files go when the manifest does not say.
const FOLDER: &str = "charte-cookies";

/// The portal's charter, not yet checked against the law; `None` when a required value is missing or wrong.
pub(super) fn charter(
    manifest: &Manifest,
    portal: &PortalDecl,
    known: &Known<'_>,
    findings: &mut Findings,
) -> Option<Draft> {
    let settings = portal.settings.or(&manifest.site);
    let declared = portal.publisher.or(&manifest.publisher);
    incomplete(&portal.id, &settings, &declared, findings);
    let languages = languages(&settings, (&portal.id.place, &manifest.text), findings);
    stray_texts(portal, languages.as_deref().unwrap_or_default(), findings);
    let services = services::of_portal(&settings, known, findings);
    let url = portal.url.as_ref().and_then(|url| address(url, findings));
    let host = url.as_ref().and_then(Url::host);
    let choice = choice::cookie(&settings, host.as_ref(), findings);
    let (mut charter_services, mut places) =
        choice::with_own_service(services, &choice, declared.name.as_ref(), &portal.id.place);
    let order = country::order(&declared, url.as_ref().and_then(Url::host_str), &portal.id.place, findings);
    order.iter().for_each(|order| country::adapt(&mut charter_services, order, known));
    let registrable = choice::registrable(host.as_ref());
    let delegated = delegated::of_portal(&settings, known, url.as_ref().and_then(Url::host_str), findings);
    unknown_allowed(&settings, findings);
    allowed_service_hosts(&settings, &charter_services, known, findings);
    let url = url?;
    let mut charter = Charter {
        id: portal.id.value.clone(),
        name: name(portal.name.as_ref()?, languages.as_deref()?)?,
        names: names(portal.name.as_ref()?),
        host: url.host_str()?.to_owned(),
        registrable,
        base_path: url.path().to_owned(),
        url: url.to_string(),
        hosts: plain(&portal.hosts),
        first_party: plain(&portal.hosts).into_iter().chain(plain(&settings.first_party)).collect(),
        allow: plain(&settings.allow),
        delegated,
        unknown: settings.unknown.as_ref().map(|unknown| unknown.value).unwrap_or_default(),
        policy: settings.policy.as_ref().map(|policy| policy.value).unwrap_or_default(),
        languages: languages?,
        folders: folders(&settings)?,
        state_site: settings.state_site.as_ref().is_some_and(|flag| flag.value),
        publisher: publisher::of_portal(&declared)?,
        order: order?,
        banner: settings.banner.as_ref().map(|banner| banner.value).unwrap_or_default(),
        choice,
        consent_modes: consent_modes(&settings),
        services: charter_services,
        updated: settings.updated.as_ref().map(|date| date.value.clone()),
        changes: newest_first(&settings),
        processing: settings.processing.iter().map(|processing| processing.value.clone()).collect(),
        texts: texts(&settings),
        tokens: settings.tokens.iter().map(|(name, token)| (name.clone(), token.value.clone())).collect(),
        places: written_at(&settings),
    };
    choice::add_objection(&mut charter, &mut places, &portal.id.place);
    Some(Draft {
        charter,
        portal: portal.id.place.clone(),
        written: settings.written.union(&declared.written).cloned().collect(),
        services: places,
        processing: settings.processing.iter().map(|processing| processing.place.clone()).collect(),
        choice_lifetime: settings.choice_lifetime.as_ref().map(|lifetime| lifetime.place.clone()),
        banner: settings.banner.as_ref().map(|banner| banner.place.clone()),
        choice_domain: settings.choice_domain.as_ref().map(|domain| domain.place.clone()),
        consent_modes: settings.consent_modes.unwrap_or_default(),
    })
}

/// The required keys that are missing. A key with a wrong value has its own finding.
fn incomplete(id: &Located<String>, settings: &Settings, publisher: &PublisherDecl, findings: &mut Findings) {
    let is_written = |key: &str| settings.written.contains(key);
    let needs = [
        ("name", is_written("name"), "write the name that its visitors know"),
        ("url", is_written("url"), "write its address, such as `url = \"https://data.example.fr\"`"),
        ("input", is_written("input"), "write the folder of the built site, here or under `[site]`"),
        (
            "services",
            is_written("services"),
            "list what the portal uses, such as `services = [\"matomo\"]`; `[]` when it uses nothing",
        ),
        (
            "publisher",
            publisher.written.contains("name"),
            "write `[publisher]` with `name`, `contact` and `dpo`, or one for this portal",
        ),
    ];
    for (key, _, help) in needs.into_iter().filter(|(_, is_written, _)| !is_written) {
        let finding = rules::declaration::PORTAL_INCOMPLETE.finding(format!("portal `{}` has no `{key}`", id.value));
        findings.push(finding.at(id.place.clone()).help(help));
    }
}

/// The portal's address with its last slash, without query or fragment.
fn address(url: &Located<String>, findings: &mut Findings) -> Option<Url> {
    let wrong = |message: String| {
        rules::declaration::WRONG_URL
            .finding(message)
            .at(url.place.clone())
            .help("write it as visitors see it: `https://data.example.fr`")
    };
    // The URL Standard accepts `https:/host` and `https:///host`; in a declaration they are slips.
    let is_whole = url.value.split_once("://").is_some_and(|(_, rest)| !rest.starts_with('/'));
    let parsed = match Url::parse(&url.value) {
        Ok(parsed) if is_whole && matches!(parsed.scheme(), "http" | "https") && parsed.has_host() => parsed,
        _ => {
            findings.push(wrong(format!("`{}` is not the address of a site", url.value)));
            return None;
        }
    };
    if parsed.query().is_some() || parsed.fragment().is_some() || !parsed.username().is_empty() {
        findings.push(wrong(format!("`{}` has more than a host and a path", url.value)));
        return None;
    }
    let mut parsed = parsed;
    insecure(url, &parsed, findings);
    if !parsed.path().ends_with('/') {
        let path = format!("{}/", parsed.path());
        parsed.set_path(&path);
    }
    Some(parsed)
}

/// A public site that is not served by HTTPS. Browsers trust the author's own machine without it.
fn insecure(url: &Located<String>, parsed: &Url, findings: &mut Findings) {
    let is_local = match parsed.host() {
        Some(Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
        _ => true,
    };
    if parsed.scheme() == "http" && !is_local {
        let message = format!("`{}` is not encrypted: others can read and change what visitors get", url.value);
        let help = format!("write `{}` if the site answers there", url.value.replacen("http:", "https:", 1));
        findings.push(rules::declaration::INSECURE_URL.finding(message).at(url.place.clone()).help(help));
    }
}

/// Days of a last change, and of changes, that have not come yet. `today` is `YYYY-MM-DD`, as the dates of a manifest.
pub(super) fn future(manifest: &Manifest, today: &str) -> Vec<Diagnostic> {
    let portals = manifest.portals.iter().map(|portal| (&portal.settings, portal.id.place.clone()));
    let tables: Vec<_> = portals.chain([(&manifest.site, manifest.place())]).collect();
    let finding = |message: String, place: &Place, help: &str| {
        rules::declaration::DATE_FUTURE.finding(message).at(place.clone()).help(help)
    };
    let updated = tables.iter().filter_map(|(settings, _)| settings.updated.as_ref());
    let updated = updated.filter(|date| date.value.as_str() > today).map(|date| {
        let message = format!("`updated` is {}, and today is {today}", date.value);
        finding(message, &date.place, "write the day of the last change")
    });
    let changes =
        tables.iter().flat_map(|(settings, place)| settings.changes.iter().map(move |change| (change, place)));
    let changes = changes.filter(|(change, _)| change.date.as_str() > today).map(|(change, place)| {
        let message = format!("a `change` is of {}, and today is {today}", change.date);
        finding(message, place, "write the day on which it took effect, or leave it out until then")
    });
    updated.chain(changes).collect()
}

fn languages(settings: &Settings, (portal, text): (&Place, &str), findings: &mut Findings) -> Option<Vec<String>> {
    let Some(declared) = &settings.languages else { return Some(vec!["fr".into()]) };
    if declared.is_empty() {
        let finding = rules::declaration::NO_LANGUAGE.finding("`languages` is empty").at(portal.clone());
        findings.push(finding.help("write `languages = [\"fr\"]`, or leave the key out"));
        return None;
    }
    let mut languages: Vec<String> = Vec::new();
    for language in declared {
        let wrong = if !is_language_tag(&language.value) {
            let tag = language_tag(&language.value);
            let fix = tag.and_then(|tag| Fix::word(&language.place, &tag));
            Some((format!("`{}` is not a language tag", language.value), fix))
        } else if languages.contains(&language.value) {
            let fix = Fix::without_item(text, &language.place);
            Some((format!("language `{}` is listed twice", language.value), fix))
        } else {
            None
        };
        match wrong {
            Some((message, fix)) => {
                let finding = rules::declaration::WRONG_LANGUAGE.finding(message).fix(fix).at(language.place.clone());
                findings.push(finding.help("write tags such as `fr`, `en` or `pt-BR`, each once"));
            }
            None => languages.push(language.value.clone()),
        }
    }
    (languages.len() == declared.len()).then_some(languages)
}

/// Texts of the portal's own in a language that it does not have: they would never be shown.
fn stray_texts(portal: &PortalDecl, languages: &[String], findings: &mut Findings) {
    let strays =
        portal.settings.texts.iter().filter(|(language, _)| !languages.is_empty() && !languages.contains(language));
    for (language, texts) in strays {
        let message =
            format!("portal `{}` has texts in `{language}`, a language that it does not have", portal.id.value);
        let place = texts.values().next().map(|text| text.place.clone());
        let help = format!("add \"{language}\" to its `languages`, or take the texts out");
        findings.push(rules::declaration::STRAY_TEXT.finding(message).at(place).help(help));
    }
}

/// Whether it has the form of a language tag (BCP 47): it becomes a file name and a `lang` attribute.
fn is_language_tag(text: &str) -> bool {
    let mut parts = text.split('-');
    let first = parts.next().unwrap_or_default();
    (2..=3).contains(&first.len())
        && first.bytes().all(|byte| byte.is_ascii_lowercase())
        && parts.all(|part| (2..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric()))
}

/// The language tag that only its case or its separator keeps from being one: `FR`, `pt_BR`.
fn language_tag(text: &str) -> Option<String> {
    let text = text.trim().replace('_', "-");
    let (first, rest) = text.split_once('-').map_or((text.as_str(), None), |(first, rest)| (first, Some(rest)));
    let tag = rest.iter().fold(first.to_ascii_lowercase(), |tag, rest| format!("{tag}-{rest}"));
    is_language_tag(&tag).then_some(tag)
}

fn folders(settings: &Settings) -> Option<Folders> {
    let text = |value: &Option<Located<String>>| value.as_ref().map(|value| value.value.clone());
    Some(Folders {
        input: text(&settings.input)?,
        output: text(&settings.output),
        folder: text(&settings.folder).unwrap_or_else(|| FOLDER.into()),
        frames: settings.frames.iter().flatten().map(|(tag, page)| (tag.clone(), page.value.clone())).collect(),
        theme: text(&settings.theme).unwrap_or_else(|| "base".into()),
    })
}

/// With `unknown = "allow"` pages get no policy, and the browser refuses nobody.
fn unknown_allowed(settings: &Settings, findings: &mut Findings) {
    if let Some(unknown) = settings.unknown.as_ref().filter(|unknown| unknown.value == UnknownPolicy::Allow) {
        let message = "third parties that nobody declared load before consent: the browser is given no policy, and \
                       \"nothing before consent\" is not promised";
        let help = "leave `unknown` out, and name in `allow` those that set nothing";
        findings.push(rules::law::PROMISE_NOT_KEPT.finding(message).at(unknown.place.clone()).help(help));
    }
}

/// A host in `allow` cannot belong to a service that waits for consent.
fn allowed_service_hosts(settings: &Settings, services: &[Service], known: &Known<'_>, findings: &mut Findings) {
    for host in settings.allow.iter().flatten() {
        let claims = |service: &&Service| service.hosts.iter().any(|claimed| overlap(claimed, &host.value));
        if let Some(service) = services.iter().filter(|service| service.consent.is_required()).find(claims) {
            let message =
                format!("`{}` is allowed for everybody, and {} waits for consent there", host.value, service.id);
            let help = format!(
                "take it out of `allow`, or write `[service.{}]` with the `hosts` that really are the service's",
                service.id
            );
            findings.push(
                rules::law::ALLOW_CLAIMED.finding(message).at(host.place.clone()).about([&service.id]).help(help),
            );
        } else if let Some(id) = known.waiting_owner(|claimed| overlap(claimed, &host.value)) {
            let message = format!("`{}` is a host of `{id}`, which the catalogue knows to need consent", host.value);
            let help = format!("take it out of `allow` and add \"{id}\" to `services`: it then waits");
            findings.push(rules::information::ALLOW_KNOWN.finding(message).at(host.place.clone()).help(help));
        }
    }
}

/// The portal's name in its first language, else the one that is there.
fn name(declared: &ByLanguage, languages: &[String]) -> Option<String> {
    let own = languages.first().and_then(|first| declared.get(first));
    own.or_else(|| declared.values().next()).map(|name| name.value.clone())
}

/// The names by language, where there are several.
fn names(declared: &ByLanguage) -> BTreeMap<String, String> {
    let several = declared.iter().filter(|(language, _)| !language.is_empty());
    several.map(|(language, name)| (language.clone(), name.value.clone())).collect()
}

/// Each once, in the order of [`ConsentMode::ALL`].
fn consent_modes(settings: &Settings) -> Vec<ConsentMode> {
    let declared: Vec<ConsentMode> = settings.consent_modes.iter().flatten().map(|mode| mode.value).collect();
    ConsentMode::ALL.into_iter().map(|(mode, _)| mode).filter(|mode| declared.contains(mode)).collect()
}

fn newest_first(settings: &Settings) -> Vec<crate::charter::Change> {
    let mut changes = settings.changes.clone();
    changes.sort_by(|a, b| b.date.cmp(&a.date));
    changes
}

/// The places of texts, tokens, languages, the theme and the pages that lend their frame: what is checked later.
fn written_at(settings: &Settings) -> BTreeMap<String, Place> {
    let texts = settings.texts.iter().flat_map(|(language, keys)| {
        keys.iter().map(move |(key, text)| (format!("text.{language}.{key}"), text.place.clone()))
    });
    let tokens = settings.tokens.iter().map(|(name, token)| (format!("token.{name}"), token.place.clone()));
    let languages = settings.languages.iter().flatten();
    let languages = languages.map(|language| (format!("language.{}", language.value), language.place.clone()));
    let theme = settings.theme.iter().map(|theme| ("theme".to_owned(), theme.place.clone()));
    let frames = settings.frames.iter().flatten();
    let frames = frames.map(|(language, page)| (format!("frame.{language}"), page.place.clone()));
    texts.chain(tokens).chain(languages).chain(theme).chain(frames).collect()
}

fn texts(settings: &Settings) -> BTreeMap<String, BTreeMap<String, String>> {
    let plain = |keys: &BTreeMap<String, Located<String>>| {
        keys.iter().map(|(key, text)| (key.clone(), text.value.clone())).collect()
    };
    settings.texts.iter().map(|(language, keys)| (language.clone(), plain(keys))).collect()
}

fn plain(values: &Option<Vec<Located<String>>>) -> Vec<String> {
    values.iter().flatten().map(|value| value.value.clone()).collect()
}
