//! The values that a theme is tuned with: colours, radius, font, position. It writes them as custom properties and does
//! not know the stylesheets that use them.

use std::collections::{BTreeMap, BTreeSet};

use charte_core::diagnostic::{Diagnostic, Place};
use charte_core::suggest;

use super::reader;

/// Version of the theme contract: file names, tokens, text keys, views.
const CONTRACT: &str = "1";
/// What every custom property begins with.
const PREFIX: &str = "--charte-";
/// Where the banner may stand.
const POSITIONS: [&str; 3] = ["bar", "left", "right"];

/// Tokens by name, for a light screen and, where they differ, for a dark one.
#[derive(Debug, Clone, Default)]
pub(crate) struct Tokens {
    light: BTreeMap<String, String>,
    dark: BTreeMap<String, String>,
}

impl Tokens {
    /// Reads a `theme.toml`. The built-in one says which tokens there are; the others may only change them.
    pub(super) fn read(&mut self, file: &str, text: &str, built_in: bool, findings: &mut Vec<Diagnostic>) {
        let mut declared = false;
        for reader::Entry { key, value, place } in reader::read(file, text, &[], findings) {
            let result = match key.split_once('.') {
                None if key == "requires" => {
                    declared = true;
                    check_contract(&value, &place)
                }
                Some(("tokens", name)) if built_in => {
                    self.light.insert(name.into(), value);
                    Ok(())
                }
                Some(("tokens", name)) => self.set(name, value, Some(place)),
                Some(("dark", name)) => self.set_dark(name, value, place),
                _ => Err(unknown_key(&key, place)),
            };
            findings.extend(result.err().map(|finding| *finding));
        }
        if !declared {
            let finding = Diagnostic::error("theme-requires", "`requires` is missing").path(file);
            findings.push(finding.help(format!("write `requires = \"{CONTRACT}\"` at the top")));
        }
    }

    /// Changes a token; on a dark screen too, unless the theme has a dark value for it.
    pub(crate) fn set(&mut self, name: &str, value: String, place: Option<Place>) -> Result<(), Box<Diagnostic>> {
        self.check(name, &value, place)?;
        self.light.insert(name.into(), value);
        Ok(())
    }

    fn set_dark(&mut self, name: &str, value: String, place: Place) -> Result<(), Box<Diagnostic>> {
        if name == "position" {
            let finding = Diagnostic::error("theme-unknown-token", "`position` is the same on a dark screen").at(place);
            return Err(Box::new(finding.help("set it under `[tokens]`")));
        }
        self.check(name, &value, Some(place))?;
        self.dark.insert(name.into(), value);
        Ok(())
    }

    fn check(&self, name: &str, value: &str, place: Option<Place>) -> Result<(), Box<Diagnostic>> {
        let names = || self.light.keys().map(String::as_str);
        if !self.light.contains_key(name) {
            let help = match suggest::nearest(name, names()) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("the tokens are {}", suggest::list(names())),
            };
            let finding = Diagnostic::error("theme-unknown-token", format!("no theme has a token `{name}`"));
            return Err(Box::new(finding.at(place).help(help)));
        }
        if name == "position" && !POSITIONS.contains(&value) {
            let finding = Diagnostic::error("theme-token-value", format!("`{value}` is not a position of the banner"));
            return Err(Box::new(finding.at(place).help(format!("write one of {}", suggest::list(POSITIONS)))));
        }
        if !is_one_css_value(value) {
            let message = format!("the value of `{name}` is not one CSS value");
            let help = "leave out `;`, braces, backslashes, comments and line ends; close every bracket and quote";
            return Err(Box::new(Diagnostic::error("theme-token-value", message).at(place).help(help)));
        }
        Ok(())
    }

    /// A token on a light screen.
    pub(crate) fn light(&self, name: &str) -> Option<&str> {
        self.light.get(name).map(String::as_str)
    }

    /// A token on a dark screen.
    pub(crate) fn dark(&self, name: &str) -> Option<&str> {
        self.dark.get(name).or_else(|| self.light.get(name)).map(String::as_str)
    }

    /// The rules that give `selector` the tokens that the stylesheet `css` uses, and no other.
    pub(crate) fn rules(&self, selector: &str, css: &str) -> String {
        let used = self.used_by(css);
        let list = |tokens: &BTreeMap<String, String>| -> Vec<String> {
            let used = tokens.iter().filter(|(name, _)| used.contains(name.as_str()));
            used.map(|(name, value)| format!("{PREFIX}{name}:{value}")).collect()
        };
        let (light, dark) = (list(&self.light), list(&self.dark));
        let mut rules = String::new();
        if !light.is_empty() {
            rules.push_str(&format!("{selector}{{{}}}", light.join(";")));
        }
        if !dark.is_empty() {
            rules.push_str(&format!("@media (prefers-color-scheme:dark){{{selector}{{{}}}}}", dark.join(";")));
        }
        rules
    }

    /// The names of the tokens that `css` uses, and those that their values use in turn.
    fn used_by(&self, css: &str) -> BTreeSet<String> {
        let mut used = BTreeSet::new();
        let mut waiting = names_in(css);
        while let Some(name) = waiting.pop() {
            if used.insert(name.clone()) {
                let values = [self.light.get(&name), self.dark.get(&name)];
                waiting.extend(values.into_iter().flatten().flat_map(|value| names_in(value)));
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
    Err(Box::new(Diagnostic::error("theme-requires", message).at(place.clone()).help(help)))
}

fn unknown_key(key: &str, place: Place) -> Box<Diagnostic> {
    let finding = Diagnostic::error("theme-unknown-key", format!("`{key}` is not a key of `theme.toml`"));
    Box::new(finding.at(place).help("it holds `requires`, and tokens under `[tokens]` and `[dark]`"))
}

/// Whether `value` can stand in a declaration without ending it or swallowing what follows.
fn is_one_css_value(value: &str) -> bool {
    let mut open = Vec::new();
    let mut quote = None;
    for character in value.chars() {
        match (quote, character) {
            (_, ';' | '{' | '}' | '<' | '>' | '\\' | '!') => return false,
            (_, character) if character.is_control() => return false,
            (Some(mark), character) if character == mark => quote = None,
            (Some(_), _) => {}
            (None, '"' | '\'') => quote = Some(character),
            (None, '(') => open.push(')'),
            (None, '[') => open.push(']'),
            (None, ')' | ']') if open.pop() != Some(character) => return false,
            _ => {}
        }
    }
    open.is_empty() && quote.is_none() && !value.trim().is_empty() && !value.contains("/*")
}
