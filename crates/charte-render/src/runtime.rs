//! The configuration of the script in the browser: what it asks, in which words. It does not know the script.

use charte_core::charter::Charter;
use charte_core::model::{Party, Purpose, Service, Tracker, TrackerKind};
use serde_json::{Map, Value, json};

use crate::address;
use crate::charter_view::id_of;
use crate::words::Words;

/// The script's name for each text, short because every visitor downloads it, and the theme's.
const TEXTS: [(&str, &str); 17] = [
    ("h", "banner.title"),
    ("i", "banner.intro"),
    ("accept", "banner.accept"),
    ("refuse", "banner.refuse"),
    ("customise", "banner.customise"),
    ("m", "banner.more"),
    ("ph", "preferences.title"),
    ("pi", "preferences.intro"),
    ("a", "preferences.always"),
    ("at", "preferences.always_text"),
    ("save", "preferences.save"),
    ("close", "preferences.close"),
    ("o", "preferences.provider"),
    ("u", "preferences.policy"),
    ("w", "preferences.theirs"),
    ("k", "state.saved"),
    ("x", "state.gpc"),
];

/// What it says besides where it draws itself: of the switch of a purpose.
const OWN_TEXTS: [(&str, &str); 1] = [("g", "preferences.allow")];
/// What it says besides where it draws with the class names of the State's design system.
const STATE_TEXTS: [(&str, &str); 4] = [
    ("yes", "preferences.accept"),
    ("no", "preferences.refuse"),
    ("each", "preferences.each"),
    ("details", "preferences.details"),
];
/// What the script that is downloaded later says.
const LATER_TEXTS: [(&str, &str); 7] = [
    ("s0", "state.none"),
    ("s1", "state.all"),
    ("s2", "state.refused"),
    ("s3", "state.some"),
    ("s4", "state.until"),
    ("n", "state.later"),
    ("r", "state.restored"),
];

/// The name of the script that is downloaded later.
pub fn later(language: &str) -> String {
    format!("later.{language}.js")
}

/// What of the configuration the charter does not say.
pub(super) struct Setting<'a> {
    /// Address of the charter page in this language.
    pub(super) page: &'a str,
    /// Where the banner stands.
    pub(super) position: &'a str,
    /// The banner's stylesheet.
    pub(super) css: &'a str,
    /// Whether it is made for the State's design system.
    pub(super) is_state: bool,
}

/// The argument of the script.
pub(super) fn config(charter: &Charter, words: &Words, setting: &Setting<'_>) -> Value {
    let more: &[(&str, &str)] = if setting.is_state { &STATE_TEXTS } else { &OWN_TEXTS };
    let texts: Map<String, Value> =
        TEXTS.iter().chain(more).map(|(name, key)| ((*name).to_string(), words.say(key).into())).collect();
    let choice = &charter.choice;
    let mut config = json!({
        "e": { "lang": words.language, "dir": words.direction },
        "ask": charter.has_banner(),
        "cookie": choice.name,
        "days": choice.days,
        // A portal below another address of the domain must see it too.
        "path": if choice.domain.is_some() { "/" } else { charter.base_path.as_str() },
        "fp": charter.fingerprint(),
        // With each version of charte another address, so that no browser mixes two.
        "later": format!("./{}?{}", later(&words.language), env!("CARGO_PKG_VERSION")),
        "page": setting.page,
        "pos": setting.position,
        "css": setting.css,
        "t": texts,
        "p": purposes(charter, words),
    });
    // What few portals have costs the others nothing.
    if let Some(domain) = &choice.domain {
        config["domain"] = json!(domain);
    }
    let embeds = charter.requiring_consent().flat_map(|service| &service.embeds);
    let embeds: String = embeds.map(|selector| format!(",{selector}")).collect();
    if !embeds.is_empty() {
        config["em"] = embeds.into();
    }
    config
}

