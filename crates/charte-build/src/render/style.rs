//! The stylesheets of a portal: the theme's, short, after the tokens that they use. It does not know what the rules say.

use crate::render::Renderer;
use crate::theme::minify;

impl Renderer {
    /// The contents of [`STYLESHEET`](super::STYLESHEET) and of [`CHARTER_STYLESHEET`](super::CHARTER_STYLESHEET).
    pub fn stylesheets(&self) -> (String, String) {
        (self.css(".charte-placeholder", "placeholder.css"), self.css(".charte-charter,.charte-page", "charter.css"))
    }

    /// The stylesheets of the shadow tree: the banner's, with the tokens that both use, and the one under it of the
    /// preferences, which is read when they are opened.
    pub fn interface_css(&self) -> (String, String) {
        let (banner, preferences) = (self.short("banner.css"), self.short("preferences.css"));
        let tokens = self.tokens.rules(":host", &format!("{banner}{preferences}"));
        (tokens + &banner, preferences)
    }

    fn short(&self, name: &str) -> String {
        minify(self.stylesheets.get(name).map_or("", String::as_str))
    }

    /// A stylesheet after the tokens that it uses, short.
    fn css(&self, selector: &str, name: &str) -> String {
        let css = self.short(name);
        let css = format!("{}{css}", self.tokens.rules(selector, &css));
        // A stylesheet gets the encoding of the page that links it unless it names its own.
        if css.is_ascii() { css } else { format!("@charset \"utf-8\";{css}") }
    }
}
