//! A theme: tokens, templates, stylesheets and texts, in layers: the base theme, another built-in one, a portal's folder. It
//! is given the bytes of files and knows neither where they were read nor what will be rendered.

mod banner;
mod contrast;
pub mod draft;
pub mod harvest;
mod length;
pub mod listing;
mod reader;
mod tokens;
mod value;
mod wording;

use std::collections::BTreeMap;

use charte_core::diagnostic::{Diagnostic, Level, has_errors};
use charte_core::suggest;

use crate::engine::{BASE_PREFIX, STATE_PREFIX, Template, check_templates};
use crate::rules;
use crate::theme::tokens::{EXTENDS, Layer, TOKENS_FILE};

pub(crate) use crate::theme::contrast::check as check_contrast;
pub(crate) use crate::theme::tokens::Tokens;
pub(crate) use crate::theme::wording::{CHECKED, Wording};
pub(crate) use charte_html::css::minify;

/// The stylesheet of the banner and the preferences.
const BANNER: &str = "banner.css";
/// What a stylesheet ends with that is added to the one of the layers below instead of replacing it.
const MORE: &str = "-more.css";

/// A portal's own theme folder, already read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Folder {
    /// The built-in theme under it, unless its `theme.toml` says.
    pub extends: Option<String>,
    /// How messages call the folder.
    pub path: String,
    /// Its files: path relative to the folder with `/` between names, and content.
    pub files: BTreeMap<String, Vec<u8>>,
}

/// A theme, complete: what the portal's folder leaves out is the base's.
#[derive(Debug, Clone, Default)]
pub struct Theme {
    pub(crate) tokens: Tokens,
    pub(crate) templates: Vec<Template>,
    pub(crate) stylesheets: BTreeMap<String, String>,
    pub(crate) wording: Wording,
    /// Whether it is the one that State sites alone may use, or extends it.
    pub(crate) is_state: bool,
    findings: Vec<Diagnostic>,
}

impl Theme {
    /// Lays the portal's `folder` over the files of a built-in theme (`charte_themes::BASE`).
    ///
    /// # Errors
    /// Every fault found in the theme's files, at its place, warnings included.
    pub fn load(base: &'static [(&'static str, &'static str)], folder: &Folder) -> Result<Theme, Vec<Diagnostic>> {
        let mut theme = Theme::default();
        for (path, text) in base {
            match language_of(path) {
                Some(language) => theme.wording.build_in(language, text, &mut theme.findings),
                None => theme.add(path, &format!("<theme base>/{path}"), text, Layer::Base),
            }
        }
        if let Some((name, files)) = theme.extended(folder) {
            theme.is_state = name == charte_themes::STATE.0;
            for (path, text) in files {
                theme.add(path, &format!("<theme {name}>/{path}"), text, Layer::Named);
            }
        }
        let mut files: Vec<_> = folder.files.iter().collect();
        // What is added comes after what is replaced.
        files.sort_by_key(|(path, _)| path.ends_with(MORE));
        for (path, bytes) in files {
            let file = folder.file(path);
            if !theme.knows(path) {
                theme.findings.push(unknown_file(path, &file, base));
            } else if let Ok(text) = std::str::from_utf8(bytes) {
                theme.add(path, &file, text.trim_start_matches('\u{feff}'), Layer::Own);
            } else {
                let message = format!("`{path}` is not UTF-8 text");
                theme.findings.push(rules::THEME_NOT_UTF8.finding(message).path(file));
            }
        }
        theme.findings.extend(check_templates(&theme.templates));
        if has_errors(&theme.findings) { Err(theme.findings) } else { Ok(theme) }
    }

    /// What is worth knowing about a theme that is sound.
    pub fn warnings(&self) -> impl Iterator<Item = &Diagnostic> {
        self.findings.iter().filter(|finding| finding.level != Level::Error)
    }

    /// The languages that have texts.
    pub fn languages(&self) -> impl Iterator<Item = &str> {
        self.wording.languages()
    }

    /// The texts of a language, complete.
    #[cfg(test)]
    pub(crate) fn texts(&self, language: &str) -> Result<BTreeMap<String, String>, Vec<Diagnostic>> {
        self.wording.complete(language)
    }

