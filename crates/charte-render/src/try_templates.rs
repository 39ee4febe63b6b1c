//! Renders every template once before any page is written, so that a broken theme stops the build.

use charte_core::diagnostic::Diagnostic;

use crate::{HeldEmbed, Renderer, UNKNOWN_SERVICE, insertable, rules};

impl Renderer {
    /// The templates that fail, or whose result cannot be inserted and removed again.
    pub(super) fn try_templates(&self) -> Vec<Diagnostic> {
        let mut findings = Vec::new();
        for language in self.translations.keys() {
            let known: Vec<String> = self.charter.services.iter().take(1).map(|service| service.id.clone()).collect();
            let unknown = [UNKNOWN_SERVICE.to_string()];
            let sample = |services| self.sample(language, services);
            findings.extend(self.page(language, "").err().into_iter().flatten());
            findings.extend(check("charter.html", self.charter(language)));
            findings.extend(check("link.html", self.link(language)));
            findings.extend([sample(&known), sample(&unknown)].into_iter().filter_map(Result::err).flatten());
        }
        findings.dedup();
        findings
    }

    /// A placeholder for each service and for an undeclared one, to check what the templates contain.
    pub fn samples(&self, language: &str) -> Vec<String> {
        let known = self.charter.services.iter().map(|service| service.id.as_str());
        known.chain([UNKNOWN_SERVICE]).flat_map(|id| self.sample(language, &[id.to_owned()])).collect()
    }

    fn sample(&self, language: &str, services: &[String]) -> Result<String, Vec<Diagnostic>> {
        let waiting = HeldEmbed { services, address: "https://embed.example/", ..HeldEmbed::default() };
        self.placeholder_content(language, &waiting)
    }
}

fn check(template: &str, html: Result<String, Vec<Diagnostic>>) -> Vec<Diagnostic> {
    match html.map(|html| insertable::fault(&html)) {
        Ok(None) => Vec::new(),
        Ok(Some(fault)) => {
            let message = format!("what `{template}` makes cannot be inserted: {fault}");
            vec![rules::files::THEME_INSERTION.finding(message).help("compare it with the template of the base theme")]
        }
        Err(findings) => findings,
    }
}
