//! Tries every template once before any page is written, so that a theme that cannot work stops the build.

use charte_core::diagnostic::Diagnostic;

use crate::{Renderer, UNKNOWN, Waiting, insertable, rules};

impl Renderer {
    /// What fails, or would not come out of a page again as it went in.
    pub(super) fn try_templates(&self) -> Vec<Diagnostic> {
        let mut findings = Vec::new();
        for language in self.translations.keys() {
            let known: Vec<String> = self.charter.services.iter().take(1).map(|service| service.id.clone()).collect();
            let unknown = [UNKNOWN.to_string()];
            let boxed = |services| self.boxed(language, services);
            findings.extend(self.page(language, "").err().into_iter().flatten());
            findings.extend(judge("charter.html", self.charter(language)));
            findings.extend(judge("link.html", self.link(language)));
            findings.extend([boxed(&known), boxed(&unknown)].into_iter().filter_map(Result::err).flatten());
        }
        findings.dedup();
        findings
    }

    /// A placeholder of each service and of one that nobody declared, for those who look at what templates make.
    pub fn samples(&self, language: &str) -> Vec<String> {
        let known = self.charter.services.iter().map(|service| service.id.as_str());
        known.chain([UNKNOWN]).flat_map(|id| self.boxed(language, &[id.to_owned()])).collect()
    }

    fn boxed(&self, language: &str, services: &[String]) -> Result<String, Vec<Diagnostic>> {
        let waiting = Waiting { services, address: "https://embed.example/", ..Waiting::default() };
        self.placeholder_content(language, &waiting)
    }
}

fn judge(template: &str, html: Result<String, Vec<Diagnostic>>) -> Vec<Diagnostic> {
    match html.map(|html| insertable::fault(&html)) {
        Ok(None) => Vec::new(),
        Ok(Some(fault)) => {
            let message = format!("what `{template}` makes cannot be inserted: {fault}");
            vec![rules::THEME_INSERTION.finding(message).help("compare it with the template of the base theme")]
        }
        Err(findings) => findings,
    }
}
