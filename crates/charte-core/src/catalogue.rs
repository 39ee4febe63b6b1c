//! The services that charte knows, one embedded TOML file each. A file is read when its service is first looked up.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use crate::diagnostic::Diagnostic;
use crate::model::Service;
use crate::reader::{Document, Table};
use crate::rules::declaration;
use crate::service;
use crate::suggest::{self, Names};

include!(concat!(env!("OUT_DIR"), "/catalogue.rs"));

/// What a service of the catalogue is recognised by. The build script extracts it, so that it is known without reading
/// the file.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Claims {
    /// Its id.
    pub id: &'static str,
    /// As [`Service::hosts`].
    pub hosts: &'static [&'static str],
    /// As [`Service::paths`].
    pub paths: &'static [&'static str],
    /// As [`Service::signatures`].
    pub signatures: &'static [&'static str],
    /// The custom elements among [`Service::embeds`].
    pub elements: &'static [&'static str],
    /// As [`Service::instead_of`].
    pub instead_of: &'static [&'static str],
    /// Id of its purpose.
    pub purpose: &'static str,
    /// Whether it has [`Service::queues`] or [`Service::calls`], which scripts can use before it has loaded.
    pub has_calls: bool,
}

/// One file of the catalogue.
#[derive(Debug, Clone, Copy)]
struct File {
    claims: Claims,
    aliases: &'static [&'static str],
    text: &'static str,
}

/// The known services, by id.
#[derive(Debug, Clone, Default)]
pub struct Catalogue {
    files: BTreeMap<&'static str, (File, OnceLock<Option<Service>>)>,
    /// What services are called, made when a name is first looked for.
    names: OnceLock<Named>,
}

/// Ids and aliases.
#[derive(Debug, Clone, Default)]
struct Named {
    /// The id, by the letters of each name.
    ids: BTreeMap<String, &'static str>,
    names: Names<'static>,
}

impl Catalogue {
    /// The embedded catalogue. The tests of this crate check its files; a wrong one would be left out.
    pub fn embedded() -> Self {
        let files = FILES.iter().map(|file| (file.claims.id, (*file, OnceLock::new()))).collect();
        Catalogue { files, names: OnceLock::new() }
    }

    /// The service of that id, which is read at its first use.
    pub fn get(&self, id: &str) -> Option<&Service> {
        let (file, service) = self.files.get(id)?;
        service.get_or_init(|| read(file.claims.id, file.text).0).as_ref()
    }

    /// Whether it has a service of that id.
    pub fn has(&self, id: &str) -> bool {
        self.files.contains_key(id)
    }

    /// Every id, in alphabetical order.
    pub fn ids(&self) -> impl Iterator<Item = &str> {
        self.files.keys().copied()
    }

    /// Other names under which authors look for the service of that id: products, former names, keys of other consent
    /// managers. A manifest cannot use them: a service has one name in it.
    pub fn aliases(&self, id: &str) -> &'static [&'static str] {
        self.files.get(id).map_or(&[], |(file, _)| file.aliases)
    }

    /// The id of the service whose id or alias `word` is, whatever its case, spaces and hyphens: `ga4`, `Google Maps`.
    pub fn find(&self, word: &str) -> Option<&'static str> {
        self.named().ids.get(&suggest::letters(word)).copied()
    }

    /// The id of the service whose id or alias is most likely misspelt as `word`.
    pub fn misspelt(&self, word: &str) -> Option<&'static str> {
        self.find(self.named().names.misspelt(word)?)
    }

    /// The id of the only service that `word` can be meant for: by one of its names, or by a slip of one.
    pub fn certain(&self, word: &str) -> Option<&'static str> {
        let mut ids: Vec<&str> = self.named().names.slips(word).filter_map(|name| self.find(name)).collect();
        ids.sort_unstable();
        ids.dedup();
        self.find(word).or(if ids.len() == 1 { self.find(ids.first()?) } else { None })
    }

    fn named(&self) -> &Named {
        self.names.get_or_init(|| {
            let files = || self.files.values().map(|(file, _)| file);
            let names = |file: &File| file.aliases.iter().copied().chain([file.claims.id]);
            let ids = files().flat_map(|file| names(file).map(|name| (suggest::letters(name), file.claims.id)));
            Named { ids: ids.collect(), names: Names::of(files().flat_map(names)) }
        })
    }

    /// What every service is recognised by, in the order of ids.
    pub fn claims(&self) -> impl Iterator<Item = Claims> {
        self.files.values().map(|(file, _)| file.claims)
    }

    /// Every service, in the order of ids. This reads every file.
    pub fn services(&self) -> impl Iterator<Item = &Service> {
        self.files.keys().filter_map(|id| self.get(id))
    }
}

