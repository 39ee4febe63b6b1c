//! The configuration of the scripts in the browser: services, texts, the cookie of the choice. It does not know the scripts.

use charte_core::charter::Charter;
use charte_core::model::{Party, Purpose, Service, Tracker, TrackerKind};
use serde_json::{Map, Value, json};

use crate::address;
use crate::charter_view::id_of;
use crate::cookie_names::cookie_names;
use crate::keys::{key, object};
use crate::words::Words;

/// The texts of banner and preferences: the script's key for each, and the theme's.
const TEXTS: [(&str, &str); 17] = [
    (key!(bannerHeading), "banner.title"),
    (key!(bannerIntroduction), "banner.intro"),
    (key!(accept), "banner.accept"),
    (key!(refuse), "banner.refuse"),
    (key!(customise), "banner.customise"),
    (key!(charterLink), "banner.more"),
    (key!(preferencesHeading), "preferences.title"),
    (key!(preferencesIntroduction), "preferences.intro"),
    (key!(alwaysActive), "preferences.always"),
    (key!(alwaysActiveText), "preferences.always_text"),
    (key!(save), "preferences.save"),
    (key!(close), "preferences.close"),
    (key!(byProvider), "preferences.provider"),
    (key!(policyLink), "preferences.policy"),
    (key!(trackersElsewhere), "preferences.theirs"),
    (key!(choiceKept), "state.saved"),
    (key!(refusedByBrowser), "state.gpc"),
];
/// Texts of charte's own interface only.
const SHADOW_TEXTS: [(&str, &str); 1] = [(key!(allowPurpose), "preferences.allow")];
/// Texts of the interface for the French State's design system only.
const DSFR_TEXTS: [(&str, &str); 4] = [
    (key!(yes), "preferences.accept"),
    (key!(no), "preferences.refuse"),
    (key!(allServices), "preferences.each"),
    (key!(details), "preferences.details"),
];
/// The texts of later.js.
const LATER_TEXTS: [(&str, &str); 7] = [
    (key!(noChoice), "state.none"),
    (key!(allAccepted), "state.all"),
    (key!(allRefused), "state.refused"),
    (key!(someAccepted), "state.some"),
    (key!(validUntil), "state.until"),
    (key!(appliesToNextPage), "state.later"),
    (key!(contentRestored), "state.restored"),
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
    /// Whether the interface is that of the State's design system (DSFR).
    pub(super) is_dsfr: bool,
}

/// The configuration of charte.js.
pub(super) fn config(charter: &Charter, words: &Words, setting: &Setting<'_>) -> Value {
    let more: &[(&str, &str)] = if setting.is_dsfr { &DSFR_TEXTS } else { &SHADOW_TEXTS };
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
        interfaceTexts: texts(TEXTS.iter().chain(more), words),
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

/// The configuration of later.js, which adds to that of its placeholders (`Renderer::placeholders`).
pub(super) fn later_config(charter: &Charter, words: &Words, mut config: Map<String, Value>) -> Value {
    let erasable_of = |service: &Service| -> Vec<Value> {
        erasable(service, charter).iter().map(|tracker| json!([id_of(&tracker.kind), tracker.name])).collect()
    };
    let trackers: Map<String, Value> =
        charter.requiring_consent().map(|service| (service.id.clone(), erasable_of(service).into())).collect();
    config.extend(object! {
        texts: texts(&LATER_TEXTS, words),
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
    for purpose in Purpose::ALL {
        let asked = charter.requiring_consent().filter(|service| service.purpose == purpose);
        let services: Vec<Value> = asked.map(|one| service(one, words, charter)).collect();
        if !services.is_empty() {
            let id = purpose.id();
            let (title, short) = (format!("purpose.{id}.title"), format!("purpose.{id}.short"));
            let purpose = object! {
                purposeTitle: words.text(&title),
                purposeSummary: words.text(&short),
                purposeServices: services,
            };
            list.push(purpose.into());
        }
    }
    list
}

fn service(service: &Service, words: &Words, charter: &Charter) -> Value {
    let policy = service.provider.policy.as_deref().and_then(|value| address::link(value, &charter.base_path));
    let description = words.choose(&service.description).unwrap_or_default();
    let mut config = object! {
        id: service.id,
        serviceName: service.name,
        providerName: service.provider.name,
        policyAddress: policy.unwrap_or_default(),
        serviceDescription: description.text(),
    };
    let cookies = cookie_names(&erasable(service, charter));
    if !cookies.is_empty() {
        config.insert(key!(cookiePattern).into(), cookies.into());
    }
    let theirs = third_party_hosts(service);
    if !theirs.is_empty() {
        config.insert(key!(trackerHosts).into(), words.list(theirs).into());
    }
    if let Some((lang, dir)) = description.language() {
        config.insert(key!(descriptionLanguage).into(), json!({ "lang": lang, "dir": dir }));
    }
    config.into()
}

/// The trackers of a service that a page can erase, without those that an exempt service keeps under the same name.
fn erasable<'a>(service: &'a Service, charter: &'a Charter) -> Vec<&'a Tracker> {
    let exempt = charter.services.iter().filter(|other| !other.consent.is_required()).flat_map(|other| &other.trackers);
    let spared: Vec<(&str, TrackerKind)> = exempt.map(|tracker| (tracker.name.as_str(), tracker.kind)).collect();
    let own = service.trackers.iter().filter(|tracker| tracker.party == Party::First && is_kept(tracker.kind));
    own.filter(|tracker| !spared.contains(&(tracker.name.as_str(), tracker.kind))).collect()
}

/// The hosts of trackers that this page cannot erase, each once.
fn third_party_hosts(service: &Service) -> Vec<&str> {
    let kept = service.trackers.iter().filter(|tracker| tracker.party == Party::Third && is_kept(tracker.kind));
    let mut hosts: Vec<&str> = Vec::new();
    for tracker in kept {
        let own = || service.hosts.first().map_or(service.provider.name.as_str(), String::as_str);
        let host = tracker.host.as_deref().unwrap_or_else(own).trim_start_matches("*.").trim_start_matches('.');
        if !hosts.contains(&host) {
            hosts.push(host);
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

/// `config` as JSON for a file that begins with [`BYTE_ORDER_MARK`]: all letters stand unescaped, which is shorter.
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
