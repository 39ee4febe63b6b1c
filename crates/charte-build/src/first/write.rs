//! A first declaration as TOML: what is known is written, what only the publisher can know is marked.

mod service;
mod text;

use charte_core::legal::{DEFAULT_COUNTRY, LegalOrder};

use super::draft::{Draft, Guess};
use crate::site::path::slashed;
use text::{GUESSED, MISSING, Text, quoted};

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
        text.into_string()
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
}
