//! The catalogue, by the names that people write: of services, of providers, of trackers, and the ids of consent tools.

use std::collections::{BTreeMap, BTreeSet};

use charte_core::catalogue::Catalogue;
use charte_core::model::{Service, Tracker};
use toml::Table;

use super::fold::{fold, has};

/// Ids and names of other tools, as ids of the catalogue.
const NAMES: &str = include_str!("names.toml");
/// Names that many programs give to their cookies: alone they prove nothing.
const COMMON: [&str; 12] = [
    "sessionid",
    "csrftoken",
    "session",
    "sid",
    "lang",
    "language",
    "token",
    "pref",
    "gps",
    "sib_cuid",
    "consent",
    "id",
];

/// The catalogue and its names.
pub(super) struct Lookup<'c> {
    pub(super) catalogue: &'c Catalogue,
    /// Names of services, and of providers of one service, folded.
    names: BTreeMap<String, String>,
    tools: Table,
}

impl<'c> Lookup<'c> {
    /// Reads all names once.
    pub(super) fn new(catalogue: &'c Catalogue) -> Self {
        let mut names: BTreeMap<String, String> = BTreeMap::new();
        let mut providers: BTreeMap<String, BTreeSet<&str>> = BTreeMap::new();
        for service in catalogue.services() {
            let name = fold(&service.name);
            let (before, inside) = name.split_once('(').unwrap_or((&name, ""));
            // The text before brackets and the text in them are names, too, unless the provider, who may have many services,
            // has the same name.
            let provider = fold(&service.provider.name);
            let own = |text: &'_ str| if provider.starts_with(text) { String::new() } else { text.to_owned() };
            let has_brackets = !inside.is_empty();
            let (before, inside) = (before.trim(), own(inside.trim_end_matches(')')));
            let before = if has_brackets { own(before) } else { before.to_owned() };
            for text in [name.as_str(), &before, &inside, &service.id.replace('-', " ")] {
                if text.chars().count() > 1 {
                    names.entry(text.to_owned()).or_insert_with(|| service.id.clone());
                }
            }
            providers.entry(fold(&service.provider.name)).or_default().insert(&service.id);
        }
        for (provider, ids) in providers {
            if let (1, Some(id)) = (ids.len(), ids.first()) {
                names.entry(provider).or_insert_with(|| (*id).to_owned());
            }
        }
        // The file is embedded and tested; if it were broken, no alias would be known.
        let tools: Table = toml::from_str(NAMES).unwrap_or_default();
        let any = tools.get("any").and_then(toml::Value::as_table);
        for (name, id) in any.into_iter().flatten() {
            if let Some(id) = id.as_str() {
                names.insert(name.clone(), id.to_owned());
            }
        }
        Lookup { catalogue, names, tools }
    }

    /// The service that an id of a consent tool means.
    pub(super) fn tool(&self, tool: &str, id: &str) -> Option<String> {
        let table = self.tools.get(tool).and_then(toml::Value::as_table);
        let own = table.and_then(|table| table.get(id)).and_then(toml::Value::as_str);
        own.map(str::to_owned).or_else(|| self.exact(id))
    }

    /// The service with exactly that name or id.
    pub(super) fn exact(&self, name: &str) -> Option<String> {
        let folded = fold(name.trim());
        let spaced = folded.replace(['-', '_'], " ");
        let tight = |known: &str| known.replace([' ', '-', '.'], "") == spaced.replace([' ', '.'], "");
        let found = self.names.get(&folded).or_else(|| self.names.get(&spaced));
        found.or_else(|| self.names.iter().find(|(known, _)| tight(known)).map(|(_, id)| id)).cloned()
    }

    /// The service whose name is in a text, the longest first.
    pub(super) fn within(&self, text: &str) -> Option<String> {
        let folded = fold(text);
        let is_whole = |name: &str| {
            folded.match_indices(name).any(|(at, _)| {
                !folded[at + name.len()..].starts_with(|letter: char| letter.is_alphanumeric() || letter == '-')
            })
        };
        let fits = |name: &&String| name.chars().count() > 2 && has(&folded, name) && is_whole(name);
        let found = self.names.keys().filter(fits).max_by_key(|name| name.len());
        self.exact(text).or_else(|| self.names.get(found?).cloned())
    }

