//! A first declaration in the making, and its TOML: what is known is written, what only the publisher can know is marked.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use toml::Value;

use super::facts::Facts;
use crate::site::path::slashed;

/// What marks a line that its author has to fill in.
const MISSING: &str = "TO COMPLETE";
/// What marks a line that its author has to read.
const GUESSED: &str = "TO CHECK";
/// Where comments begin, if the line is short enough.
const COLUMN: usize = 50;

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
    /// Languages, the first one the charter's own.
    pub languages: Vec<String>,
    /// The page whose look the charter takes.
    pub frame: Option<String>,
    /// The day of the charter, as `2026-11-30`.
    pub updated: Option<String>,
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
    /// Nobody knows it but the publisher.
    #[default]
    Missing,
    /// Read somewhere in the site: the value, and where.
    Seen(String, String),
    /// Said by the author.
    Said(String),
}

impl Guess {
    /// What was read in a site, if anything was.
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
}

impl Service {
    /// A service of the catalogue, seen on pages.
    pub fn known(id: &str, pages: &[String], page_count: usize) -> Service {
        Service { id: id.to_owned(), is_known: true, hosts: Vec::new(), pages: pages.to_vec(), page_count }
    }

    /// A host that the catalogue does not know.
    pub fn unknown(host: &str, pages: &[String], page_count: usize) -> Service {
        let words = host.trim_start_matches("www.").split(|letter: char| !letter.is_ascii_alphanumeric());
        let id = words.filter(|word| !word.is_empty()).collect::<Vec<_>>().join("-").to_ascii_lowercase();
        Service { id, is_known: false, hosts: vec![host.to_owned()], pages: pages.to_vec(), page_count }
    }

    fn is_seen_in(&self) -> String {
        let more = self.page_count.saturating_sub(2).min(self.page_count.saturating_sub(self.pages.len().min(2)));
        let names = self.pages.iter().take(2).map(String::as_str).collect::<Vec<_>>().join(", ");
        match (names.is_empty(), more) {
            (true, _) => String::new(),
            (false, 0) => names,
            (false, more) => format!("{names} and {more} more"),
        }
    }
}

/// Something that only the publisher can know or confirm.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Open {
    /// The line of the declaration, from 1.
    pub line: usize,
    /// What is asked.
    pub text: String,
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

    /// Lines that wait for their author.
    pub fn open(&self) -> Vec<Open> {
        let text = self.to_toml();
        let marked = text.lines().enumerate().skip_while(|(_, line)| line.starts_with('#'));
        let asked = marked.filter_map(|(index, line)| {
            let (_, asked) = [MISSING, GUESSED].into_iter().find_map(|mark| line.split_once(&format!("{mark}: ")))?;
            let key = line.trim_start_matches("# ").split(['=', '#']).next().unwrap_or_default().trim();
            Some(Open { line: index + 1, text: format!("`{key}`: {asked}") })
        });
        asked.collect()
    }

    /// The declaration as `charte.toml`.
    pub fn to_toml(&self) -> String {
        let mut text = Text::default();
        if !self.origin.is_empty() {
            text.raw(&format!(
                "# What this site keeps on its visitors' devices and whom it contacts: a first declaration, {}.\n\
                 # Lines with {MISSING} or {GUESSED} ask for what only the publisher can know. `charte check` reads this file,\n\
                 # `charte build` writes charter, banner and held pages.\n",
                self.origin
            ));
        }
        text.raw("version = 1\n\n[publisher]  # who answers for the site (GDPR, article 13)\n");
        let unnamed = Guess::Said(self.id());
        let publisher = if self.publisher.value().is_none() { &unnamed } else { &self.publisher };
        let note = if self.publisher.value().is_none() { format!("{MISSING}: its name") } else { String::new() };
        text.guess("name", publisher, "its name", "", &note);
        text.guess("contact", &self.contact, "an e-mail or web address", "mairie@example.fr", "");
        text.guess("dpo", &self.dpo, "how to reach the data-protection officer", "dpo@example.fr", "");
        // A public body without an officer is an error, which would stop the first build.
        match self.is_public {
            Some(true) if self.dpo.value().is_some() => {
                text.line("public_body", "true", &format!("{GUESSED}: a public body owes a data-protection officer"));
            }
            Some(false) => text.line("public_body", "false", ""),
            _ => text.comment(
                "public_body",
                "true",
                &format!("{MISSING}: with `dpo`, if the publisher is a public body"),
            ),
        }
        for (key, link) in &self.links {
            text.line(key, &quoted(link), "");
        }
        self.portal(&mut text);
        for service in &self.services {
            self.service(service, &mut text);
        }
        text.text
    }

    fn portal(&self, text: &mut Text) {
        text.raw(&format!("\n[portal.{}]\n", self.id()));
        let unnamed = Guess::Said(self.id());
        let (name, note) = match self.name.value() {
            Some(_) => (&self.name, String::new()),
            None => (&unnamed, format!("{MISSING}: the site's name, as visitors know it")),
        };
        text.guess("name", name, "the site's name", "", &note);
        let nowhere = Guess::Said("https://www.example.fr".into());
        let (url, note) = match self.url.value() {
            Some(_) => (&self.url, String::new()),
            None => (&nowhere, format!("{MISSING}: where the site is published")),
        };
        text.guess("url", url, "where the site is published", "", &note);
        let input = slashed(Ok(&self.input));
        let input = if input.is_empty() { ".".into() } else { input };
        text.line("input", &quoted(&input), "the built site; add `output = \"dist\"` to leave it as it is");
        let languages = self.languages().iter().map(|language| quoted(language)).collect::<Vec<_>>().join(", ");
        text.line("languages", &format!("[{languages}]"), "");
        if let Some(frame) = &self.frame {
            let language = self.languages().first().cloned().unwrap_or_default();
            text.line(
                "frame",
                &format!("{{ {language} = {} }}", quoted(frame)),
                "the charter takes the look of this page",
            );
        }
        if self.services.is_empty() {
            text.line("services", "[]", "nothing was found that keeps anything or contacts a third party");
        } else {
            text.raw("services = [\n");
            for service in &self.services {
                text.padded(&format!("  {},", quoted(&service.id)), &service.is_seen_in());
            }
            text.raw("]\n");
        }
        if let Some(updated) = &self.updated {
            text.line("updated", updated, "the day that the charter shows");
        }
        if !self.named.is_empty() {
            text.raw("# Scripts of the site name these hosts; the browser refuses them until they are declared like the others:\n");
            self.named.iter().for_each(|host| text.raw(&format!("#   {host}\n")));
        }
    }

    /// What the catalogue does not say of a service.
    fn service(&self, service: &Service, text: &mut Text) {
        let hosts = service.hosts.iter().map(|host| quoted(host)).collect::<Vec<_>>().join(", ");
        if service.is_known {
            if !service.hosts.is_empty() {
                text.raw(&format!("\n[service.{}]\n", service.id));
                text.line("hosts", &format!("[{hosts}]"), "where this one runs");
            }
            return;
        }
        let host = service.hosts.first().map_or("", String::as_str);
        text.raw(&format!("\n[service.{}]\n", service.id));
        text.line(
            "name",
            &quoted(host),
            &format!("{GUESSED}: the name that visitors know; the catalogue does not know this host"),
        );
        text.line("purpose", "\"content\"", &format!("{GUESSED}: what it is for"));
        text.line(
            "consent",
            "\"required\"",
            "or { exempt = \"<ground>\" }, or the host in `allow` if it keeps and reads nothing",
        );
        text.line("hosts", &format!("[{hosts}]"), "");
        let describe = |language: &String| format!("{language} = {}", quoted(&description(language, host)));
        let texts = self.languages().iter().map(describe).collect::<Vec<_>>().join(", ");
        text.line("description", &format!("{{ {texts} }}"), &format!("{GUESSED}: what it does on the site"));
        text.raw(&format!("\n[service.{}.provider]\n", service.id));
        text.line("name", &quoted(host), &format!("{GUESSED}: the company or body behind it"));
        text.comment(
            "policy",
            &quoted(&format!("https://{host}/")),
            &format!("{MISSING}: the address of its privacy policy"),
        );
    }
}

