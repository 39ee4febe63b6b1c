//! The themes built into charte, as files and one table.

/// The files of a theme: path inside the theme, and content. One style sheet is written in parts, which are joined.
macro_rules! files {
    ($theme:literal: $($path:literal)* joined: $joined:literal = $($part:literal)* texts: $($language:literal)*) => {
        &[
            $(($path, include_str!(concat!("../", $theme, "/", $path))),)*
            ($joined, concat!($(include_str!(concat!("../", $theme, "/", $part))),*)),
            $((
                concat!("texts/", $language, ".toml"),
                include_str!(concat!("../", $theme, "/texts/", $language, ".toml")),
            ),)*
        ]
    };
}

/// The files of the base theme.
pub const BASE: &[(&str, &str)] = files! {
    "base":
    "theme.toml" "charter.html" "page.html" "placeholder.html" "link.html"
    "banner.css" "preferences.css" "placeholder.css"
    joined: "charter.css" = "charter/text.css" "charter/services.css" "charter/screens.css"
    texts:
    "ar" "bg" "br" "ca" "cs" "da" "de" "el" "en" "es" "et" "eu" "fi" "fr" "ga" "gl" "hr" "hu" "is" "it" "lt" "lv" "mt"
    "nl" "no" "oc" "pl" "pt" "ro" "sk" "sl" "sv" "tr" "uk"
};

/// A theme over the base: its name, which is its folder's too, and its files.
macro_rules! named {
    ($name:literal: $($path:literal)*) => {
        ($name, &[$(($path, include_str!(concat!("../", $name, "/", $path))),)*])
    };
}

/// Name of the base theme.
pub const BASE_NAME: &str = "base";

/// A built-in theme over the base: its name, and its files as in [`BASE`].
pub type Named = (&'static str, &'static [(&'static str, &'static str)]);

/// The themes over the base that any site may use.
pub const NAMED: &[Named] = &[
    named!("townhall": "theme.toml" "banner-more.css" "preferences-more.css" "placeholder-more.css" "charter-more.css"),
    named!("night": "theme.toml" "banner-more.css" "preferences-more.css" "placeholder-more.css" "charter-more.css"),
    named!("contrast": "theme.toml" "banner-more.css" "preferences-more.css" "placeholder-more.css" "charter-more.css"),
    named!("card": "theme.toml" "banner-more.css" "charter-more.css"),
    named!("strip": "theme.toml" "banner-more.css" "charter-more.css"),
];

/// The theme for the French State's design system (DSFR), which only sites of the State may use. It has class names only; the
/// style sheets are the site's.
pub const DSFR: Named = named!(
    "dsfr": "theme.toml" "charter.html" "page.html" "placeholder.html" "link.html"
    "banner.css" "preferences.css" "placeholder.css" "charter.css" "texts/fr.toml" "texts/en.toml"
);

/// The built-in theme over the base with that name.
pub fn named(name: &str) -> Option<Named> {
    NAMED.iter().copied().chain([DSFR]).find(|(known, _)| *known == name)
}

/// The documentation of themes and tokens.
const README: &str = include_str!("../README.md");

/// The names of the built-in themes, the base first.
pub fn built_in() -> impl Iterator<Item = &'static str> {
    let named = NAMED.iter().chain([&DSFR]);
    std::iter::once(BASE_NAME).chain(named.map(|(name, _)| *name))
}

/// Whether charte has a theme of this name.
pub fn is_built_in(name: &str) -> bool {
    built_in().any(|known| known == name)
}

/// One line on the look of a built-in theme, from the README.
pub fn look(name: &str) -> Option<&'static str> {
    row("| built in |", name)
}

/// One line on the use of a token, from the README.
pub fn token(name: &str) -> Option<&'static str> {
    row("| token |", name)
}

/// The second column of a row in the README's table with this heading.
fn row(heading: &str, name: &str) -> Option<&'static str> {
    let (_, table) = README.split_once(heading)?;
    let mut rows = table.lines().skip(2).take_while(|line| line.starts_with('|'));
    rows.find_map(|row| {
        Some(
            row.strip_prefix("| `")?
                .strip_prefix(name)?
                .strip_prefix("` | ")?
                .split(" | ")
                .next()?
                .trim_end_matches(" |"),
        )
    })
}

#[cfg(test)]
mod tests {
    use super::{BASE_NAME, NAMED, look, token};

    #[test]
    fn every_theme_is_described_and_nothing_else() {
        for name in std::iter::once(BASE_NAME).chain(NAMED.iter().map(|(name, _)| *name)) {
            let words = look(name).unwrap_or_default();
            assert!(words.len() > 20 && !words.contains('|'), "{name}: {words}");
        }
        assert_eq!(look("nigh"), None);
        assert_eq!(token("accent"), Some("buttons and links"));
        assert_eq!(token("night"), None);
    }
}
