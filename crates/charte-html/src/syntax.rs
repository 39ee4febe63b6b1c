//! How browsers read a page.

use std::path::Path;

/// How browsers read a page, which its server decides by its name.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum Syntax {
    /// As HTML.
    #[default]
    Html,
    /// As XML: `.xhtml` and `.xht`.
    Xml,
}

impl Syntax {
    /// That of a file with this name.
    pub fn of(name: &Path) -> Syntax {
        let ending = name.extension().and_then(|ending| ending.to_str()).unwrap_or_default();
        match ending.eq_ignore_ascii_case("xhtml") || ending.eq_ignore_ascii_case("xht") {
            true => Syntax::Xml,
            false => Syntax::Html,
        }
    }
}
