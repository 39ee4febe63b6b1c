//! The configuration of the scripts in the browser: services, texts, the cookie of the choice. It does not know the scripts.

use charte_core::charter::Charter;
use charte_core::model::{Party, Service, Texts, Tracker, TrackerKind};
use serde_json::{Map, Value, json};

use crate::address;
use crate::cookie_names::cookie_names;
use crate::keys::{key, object};
use crate::names::id_of;
use crate::words::Words;

/// The texts of the banner: the script's key for each, and the theme's.
const TEXTS: [(&str, &str); 9] = [
    (key!(bannerHeading), "banner.title"),
    (key!(bannerIntroduction), "banner.intro"),
    (key!(accept), "banner.accept"),
    (key!(refuse), "banner.refuse"),
    (key!(customise), "banner.customise"),
    (key!(charterLink), "banner.more"),
    (key!(close), "preferences.close"),
    (key!(choiceKept), "state.saved"),
    (key!(refusedByBrowser), "state.gpc"),
];
/// The texts of later.js.
const LATER_TEXTS: [(&str, &str); 19] = [
    (key!(accept), "banner.accept"),
    (key!(refuse), "banner.refuse"),
    (key!(preferencesHeading), "preferences.title"),
    (key!(preferencesIntroduction), "preferences.intro"),
    (key!(alwaysActive), "preferences.always"),
    (key!(alwaysActiveText), "preferences.always_text"),
    (key!(save), "preferences.save"),
    (key!(close), "preferences.close"),
    (key!(byProvider), "preferences.provider"),
    (key!(policyLink), "preferences.policy"),
    (key!(trackersElsewhere), "preferences.theirs"),
    (key!(refusedByBrowser), "state.gpc"),
    (key!(noChoice), "state.none"),
    (key!(allAccepted), "state.all"),
    (key!(allRefused), "state.refused"),
    (key!(someAccepted), "state.some"),
    (key!(validUntil), "state.until"),
    (key!(appliesToNextPage), "state.later"),
    (key!(contentRestored), "state.restored"),
];
/// Texts of the preferences of charte's own interface only.
const SHADOW_TEXTS: [(&str, &str); 1] = [(key!(allowPurpose), "preferences.allow")];
/// Texts of the preferences for the French State's design system only.
const DSFR_TEXTS: [(&str, &str); 5] = [
    (key!(charterLink), "banner.more"),
    (key!(yes), "preferences.accept"),
    (key!(no), "preferences.refuse"),
    (key!(allServices), "preferences.each"),
    (key!(details), "preferences.details"),
];

/// The file name of later.js in a language.
pub fn later_file_name(language: &str) -> String {
    format!("later.{language}.js")
}

/// The part of the configuration that does not come from the charter.
pub(super) struct Setting<'a> {
    /// Address of the charter page in this language.
    pub(super) page: &'a str,
    /// Position of the banner.
    pub(super) position: &'a str,
    /// The banner's stylesheet.
    pub(super) css: &'a str,
}

/// The configuration of charte.js.
pub(super) fn config(charter: &Charter, words: &Words, setting: &Setting<'_>) -> Value {
    let choice = &charter.choice;
    let mut config = object! {
        languageAttributes: json!({ "lang": words.language, "dir": words.direction }),
        ask: charter.has_banner(),
        cookie: choice.name,
        days: choice.days,
        // Pages outside the portal's base path share the cookie when it is for a whole domain.
        path: if choice.domain.is_some() { "/" } else { charter.base_path.as_str() },
        fingerprint: charter.fingerprint(),
        // The query keeps a browser from combining scripts of two versions of charte.
        later: format!("./{}?{}", later_file_name(&words.language), env!("CARGO_PKG_VERSION")),
        charterAddress: setting.page,
        bannerPosition: setting.position,
        css: setting.css,
        interfaceTexts: texts(&TEXTS, words),
        purposes: purposes(charter, words),
    };
    // Optional keys are left out where they are empty: every visitor downloads this.
    if let Some(domain) = &choice.domain {
        config.insert(key!(domain).into(), json!(domain));
    }
    let embeds = charter.requiring_consent().flat_map(|service| &service.embeds);
    let embeds: String = embeds.map(|selector| format!(",{selector}")).collect();
    if !embeds.is_empty() {
        config.insert(key!(embedSelectors).into(), embeds.into());
    }
    config.into()
}

/// The configuration of later.js, which adds to that of its placeholders (`Renderer::placeholders`). `css`: the stylesheet of the
/// preferences. `is_dsfr`: whether they are those of the State's design system.
pub(super) fn later_config(
    charter: &Charter,
    words: &Words,
    css: &str,
    is_dsfr: bool,
    mut config: Map<String, Value>,
) -> Value {
    let more: &[(&str, &str)] = if is_dsfr { &DSFR_TEXTS } else { &SHADOW_TEXTS };
    let erasable_of = |service: &Service| -> Vec<Value> {
        erasable(service, charter).iter().map(|tracker| json!([id_of(&tracker.kind), tracker.name])).collect()
    };
    let trackers: Map<String, Value> =
        charter.requiring_consent().map(|service| (service.id.clone(), erasable_of(service).into())).collect();
    let details: Map<String, Value> = charter
        .requiring_consent()
        .map(|service| (service.id.clone(), service_details(service, words, charter)))
        .collect();
    config.extend(object! {
        css: css,
        serviceDetails: details,
        texts: texts(LATER_TEXTS.iter().chain(more), words),
        trackers: trackers,
        locale: words.for_browsers(),
    });
    if let Some(root) = &charter.registrable {
        config.insert(key!(registrableDomain).into(), json!(root));
    }
    config.into()
}

