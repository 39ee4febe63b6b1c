//! What the pages of a built site say of themselves and of their publisher: address, name, languages, and the pages that a
//! charter links to. Guesses, for a person to confirm.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use charte_core::diagnostic::{Diagnostic, has_errors};
use charte_html::name::{self, Name};
use charte_html::{Encoding, Scanner, Syntax, Tag, reference};
use url::Url;

use super::titles::common_part;
use crate::site::path::slashed;
use crate::site::{Kind, list};

/// How many pages are read, those nearest to the root first: the rest repeats their frame.
const PAGES: usize = 300;

/// What a site says of itself.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Facts {
    /// Its name: `og:site_name`, else what its titles have in common, else the title of the page nearest to the root.
    pub name: Option<String>,
    /// Where it is published: what its pages call their canonical address, without the page.
    pub url: Option<String>,
    /// The languages of its pages that charte speaks, most pages first.
    pub languages: Vec<String>,
    /// A page in the first language that has a main content: its look can be the charter's.
    pub frame: Option<String>,
    /// Where visitors read how personal data are used.
    pub privacy: Option<String>,
    /// Where the legal notice is.
    pub legal_notice: Option<String>,
    /// Where the accessibility statement is.
    pub accessibility: Option<String>,
    /// The page that tells of cookies today, relative to the site.
    pub cookies: Option<String>,
    /// An e-mail address of the publisher.
    pub contact: Option<String>,
    /// That of the data-protection officer.
    pub dpo: Option<String>,
}

/// What a link leads to by its text, in the five languages that most pages of Europe's public bodies are in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Target {
    Privacy,
    LegalNotice,
    Accessibility,
    Cookies,
}

/// The first whose words are in the text of a link counts.
const TEXTS: [(Target, &[&str]); 4] = [
    (Target::Cookies, &["cookie", "traceurs"]),
    (
        Target::Privacy,
        &[
            "données personnelles",
            "donnees personnelles",
            "confidentialité",
            "protection des données",
            "rgpd",
            "privacy",
            "data protection",
            "datenschutz",
            "privacidad",
            "protección de datos",
            "informativa",
            "protezione dei dati",
        ],
    ),
    (
        Target::LegalNotice,
        &[
            "mentions légales",
            "mentions legales",
            "legal notice",
            "legal information",
            "impressum",
            "aviso legal",
            "note legali",
        ],
    ),
    (
        Target::Accessibility,
        &["accessibilité", "accessibilite", "accessibility", "barrierefreiheit", "accesibilidad", "accessibilità"],
    ),
];

/// Words in the address of a data-protection officer.
const OFFICER: [&str; 7] = ["dpo", "dpd", "rgpd", "gdpr", "donneespersonnelles", "donnees-personnelles", "datenschutz"];

/// Reads the pages of the built site at `site`, nearest to the root first.
///
/// # Errors
/// A folder that cannot be listed.
pub fn facts(site: &Path) -> Result<Facts, Vec<Diagnostic>> {
    // Of whatever name, a folder of charte's is left out.
    let listing = list(site, "");
    if has_errors(&listing.findings) {
        return Err(listing.findings);
    }
    let files = listing.folders.into_iter().flat_map(|folder| folder.files);
    let mut pages: Vec<PathBuf> = files.filter(|file| file.kind == Kind::Page).map(|file| file.path).collect();
    let rank = |path: &PathBuf| (path.components().count(), path.file_stem().is_none_or(|stem| stem != "index"));
    pages.sort_by_key(rank);
    pages.truncate(PAGES);
    let mut gathering = Gathering::default();
    for path in &pages {
        if let Ok(bytes) = fs::read(site.join(path)) {
            gathering.page(&slashed(Ok(path)), &charte_rewrite::strip(&bytes, Syntax::of_file(path)));
        }
    }
    Ok(gathering.done(site))
}

/// What the pages read so far say.
#[derive(Default)]
struct Gathering {
    name: Option<String>,
    /// The titles of pages, the one nearest to the root first.
    titles: Vec<String>,
    /// Canonical addresses without the path of their page.
    roots: BTreeMap<String, usize>,
    languages: BTreeMap<String, usize>,
    frames: Vec<(String, String)>,
    links: BTreeMap<Target, String>,
    contact: Option<String>,
    dpo: Option<String>,
}

