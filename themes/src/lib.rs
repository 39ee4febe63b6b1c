//! The themes built into charte, as files and one table. It knows nothing of what reads them.

/// The files of the base theme: path inside the theme, and content.
pub const BASE: &[(&str, &str)] = &[
    ("theme.toml", include_str!("../base/theme.toml")),
    ("charter.html", include_str!("../base/charter.html")),
    ("page.html", include_str!("../base/page.html")),
    ("placeholder.html", include_str!("../base/placeholder.html")),
    ("link.html", include_str!("../base/link.html")),
    ("banner.css", include_str!("../base/banner.css")),
    ("placeholder.css", include_str!("../base/placeholder.css")),
    ("charter.css", include_str!("../base/charter.css")),
    ("texts/fr.toml", include_str!("../base/texts/fr.toml")),
    ("texts/en.toml", include_str!("../base/texts/en.toml")),
];