/// What the script that is downloaded later knows besides; `placeholders`: the documents that it shows.
pub(super) fn later_config(charter: &Charter, words: &Words, mut placeholders: Value) -> Value {
    let texts: Map<String, Value> =
        LATER_TEXTS.iter().map(|(name, key)| ((*name).to_string(), words.say(key).into())).collect();
    let own = |tracker: &&Tracker| json!([id_of(&tracker.kind), tracker.name]);
    let trackers = |service: &Service| erasable(service, charter).iter().map(own).collect::<Vec<_>>();
    let trackers: Map<String, Value> =
        charter.requiring_consent().map(|service| (service.id.clone(), trackers(service).into())).collect();
    placeholders["texts"] = texts.into();
    placeholders["trackers"] = trackers.into();
    placeholders["locale"] = words.for_browsers();
    if let Some(root) = &charter.registrable {
        placeholders["root"] = json!(root);
    }
    placeholders
}

fn purposes(charter: &Charter, words: &Words) -> Vec<Value> {
    let mut list = Vec::new();
    for purpose in Purpose::ALL {
        let asked = charter.requiring_consent().filter(|service| service.purpose == purpose);
        let services: Vec<Value> = asked.map(|one| service(one, words, charter)).collect();
        if !services.is_empty() {
            let id = purpose.id();
            let (title, short) = (format!("purpose.{id}.title"), format!("purpose.{id}.short"));
            list.push(json!({ "t": words.say(&title), "d": words.say(&short), "s": services }));
        }
    }
    list
}

fn service(service: &Service, words: &Words, charter: &Charter) -> Value {
    let policy = service.provider.policy.as_deref().and_then(|value| address::link(value, &charter.base_path));
    let description = words.choose(&service.description).unwrap_or_default();
    let mut config = json!({
        "id": service.id,
        "n": service.name,
        "o": service.provider.name,
        "u": policy.unwrap_or_default(),
        "d": description.text(),
    });
    let cookies = cookie_names(&erasable(service, charter));
    if !cookies.is_empty() {
        config["c"] = cookies.into();
    }
    let theirs = elsewhere(service);
    if !theirs.is_empty() {
        config["w"] = words.list(theirs).into();
    }
    if let Some((lang, dir)) = description.language() {
        config["l"] = json!({ "lang": lang, "dir": dir });
    }
    config
}

/// What a page can erase of a service's, but for what an exempt one keeps under the same name.
fn erasable<'a>(service: &'a Service, charter: &'a Charter) -> Vec<&'a Tracker> {
    let exempt = charter.services.iter().filter(|other| !other.consent.is_required()).flat_map(|other| &other.trackers);
    let spared: Vec<(&str, TrackerKind)> = exempt.map(|tracker| (tracker.name.as_str(), tracker.kind)).collect();
    let own = service.trackers.iter().filter(|tracker| tracker.party == Party::First && is_kept(tracker.kind));
    own.filter(|tracker| !spared.contains(&(tracker.name.as_str(), tracker.kind))).collect()
}

/// The names of the cookies among them, as a regular expression.
fn cookie_names(trackers: &[&Tracker]) -> String {
    let cookies = trackers.iter().filter(|tracker| tracker.kind == TrackerKind::Cookie);
    let pattern = |tracker: &&Tracker| {
        let sign = |sign: char| match sign {
            '*' => "[^=]*".to_owned(),
            '_' => "_".to_owned(),
            sign if sign.is_ascii_punctuation() => format!("\\{sign}"),
            sign => sign.to_string(),
        };
        tracker.name.chars().map(sign).collect::<String>()
    };
    cookies.map(pattern).collect::<Vec<_>>().join("|")
}

/// The hosts that keep what this page cannot erase, each once.
fn elsewhere(service: &Service) -> Vec<&str> {
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

/// Whether it leaves something on the device that can be erased.
fn is_kept(kind: TrackerKind) -> bool {
    !matches!(kind, TrackerKind::Pixel | TrackerKind::Fingerprint)
}

/// `config` as JSON that may stand in a script element or file: no `<`, and nothing that is not ASCII.
pub fn to_script(config: &Value) -> String {
    escaped(config, |character| character.is_ascii() && character != '<')
}

/// The same for a file that begins with [`MARK`], where letters of all scripts stand as they are: six bytes less each.
pub(crate) fn to_marked_script(config: &Value) -> String {
    escaped(config, |character| !matches!(character, '<' | '\u{2028}' | '\u{2029}' | '\u{feff}'))
}

/// What tells browsers that a file is UTF-8, whatever the page that asks for it is written in.
pub const MARK: char = '\u{feff}';

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