impl Gathering {
    fn page(&mut self, path: &str, bytes: &[u8]) {
        let Some(page) = Encoding::detect(bytes).ok().and_then(|encoding| encoding.decode(bytes)) else { return };
        let mut language = String::new();
        let mut title = None;
        let mut scanner = Scanner::new(&page);
        while let Some(tag) = scanner.next() {
            if tag.is_end {
                continue;
            }
            match tag.name {
                name::HTML => language = value(&tag, name::LANG).unwrap_or_default(),
                name::TITLE if title.is_none() => {
                    let end = scanner.next().map_or(page.len(), |end| end.start);
                    title = Some(text(&page[tag.end..end])).filter(|title| !title.is_empty());
                }
                name::META => self.meta(&tag, path),
                name::LINK if has(&tag, name::REL, "canonical") => self.canonical(value(&tag, name::HREF), path),
                name::A => self.link(&tag, &page, path),
                _ => {}
            }
        }
        self.titles.extend(title);
        let language = language.split(['-', '_']).next().unwrap_or_default().to_ascii_lowercase();
        if is_spoken(&language) {
            if charte_rewrite::frame::main_range(&page).is_some() {
                self.frames.push((language.clone(), path.to_owned()));
            }
            *self.languages.entry(language).or_default() += 1;
        }
    }

    fn meta(&mut self, tag: &Tag<'_>, path: &str) {
        let property = tag.attributes().find(|attribute| tag.raw_name_of(attribute).eq_ignore_ascii_case(b"property"));
        let Some(property) = property.map(|attribute| reference::decode(attribute.value).into_owned()) else { return };
        let content = value(tag, name::CONTENT).filter(|content| !content.is_empty());
        match property.as_str() {
            "og:site_name" => self.name = self.name.take().or(content),
            "og:url" => self.canonical(content, path),
            _ => {}
        }
    }

    /// Takes a page's address for the site's: what comes before the page's own path.
    fn canonical(&mut self, address: Option<String>, path: &str) {
        let Some(address) = address.filter(|address| address.starts_with("http")) else { return };
        let end = path.strip_suffix("index.html").unwrap_or(path);
        let clean = end.strip_suffix(".html").unwrap_or(end);
        let root = [path, end, end.trim_end_matches('/'), clean].into_iter().find_map(|end| address.strip_suffix(end));
        if let Some(root) = root.filter(|root| Url::parse(root).is_ok_and(|url| url.has_host())) {
            *self.roots.entry(root.trim_end_matches('/').to_owned()).or_default() += 1;
        }
    }

    fn link(&mut self, tag: &Tag<'_>, page: &[u8], path: &str) {
        let Some(href) = value(tag, name::HREF) else { return };
        let end = page[tag.end..].windows(3).position(|bytes| bytes.eq_ignore_ascii_case(b"</a"));
        let label = text(&page[tag.end..end.map_or(page.len(), |length| tag.end + length)]);
        if let Some(mail) = href.strip_prefix("mailto:") {
            let mail = mail.split('?').next().unwrap_or_default().trim().to_owned();
            let is_officer = OFFICER.iter().any(|word| mail.to_lowercase().contains(word));
            let place = if is_officer { &mut self.dpo } else { &mut self.contact };
            if mail.contains('@') {
                place.get_or_insert(mail);
            }
            return;
        }
        let label = label.to_lowercase();
        let target =
            TEXTS.iter().find(|(_, words)| words.iter().any(|word| label.contains(word))).map(|(target, _)| *target);
        if let Some(target) = target
            && let Some(address) = resolve(&href, path)
        {
            self.links.entry(target).or_insert(address);
        }
    }

    fn done(mut self, site: &Path) -> Facts {
        let mut languages: Vec<(String, usize)> = self.languages.into_iter().collect();
        languages.sort_by_key(|(_, pages)| std::cmp::Reverse(*pages));
        let languages: Vec<String> = languages.into_iter().map(|(language, _)| language).collect();
        let legal = self.links.get(&Target::LegalNotice).map(|link| link.trim_start_matches('/').to_owned());
        let is_frame = |path: &str| {
            legal
                .as_deref()
                .is_some_and(|legal| !legal.is_empty() && path.starts_with(legal.split('#').next().unwrap_or_default()))
        };
        let of_language = || self.frames.iter().filter(|(language, _)| Some(language) == languages.first());
        let frame = of_language().find(|(_, path)| is_frame(path)).map(|(_, path)| path.clone());
        let url =
            self.roots.into_iter().max_by_key(|(_, pages)| *pages).map(|(root, _)| root).or_else(|| named_host(site));
        let cookies = self.links.remove(&Target::Cookies).filter(|link| link.starts_with('/'));
        Facts {
            name: self.name.or_else(|| common_part(&self.titles)).or_else(|| self.titles.first().cloned()),
            url,
            languages,
            frame,
            privacy: self.links.remove(&Target::Privacy),
            legal_notice: self.links.remove(&Target::LegalNotice),
            accessibility: self.links.remove(&Target::Accessibility),
            cookies,
            contact: self.contact,
            dpo: self.dpo,
        }
    }
}

