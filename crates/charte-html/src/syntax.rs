//! Whether browsers read a page as HTML or as XML.

use std::path::Path;

/// The syntax in which browsers read a page. Its media type decides, which servers derive from the ending of the file's name.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum Syntax {
    /// The HTML syntax (`text/html`).
    #[default]
    Html,
    /// The XML syntax (`application/xhtml+xml`): files that end in `.xhtml` or `.xht`.
    Xml,
}

impl Syntax {
    /// The syntax of a file, by the ending of its name.
    pub fn of_file(name: &Path) -> Syntax {
        let ending = name.extension().and_then(|ending| ending.to_str()).unwrap_or_default();
        match ending.eq_ignore_ascii_case("xhtml") || ending.eq_ignore_ascii_case("xht") {
            true => Syntax::Xml,
            false => Syntax::Html,
        }
    }
}
