//! Renders one portal: its charter, its link, the arguments of its scripts, in each of its languages.

use std::collections::BTreeMap;

use charte_core::charter::Charter;
use charte_core::diagnostic::{Diagnostic, Level, has_errors};
use charte_core::model::Service;
use charte_core::suggest;

use crate::address::folder;
use crate::charter_view::ViewBuilder;
use crate::names::CHARTER_STYLESHEET;
use crate::theme::{CHECKED, Theme, Tokens, check_answers};
use crate::translation::Translation;
use crate::view::{AlternateView, CharterView, LanguageView, LinkView, PageView};
use crate::{ascii, dsfr, rules, runtime};

/// Renders one portal.
#[derive(Clone)]
pub struct Renderer {
    pub(crate) charter: Charter,
    pub(crate) tokens: Tokens,
    pub(crate) stylesheets: BTreeMap<String, String>,
    pub(crate) translations: BTreeMap<String, Translation>,
    /// Whether the theme is `dsfr` or extends it: the pages load the style sheets of the State's design system.
    pub(crate) is_dsfr: bool,
    /// Warnings: colours whose contrast could not be checked, and texts that may mislead.
    pub(crate) unchecked: Vec<Diagnostic>,
}

impl Renderer {
    /// Prepares the texts and templates of every language of the portal, and tries each template once.
    ///
    /// # Errors
    /// Languages without texts, texts and tokens of the charter that the theme does not have, templates that fail.
    pub fn new(theme: &Theme, charter: &Charter) -> Result<Renderer, Vec<Diagnostic>> {
        let mut findings = Vec::new();
        let mut tokens = theme.tokens.clone();
        let place = |key: String| charter.places.get(&key).cloned();
        for (name, value) in &charter.tokens {
            let set = tokens.set(name, value.clone(), place(format!("token.{name}")));
            findings.extend(set.err().map(|finding| *finding));
        }
        findings.extend(dsfr::check_reserved(theme, charter));
        let judged = dsfr::check_colours(theme, charter, &tokens);
        let (close, mut unchecked): (Vec<_>, Vec<_>) =
            judged.into_iter().partition(|finding| finding.level == Level::Error);
        findings.extend(close);
        let mut wording = theme.wording.clone();
        for (language, texts) in &charter.texts {
            for (key, value) in texts {
                let set = wording.set((language, key), value, place(format!("text.{language}.{key}")));
                findings.extend(set.err().map(|finding| *finding));
            }
        }
        let mut translations = BTreeMap::new();
        for language in &charter.languages {
            match Translation::new(theme, &wording, charter, language) {
                Ok(translation) => drop(translations.insert(language.clone(), translation)),
                Err(faults) => findings.extend(faults.into_iter().map(|fault| match fault.place {
                    None if fault.path.is_none() => fault.at(place(format!("language.{language}"))),
                    _ => fault,
                })),
            }
        }
        for translation in translations.values() {
            for (key, finding) in check_answers(&wording, &translation.words) {
                let language = &translation.words.language;
                let finding = finding.at(place(format!("text.{language}.{key}")));
                if finding.level == Level::Error { findings.push(finding) } else { unchecked.push(finding) }
            }
        }
        let (stylesheets, is_dsfr) = (theme.stylesheets.clone(), theme.is_dsfr);
        let renderer = Renderer { charter: charter.clone(), tokens, stylesheets, translations, is_dsfr, unchecked };
        if !has_errors(&findings) {
            findings.extend(renderer.try_templates());
        }
        if findings.is_empty() { Ok(renderer) } else { Err(findings) }
    }

    /// Warnings about colours of the theme and the manifest whose contrast could not be checked, and about their texts.
    pub fn unchecked_colours(&self) -> &[Diagnostic] {
        &self.unchecked
    }

    /// Whether banner and preferences use the class names of the State's design system (DSFR).
    pub fn is_dsfr(&self) -> bool {
        self.is_dsfr
    }

