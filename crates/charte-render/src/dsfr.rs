//! The theme for the design system of the French State (DSFR): who may use it, and the check of its colours.

use charte_core::charter::Charter;
use charte_core::diagnostic::{Diagnostic, Level};

use crate::rules;
use crate::theme::{Theme, Tokens, check_contrast};

/// An error where the portal is no site of the State: the terms of use of the DSFR reserve it to those.
pub(super) fn check_reserved(theme: &Theme, charter: &Charter) -> Option<Diagnostic> {
    if !theme.is_dsfr || charter.state_site {
        return None;
    }
    let (name, state) = (&charter.folders.theme, charte_themes::DSFR.0);
    let extends = if name == state { String::new() } else { format!(", which `{name}` extends,") };
    let message = format!(
        "the theme `{state}`{extends} is for sites of the French State, and portal `{}` does not say that it is one",
        charter.id
    );
    let help = "towns, regions and all others may not use the State's design system: take another theme, such as \
                `townhall`; a site of the State says `state_site = true`";
    Some(rules::weight::THEME_STATE_ONLY.finding(message).at(charter.places.get("theme").cloned()).help(help))
}

/// Findings about a theme's colours.
pub(super) fn check_colours(theme: &Theme, charter: &Charter, tokens: &Tokens) -> Vec<Diagnostic> {
    if !theme.is_dsfr {
        return check_contrast(tokens);
    }
    let message = "the colours are those of the State's design system, which the pages load: charte checked none";
    let finding = rules::weight::THEME_CONTRAST_UNCHECKED.finding(message).level(Level::Note);
    let finding = finding.at(charter.places.get("theme").cloned());
    vec![
        finding.help("every page must load the design system's style sheet, in a version with its component `consent`"),
    ]
}

#[cfg(test)]
mod tests {
    use crate::Renderer;
    use crate::dsfr::*;
    use crate::fixtures::rich;
    use crate::theme::Folder;

    fn renderer() -> Renderer {
        let folder = Folder { extends: Some("dsfr".into()), ..Folder::default() };
        let theme = Theme::load(charte_themes::BASE, &folder).unwrap();
        Renderer::new(&theme, &Charter { state_site: true, ..rich() }).unwrap()
    }

    #[test]
    fn the_page_has_no_colour_but_the_design_systems() {
        let renderer = renderer();
        let (embeds, charter) = renderer.stylesheets();
        for css in [charter, renderer.banner_css()] {
            for word in ["#", "rgb", "hsl", "oklch", "url(", "--charte-"] {
                assert!(!css.contains(word), "{word} in {css}");
            }
        }
        // The design system does not reach into the frames of placeholders: these have its colours written out.
        for word in ["url(", "var("] {
            assert!(!embeds.contains(word), "{word} in {embeds}");
        }
        assert_eq!(renderer.unchecked_colours().len(), 1, "one note for all colours");
    }
}