/// One catalogue file: its service, if it is whole, and what is wrong with it.
fn read(id: &str, text: &str) -> (Option<Service>, Vec<Diagnostic>) {
    let file = format!("{id}.toml");
    let doc = Document::new(&file, text);
    let root = doc.parse();
    let table = Table::root(&doc, &root);
    // The build script has taken them out: this only checks their type. In a manifest the key is unknown.
    let _ = table.strings("aliases");
    // What the sources do not state, of which a portal is not told: a test compares it with what is missing.
    let _ = table.strings("unstated");
    let patch = service::read(table);
    let made = patch.apply(id, None);
    if let Err(missing) = &made {
        doc.report(declaration::SERVICE_INCOMPLETE.finding(format!("missing: {}", missing.join(", "))));
    }
    if made.as_ref().is_ok_and(|service| service.facts.is_none()) {
        doc.report(declaration::SERVICE_INCOMPLETE.finding("missing: facts"));
    }
    (made.ok(), doc.into_findings())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::*;

    #[test]
    fn every_file_is_whole_and_has_both_languages() {
        for File { claims: Claims { id, .. }, text, .. } in FILES {
            let (service, findings) = read(id, text);
            assert!(findings.is_empty(), "{id}: {findings:#?}");
            let service = service.unwrap();
            let mut texts = vec![&service.description, &service.data, &service.refused, &service.recipients];
            for tracker in &service.trackers {
                assert!(!tracker.description.is_empty(), "{id}: {} says not what it is for", tracker.name);
                texts.extend([&tracker.label, &tracker.description, &tracker.lifetime_note]);
            }
            for texts in texts.into_iter().filter(|texts| !texts.is_empty()) {
                assert!(texts.contains_key("fr") && texts.contains_key("en"), "{id}: {texts:?}");
            }
        }
    }

    /// What is missing is marked as not stated in the sources of a file, and nothing else is.
    #[test]
    fn what_the_sources_do_not_state_is_marked() {
        for File { claims: Claims { id, .. }, text, .. } in FILES {
            let service = read(id, text).0.unwrap();
            let has_gap = service.transfer.as_ref().is_some_and(|transfer| transfer.mechanism.is_none());
            let has_open = service.trackers.iter().any(|tracker| tracker.lifetime.is_none());
            let table: toml::Table = text.parse().unwrap();
            let marks = table.get("unstated").and_then(toml::Value::as_array).cloned().unwrap_or_default();
            let marks: Vec<&str> = marks.iter().filter_map(toml::Value::as_str).collect();
            let gaps = [("transfer", has_gap), ("lifetime", has_open)];
            let gaps: Vec<&str> = gaps.iter().filter(|(_, is_open)| *is_open).map(|(mark, _)| *mark).collect();
            assert_eq!(marks, gaps, "{id}");
        }
    }

    #[test]
    fn no_two_services_claim_the_same_address_or_signature() {
        let mut claims: BTreeMap<String, String> = BTreeMap::new();
        for service in Catalogue::embedded().services() {
            for claim in service.hosts.iter().chain(&service.paths).chain(&service.signatures) {
                let other = claims.insert(claim.clone(), service.id.clone());
                assert_eq!(other, None, "{claim} is claimed by {} too", service.id);
            }
        }
    }

    #[test]
    fn no_two_services_have_the_same_name() {
        let catalogue = Catalogue::embedded();
        let mut names: BTreeMap<String, &str> = BTreeMap::new();
        for id in catalogue.ids() {
            for name in catalogue.aliases(id).iter().copied().chain([id]) {
                let is_plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
                assert!(name.bytes().all(is_plain), "{id}: {name}");
                let other = names.insert(suggest::letters(name), id);
                assert_eq!(other, None, "{name} is a name of {id} too");
            }
        }
    }

    #[test]
    fn services_are_found_by_the_names_that_authors_use() {
        let catalogue = Catalogue::embedded();
        for (word, id) in [
            ("ga4", "google-analytics"),
            ("gtag", "google-analytics"),
            ("GTM", "google-tag-manager"),
            ("osm", "openstreetmap"),
            ("ign", "geoportail"),
            ("twitter", "x"),
            ("piwik", "matomo"),
            ("atinternet", "piano"),
            ("google-recaptcha", "recaptcha"),
            ("maps", "google-maps"),
            ("gmaps", "google-maps"),
            ("googlemaps", "google-maps"),
            ("fb", "facebook"),
            ("insta", "instagram"),
            ("linkedin-insight-tag", "linkedin-insight"),
            ("xiti", "xiti"),
            ("piano", "piano"),
            ("yt", "youtube"),
            ("h-captcha", "hcaptcha"),
            ("Google Analytics", "google-analytics"),
        ] {
            assert_eq!(catalogue.find(word), Some(id), "{word}");
        }
        assert_eq!(catalogue.find("data.gouv.fr"), None);
    }

    #[test]
    fn a_misspelt_name_never_suggests_another_vendor() {
        let catalogue = Catalogue::embedded();
        for (word, id) in
            [("youtub", "youtube"), ("twiter", "x"), ("googel-maps", "google-maps"), ("recaptcha-v3", "recaptcha")]
        {
            assert_eq!(catalogue.misspelt(word), Some(id), "{word}");
        }
        for word in ["data.gouv.fr", "zzz-stats", "google", "map", "mon-service", "x-portail", ""] {
            assert_eq!(catalogue.misspelt(word), None, "{word}");
        }
    }

    #[test]
    fn what_the_law_never_exempts_is_marked() {
        let catalogue = Catalogue::embedded();
        for id in ["google-analytics", "recaptcha"] {
            assert!(catalogue.get(id).unwrap().never_exempt.is_some(), "{id}");
        }
    }
}
