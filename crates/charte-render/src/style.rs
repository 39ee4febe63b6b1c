//! The stylesheets of a portal: the theme's, minified, after the tokens that they use.

use crate::Renderer;
use crate::theme::minify;

impl Renderer {
    /// The contents of [`PLACEHOLDER_STYLESHEET`](super::PLACEHOLDER_STYLESHEET) and of [`CHARTER_STYLESHEET`](super::CHARTER_STYLESHEET).
    pub fn stylesheets(&self) -> (String, String) {
        (self.css(".charte-placeholder", "placeholder.css"), self.css(".charte-charter,.charte-page", "charter.css"))
    }

    /// The stylesheet of the banner, for its shadow tree.
    pub fn banner_css(&self) -> String {
        self.css(":host", "banner.css")
    }

    /// The stylesheet of the preferences, which is added to the banner's.
    pub(crate) fn preferences_css(&self) -> String {
        self.css(":host", "preferences.css")
    }

    /// A minified stylesheet after the tokens that it uses.
    fn css(&self, selector: &str, name: &str) -> String {
        let css = minify(self.stylesheets.get(name).map_or("", String::as_str));
        let css = format!("{}{css}", self.tokens.rules(selector, &css));
        // Without `@charset` a browser takes the encoding of the page (CSS Syntax, "determine the fallback encoding").
        if css.is_ascii() { css } else { format!("@charset \"utf-8\";{css}") }
    }
}