/// Texts under the scripts' keys.
fn texts<'a>(keys: impl IntoIterator<Item = &'a (&'a str, &'a str)>, words: &Words) -> Map<String, Value> {
    keys.into_iter().map(|(key, text)| ((*key).to_owned(), words.text(text).into())).collect()
}

fn purposes(charter: &Charter, words: &Words) -> Vec<Value> {
    let mut list = Vec::new();
    for (purpose, own) in charter.headings() {
        let is_here = |service: &&Service| service.purpose == purpose && service.own_purpose.as_ref() == own;
        let asked = charter.requiring_consent().filter(is_here);
        let services: Vec<Value> = asked.map(|one| service(one, charter)).collect();
        if !services.is_empty() {
            let id = purpose.id();
            let (title, short) = (format!("purpose.{id}.title"), format!("purpose.{id}.short"));
            let said = |texts: &Texts| words.choose(texts).unwrap_or_default().text();
            let purpose = object! {
                purposeTitle: own.map_or_else(|| words.text(&title), |own| said(&own.title)),
                purposeSummary: own.map_or_else(|| words.text(&short), |own| said(&own.description)),
                purposeServices: services,
            };
            list.push(purpose.into());
        }
    }
    list
}

fn service(service: &Service, charter: &Charter) -> Value {
    let mut config = object! { id: service.id };
    let cookies = cookie_names(&erasable(service, charter));
    if !cookies.is_empty() {
        config.insert(key!(cookiePattern).into(), cookies.into());
    }
    config.into()
}

/// What the preferences say about a service.
fn service_details(service: &Service, words: &Words, charter: &Charter) -> Value {
    let policy = service.provider.policy.as_deref().and_then(|value| address::link(value, &charter.base_path));
    let description = words.choose(&service.description).unwrap_or_default();
    let mut config = object! {
        serviceName: service.name,
        providerName: service.provider.name,
        policyAddress: policy.unwrap_or_default(),
        serviceDescription: description.text(),
    };
    let theirs = third_party_hosts(service);
    if !theirs.is_empty() {
        config.insert(key!(trackerHosts).into(), words.list(theirs).into());
    }
    if let Some((lang, dir)) = description.language() {
        config.insert(key!(descriptionLanguage).into(), json!({ "lang": lang, "dir": dir }));
    }
    config.into()
}

/// The trackers of a service that a page can delete, without those that are exempt, here or in another service.
fn erasable<'a>(service: &'a Service, charter: &'a Charter) -> Vec<&'a Tracker> {
    let all = charter.services.iter().flat_map(|other| other.trackers.iter().map(move |tracker| (other, tracker)));
    let exempt = all.filter(|(other, tracker)| !other.consent_of(tracker).is_required()).map(|(_, tracker)| tracker);
    let spared: Vec<(&str, TrackerKind)> = exempt.map(|tracker| (tracker.name.as_str(), tracker.kind)).collect();
    let own = service.trackers.iter().filter(|tracker| tracker.party == Party::First && is_kept(tracker.kind));
    own.filter(|tracker| !spared.contains(&(tracker.name.as_str(), tracker.kind))).collect()
}

/// The hosts of trackers that this page cannot delete, each once.
fn third_party_hosts(service: &Service) -> Vec<&str> {
    let kept = service.trackers.iter().filter(|tracker| tracker.party == Party::Third && is_kept(tracker.kind));
    let mut hosts: Vec<&str> = Vec::new();
    for tracker in kept {
        let own = || service.hosts.first().map_or(service.provider.name.as_str(), String::as_str);
        for host in tracker.hosts().chain(tracker.host.is_none().then(own)) {
            let host = host.trim_start_matches("*.").trim_start_matches('.');
            if !hosts.contains(&host) {
                hosts.push(host);
            }
        }
    }
    hosts
}

/// Whether a kind of tracker is stored on the device.
fn is_kept(kind: TrackerKind) -> bool {
    !matches!(kind, TrackerKind::Pixel | TrackerKind::Fingerprint)
}

/// `config` as JSON for a script element or file: without `<`, which could end the element, and ASCII only.
pub fn to_script_json(config: &Value) -> String {
    escaped(config, |character| character.is_ascii() && character != '<')
}

/// `config` as JSON for a file that begins with [`BYTE_ORDER_MARK`]: letters are not escaped, which is shorter.
pub(crate) fn to_script_file_json(config: &Value) -> String {
    escaped(config, |character| !matches!(character, '<' | '\u{2028}' | '\u{2029}' | '\u{feff}'))
}

/// The byte order mark: browsers read a script with it as UTF-8, whatever the encoding of the page (HTML Standard,
/// "decode").
pub const BYTE_ORDER_MARK: char = '\u{feff}';

fn escaped(config: &Value, stays: impl Fn(char) -> bool) -> String {
    let mut out = String::new();
    for character in config.to_string().chars() {
        if stays(character) {
            out.push(character);
        } else {
            let mut units = [0; 2];
            for unit in character.encode_utf16(&mut units) {
                out.push_str(&format!("\\u{unit:04x}"));
            }
        }
    }
    out
}
