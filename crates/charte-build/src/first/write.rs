//! A first declaration as TOML: what is known is written, what only the publisher can know is marked.

use std::fmt::Write as _;

use charte_core::legal::{DEFAULT_COUNTRY, LegalOrder};
use charte_core::model::Texts;
use toml::Value;

use super::draft::{Draft, Guess, Service};
use super::import::{ImportedService, ImportedTracker};
use crate::site::path::slashed;

/// What marks a line that its author has to fill in.
const MISSING: &str = "TO COMPLETE";
/// What marks a line that its author has to read.
const GUESSED: &str = "TO CHECK";
/// Where comments begin, if the line is short enough.
const COLUMN: usize = 50;

/// Something that only the publisher can know or confirm.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Open {
    /// The line of the declaration, from 1.
    pub line: usize,
    /// The question.
    pub text: String,
}

impl Draft {
    /// Lines that the author has to complete or to confirm.
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

    /// The country whose law charte knows and whose letters end the site's address; `None` for France, which is assumed.
    fn country(&self) -> Option<&'static str> {
        let host = self.url.value()?.split('/').nth(2)?;
        LegalOrder::country_of(host).filter(|country| *country != DEFAULT_COUNTRY)
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
        if let Some(country) = self.country() {
            text.line("country", &quoted(country), &format!("{GUESSED}: by its address; decides on law and authority"));
        }
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
        let note = "the built site; add `output = \"dist\"` to leave it as it is";
        let missing = format!("{MISSING}: the folder of the built site");
        text.line("input", &quoted(&input), if self.is_input_missing { &missing } else { note });
        let languages = self.languages().iter().map(|language| quoted(language)).collect::<Vec<_>>().join(", ");
        let note = match self.missing_languages.as_slice() {
            [] => String::new(),
            missing => format!("{GUESSED}: the site is in {} too, the imported texts are not", missing.join(", ")),
        };
        text.line("languages", &format!("[{languages}]"), &note);
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
            let note = match &self.updated_in {
                Some(file) => format!("{GUESSED}: the day that {file} bears; the charter shows it"),
                None => "the day that the charter shows".to_owned(),
            };
            text.line("updated", updated, &note);
        }
        if !self.named.is_empty() {
            text.raw("# Scripts of the site name these hosts; the browser refuses them until they are declared like the others:\n");
            self.named.iter().for_each(|host| text.raw(&format!("#   {host}\n")));
        }
    }

    /// What the catalogue does not know about a service.
    fn service(&self, service: &Service, text: &mut Text) {
        if let Some(said) = &service.said {
            return self.said(service, said, text);
        }
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

    /// What imported files say about a service: everything for one of the publisher's own, else what differs from the
    /// catalogue.
    fn said(&self, service: &Service, said: &ImportedService, text: &mut Text) {
        let id = &service.id;
        let is_silent = said.provider.is_none() && said.policy.is_none() && said.description.is_empty();
        if said.is_known && is_silent && service.hosts.is_empty() && said.unnamed.is_empty() {
            said.trackers.iter().for_each(|tracker| text.tracker(id, tracker));
            return;
        }
        text.raw(&format!("\n[service.{id}]\n"));
        if said.is_known {
            if let Some(provider) = &said.provider {
                text.line("provider.name", &quoted(provider), "as the publisher's own text has it");
            }
        } else {
            text.line(
                "name",
                &quoted(said.name.as_deref().unwrap_or(id)),
                &format!("{GUESSED}: the name that visitors know"),
            );
            let provider = said.provider.as_deref().unwrap_or(id);
            text.line("provider.name", &quoted(provider), &format!("{GUESSED}: the company or body behind it"));
            self.purpose(said, text);
        }
        if let Some(policy) = &said.policy {
            text.line("provider.policy", &quoted(policy), "");
        } else if !said.is_known && said.ground.is_none() {
            text.comment("provider.policy", "\"https://…\"", &format!("{MISSING}: the address of its privacy policy"));
        }
        if !service.hosts.is_empty() {
            let hosts = service.hosts.iter().map(|host| quoted(host)).collect::<Vec<_>>().join(", ");
            text.line("hosts", &format!("[{hosts}]"), "");
        } else if !said.is_known && said.ground.is_none() {
            text.comment("hosts", "[\"…\"]", &format!("{MISSING}: the hosts that its scripts and content come from"));
        }
        text.texts("description", &said.description);
        if !said.unnamed.is_empty() {
            let names = said.unnamed.iter().map(|name| quoted(name)).collect::<Vec<_>>().join(", ");
            text.comment(
                "without",
                &format!("[{names}]"),
                &format!("{GUESSED}: trackers of the catalogue that the publisher's own text does not name"),
            );
        }
        said.trackers.iter().for_each(|tracker| text.tracker(id, tracker));
    }

    fn purpose(&self, said: &ImportedService, text: &mut Text) {
        text.line("purpose", &quoted(said.purpose.unwrap_or("content")), &format!("{GUESSED}: what it is for"));
        match said.ground {
            Some(ground) => {
                let note = format!("{GUESSED}: only if it is that, and the site does not work without it");
                text.line("consent", &format!("{{ exempt = {} }}", quoted(ground)), &note);
            }
            None => text.line("consent", "\"required\"", "or { exempt = \"<ground>\" }"),
        }
        if said.description.is_empty() {
            let name = said.name.as_deref().unwrap_or(&said.id);
            let describe = |language: &String| format!("{language} = {}", quoted(&description(language, name)));
            let texts = self.languages().iter().map(describe).collect::<Vec<_>>().join(", ");
            text.line("description", &format!("{{ {texts} }}"), &format!("{GUESSED}: what it does on the site"));
        }
    }
}

/// The description of a service of which only the host is known.
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

    /// A line that is commented out.
    fn comment(&mut self, key: &str, value: &str, comment: &str) {
        self.padded(&format!("# {key} = {value}"), comment);
    }

    /// Texts by language, if there are any.
    fn texts(&mut self, key: &str, texts: &Texts) {
        let texts: Vec<String> =
            texts.iter().map(|(language, text)| format!("{language} = {}", quoted(text))).collect();
        if !texts.is_empty() {
            self.line(key, &format!("{{ {} }}", texts.join(", ")), "");
        }
    }

    fn tracker(&mut self, service: &str, tracker: &ImportedTracker) {
        self.raw(&format!("\n[[service.{service}.tracker]]\n"));
        self.line("name", &quoted(&tracker.name), "");
        for (key, value) in [("kind", tracker.kind), ("party", tracker.party), ("location", tracker.location)] {
            if let Some(value) = value {
                self.line(key, &quoted(value), "");
            }
        }
        self.texts("label", &tracker.label);
        self.texts("description", &tracker.description);
        match tracker.lifetime {
            Some(lifetime) => self.line("lifetime", &quoted(&lifetime.to_string()), ""),
            None if !tracker.is_known => {
                self.comment(
                    "lifetime",
                    "\"13 months\"",
                    &format!("{MISSING}: how long it is kept, as a browser shows it"),
                );
            }
            None => {}
        }
        self.texts("lifetime_note", &tracker.lifetime_note);
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
