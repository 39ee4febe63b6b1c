//! Whether the site follows visitors who prefer a dark screen. Where it does not, a dark banner would stand on a light page.

use std::fs;

use charte_html::Syntax;
use memchr::memmem;

use crate::plan::cache::FileCache;
use crate::plan::roots::Roots;
use crate::site::Kind;

/// How many pages are read: a site that states its scheme in its pages does so in each.
const PAGES: usize = 40;

/// How far behind the name of the property its value is looked for, in bytes.
const VALUE: usize = 48;

/// Whether a style sheet, script or page follows the visitor's scheme: it asks for it, or declares that it has both. A class that is
/// dark only when a script sets it does not count.
pub(super) fn follows_visitor(text: &[u8]) -> bool {
    const PROPERTY: &[u8] = b"color-scheme";
    memmem::find_iter(text, PROPERTY).any(|at| {
        let value = &text[at + PROPERTY.len()..];
        let value = &value[..value.len().min(VALUE)];
        let end = memchr::memchr3(b';', b'}', b'>', value).unwrap_or(value.len());
        let has = |word: &[u8]| memmem::find(&value[..end], word).is_some();
        text[..at].ends_with(b"prefers-") || (has(b"light") && has(b"dark"))
    })
}

/// Whether one of the site's first pages does, without what charte has built into them.
pub(super) fn pages_follow_visitor(cache: &FileCache, roots: &Roots) -> bool {
    cache.files().filter(|file| file.kind == Kind::Page).take(PAGES).any(|file| {
        let page = fs::read(roots.input.join(&file.path)).unwrap_or_default();
        follows_visitor(&page) && follows_visitor(&charte_rewrite::strip(&page, Syntax::of_file(&file.path)))
    })
}

#[cfg(test)]
mod tests {
    use super::follows_visitor;

    #[test]
    fn a_text_follows_the_visitor_if_it_asks_for_the_scheme_or_has_both() {
        for text in [
            "@media (prefers-color-scheme: dark) { body { background: #111 } }",
            "matchMedia('(prefers-color-scheme:dark)').matches",
            ":root{color-scheme:light dark}",
            "<meta name=\"color-scheme\" content=\"dark light\">",
            "a{color:red} [data-theme=dark]{color-scheme:dark} @media(prefers-color-scheme:light){}",
        ] {
            assert!(follows_visitor(text.as_bytes()), "{text}");
        }
        for text in [
            "",
            "color-scheme",
            "[data-bs-theme=dark]{color-scheme:dark} .light{}",
            "<meta name=\"color-scheme\" content=\"light\"> <p>light and dark",
            "[data-md-color-scheme=default]{--fg:#000} [data-md-color-scheme=slate]{--fg:#fff}",
            "a{color-scheme:light}b{c:dark}",
        ] {
            assert!(!follows_visitor(text.as_bytes()), "{text}");
        }
    }
}