    /// The service of a host.
    pub(super) fn host(&self, text: &str) -> Option<String> {
        let host = host(text)?;
        let fits = |pattern: &str| match pattern.strip_prefix("*.") {
            Some(domain) => host == domain || host.ends_with(&format!(".{domain}")),
            None => host == *pattern,
        };
        let claims = self.catalogue.claims().find(|claims| claims.hosts.iter().any(|pattern| fits(pattern)));
        claims.map(|claims| claims.id.to_owned())
    }

    /// The services that have a tracker of that name.
    pub(super) fn trackers(&self, name: &str) -> Vec<&Service> {
        self.catalogue.services().filter(|service| !trackers_of(service, name).is_empty()).collect()
    }

    /// The service whose main tracker it is, where several have one of that name.
    pub(super) fn owner(&self, name: &str) -> Option<&str> {
        let owners = self.tools.get("trackers").and_then(toml::Value::as_table)?;
        let found = owners.iter().find(|(pattern, _)| *pattern == name);
        let found = found.or_else(|| owners.iter().find(|(pattern, _)| is_same(pattern, name)));
        found.and_then(|(_, id)| id.as_str())
    }

    /// Whether a text looks like the name of a tracker.
    pub(super) fn is_tracker(&self, text: &str) -> bool {
        looks_like_name(text) && (has_mark(text) || !self.trackers(text).is_empty())
    }

    /// Whether a name is distinctive enough to identify a service that nothing else names.
    pub(super) fn is_distinctive(name: &str) -> bool {
        !COMMON.contains(&fold(name).as_str())
    }
}

/// The trackers of a service that a name means: one, unless its `*` covers several of the catalogue's.
pub(super) fn trackers_of<'s>(service: &'s Service, name: &str) -> Vec<&'s Tracker> {
    if let Some(exact) = service.trackers.iter().find(|tracker| tracker.name == name) {
        return vec![exact];
    }
    let one = service.trackers.iter().filter(|tracker| is_same(&tracker.name, name)).max_by_key(|it| it.name.len());
    let name = generic(name);
    let is_broad = name.trim_end_matches(['*', '.', '_']).len() > 2 && name.ends_with('*');
    let all =
        service.trackers.iter().filter(|tracker| is_broad && tracker.name.starts_with(name.trim_end_matches('*')));
    let all: Vec<&Tracker> = all.collect();
    if all.is_empty() { one.into_iter().collect() } else { all }
}

/// The host in an address or a text that is one.
pub(super) fn host(text: &str) -> Option<String> {
    let text = text.trim().trim_start_matches('.').to_ascii_lowercase();
    let text = text.split("//").last().unwrap_or_default().trim_start_matches('.');
    let host = text.split(['/', ':', ' ']).next().unwrap_or_default();
    let is_part = |letter: char| letter.is_ascii_alphanumeric() || letter == '-';
    let parts: Vec<&str> = host.split('.').collect();
    let is_host = parts.len() > 1
        && parts.iter().all(|part| !part.is_empty() && part.chars().all(is_part))
        && parts.last().is_some_and(|end| end.len() > 1 && end.chars().all(|letter| letter.is_ascii_alphabetic()));
    (is_host && host.len() == text.trim_end_matches('/').split('/').next().unwrap_or_default().len())
        .then(|| host.to_owned())
}

/// Whether a text can be the name of a tracker.
fn looks_like_name(text: &str) -> bool {
    let is_part = |letter: char| letter.is_ascii_alphanumeric() || "_.:*-<>[]{}#$%@/!~&+|=…".contains(letter);
    (2..=120).contains(&text.len()) && text.chars().all(is_part) && text.contains(|letter: char| letter.is_alphabetic())
}

/// Whether a name has characters or forms that words of a language do not have.
fn has_mark(text: &str) -> bool {
    let mut letters = text.chars().skip(1);
    !text.ends_with('.')
        && (text.contains(['_', '*'])
            || letters.any(|letter| letter.is_ascii_uppercase()) && text.contains(char::is_lowercase))
}

/// Whether two names mean one tracker: the catalogue's has `*` for what varies, a page's may have any placeholder.
fn is_same(pattern: &str, name: &str) -> bool {
    let name = generic(name);
    if pattern == name || glob(pattern, &name) {
        return true;
    }
    let stem = |text: &str| text.trim_end_matches(['*', '.', '_', '-', '#']).to_owned();
    pattern.ends_with('*') && stem(pattern).len() > 2 && stem(pattern) == stem(&name)
}

