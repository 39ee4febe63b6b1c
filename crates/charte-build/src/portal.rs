//! One portal ready for work: what its pages receive, rendered once, and how it recognises third parties. The glue between
//! `render`, which knows no page, and `page`, which knows no theme.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::{Arc, Mutex};

use charte_core::catalogue::Catalogue;
use charte_core::charter::{Charter, GuardPolicy};
use charte_core::diagnostic::Diagnostic;

use crate::contacts;
use crate::guard;
use crate::locale;
use crate::page::{Embed, Markup, Needs};
use crate::queues;
use crate::recognise::{self, Recogniser};
use crate::render::{Renderer, STYLESHEET, Waiting};
use crate::theme::{Folder, Theme};
use crate::wardrobe;

/// What a portal learns from its site before any page is made.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Told {
    /// The services that wait and that script files of the site's own talk to.
    pub(crate) talks: BTreeSet<String>,
    /// Whether such files name third parties that must wait.
    pub(crate) names: bool,
    /// Where the charter stands outside charte's own folder, by language.
    pub(crate) addresses: BTreeMap<String, String>,
}

/// One portal, its theme loaded and its texts rendered.
pub struct Portal {
    /// Its declaration.
    pub charter: Charter,
    /// Of it, what decides what is recognised.
    pub(crate) scope: Charter,
    /// The files of its theme, but for the built-in one.
    pub(crate) theme: Folder,
    /// Which third parties wait.
    pub recogniser: Arc<Recogniser>,
    /// Makes what it shows.
    pub renderer: Renderer,
    /// What is worth knowing about its theme.
    pub warnings: Vec<Diagnostic>,
    /// What the site has told of itself.
    pub(crate) told: Told,
    /// What each language's pages get.
    pieces: BTreeMap<String, Pieces>,
    /// Placeholders that could not be rendered.
    faults: Mutex<Vec<Diagnostic>>,
}

/// The pieces of HTML that do not depend on the page, in one language.
struct Pieces {
    guard: String,
    queues: String,
    script: String,
    stylesheet: String,
    link: String,
    charter: String,
}

impl Portal {
    /// Loads the theme and renders what every page gets.
    ///
    /// # Errors
    /// Every fault of the theme and its texts.
    pub fn new(charter: &Charter, manifest: &Path, catalogue: &Catalogue) -> Result<Self, Vec<Diagnostic>> {
        let (folder, doubt) = wardrobe::open(charter, manifest)?;
        let theme = Theme::load(charte_themes::BASE, &folder)?;
        let renderer = Renderer::new(&theme, charter)?;
        let known = theme.warnings().chain(&doubt).chain(renderer.unchecked());
        let warnings = known.cloned().chain(renderer.notes()).collect();
        let scope = recognise::scope(charter);
        let recogniser = Arc::new(Recogniser::new(&scope, catalogue.claims()));
        let pieces = pieces(charter, &renderer)?;
        let (charter, told) = (charter.clone(), Told::default());
        let (theme, faults) = (folder, Mutex::default());
        let portal = Portal { charter, scope, theme, recogniser, renderer, warnings, told, pieces, faults };
        let contacts = contacts::check(&portal);
        if contacts.is_empty() { Ok(portal) } else { Err(contacts) }
    }

    /// Whether a portal of this declaration would be the same now: with the same theme on disk.
    pub fn is_still(&self, charter: &Charter, manifest: &Path) -> bool {
        self.charter == *charter && wardrobe::open(charter, manifest).is_ok_and(|(theme, _)| theme == self.theme)
    }

    /// The same portal, told these of its site.
    ///
    /// # Errors
    /// A template that fails.
    pub(crate) fn told(&self, told: &Told) -> Result<Self, Vec<Diagnostic>> {
        let with_address =
            |renderer: Renderer, (language, address): (&String, &String)| renderer.with_address(language, address);
        let renderer = told.addresses.iter().fold(self.renderer.clone(), with_address);
        Ok(Portal {
            charter: self.charter.clone(),
            scope: self.scope.clone(),
            theme: self.theme.clone(),
            recogniser: Arc::clone(&self.recogniser),
            pieces: pieces(&self.charter, &renderer)?,
            renderer,
            warnings: self.warnings.clone(),
            told: told.clone(),
            faults: Mutex::default(),
        })
    }

    /// Whether this is what `base` becomes when it is told these.
    pub(crate) fn is_told_as(&self, base: &Portal, told: &Told) -> bool {
        Arc::ptr_eq(&self.recogniser, &base.recogniser) && self.told == *told
    }

