//! One portal ready for work: what its pages receive, rendered once, and how it recognises third parties. The glue between
//! `charte_render`, which knows no page, and `charte_rewrite`, which knows no theme.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::{Arc, Mutex};

use charte_core::catalogue::Catalogue;
use charte_core::charter::{Charter, PolicyForm};
use charte_core::diagnostic::{Diagnostic, Place};
use charte_html::syntax::Syntax;
use charte_render::theme::{Folder, Theme};
use charte_render::{HeldEmbed, Renderer, locale};
use charte_rewrite::recognise::{self, Recogniser};
use charte_rewrite::{Embed, Markup, Needs, Rules};
use url::Url;

use crate::csp::files::Server;
use crate::csp::{Judgement, Need, Ours, Policies};
use crate::prepare::policy::Policy;
use crate::site::path::slashed;

/// What a portal learns from its site before any page is made.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct SiteFacts {
    /// The files that its scripts start as workers and that contact nobody, from the root of the host.
    pub(crate) workers: BTreeSet<String>,
    /// The documents that are no pages and that contact third parties when they are shown, by their paths below the root: what
    /// that would need a consent for.
    pub(crate) documents: BTreeMap<String, Vec<String>>,
    /// Whether a style sheet of the site may import one of a third party's. Firefox loads it all the same where the sheet was asked
    /// for ahead, before a script added the policy.
    pub(crate) imports: bool,
    /// The policies that the site's server sends.
    pub(crate) server: Arc<Server>,
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
    /// What is known of the site.
    pub(crate) facts: SiteFacts,
    /// By what browsers refuse third parties.
    pub policy: Policy,
    /// What each language's pages get.
    pieces: BTreeMap<String, Pieces>,
    /// Placeholders that could not be rendered.
    faults: Mutex<Vec<Diagnostic>>,
}

/// The pieces of HTML that do not depend on the page, in one language.
struct Pieces {
    /// Address of the script that asks; empty where there is nothing to ask.
    script: String,
    link: String,
    charter: String,
}

impl Portal {
    /// Loads the theme in `folder` and renders what every page gets; `doubt` is what is worth knowing about the folder.
    ///
    /// # Errors
    /// Every fault of the theme and its texts.
    pub(crate) fn new(
        charter: &Charter,
        folder: Folder,
        doubt: Option<Diagnostic>,
        catalogue: &Catalogue,
    ) -> Result<Self, Vec<Diagnostic>> {
        let theme = Theme::load(charte_themes::BASE, &folder)?;
        let renderer = Renderer::new(&theme, charter)?;
        let known = theme.warnings().chain(&doubt).chain(renderer.unchecked_colours());
        let warnings = known.cloned().chain(renderer.unconfirmed_texts()).collect();
        let scope = recognise::scope(charter);
        let recogniser = Arc::new(Recogniser::new(&scope, catalogue.claims()));
        let pieces = pieces(charter, &renderer)?;
        let (charter, facts) = (charter.clone(), SiteFacts::default());
        let (theme, faults) = (folder, Mutex::default());
        let policy = Policy::new(&charter, &facts.workers);
        Ok(Portal { charter, scope, theme, recogniser, renderer, warnings, facts, policy, pieces, faults })
    }

    /// The same portal, with these facts of its site.
    ///
    /// # Errors
    /// A template that fails.
    pub(crate) fn with_facts(&self, facts: &SiteFacts) -> Result<Self, Vec<Diagnostic>> {
        let with_address =
            |renderer: Renderer, (language, address): (&String, &String)| renderer.with_address(language, address);
        let renderer = facts.addresses.iter().fold(self.renderer.clone(), with_address);
        Ok(Portal {
            charter: self.charter.clone(),
            scope: self.scope.clone(),
            theme: self.theme.clone(),
            recogniser: Arc::clone(&self.recogniser),
            pieces: pieces(&self.charter, &renderer)?,
            renderer,
            warnings: self.warnings.clone(),
            facts: facts.clone(),
            policy: Policy::new(&self.charter, &facts.workers),
            faults: Mutex::default(),
        })
    }

    /// Whether this is what `base` becomes with these facts.
    pub(crate) fn is_based_on(&self, base: &Portal, facts: &SiteFacts) -> bool {
        Arc::ptr_eq(&self.recogniser, &base.recogniser) && self.facts == *facts
    }

