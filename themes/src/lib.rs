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