/// A page's name with `*` for its placeholders: `_ga_<container-id>`, `_pk_id.xxx`, `_hjSession_{site_id}`.
pub(super) fn generic(name: &str) -> String {
    let mut result = String::new();
    let mut depth = 0_usize;
    for letter in name.trim().chars() {
        match letter {
            '<' | '[' | '{' => {
                depth += 1;
                if depth == 1 {
                    result.push('*');
                }
            }
            '>' | ']' | '}' => depth = depth.saturating_sub(1),
            '#' | '…' if depth == 0 => result.push('*'),
            _ if depth == 0 => result.push(letter),
            _ => {}
        }
    }
    let upper = result.to_ascii_lowercase();
    if let Some(at) = upper.find("xxx") {
        let end = upper[at..].find(|letter| letter != 'x').map_or(upper.len(), |length| at + length);
        result.replace_range(at..end, "*");
    }
    while result.contains("**") {
        result = result.replace("**", "*");
    }
    result
}

/// Whether a name fits a pattern in which `*` stands for any characters.
fn glob(pattern: &str, name: &str) -> bool {
    let parts: Vec<&str> = pattern.split('*').collect();
    let literal: usize = parts.iter().map(|part| part.len()).sum();
    let (Some(first), Some(last)) = (parts.first(), parts.last()) else { return false };
    if parts.len() < 2 || literal < 2 || name.len() < literal || !name.starts_with(first) || !name.ends_with(last) {
        return false;
    }
    let mut rest = &name[first.len()..];
    for part in &parts[1..parts.len() - 1] {
        match rest.find(part) {
            Some(at) => rest = &rest[at + part.len()..],
            None => return false,
        }
    }
    rest.ends_with(last)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_found_as_people_write_them() {
        let catalogue = Catalogue::embedded();
        let lookup = Lookup::new(&catalogue);
        for (text, id) in [
            ("Google Analytics 4", "google-analytics"),
            ("Matomo (Piwik)", "matomo"),
            ("YouTube", "youtube"),
            ("Opendatasoft", "opendatasoft"),
            ("AddToAny", "addtoany"),
        ] {
            assert_eq!(lookup.within(text).as_deref(), Some(id), "{text}");
        }
        assert_eq!(lookup.within("Commune de Java-sur-Loire"), None);
        assert_eq!(lookup.within("Google"), None);
        assert_eq!(lookup.host(".youtube.com").as_deref(), Some("youtube"));
    }

    #[test]
    fn every_alias_names_a_service_of_the_catalogue() {
        let catalogue = Catalogue::embedded();
        let tables: Table = toml::from_str(NAMES).unwrap();
        for (tool, table) in &tables {
            for (name, id) in table.as_table().unwrap() {
                assert!(catalogue.get(id.as_str().unwrap()).is_some(), "{tool}: {name} = {id}");
            }
        }
    }

    #[test]
    fn trackers_are_known_by_any_placeholder() {
        for (pattern, name) in [
            ("_pk_id.*", "_pk_id"),
            ("_pk_id.*", "_pk_id.1.1fff"),
            ("_pk_id.*", "_pk_id.<appID>.<domainHash>"),
            ("_ga_*", "_ga_XXXXXXX"),
            ("_ga_*", "_ga_<container-id>"),
            ("_ga_*", "_ga_#"),
            ("_ga", "_ga"),
        ] {
            assert!(is_same(pattern, name), "{pattern} {name}");
        }
        assert!(!is_same("_ga", "_gat") && !is_same("_ga", "_ga_x"));
    }

    #[test]
    fn a_name_means_the_tracker_of_that_name_before_any_pattern() {
        let catalogue = Catalogue::embedded();
        let names = |id: &str, name: &str| {
            trackers_of(catalogue.get(id).unwrap(), name).iter().map(|it| it.name.clone()).collect::<Vec<_>>()
        };
        assert_eq!(names("google-analytics", "_ga"), ["_ga"]);
        assert_eq!(names("google-analytics", "_ga_<id>"), ["_ga_*"]);
        assert!(names("matomo", "_pk_*").len() > 3);
        assert_eq!(Lookup::new(&catalogue).owner("_ga_XXXX"), Some("google-analytics"));
    }
}
