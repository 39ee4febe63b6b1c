//! A first declaration in the making: what is known, and how sure it is.

use std::path::{Path, PathBuf};

use super::facts::Facts;
use super::import::ImportedService;

/// A first declaration of one portal.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Draft {
    /// The publisher's name.
    pub publisher: Guess,
    /// Its e-mail or web address.
    pub contact: Guess,
    /// How to reach its data-protection officer.
    pub dpo: Guess,
    /// Whether it is a public body.
    pub is_public: Option<bool>,
    /// Pages that the charter links to, as keys of the manifest and addresses.
    pub links: Vec<(&'static str, String)>,
    /// The portal's name.
    pub name: Guess,
    /// Where it is published.
    pub url: Guess,
    /// The built site, relative to the declaration's folder.
    pub input: PathBuf,
    /// Whether that folder is only the usual one: no built site was there to read.
    pub is_input_missing: bool,
    /// Languages, the first one the charter's own.
    pub languages: Vec<String>,
    /// Languages of the site that the texts of imported files are not in.
    pub missing_languages: Vec<String>,
    /// The page whose look the charter takes.
    pub frame: Option<String>,
    /// The day of the charter, as `2026-11-30`.
    pub updated: Option<String>,
    /// The imported file that says so; `None` where it is the day of the declaration.
    pub updated_in: Option<String>,
    /// What the site uses.
    pub services: Vec<Service>,
    /// Hosts that scripts of the site name, and that nothing shows to be contacted.
    pub named: Vec<String>,
    /// What the declaration was made from, for its first lines.
    pub origin: String,
}

/// A value of a first declaration, and how sure it is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Guess {
    /// Only the publisher knows it.
    #[default]
    Missing,
    /// Found in the site: the value, and where.
    Seen(String, String),
    /// Given by the author.
    Said(String),
}

impl Guess {
    /// What was found in a site, if anything was.
    pub fn seen(value: Option<&String>, source: &str) -> Guess {
        value.map_or(Guess::Missing, |value| Guess::Seen(value.clone(), source.to_owned()))
    }

    /// The value.
    pub fn value(&self) -> Option<&str> {
        match self {
            Guess::Missing => None,
            Guess::Seen(value, _) | Guess::Said(value) => Some(value),
        }
    }
}

/// A service of a first declaration.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Service {
    /// Its id: the catalogue's, or one made from its host.
    pub id: String,
    /// Whether the catalogue knows it.
    pub is_known: bool,
    /// Its hosts, where the catalogue does not say them.
    pub hosts: Vec<String>,
    /// The first pages and files that use it.
    pub pages: Vec<String>,
    /// How many do.
    pub page_count: usize,
    /// What imported files say of it.
    pub said: Option<ImportedService>,
}

impl Service {
    /// A service of the catalogue, seen on pages.
    pub fn known(id: &str, pages: &[String], page_count: usize) -> Service {
        Service { id: id.to_owned(), is_known: true, pages: pages.to_vec(), page_count, ..Service::default() }
    }

    /// A host that the catalogue does not know.
    pub fn unknown(host: &str, pages: &[String], page_count: usize) -> Service {
        let words = host.trim_start_matches("www.").split(|letter: char| !letter.is_ascii_alphanumeric());
        let id = words.filter(|word| !word.is_empty()).collect::<Vec<_>>().join("-").to_ascii_lowercase();
        Service { id, hosts: vec![host.to_owned()], pages: pages.to_vec(), page_count, ..Service::default() }
    }

    pub(super) fn is_seen_in(&self) -> String {
        let more = self.page_count.saturating_sub(2).min(self.page_count.saturating_sub(self.pages.len().min(2)));
        let names = self.pages.iter().take(2).map(String::as_str).collect::<Vec<_>>().join(", ");
        match (names.is_empty(), more) {
            (true, _) => String::new(),
            (false, 0) => names,
            (false, more) => format!("{names} and {more} more"),
        }
    }
}

impl Draft {
    /// A declaration of what a site says of itself; `input` is the built site, relative to the declaration's folder.
    pub fn of(facts: &Facts, input: &Path) -> Draft {
        let links = [
            ("privacy", &facts.privacy),
            ("legal_notice", &facts.legal_notice),
            ("accessibility", &facts.accessibility),
        ];
        let name = Guess::seen(facts.name.as_ref(), "what its pages call the site");
        let is_public = facts.url.as_ref().is_some_and(|url| url.contains(".gouv.fr"))
            || facts.name.as_ref().is_some_and(|name| has_public_word(name));
        Draft {
            publisher: Guess::seen(facts.name.as_ref(), "what its pages call the site"),
            contact: Guess::seen(facts.contact.as_ref(), "an address in its pages"),
            dpo: Guess::seen(facts.dpo.as_ref(), "an address in its pages"),
            is_public: is_public.then_some(true),
            links: links.into_iter().filter_map(|(key, link)| Some((key, link.clone()?))).collect(),
            name,
            url: Guess::seen(facts.url.as_ref(), "the canonical address of its pages"),
            input: input.to_owned(),
            languages: facts.languages.clone(),
            frame: facts.frame.clone(),
            ..Draft::default()
        }
    }

    /// The languages of the declaration: French where no page says its own.
    pub fn languages(&self) -> Vec<String> {
        if self.languages.is_empty() { vec!["fr".into()] } else { self.languages.clone() }
    }

    /// The id of the portal: its host, in letters, digits and hyphens.
    pub fn id(&self) -> String {
        let host = self.url.value().and_then(|url| url.split("//").nth(1)).unwrap_or("portal");
        let host = host.split(['/', ':']).next().unwrap_or_default();
        Service::unknown(host, &[], 0).id
    }
}

/// Whether a name is a public body's.
pub(super) fn has_public_word(name: &str) -> bool {
    const WORDS: [&str; 10] = [
        "commune",
        "mairie",
        "ville",
        "agglomération",
        "communauté",
        "département",
        "région",
        "métropole",
        "ministère",
        "préfecture",
    ];
    name.to_lowercase().split(|letter: char| !letter.is_alphanumeric()).any(|word| WORDS.contains(&word))
}