    /// The built-in theme that a folder extends: none for the base, which is under all of them.
    fn extended(&mut self, folder: &Folder) -> Option<charte_themes::Named> {
        let own = folder.files.get(TOKENS_FILE).and_then(|bytes| std::str::from_utf8(bytes).ok());
        // Its faults are told when it is read as a layer.
        let entries = own.map(|text| reader::read(&folder.file(TOKENS_FILE), text, &[], &mut Vec::new()));
        let written = entries.into_iter().flatten().find(|entry| entry.key == EXTENDS);
        let (name, place) = match written {
            Some(entry) => (entry.value, Some(entry.place)),
            None => (folder.extends.clone()?, None),
        };
        let named = charte_themes::named(&name);
        if named.is_none() && name != charte_themes::BASE_NAME {
            let message = format!("`{name}` is not a theme that is built in");
            let finding = rules::THEME_EXTENDS.finding(message).at(place);
            self.findings.push(finding.help(built_in_help(&name)));
        }
        named
    }

    /// Whether a theme may hold a file of this name: one that the base has, what is added to one, or the texts of any
    /// language.
    fn knows(&self, path: &str) -> bool {
        path == TOKENS_FILE
            || self.stylesheets.contains_key(path)
            || self.stylesheets.keys().any(|name| more(name) == path)
            || self.templates.iter().any(|template| template.name == format!("{BASE_PREFIX}{path}"))
            || language_of(path).is_some()
    }

    fn add(&mut self, path: &str, file: &str, text: &str, layer: Layer) {
        if path == TOKENS_FILE {
            self.tokens.read(file, text, layer, &mut self.findings);
        } else if let Some(language) = language_of(path) {
            self.wording.read(language, (file, text), &mut self.findings);
        } else if path.ends_with(".html") {
            let name = match layer {
                Layer::Base => format!("{BASE_PREFIX}{path}"),
                Layer::Named => format!("{STATE_PREFIX}{path}"),
                Layer::Own => path.into(),
            };
            self.templates.push(Template { name, file: file.into(), source: text.into() });
        } else if let Some((_, css)) = self.stylesheets.iter_mut().find(|(name, _)| more(name) == path) {
            css.push_str(text);
        } else {
            self.stylesheets.insert(path.into(), text.into());
        }
        // By file, so that what is wrong is told at its place.
        if path == BANNER || path == more(BANNER) {
            self.findings.extend(banner::check(file, text));
        }
    }
}

impl Folder {
    /// How messages call one of its files.
    pub fn file(&self, path: &str) -> String {
        format!("{}/{path}", self.path.trim_end_matches('/'))
    }
}

/// What lies over a stylesheet: `banner-more.css` for `banner.css`.
fn more(name: &str) -> String {
    format!("{}{MORE}", name.trim_end_matches(".css"))
}

/// Which built-in theme somebody meant, or all of them.
pub fn built_in_help(name: &str) -> String {
    let names = || std::iter::once(charte_themes::BASE_NAME).chain(charte_themes::NAMED.iter().map(|(name, _)| *name));
    // One who nearly writes the State's means it; nobody else is led to it.
    match suggest::nearest(name, names().chain([charte_themes::STATE.0])) {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("there are {}", suggest::list(names())),
    }
}

/// The language of a file of texts: `fr` for `texts/fr.toml`.
fn language_of(path: &str) -> Option<&str> {
    let language = path.strip_prefix("texts/")?.strip_suffix(".toml")?;
    let is_tag = !language.is_empty() && language.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    is_tag.then_some(language)
}

fn unknown_file(path: &str, file: &str, base: &[(&str, &str)]) -> Diagnostic {
    let names = || base.iter().map(|(name, _)| *name);
    let added: Vec<String> = names().filter(|name| name.ends_with(".css")).map(more).collect();
    let help = match suggest::nearest(path, names().chain(added.iter().map(String::as_str))) {
        Some(name) => format!("did you mean `{name}`?"),
        None => {
            let others = names().filter(|name| language_of(name).is_none());
            let all = suggest::list(others.chain(["texts/LANGUAGE.toml"]));
            format!("a theme may hold {all}; what is in `banner{MORE}` is added to `banner.css`")
        }
    };
    rules::THEME_UNKNOWN_FILE.finding(format!("no theme has a file `{path}`")).path(file).help(help)
}

#[cfg(test)]
mod tests;
