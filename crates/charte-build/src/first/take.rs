//! What imported files add to a first declaration.

use std::collections::BTreeSet;

use charte_core::model::Texts;

use super::draft::{Draft, Guess, Service, has_public_word};
use super::import::{Imported, ImportedService};

impl Draft {
    /// Adds the content of a file. What the site says itself has precedence.
    pub fn take(&mut self, imported: &Imported) {
        let source = format!("in {}", imported.file);
        for (guess, value) in [
            (&mut self.url, &imported.url),
            (&mut self.publisher, &imported.publisher),
            (&mut self.contact, &imported.contact),
            (&mut self.dpo, &imported.dpo),
        ] {
            if guess.value().is_none() {
                *guess = Guess::seen(value.as_ref(), &source);
            }
        }
        let is_public = imported.publisher.as_deref().is_some_and(has_public_word);
        if self.is_public.is_none() && is_public {
            self.is_public = Some(true);
        }
        if let Some(updated) = &imported.updated {
            self.updated = Some(updated.clone());
            self.updated_in = Some(imported.file.clone());
        }
        for service in &imported.services {
            self.take_service(service);
        }
        if let Some(language) = &imported.language
            && self.languages.is_empty()
        {
            self.languages.push(language.clone());
        }
        self.settle_languages();
    }

    fn take_service(&mut self, new: &ImportedService) {
        let at = self.services.iter().position(|service| service.id == new.id);
        let at = at.unwrap_or_else(|| {
            self.services.push(Service { id: new.id.clone(), is_known: new.is_known, ..Service::default() });
            self.services.len() - 1
        });
        let service = &mut self.services[at];
        for host in new.hosts.iter().filter(|host| !service.hosts.contains(host)).cloned().collect::<Vec<_>>() {
            service.hosts.push(host);
        }
        let Some(said) = &mut service.said else {
            service.said = Some(new.clone());
            return;
        };
        said.provider = said.provider.take().or_else(|| new.provider.clone());
        said.policy = said.policy.take().or_else(|| new.policy.clone());
        add(&mut said.description, &new.description);
        for tracker in &new.trackers {
            let Some(own) = said.trackers.iter_mut().find(|own| own.name == tracker.name) else {
                said.trackers.push(tracker.clone());
                continue;
            };
            add(&mut own.label, &tracker.label);
            add(&mut own.description, &tracker.description);
            add(&mut own.lifetime_note, &tracker.lifetime_note);
            own.lifetime = own.lifetime.or(tracker.lifetime);
            own.location = own.location.or(tracker.location);
        }
        let is_unnamed = |name: &String| new.unnamed.contains(name) || new.unnamed.is_empty();
        said.unnamed.retain(is_unnamed);
    }

    /// Keeps the languages that every text of the files has: a charter that lacks a text in a language is an error.
    fn settle_languages(&mut self) {
        let texts = self.services.iter().filter_map(|service| service.said.as_ref()).flat_map(|said| {
            let own =
                said.trackers.iter().flat_map(|tracker| [&tracker.label, &tracker.description, &tracker.lifetime_note]);
            own.chain([&said.description])
        });
        let sets: Vec<BTreeSet<&String>> =
            texts.filter(|texts| !texts.is_empty()).map(|texts| texts.keys().collect()).collect();
        let (kept, missing): (Vec<String>, Vec<String>) =
            self.languages.iter().cloned().partition(|language| sets.iter().all(|set| set.contains(language)));
        let first = sets.first().and_then(|set| set.iter().next()).map(|language| (*language).clone());
        self.languages = if kept.is_empty() { first.into_iter().collect() } else { kept };
        let languages = &self.languages;
        let missing = missing.into_iter().filter(|language| !languages.contains(language)).collect::<Vec<_>>();
        self.missing_languages.extend(missing);
    }
}

/// Adds the texts of languages that are missing.
fn add(texts: &mut Texts, new: &Texts) {
    for (language, text) in new {
        texts.entry(language.clone()).or_insert_with(|| text.clone());
    }
}