    /// Whether pages load the script: it has something to offer only where visitors have a choice.
    pub fn has_script(&self) -> bool {
        self.charter.has_choice() || self.charter.asks()
    }

    /// What went wrong while pages asked for pieces.
    pub fn faults(&self) -> Vec<Diagnostic> {
        self.faults.lock().map(|faults| faults.clone()).unwrap_or_default()
    }

    /// How a page of the site, with its path below the root and its absolute address, is rewritten.
    pub fn rules<'a>(&'a self, path: &Path, address: Option<&'a str>) -> Rules<'a> {
        self.rules_under(&[], path, address)
    }

    /// The same for a page that has policies of its own.
    pub(crate) fn rules_under<'a>(&'a self, own: &[String], path: &Path, address: Option<&'a str>) -> Rules<'a> {
        let judgement = self.judgement(own, path);
        let refuses_inline = !judgement.allows(Need::Inline);
        Rules {
            syntax: Syntax::of(path),
            is_static: match self.charter.policy {
                PolicyForm::Static => Some("`policy` is \"static\""),
                PolicyForm::Auto => {
                    self.facts.imports.then_some("a style sheet of the site imports one that must wait")
                }
            },
            imports: self.facts.imports,
            refused: refuses_inline.then_some("the site's own policy refuses inline scripts"),
            has_no_origin: judgement.has_no_origin,
            runs_inline: judgement.allows(Need::Run) && judgement.allows(Need::PlainText),
            ..Rules::new(&self.recogniser, self, address)
        }
    }

    /// What the policies that the site's server sends with a page, and the page's own, refuse of charte's.
    pub(crate) fn judgement(&self, own: &[String], path: &Path) -> Judgement {
        let mut policies = self.facts.server.for_path(&format!("/{}", slashed(Ok(path))));
        let place = Place::of(&slashed(Ok(path)), "", 0..0);
        own.iter().for_each(|content| policies.extend(&Policies::meta(content, &place)));
        let folder = Url::parse(&self.charter.url).and_then(|url| url.join(&format!("{}/", self.charter.place.folder)));
        let Some(folder) = folder.ok().filter(|_| !policies.is_empty()) else { return Judgement::default() };
        let needs = Needs { has_scripts: true, ..Needs::default() };
        let inline = self.policy.inline(needs, (&self.folder(), ""));
        policies.judge(&Ours { folder: &folder, inline: &inline, run: charte_rewrite::RUN, first: true })
    }

    /// charte's own folder, from the root of the host.
    pub fn folder(&self) -> String {
        format!("{}{}", self.charter.base_path, self.charter.place.folder)
    }

    /// The address of the script that asks in a language; empty where there is nothing to ask.
    pub fn script(&self, language: &str) -> &str {
        self.pieces(language).map_or("", |pieces| &pieces.script)
    }

    fn pieces(&self, language: &str) -> Option<&Pieces> {
        self.pieces.get(language)
    }
}

impl Markup for Portal {
    fn language(&self, lang: Option<&str>) -> &str {
        let languages = &self.charter.languages;
        // As most pages say it.
        if let Some(same) = lang.and_then(|lang| languages.iter().find(|language| *language == lang)) {
            return same;
        }
        let wanted = locale::fallbacks(lang.unwrap_or_default());
        let named = |tag: &String| languages.iter().find(|language| language.eq_ignore_ascii_case(tag));
        let primary = wanted
            .iter()
            .map(|tag| locale::primary(tag))
            .find_map(|primary| languages.iter().find(|language| locale::primary(language) == primary));
        wanted.iter().find_map(named).or(primary).or(languages.first()).map_or("fr", String::as_str)
    }

    fn head(&self, language: &str, needs: Needs) -> String {
        let Some(pieces) = self.pieces(language) else { return String::new() };
        self.policy.head(needs, (&self.folder(), &pieces.script))
    }

    fn placeholder(&self, language: &str, embed: &Embed<'_>) -> String {
        let waiting = HeldEmbed { services: embed.services, address: embed.address, title: embed.title.as_deref() };
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
    let has_script = charter.has_choice() || charter.asks();
    let mut pieces = BTreeMap::new();
    for language in &charter.languages {
        let script = match has_script {
            true => format!("{}{}/charte.{language}.js", charter.base_path, charter.place.folder),
            false => String::new(),
        };
        let made = Pieces { script, link: renderer.link(language)?, charter: renderer.charter(language)? };
        pieces.insert(language.clone(), made);
    }
    Ok(pieces)
}
