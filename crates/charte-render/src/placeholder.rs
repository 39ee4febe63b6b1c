//! The documents that are shown instead of embeds until consent.

use charte_core::diagnostic::Diagnostic;
use charte_core::model::Service;
use serde_json::{Map, Value, json};

use crate::address::{self, folder};
use crate::held_embed::HeldEmbed;
use crate::keys::object;
use crate::names::{PLACEHOLDER_STYLESHEET, UNKNOWN_SERVICE, id_of};
use crate::renderer::Renderer;
use crate::translation::Translation;
use crate::view::PlaceholderView;
use crate::{ascii, resource};

impl Renderer {
    /// The document that a frame shows instead of its own until consent. Its style sheet is in charte's own folder.
    ///
    /// # Errors
    /// A template that fails.
    pub fn placeholder(&self, language: &str, waiting: &HeldEmbed<'_>) -> Result<String, Vec<Diagnostic>> {
        let content = self.placeholder_content(language, waiting)?;
        let direction = self.translation(language)?.words.direction;
        Ok(format!(
            "<!doctype html><html lang=\"{language}\" dir=\"{direction}\"><meta name=\"color-scheme\" content=\"light dark\">\
             <link rel=\"stylesheet\" href=\"{}{PLACEHOLDER_STYLESHEET}\"><body>{content}",
            folder(&self.charter)
        ))
    }

    /// Configuration of later.js for embeds that scripts make: the placeholder of each service, and how to find the service of an
    /// embed.
    pub(super) fn placeholders(&self, language: &str) -> Result<Map<String, Value>, Vec<Diagnostic>> {
        let mut documents = Map::new();
        let ids =
            self.charter.requiring_consent().map(|service| service.id.clone()).chain([UNKNOWN_SERVICE.to_owned()]);
        for id in ids {
            let waiting = HeldEmbed { services: std::slice::from_ref(&id), address: UNKNOWN_ADDRESS, title: None };
            let document = self.placeholder(language, &waiting)?;
            documents.insert(id, document.into());
        }
        let hosts: Map<String, Value> =
            self.charter.requiring_consent().map(|service| (service.id.clone(), json!(service.hosts))).collect();
        let places = self.charter.requiring_consent().filter(|service| !service.embeds.is_empty());
        let selector = |service: &Service| service.embeds.iter().map(ToString::to_string).collect::<Vec<_>>().join(",");
        let places: Vec<Value> = places.map(|service| json!([service.id, selector(service)])).collect();
        let host = UNKNOWN_ADDRESS.trim_start_matches("https://").trim_end_matches('/');
        Ok(object! { documents: documents, hosts: hosts, selectorsByService: places, placeholderHost: host })
    }

    /// The body of that document.
    pub(super) fn placeholder_content(
        &self,
        language: &str,
        waiting: &HeldEmbed<'_>,
    ) -> Result<String, Vec<Diagnostic>> {
        let translation = self.translation(language)?;
        let services: Vec<&Service> = waiting.services.iter().filter_map(|id| self.service(id)).collect();
        let names: Vec<&str> = services.iter().map(|service| service.name.as_str()).collect();
        let mut providers: Vec<&str> = services.iter().map(|service| service.provider.name.as_str()).collect();
        providers.dedup();
        let address = resource::page(waiting.address);
        let host = address::host(&address);
        let where_to = host.clone().unwrap_or_else(|| translation.words.text("placeholder.elsewhere"));
        let view = PlaceholderView {
            lang: language.into(),
            dir: translation.words.direction,
            services: if waiting.services.is_empty() { UNKNOWN_SERVICE.into() } else { waiting.services.join(" ") },
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

/// Address in placeholders of embeds that scripts make; later.js replaces it by the address of the embed.
const UNKNOWN_ADDRESS: &str = "https://anywhere.invalid/";

/// The name of a portal theme's own template of placeholders.
const OWN_TEMPLATE: &str = "placeholder.html";

impl Renderer {
    /// Whether another renderer certainly makes the same placeholders, so that none has to be made for a comparison. The built-in
    /// template uses texts of the section `placeholder` only; a theme's own template may use any.
    pub fn makes_same_placeholders(&self, other: &Renderer) -> bool {
        let shown = |service: &Service| {
            (service.id.clone(), service.name.clone(), service.provider.name.clone(), service.placeholder)
        };
        let same_services = self.charter.services.iter().map(shown).eq(other.charter.services.iter().map(shown));
        let same_translations = self.translations.len() == other.translations.len()
            && self.translations.iter().all(|(language, translation)| {
                other.translations.get(language).is_some_and(|other| {
                    !translation.engine.has(OWN_TEMPLATE)
                        && !other.engine.has(OWN_TEMPLATE)
                        && translation.words.has_same_texts(&other.words, "placeholder.")
                })
            });
        self.is_dsfr == other.is_dsfr && same_services && same_translations
    }
}

/// The text of a placeholder's link. It names the kind of content (video, map) if all services have the same.
fn link_text(translation: &Translation, services: &[&Service], host: &str) -> String {
    let kind = services.first().and_then(|service| service.placeholder);
    let kind = kind.filter(|_| services.iter().all(|service| service.placeholder == kind));
    let own = kind.map(|kind| format!("placeholder.link_{}", id_of(&kind)));
    let key = own.filter(|key| translation.words.find(key).is_some()).unwrap_or_else(|| "placeholder.link".into());
    translation.words.text_with(&key, &[("host", host)])
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_built_in_placeholder_says_texts_of_its_section_alone() {
        for files in [charte_themes::BASE, charte_themes::DSFR.1] {
            let (_, template) = files.iter().find(|(name, _)| *name == "placeholder.html").unwrap();
            let said: Vec<&str> = template.split("text(").skip(1).collect();
            assert!(!said.is_empty());
            assert!(said.iter().all(|said| said.starts_with("key=\"placeholder.")), "{template}");
            // What it took in from another template could say anything.
            assert!(!["include", "extends", "import"].iter().any(|word| template.contains(word)), "{template}");
        }
    }
}
