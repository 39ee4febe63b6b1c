//! The themes built into charte, as files and one table. It knows nothing of what reads them.

/// The files of a theme: path inside the theme, and content.
macro_rules! files {
    ($theme:literal: $($path:literal)* texts: $($language:literal)*) => {
        &[
            $(($path, include_str!(concat!("../", $theme, "/", $path))),)*
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
    "banner.css" "placeholder.css" "charter.css"
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

/// The themes that anybody may use.
pub const NAMED: &[Named] = &[
    named!("townhall": "theme.toml" "banner-more.css" "placeholder-more.css" "charter-more.css"),
    named!("night": "theme.toml" "banner-more.css" "placeholder-more.css" "charter-more.css"),
    named!("contrast": "theme.toml" "banner-more.css" "placeholder-more.css" "charter-more.css"),
    named!("card": "theme.toml" "banner-more.css" "charter-more.css"),
    named!("strip": "theme.toml" "banner-more.css" "charter-more.css"),
];

/// The French State's design system, which State sites alone may use: class names, and nothing of its look.
pub const STATE: Named = named!(
    "dsfr": "theme.toml" "charter.html" "page.html" "placeholder.html" "link.html"
    "banner.css" "placeholder.css" "charter.css" "texts/fr.toml" "texts/en.toml"
);

/// The theme of that name, if it is built in over the base.
pub fn named(name: &str) -> Option<Named> {
    NAMED.iter().copied().chain([STATE]).find(|(known, _)| *known == name)
}