/// Whether the built-in theme has texts in a language.
fn is_spoken(language: &str) -> bool {
    let texts = format!("texts/{language}.toml");
    charte_themes::BASE.iter().any(|(name, _)| *name == texts)
}

/// The host in the file that tells some servers where the site is published, or in its site map.
fn named_host(site: &Path) -> Option<String> {
    let named = fs::read_to_string(site.join("CNAME")).ok().map(|host| format!("https://{}", host.trim()));
    let mapped = || {
        let map = fs::read_to_string(site.join("sitemap.xml")).ok()?;
        let first = map.split("<loc>").nth(1)?.split('<').next()?.trim().to_owned();
        Url::parse(&first).ok().map(|url| url.origin().ascii_serialization())
    };
    named.or_else(mapped).filter(|url| Url::parse(url).is_ok_and(|url| url.has_host()))
}

/// An address as a manifest has it: from the root of the host, or whole.
fn resolve(href: &str, path: &str) -> Option<String> {
    const HERE: &str = "http://site.invalid/";
    let url = Url::parse(HERE).and_then(|here| here.join(path)).and_then(|page| page.join(href)).ok()?;
    let whole = url.to_string();
    match whole.strip_prefix(HERE) {
        Some("") => None,
        Some(rest) => Some(format!("/{rest}")),
        None => whole.starts_with("http").then_some(whole),
    }
}

fn value(tag: &Tag<'_>, name: Name) -> Option<String> {
    tag.attribute(name).map(|value| reference::decode(value).trim().to_owned())
}

fn has(tag: &Tag<'_>, name: Name, word: &str) -> bool {
    value(tag, name).is_some_and(|value| value.split_ascii_whitespace().any(|found| found.eq_ignore_ascii_case(word)))
}

/// The text of a piece of HTML: without tags, references read, white space in one.
fn text(html: &[u8]) -> String {
    let html = String::from_utf8_lossy(html);
    let (mut text, mut is_tag) = (String::new(), false);
    for letter in html.chars() {
        match letter {
            '<' => is_tag = true,
            '>' if is_tag => {
                is_tag = false;
                text.push(' ');
            }
            _ if is_tag => {}
            _ => text.push(letter),
        }
    }
    reference::decode(text.as_bytes()).split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_say_who_publishes_them() {
        let site = tempfile::tempdir().unwrap();
        let write = |path: &str, content: &str| {
            let path = site.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, content).unwrap();
        };
        write(
            "index.html",
            "<!doctype html><html lang='fr-FR'><head><title>Accueil &amp; plages</title>\
             <link rel='canonical' href='https://data.example.fr/portail/'></head><body><main></main><footer>\
             <a href='legal/#rgpd'><span>Données</span> personnelles</a><a href='./legal/'>Mentions légales</a>\
             <a href='https://elsewhere.example/a11y'>Accessibilité&nbsp;: non conforme</a>\
             <a href='mailto:dpo@example.fr?subject=x'>Écrire</a><a href='mailto:mairie@example.fr'>Mairie</a></footer>",
        );
        write("legal/index.html", "<!doctype html><html lang=fr><title>Mentions</title><main>x</main>");
        write(
            "en/index.html",
            "<!doctype html><html lang=en><meta property='og:site_name' content='Open data'><title>x</title>",
        );
        write("tlh/index.html", "<!doctype html><html lang=tlh><title>x</title>");
        let text = |text: &str| Some(text.to_owned());
        let expected = Facts {
            name: text("Open data"),
            url: text("https://data.example.fr/portail"),
            languages: vec!["fr".into(), "en".into()],
            frame: text("legal/index.html"),
            privacy: text("/legal/#rgpd"),
            legal_notice: text("/legal/"),
            accessibility: text("https://elsewhere.example/a11y"),
            cookies: None,
            contact: text("mairie@example.fr"),
            dpo: text("dpo@example.fr"),
        };
        assert_eq!(facts(site.path()).unwrap(), expected);
    }
}