    /// Sets the address of the charter in a language, where a page of the site contains it.
    #[must_use]
    pub fn with_address(mut self, language: &str, address: &str) -> Self {
        if let Some(translation) = self.translations.get_mut(language) {
            translation.address = address.into();
        }
        self
    }

    /// The same for a site that looks the same to visitors who prefer a dark screen: a theme that would follow them, without having
    /// been told to by the author, stays as it is on a light one.
    #[must_use]
    pub fn beside_one_scheme(mut self) -> Self {
        self.tokens.keep_one_scheme();
        self
    }

    /// Address of the charter in a language, from the root of the host.
    pub fn address(&self, language: &str) -> &str {
        self.translation(language).map_or("", |translation| &translation.address)
    }

    /// The charter's address with scheme and host.
    pub fn url(&self, language: &str) -> String {
        self.absolute(self.address(language))
    }

    /// For `<link rel="alternate" hreflang>`: each language and `x-default`, with the absolute address of the charter. Empty where
    /// there is one language.
    pub fn alternates(&self) -> Vec<(String, String)> {
        let languages = &self.charter.languages;
        let other = languages.first().map(|first| ("x-default".to_owned(), self.url(first)));
        let all = languages.iter().map(|language| (language.clone(), self.url(language))).chain(other);
        all.filter(|_| languages.len() > 1).collect()
    }

    /// A note where no speaker has confirmed charte's texts in some languages.
    pub fn unconfirmed_texts(&self) -> Option<Diagnostic> {
        let is_unchecked = |language: &&String| {
            self.translations.get(*language).is_some_and(|translation| translation.words.find(CHECKED) == Some("false"))
        };
        let languages: Vec<&str> = self.charter.languages.iter().filter(is_unchecked).map(String::as_str).collect();
        let first = *languages.first()?;
        let message = format!("no speaker has confirmed charte's texts in {} yet", suggest::list(languages));
        let help = format!(
            "have the charter page and the banner read; `texts/{first}.toml` in a theme folder corrects them, and says so \
             with `checked = true` under `[language]`"
        );
        let place = self.charter.places.get(&format!("language.{first}")).cloned();
        Some(rules::texts::TEXT_UNCHECKED.finding(message).at(place).help(help))
    }

    /// Title of the charter page.
    ///
    /// # Errors
    /// A language that the portal does not have.
    pub fn title(&self, language: &str) -> Result<String, Vec<Diagnostic>> {
        self.translation(language).map(|translation| translation.words.text("page.title"))
    }

    /// The charter as one element, for inside a `<main>`. It links its own stylesheet.
    ///
    /// # Errors
    /// A template that fails.
    pub fn charter(&self, language: &str) -> Result<String, Vec<Diagnostic>> {
        self.charter_with(language, Some(format!("{}{CHARTER_STYLESHEET}", folder(&self.charter))))
    }

    /// A whole page with the charter; `head` is the HTML that every page gets at the start of its head.
    ///
    /// # Errors
    /// A template that fails.
    pub fn page(&self, language: &str, head: &str) -> Result<String, Vec<Diagnostic>> {
        let translation = self.translation(language)?;
        let view = PageView {
            lang: language.into(),
            dir: translation.words.direction,
            languages: self.languages(language),
            site: self.view_builder(translation).site(),
            stylesheet: format!("{}{CHARTER_STYLESHEET}", folder(&self.charter)),
            canonical: self.absolute(&translation.address),
            alternates: self.alternates().into_iter().map(|(tag, url)| AlternateView { tag, url }).collect(),
            head: head.into(),
            charter: self.charter_with(language, None)?,
        };
        Ok(ascii::to_ascii(&translation.engine.render("page.html", &view)?))
    }

    /// The link that reopens the choice.
    ///
    /// # Errors
    /// A template that fails.
    pub fn link(&self, language: &str) -> Result<String, Vec<Diagnostic>> {
        let translation = self.translation(language)?;
        let view = LinkView {
            lang: language.into(),
            dir: translation.words.direction,
            address: translation.address.clone(),
            label: translation.words.text(if self.charter.has_choice() { "link.text" } else { "charter.title" }),
        };
        Ok(ascii::to_ascii(translation.engine.render("link.html", &view)?.trim_end()))
    }

