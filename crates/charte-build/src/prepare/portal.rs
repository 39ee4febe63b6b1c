//! One portal: the pieces that its pages get, rendered once, and how third parties are recognised. It connects
//! `charte_render`, which knows no page, with `charte_rewrite`, which knows no theme.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::{Arc, Mutex};

use charte_core::catalogue::Catalogue;
use charte_core::charter::{Charter, PolicyForm};
use charte_core::diagnostic::{Diagnostic, Place};
use charte_html::Syntax;
use charte_render::theme::{Folder, Theme};
use charte_render::{HeldEmbed, Renderer, locale};
use charte_rewrite::recognise::{self, Recogniser};
use charte_rewrite::{Embed, Markup, Needs, Rules};
use url::Url;

use crate::csp::files::Server;
use crate::csp::{Judgement, Need, Ours, Policies};
use crate::prepare::policy::{Addresses, Policy};
use crate::site::path::slashed;

/// What a portal has to know of its site before any page is rewritten.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct SiteFacts {
    /// Workers of the site that contact no third party, by their absolute paths on the host.
    pub(crate) workers: BTreeSet<String>,
    /// Documents that are no pages and contact third parties when a browser shows them: the ids of the services, by the
    /// document's path below the root.
    pub(crate) documents: BTreeMap<String, Vec<String>>,
    /// Whether a style sheet of the site may import one of a third party's. Firefox loads the import in spite of the
    /// policy if the sheet was preloaded before a script added the policy.
    pub(crate) imports: bool,
    /// Whether it is the same for visitors who prefer a dark screen.
    pub(crate) has_one_scheme: bool,
    /// Whether it has lists of its files with a fingerprint of each.
    pub(crate) has_lists: bool,
    /// The policies that the site's server sends.
    pub(crate) server: Arc<Server>,
    /// Addresses of charters outside charte's own folder, by language.
    pub(crate) addresses: BTreeMap<String, String>,
}

/// One portal, its theme loaded and its texts rendered.
pub struct Portal {
    /// Its declaration.
    pub charter: Charter,
    /// The part of the declaration that decides what is recognised.
    pub(crate) scope: Charter,
    /// The files of its theme; none for a built-in one.
    pub(crate) theme: Folder,
    /// Which third parties wait.
    pub recogniser: Arc<Recogniser>,
    /// Renders its texts and templates.
    pub renderer: Renderer,
    /// Findings about its theme that are not errors.
    pub warnings: Vec<Diagnostic>,
    /// What is known of the site.
    pub(crate) facts: SiteFacts,
    /// The policy of its pages.
    pub policy: Policy,
    /// The pieces for pages, by language.
    pieces: BTreeMap<String, Pieces>,
    /// Placeholders that could not be rendered.
    faults: Mutex<Vec<Diagnostic>>,
}

/// The pieces of HTML that do not depend on the page, in one language.
struct Pieces {
    /// Address of the script with the banner; empty where visitors have no choice to make.
    script: String,
    link: String,
    charter: String,
    /// What pages got first in their head so far: most of a site have the same needs.
    heads: Mutex<BTreeMap<Needs, String>>,
}

