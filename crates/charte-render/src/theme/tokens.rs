//! The tokens of a theme: colours, radius, font, position, scheme. Stylesheets get them as custom properties.

use std::collections::{BTreeMap, BTreeSet};

use charte_core::diagnostic::{Diagnostic, Place};
use charte_core::suggest;

use crate::rules;
use crate::theme::{reader, value};

/// Version of the theme contract: file names, tokens, text keys, views.
const CONTRACT: &str = "1";
/// Name of the file that holds the tokens.
pub(super) const TOKENS_FILE: &str = "theme.toml";
/// Key of the built-in theme that a portal's theme extends.
pub(super) const EXTENDS: &str = "extends";
/// Prefix of the custom properties.
const PREFIX: &str = "--charte-";

/// One of a theme's two sets of colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Scheme {
    Light,
    Dark,
}

impl Scheme {
    /// Its name in messages.
    pub(super) fn words(self) -> &'static str {
        match self {
            Scheme::Light => "a light screen",
            Scheme::Dark => "a dark screen",
        }
    }
}

/// The layer of a theme that a file belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Layer {
    /// The base theme, which defines the tokens and files.
    Base,
    /// Another built-in theme.
    Named,
    /// The portal's own folder or the manifest.
    Own,
}

/// A token's value, and where it is set.
#[derive(Debug, Clone)]
struct Token {
    value: String,
    place: Option<Place>,
    is_own: bool,
}

/// Tokens by name, for a light screen and, where they differ, for a dark one.
#[derive(Debug, Clone, Default)]
pub(crate) struct Tokens {
    light: BTreeMap<String, Token>,
    dark: BTreeMap<String, Token>,
}

impl Tokens {
    /// Reads a `theme.toml`. The base theme's defines the tokens; others may only change them.
    pub(super) fn read(&mut self, file: &str, text: &str, layer: Layer, findings: &mut Vec<Diagnostic>) {
        let mut declared = false;
        for reader::Entry { key, value, place } in reader::read(file, text, &[], findings) {
            let result = match key.split_once('.') {
                None if key == "requires" => {
                    declared = true;
                    check_contract(&value, &place)
                }
                // Looked up before any layer is read.
                None if key == EXTENDS => Ok(()),
                Some(("tokens", name)) if layer == Layer::Base => {
                    self.light.insert(name.into(), Token { value, place: Some(place), is_own: false });
                    Ok(())
                }
                Some(("tokens", name)) => {
                    self.change(name, Token { value, place: Some(place), is_own: layer == Layer::Own })
                }
                Some(("dark", name)) => {
                    self.change_dark(name, Token { value, place: Some(place), is_own: layer == Layer::Own })
                }
                _ => Err(unknown_key(&key, place)),
            };
            findings.extend(result.err().map(|finding| *finding));
        }
        if !declared {
            let finding = rules::theme::THEME_REQUIRES.finding("`requires` is missing").path(file);
            findings.push(finding.help(format!("write `requires = \"{CONTRACT}\"` at the top")));
        }
    }

    /// Sets a token from a manifest; for both schemes, unless the theme has a dark value for it.
    pub(crate) fn set(&mut self, name: &str, value: String, place: Option<Place>) -> Result<(), Box<Diagnostic>> {
        self.change(name, Token { value, place, is_own: true })
    }

    fn change(&mut self, name: &str, token: Token) -> Result<(), Box<Diagnostic>> {
        self.check(name, &token.value, token.place.clone())?;
        self.light.insert(name.into(), token);
        Ok(())
    }

    fn change_dark(&mut self, name: &str, token: Token) -> Result<(), Box<Diagnostic>> {
        if value::is_shared(name) {
            let message = format!("`{name}` is the same on a dark screen");
            let finding = rules::theme::THEME_UNKNOWN_TOKEN.finding(message).at(token.place);
            return Err(Box::new(finding.help("set it under `[tokens]`")));
        }
        self.check(name, &token.value, token.place.clone())?;
        self.dark.insert(name.into(), token);
        Ok(())
    }

