//! The document that stands in place of an embed that waits. It knows the embed's address and title, and no page.

use charte_core::diagnostic::Diagnostic;
use charte_core::model::Service;
use serde_json::{Map, Value, json};

use crate::address::{self, folder};
use crate::keys::object;
use crate::names::{STYLESHEET, UNKNOWN};
use crate::renderer::Renderer;
use crate::translation::Translation;
use crate::view::PlaceholderView;
use crate::waiting::Waiting;
use crate::{ascii, charter_view, resource};

impl Renderer {
    /// The document that a frame shows while its own waits. Its looks are in a style sheet of charte's own folder.
    ///
    /// # Errors
    /// A template that fails.
    pub fn placeholder(&self, language: &str, waiting: &Waiting<'_>) -> Result<String, Vec<Diagnostic>> {
        let content = self.placeholder_content(language, waiting)?;
        let direction = self.translation(language)?.words.direction;
        Ok(format!(
            "<!doctype html><html lang=\"{language}\" dir=\"{direction}\"><meta name=\"color-scheme\" content=\"light dark\">\
             <link rel=\"stylesheet\" href=\"{}{STYLESHEET}\"><body>{content}",
            folder(&self.charter)
        ))
    }

    /// The documents for frames that scripts make, by service, with what tells which service a frame waits for.
    pub(super) fn placeholders(&self, language: &str) -> Result<Map<String, Value>, Vec<Diagnostic>> {
        let mut documents = Map::new();
        let ids = self.charter.asked().map(|service| service.id.clone()).chain([UNKNOWN.to_owned()]);
        for id in ids {
            let waiting = Waiting { services: std::slice::from_ref(&id), address: ANYWHERE, title: None };
            let document = self.placeholder(language, &waiting)?;
            documents.insert(id, document.into());
        }
        let hosts: Map<String, Value> =
            self.charter.asked().map(|service| (service.id.clone(), json!(service.hosts))).collect();
        let places = self.charter.asked().filter(|service| !service.embeds.is_empty());
        let selector = |service: &Service| service.embeds.iter().map(ToString::to_string).collect::<Vec<_>>().join(",");
        let places: Vec<Value> = places.map(|service| json!([service.id, selector(service)])).collect();
        let host = ANYWHERE.trim_start_matches("https://").trim_end_matches('/');
        Ok(object! { documents: documents, hosts: hosts, selectorsByService: places, placeholderHost: host })
    }

    /// What stands in that document.
    pub(super) fn placeholder_content(&self, language: &str, waiting: &Waiting<'_>) -> Result<String, Vec<Diagnostic>> {
        let translation = self.translation(language)?;
        let services: Vec<&Service> = waiting.services.iter().filter_map(|id| self.service(id)).collect();
        let names: Vec<&str> = services.iter().map(|service| service.name.as_str()).collect();
        let mut providers: Vec<&str> = services.iter().map(|service| service.provider.name.as_str()).collect();
        providers.dedup();
        let address = resource::page(waiting.address);
        let host = address::host(&address);
        let where_to = host.clone().unwrap_or_else(|| translation.words.say("placeholder.elsewhere"));
        let view = PlaceholderView {
            lang: language.into(),
            dir: translation.words.direction,
            services: if waiting.services.is_empty() { UNKNOWN.into() } else { waiting.services.join(" ") },
            declared: !services.is_empty() && services.len() == waiting.services.len(),
            name: translation.words.list(names),
            provider: translation.words.list(providers),
            address: host.is_some().then_some(address),
            link: link_text(translation, &services, &where_to),
            host: where_to,
            title: waiting.title.map(str::trim).filter(|title| !title.is_empty()).map(String::from),
        };
        let html = translation.engine.render("placeholder.html", &view)?;
        let lines: Vec<&str> = html.lines().filter(|line| !line.trim().is_empty()).collect();
        Ok(ascii::to_ascii(&lines.join("\n")))
    }
}

/// Stands for an address that is not known before a script has made its frame; the script of the page puts the real one in.
const ANYWHERE: &str = "https://anywhere.invalid/";

/// The template of placeholders as a portal's theme names it, where it has one of its own.
const OWN_TEMPLATE: &str = "placeholder.html";

impl Renderer {
    /// Whether another renderer surely makes the same placeholders, so that not all of them have to be made to compare them.
    /// The built-in template says nothing but texts of its own section; what a theme's own says, nobody knows.
    pub fn has_placeholders_of(&self, other: &Renderer) -> bool {
        let shown = |service: &Service| {
            (service.id.clone(), service.name.clone(), service.provider.name.clone(), service.placeholder)
        };
        let same_services = self.charter.services.iter().map(shown).eq(other.charter.services.iter().map(shown));
        let same_translations = self.translations.len() == other.translations.len()
            && self.translations.iter().all(|(language, translation)| {
                other.translations.get(language).is_some_and(|other| {
                    !translation.engine.has(OWN_TEMPLATE)
                        && !other.engine.has(OWN_TEMPLATE)
                        && translation.words.say_the_same(&other.words, "placeholder.")
                })
            });
        self.is_state == other.is_state && same_services && same_translations
    }
}

/// What the link of a placeholder says: what is behind it, when all its services show the same kind of thing.
fn link_text(translation: &Translation, services: &[&Service], host: &str) -> String {
    let kind = services.first().and_then(|service| service.placeholder);
    let kind = kind.filter(|_| services.iter().all(|service| service.placeholder == kind));
    let own = kind.map(|kind| format!("placeholder.link_{}", charter_view::id_of(&kind)));
    let key = own.filter(|key| translation.words.find(key).is_some()).unwrap_or_else(|| "placeholder.link".into());
    translation.words.say_with(&key, &[("host", host)])
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_built_in_placeholder_says_texts_of_its_section_alone() {
        for files in [charte_themes::BASE, charte_themes::STATE.1] {
            let (_, template) = files.iter().find(|(name, _)| *name == "placeholder.html").unwrap();
            let said: Vec<&str> = template.split("text(").skip(1).collect();
            assert!(!said.is_empty());
            assert!(said.iter().all(|said| said.starts_with("key=\"placeholder.")), "{template}");
            // What it took in from another template could say anything.
            assert!(!["include", "extends", "import"].iter().any(|word| template.contains(word)), "{template}");
        }
    }
}