impl Portal {
    /// Loads the theme in `folder` and renders what every page gets. `warning` is a finding about the name of the theme.
    ///
    /// # Errors
    /// Every fault of the theme and its texts.
    pub(crate) fn new(
        charter: &Charter,
        folder: Folder,
        warning: Option<Diagnostic>,
        catalogue: &Catalogue,
    ) -> Result<Self, Vec<Diagnostic>> {
        let theme = Theme::load(charte_themes::BASE, &folder)?;
        let renderer = Renderer::new(&theme, charter)?;
        let known = theme.warnings().chain(&warning).chain(renderer.unchecked_colours());
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
        let renderer = if facts.has_one_scheme { renderer.beside_one_scheme() } else { renderer };
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

    /// Whether this is `base` with these facts.
    pub(crate) fn is_based_on(&self, base: &Portal, facts: &SiteFacts) -> bool {
        Arc::ptr_eq(&self.recogniser, &base.recogniser) && self.facts == *facts
    }

    /// Whether pages load the script with the banner: where visitors have a choice to make, or the banner is always shown.
    pub fn has_script(&self) -> bool {
        self.charter.has_choice() || self.charter.has_banner()
    }

    /// Faults of placeholders that were rendered for pages.
    pub fn faults(&self) -> Vec<Diagnostic> {
        self.faults.lock().map(|faults| faults.clone()).unwrap_or_default()
    }

    /// How a page of the site is rewritten. `path` is below the site's root, `address` is absolute.
    pub fn rules<'a>(&'a self, path: &Path, address: Option<&'a str>) -> Rules<'a> {
        self.rules_under(&[], path, address)
    }

    /// The same for a page that has policies of its own.
    pub(crate) fn rules_under<'a>(&'a self, own: &[String], path: &Path, address: Option<&'a str>) -> Rules<'a> {
        let judgement = self.judgement(own, path);
        let refuses_inline = !judgement.allows(Need::Inline);
        Rules {
            syntax: Syntax::of_file(path),
            static_reason: match self.charter.policy {
                PolicyForm::Static => Some("`policy` is \"static\""),
                PolicyForm::Auto => {
                    self.facts.imports.then_some("a style sheet of the site imports one that must wait")
                }
            },
            has_imports: self.facts.imports,
            inline_refusal: refuses_inline.then_some("the site's own policy refuses inline scripts"),
            has_no_origin: judgement.has_no_origin,
            allows_inline: judgement.allows(Need::Run) && judgement.allows(Need::PlainText),
            ..Rules::new(&self.recogniser, self, address)
        }
    }

    /// What of charte's is refused by the policies that the site's server sends with a page, and by those of the page
    /// itself, `own`.
    pub(crate) fn judgement(&self, own: &[String], path: &Path) -> Judgement {
        let mut policies = self.facts.server.for_path(&format!("/{}", slashed(Ok(path))));
        let place = Place::of(&slashed(Ok(path)), "", 0..0);
        own.iter().for_each(|content| policies.extend(&Policies::meta(content, &place)));
        if policies.is_empty() {
            return Judgement::default();
        }
        let folder =
            Url::parse(&self.charter.url).and_then(|url| url.join(&format!("{}/", self.charter.folders.folder)));
        let Ok(folder) = folder else { return Judgement::default() };
        let needs = Needs { has_scripts: true, ..Needs::default() };
        let inline = self.policy.inline(needs, Addresses { folder: &self.folder(), script: "" });
        policies.judge(&Ours {
            folder: &folder,
            inline: &inline,
            run: charte_rewrite::HELD_SCRIPT_TEXT,
            is_first: true,
        })
    }

    /// charte's own folder, from the root of the host.
    pub fn folder(&self) -> String {
        format!("{}{}", self.charter.base_path, self.charter.folders.folder)
    }

    /// The address of the script with the banner in a language; empty where visitors have no choice to make.
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
        // The case of most pages, without parsing tags.
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
        let make = || self.policy.head(needs, Addresses { folder: &self.folder(), script: &pieces.script });
        match pieces.heads.lock() {
            Ok(mut heads) => heads.entry(needs).or_insert_with(make).clone(),
            Err(_) => make(),
        }
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
    let has_script = charter.has_choice() || charter.has_banner();
    let mut pieces = BTreeMap::new();
    for language in &charter.languages {
        let script = match has_script {
            true => format!("{}{}/charte.{language}.js", charter.base_path, charter.folders.folder),
            false => String::new(),
        };
        let made = Pieces {
            script,
            link: renderer.link(language)?,
            charter: renderer.charter(language)?,
            heads: Mutex::default(),
        };
        pieces.insert(language.clone(), made);
    }
    Ok(pieces)
}