    /// The configuration of charte.js.
    ///
    /// # Errors
    /// A language that the portal does not have.
    pub(crate) fn runtime_config(&self, language: &str) -> Result<serde_json::Value, Vec<Diagnostic>> {
        let translation = self.translation(language)?;
        let css = self.banner_css();
        let position = self.tokens.light("position").unwrap_or("bar");
        let setting = runtime::Setting { page: &translation.address, position, css: &css };
        Ok(runtime::config(&self.charter, &translation.words, &setting))
    }

    /// The configuration of charte.js as JSON, for a file that begins with [`BYTE_ORDER_MARK`](crate::BYTE_ORDER_MARK).
    ///
    /// # Errors
    /// A language that the portal does not have.
    pub fn runtime_argument(&self, language: &str) -> Result<String, Vec<Diagnostic>> {
        self.runtime_config(language).map(|config| runtime::to_script_file_json(&config))
    }

    /// The configuration of later.js: preferences, placeholders, trackers to delete, texts.
    ///
    /// # Errors
    /// A template that fails.
    pub(crate) fn later_config(&self, language: &str) -> Result<serde_json::Value, Vec<Diagnostic>> {
        let placeholders = self.placeholders(language)?;
        let words = &self.translation(language)?.words;
        Ok(runtime::later_config(&self.charter, words, &self.preferences_css(), self.is_dsfr, placeholders))
    }

    /// The configuration of later.js as JSON, likewise.
    ///
    /// # Errors
    /// A template that fails.
    pub fn later_argument(&self, language: &str) -> Result<String, Vec<Diagnostic>> {
        self.later_config(language).map(|config| runtime::to_script_file_json(&config))
    }

    fn charter_with(&self, language: &str, stylesheet: Option<String>) -> Result<String, Vec<Diagnostic>> {
        let translation = self.translation(language)?;
        let view = CharterView { stylesheet, ..self.charter_view(language)? };
        let html = translation.engine.render("charter.html", &view)?;
        // Templates leave empty lines where a condition does not hold.
        let lines: Vec<&str> = html.lines().filter(|line| !line.trim().is_empty()).collect();
        Ok(ascii::to_ascii(&lines.join("\n")))
    }

    /// What the charter says in a language.
    pub(crate) fn charter_view(&self, language: &str) -> Result<CharterView, Vec<Diagnostic>> {
        Ok(self.view_builder(self.translation(language)?).charter(self.languages(language), None))
    }

    pub(crate) fn translation(&self, language: &str) -> Result<&Translation, Vec<Diagnostic>> {
        self.translations.get(language).ok_or_else(|| {
            vec![rules::texts::TEXT_LANGUAGE.finding(format!("the portal has no language `{language}`"))]
        })
    }

    fn view_builder<'a>(&'a self, translation: &'a Translation) -> ViewBuilder<'a> {
        ViewBuilder { charter: &self.charter, words: &translation.words }
    }

    pub(crate) fn service(&self, id: &str) -> Option<&Service> {
        self.charter.services.iter().find(|service| service.id == id)
    }

    /// An address with scheme and host.
    fn absolute(&self, address: &str) -> String {
        let origin = self.charter.url.strip_suffix(&self.charter.base_path).unwrap_or(&self.charter.url);
        if address.starts_with('/') { format!("{origin}{address}") } else { address.into() }
    }

    fn languages(&self, current: &str) -> Vec<LanguageView> {
        let view = |language: &String| {
            let translation = self.translations.get(language)?;
            Some(LanguageView {
                tag: language.clone(),
                dir: translation.words.direction,
                name: translation.words.text("language.name"),
                address: translation.address.clone(),
                url: self.absolute(&translation.address),
                current: language == current,
            })
        };
        self.charter.languages.iter().filter_map(view).collect()
    }
}