    fn check(&self, name: &str, value: &str, place: Option<Place>) -> Result<(), Box<Diagnostic>> {
        let names = || self.light.keys().map(String::as_str);
        if !self.light.contains_key(name) {
            let help = match suggest::nearest(name, names()) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("the tokens are {}", suggest::list(names())),
            };
            let finding = rules::theme::THEME_UNKNOWN_TOKEN.finding(format!("no theme has a token `{name}`"));
            return Err(Box::new(finding.at(place).help(help)));
        }
        match value::fault(name, value) {
            Some(fault) => Err(Box::new(fault.at(place))),
            None => Ok(()),
        }
    }

    /// A token that both schemes share.
    pub(crate) fn light(&self, name: &str) -> Option<&str> {
        self.light.get(name).map(|token| token.value.as_str())
    }

    /// Has the light scheme alone, unless the portal's own theme or the manifest says which schemes it has.
    pub(crate) fn keep_one_scheme(&mut self) {
        if let Some(scheme) = self.light.get_mut("scheme").filter(|scheme| !scheme.is_own && scheme.value == "auto") {
            scheme.value = "light".into();
        }
    }

    /// The schemes that a visitor may get.
    pub(crate) fn schemes(&self) -> &'static [Scheme] {
        match self.light("scheme") {
            Some("light") => &[Scheme::Light],
            Some("dark") => &[Scheme::Dark],
            _ => &[Scheme::Light, Scheme::Dark],
        }
    }

    fn token(&self, name: &str, scheme: Scheme) -> Option<&Token> {
        let dark = self.dark.get(name).filter(|_| scheme == Scheme::Dark);
        dark.or_else(|| self.light.get(name))
    }

    /// A token as it is written.
    pub(super) fn value(&self, name: &str, scheme: Scheme) -> Option<&str> {
        self.token(name, scheme).map(|token| token.value.as_str())
    }

    /// A token with those that it names in their places, as `var(--charte-accent)`.
    pub(super) fn resolved(&self, name: &str, scheme: Scheme) -> Option<String> {
        let mut value = self.value(name, scheme)?.to_owned();
        for _ in 0..=self.light.len() {
            let Some(other) = names_in(&value).into_iter().next() else { break };
            value = value.replace(&format!("var({PREFIX}{other})"), self.value(&other, scheme)?);
        }
        Some(value)
    }

    /// Where a token is written.
    pub(super) fn place(&self, name: &str, scheme: Scheme) -> Option<&Place> {
        self.token(name, scheme)?.place.as_ref()
    }

    /// Whether the portal's own theme or the manifest sets a token.
    pub(super) fn is_own(&self, name: &str, scheme: Scheme) -> bool {
        self.token(name, scheme).is_some_and(|token| token.is_own)
    }

    /// The names of all tokens.
    #[cfg(test)]
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.light.keys().map(String::as_str)
    }

    /// The rules that give `selector` the tokens that the stylesheet `css` uses, and no other.
    pub(crate) fn rules(&self, selector: &str, css: &str) -> String {
        let used = self.used_by(css);
        let rule = |names: &mut dyn Iterator<Item = &String>, scheme| {
            let used = names.filter(|name| used.contains(name.as_str()));
            let list: Vec<String> = used.filter_map(|name| self.declaration(name, scheme)).collect();
            if list.is_empty() { String::new() } else { format!("{selector}{{{}}}", list.join(";")) }
        };
        let [first, rest @ ..] = self.schemes() else { return String::new() };
        let mut rules = rule(&mut self.light.keys(), *first);
        for scheme in rest {
            let dark = rule(&mut self.dark.keys(), *scheme);
            if !dark.is_empty() {
                rules.push_str(&format!("@media (prefers-color-scheme:dark){{{dark}}}"));
            }
        }
        rules
    }

    /// A token as a custom property; the schemes as CSS calls them.
    fn declaration(&self, name: &str, scheme: Scheme) -> Option<String> {
        let value = match (name, self.value(name, scheme)?) {
            ("scheme", "auto") => "light dark",
            (_, value) => value,
        };
        Some(format!("{PREFIX}{name}:{value}"))
    }

    /// The names of the tokens that `css` uses, and those that their values use in turn.
    fn used_by(&self, css: &str) -> BTreeSet<String> {
        let mut used = BTreeSet::new();
        let mut waiting = names_in(css);
        while let Some(name) = waiting.pop() {
            if used.insert(name.clone()) {
                let values = [self.light.get(&name), self.dark.get(&name)];
                waiting.extend(values.into_iter().flatten().flat_map(|token| names_in(&token.value)));
            }
        }
        used
    }
}

/// The token names that a piece of CSS mentions.
fn names_in(css: &str) -> Vec<String> {
    let is_name = |character: &char| character.is_ascii_alphanumeric() || matches!(character, '-' | '_');
    css.split(PREFIX).skip(1).map(|rest| rest.chars().take_while(is_name).collect()).collect()
}

fn check_contract(version: &str, place: &Place) -> Result<(), Box<Diagnostic>> {
    if version == CONTRACT {
        return Ok(());
    }
    let message = format!("the theme asks for version `{version}` of the theme contract, this charte has `{CONTRACT}`");
    let help = "compare the theme with the base theme of this version, then change `requires`";
    Err(Box::new(rules::theme::THEME_REQUIRES.finding(message).at(place.clone()).help(help)))
}

fn unknown_key(key: &str, place: Place) -> Box<Diagnostic> {
    let finding = rules::theme::THEME_UNKNOWN_KEY.finding(format!("`{key}` is not a key of `theme.toml`"));
    let help = match suggest::nearest(key, ["requires", EXTENDS]) {
        Some(near) => format!("did you mean `{near}`?"),
        None => "it holds `requires` and `extends`, and tokens under `[tokens]` and `[dark]`".to_owned(),
    };
    Box::new(finding.at(place).help(help))
}

/// The names of all tokens, in the order of the base theme.
pub(super) fn token_names() -> Vec<String> {
    let base = charte_themes::BASE.iter().find(|(path, _)| *path == TOKENS_FILE).map_or("", |(_, text)| *text);
    let entries = reader::read(TOKENS_FILE, base, &[], &mut Vec::new());
    entries.into_iter().filter_map(|entry| Some(entry.key.strip_prefix("tokens.")?.to_owned())).collect()
}