    /// Whether pages load the script: it has something to offer only where visitors have a choice.
    pub fn has_script(&self) -> bool {
        self.charter.has_choice() || self.charter.asks()
    }

    /// What went wrong while pages asked for pieces.
    pub fn faults(&self) -> Vec<Diagnostic> {
        self.faults.lock().map(|faults| faults.clone()).unwrap_or_default()
    }

    fn pieces(&self, language: &str) -> Option<&Pieces> {
        self.pieces.get(language)
    }
}

/// The findings of a portal's theme, with its tokens and texts: what a build would tell of them.
pub fn check(charter: &Charter, manifest: &Path, catalogue: &Catalogue) -> Vec<Diagnostic> {
    Portal::new(charter, manifest, catalogue).map_or_else(|faults| faults, |portal| portal.warnings)
}

impl Markup for Portal {
    fn language(&self, lang: Option<&str>) -> &str {
        let languages = &self.charter.languages;
        // As most pages say it.
        if let Some(same) = lang.and_then(|lang| languages.iter().find(|language| *language == lang)) {
            return same;
        }
        let wanted = locale::chain(lang.unwrap_or_default());
        let named = |tag: &String| languages.iter().find(|language| language.eq_ignore_ascii_case(tag));
        let primary = wanted
            .iter()
            .map(|tag| locale::primary(tag))
            .find_map(|primary| languages.iter().find(|language| locale::primary(language) == primary));
        wanted.iter().find_map(named).or(primary).or(languages.first()).map_or("fr", String::as_str)
    }

    fn head(&self, language: &str, needs: Needs) -> String {
        let Some(pieces) = self.pieces(language) else { return String::new() };
        let guard = if needs.guard { pieces.guard.as_str() } else { "" };
        let queues = if needs.queues || !self.told.talks.is_empty() { pieces.queues.as_str() } else { "" };
        let stylesheet = if needs.style { pieces.stylesheet.as_str() } else { "" };
        format!("{guard}{queues}{}{stylesheet}", pieces.script)
    }

    fn guards(&self, names: bool) -> bool {
        let is_wanted = names || self.told.names || self.charter.guard == GuardPolicy::Always;
        is_wanted && guard::is_possible(&self.charter)
    }

    fn placeholder(&self, language: &str, embed: &Embed<'_>) -> String {
        let waiting = Waiting {
            services: embed.services,
            address: embed.address,
            width: embed.width.as_deref(),
            height: embed.height.as_deref(),
            title: embed.title.as_deref(),
            class: embed.class.as_deref(),
            style: embed.style.as_deref(),
            is_framed: embed.element == "iframe" && !embed.is_borderless,
        };
        self.renderer.placeholder(language, &waiting).unwrap_or_else(|findings| {
            if let Ok(mut faults) = self.faults.lock() {
                faults.extend(findings);
            }
            String::new()
        })
    }

    fn link(&self, language: &str) -> String {
        self.pieces(language).map(|pieces| pieces.link.clone()).unwrap_or_default()
    }

    fn charter(&self, language: &str) -> String {
        self.pieces(language).map(|pieces| pieces.charter.clone()).unwrap_or_default()
    }
}

fn pieces(charter: &Charter, renderer: &Renderer) -> Result<BTreeMap<String, Pieces>, Vec<Diagnostic>> {
    let folder = format!("{}{}", charter.base_path, charter.place.folder);
    let script = |language: &str| match charter.has_choice() || charter.asks() {
        true => format!(
            "<script src=\"{folder}/charte.{language}.js\" data-charte-built async fetchpriority=\"high\"></script>"
        ),
        false => String::new(),
    };
    let mut pieces = BTreeMap::new();
    for language in &charter.languages {
        let first = |file: &str| format!("<script src=\"{folder}/{file}\" data-charte-built></script>");
        let made = Pieces {
            guard: first(guard::FILE),
            queues: first(queues::FILE),
            script: script(language),
            stylesheet: format!("<link rel=\"stylesheet\" href=\"{folder}/{STYLESHEET}\" data-charte-built>"),
            link: renderer.link(language)?,
            charter: renderer.charter(language)?,
        };
        pieces.insert(language.clone(), made);
    }
    Ok(pieces)
}

/// A relative path with `/` between its names, on every system.
pub(crate) fn slashed(path: Result<&Path, std::path::StripPrefixError>) -> String {
    let Ok(path) = path else { return String::new() };
    path.iter().map(|part| part.to_string_lossy()).collect::<Vec<_>>().join("/")
}
