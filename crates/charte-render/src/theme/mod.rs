//! A theme: tokens, templates, stylesheets and texts, in layers: the base theme, another built-in one, a portal's folder. Files
//! are passed in as bytes; nothing is read from disk here.

mod answers;
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

use crate::engine::{BASE_PREFIX, DSFR_PREFIX, Template, check_templates};
use crate::rules;
use crate::theme::tokens::{EXTENDS, Layer, TOKENS_FILE};

pub(crate) use crate::theme::answers::check as check_answers;
pub(crate) use crate::theme::contrast::check as check_contrast;
pub(crate) use crate::theme::tokens::Tokens;
pub(crate) use crate::theme::wording::{CHECKED, Wording};
pub(crate) use charte_html::css::minify;

/// The stylesheets of the banner and of the preferences, which is added to the former.
const INTERFACE: [&str; 2] = ["banner.css", "preferences.css"];
/// Suffix of stylesheets that are added to the one of lower layers instead of replacing it.
const MORE: &str = "-more.css";

/// A portal's own theme folder, already read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Folder {
    /// The built-in theme that it extends, unless its `theme.toml` names one.
    pub extends: Option<String>,
    /// The folder's name in messages.
    pub path: String,
    /// Its files: path relative to the folder with `/` between names, and content.
    pub files: BTreeMap<String, Vec<u8>>,
}

/// A complete theme, with all layers applied.
#[derive(Debug, Clone, Default)]
pub struct Theme {
    pub(crate) tokens: Tokens,
    pub(crate) templates: Vec<Template>,
    pub(crate) stylesheets: BTreeMap<String, String>,
    pub(crate) wording: Wording,
    /// Whether it is `dsfr`, which only sites of the French State may use, or extends it.
    pub(crate) is_dsfr: bool,
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
            theme.is_dsfr = name == charte_themes::DSFR.0;
            for (path, text) in files {
                theme.add(path, &format!("<theme {name}>/{path}"), text, Layer::Named);
            }
        }
        let mut files: Vec<_> = folder.files.iter().collect();
        // Additions come after the stylesheet that they add to.
        files.sort_by_key(|(path, _)| path.ends_with(MORE));
        for (path, bytes) in files {
            let file = folder.file(path);
            if !theme.knows(path) {
                theme.findings.push(unknown_file(path, &file, base));
            } else if let Ok(text) = std::str::from_utf8(bytes) {
                theme.add(path, &file, text.trim_start_matches('\u{feff}'), Layer::Own);
            } else {
                let message = format!("`{path}` is not UTF-8 text");
                theme.findings.push(rules::files::THEME_NOT_UTF8.finding(message).path(file));
            }
        }
        // Those that are built in are sound: a test renders them.
        if folder.files.keys().any(|path| path.ends_with(".html")) {
            theme.findings.extend(check_templates(&theme.templates));
        }
        if has_errors(&theme.findings) { Err(theme.findings) } else { Ok(theme) }
    }

    /// The warnings and notes about a valid theme.
    pub fn warnings(&self) -> impl Iterator<Item = &Diagnostic> {
        self.findings.iter().filter(|finding| finding.level != Level::Error)
    }

    /// The languages that have texts.
    pub fn languages(&self) -> impl Iterator<Item = &str> {
        self.wording.languages()
    }

    /// All texts of a language.
    pub(crate) fn texts(&self, language: &str) -> Result<BTreeMap<String, String>, Vec<Diagnostic>> {
        self.wording.complete(language, charte_core::legal::DEFAULT_COUNTRY)
    }

    /// The built-in theme that a folder extends; `None` for the base, which is under all themes.
    fn extended(&mut self, folder: &Folder) -> Option<charte_themes::Named> {
        let own = folder.files.get(TOKENS_FILE).and_then(|bytes| std::str::from_utf8(bytes).ok());
        // Its faults are reported when it is read as a layer.
        let entries = own.map(|text| reader::read(&folder.file(TOKENS_FILE), text, &[], &mut Vec::new()));
        let written = entries.into_iter().flatten().find(|entry| entry.key == EXTENDS);
        let (name, place) = match written {
            Some(entry) => (entry.value, Some(entry.place)),
            None => (folder.extends.clone()?, None),
        };
        let named = charte_themes::named(&name);
        if named.is_none() && name != charte_themes::BASE_NAME {
            let message = format!("`{name}` is not a theme that is built in");
            let finding = rules::theme::THEME_EXTENDS.finding(message).at(place);
            self.findings.push(finding.help(built_in_help(&name)));
        }
        named
    }

    /// Whether a theme may have a file of this name: one of the base theme, an addition to one, or texts of a language.
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
                Layer::Named => format!("{DSFR_PREFIX}{path}"),
                Layer::Own => path.into(),
            };
            self.templates.push(Template { name, file: file.into(), source: text.into() });
        } else if let Some((_, css)) = self.stylesheets.iter_mut().find(|(name, _)| more(name) == path) {
            css.push_str(text);
        } else {
            self.stylesheets.insert(path.into(), text.into());
        }
        // File by file, so that findings have their place.
        if INTERFACE.iter().any(|name| path == *name || path == more(name)) {
            self.findings.extend(banner::check(file, text));
        }
    }
}

impl Folder {
    /// The name of one of its files in messages.
    pub fn file(&self, path: &str) -> String {
        format!("{}/{path}", self.path.trim_end_matches('/'))
    }
}

/// The name of the additions to a stylesheet: `banner-more.css` for `banner.css`.
fn more(name: &str) -> String {
    format!("{}{MORE}", name.trim_end_matches(".css"))
}

/// A help text for a theme name that does not exist: the nearest built-in theme, or all of them.
pub fn built_in_help(name: &str) -> String {
    let names = || std::iter::once(charte_themes::BASE_NAME).chain(charte_themes::NAMED.iter().map(|(name, _)| *name));
    // `dsfr` is suggested for a near miss only, and not listed: few sites may use it.
    match suggest::nearest(name, names().chain([charte_themes::DSFR.0])) {
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
    rules::files::THEME_UNKNOWN_FILE.finding(format!("no theme has a file `{path}`")).path(file).help(help)
}

#[cfg(test)]
mod tests;