/// Whether a name is a public body's.
fn has_public_word(name: &str) -> bool {
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

/// What a service does of which only the host is known.
fn description(language: &str, host: &str) -> String {
    match language {
        "fr" => format!("Affiche dans les pages du contenu qui vient de {host}."),
        "en" => format!("Shows content from {host} in the pages."),
        "de" => format!("Zeigt auf den Seiten Inhalte von {host}."),
        "es" => format!("Muestra en las páginas contenidos de {host}."),
        "it" => format!("Mostra nelle pagine contenuti di {host}."),
        "nl" => format!("Toont op de pagina’s inhoud van {host}."),
        "pt" => format!("Mostra nas páginas conteúdos de {host}."),
        _ => host.to_owned(),
    }
}

/// A text as TOML writes it.
fn quoted(text: &str) -> String {
    Value::String(text.to_owned()).to_string()
}

/// Lines of TOML, comments under each other.
#[derive(Default)]
struct Text {
    text: String,
}

impl Text {
    fn raw(&mut self, text: &str) {
        self.text.push_str(text);
    }

    /// A line with a comment at the usual column, or behind it.
    fn padded(&mut self, line: &str, comment: &str) {
        // Writing to a String never fails.
        let _ = match comment {
            "" => writeln!(self.text, "{line}"),
            _ => writeln!(self.text, "{line:<COLUMN$} # {comment}"),
        };
    }

    fn line(&mut self, key: &str, value: &str, comment: &str) {
        self.padded(&format!("{key} = {value}"), comment);
    }

    /// A line that is not in force yet.
    fn comment(&mut self, key: &str, value: &str, comment: &str) {
        self.padded(&format!("# {key} = {value}"), comment);
    }

    /// A value with how sure it is; `wanted` and `example` stand for one that nobody knows.
    fn guess(&mut self, key: &str, guess: &Guess, wanted: &str, example: &str, note: &str) {
        match guess {
            Guess::Missing => self.comment(key, &quoted(example), &format!("{MISSING}: {wanted}")),
            Guess::Seen(value, source) => self.line(key, &quoted(value), &format!("{GUESSED}: {source}")),
            Guess::Said(value) => self.line(key, &quoted(value), note),
        }
    }
}
