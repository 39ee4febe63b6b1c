//! The texts of a theme, by language and key. It checks the keys and variables of a portal's own texts; it does not know where
//! a text is shown.

pub(super) mod keys;

use std::collections::{BTreeMap, BTreeSet};

use charte_core::diagnostic::{Diagnostic, Place};
use charte_core::rules::law;
use charte_core::suggest;

use crate::locale;
use crate::rules;
use crate::theme::reader;
use crate::theme::wording::keys::Keys;

pub(crate) use crate::theme::wording::keys::CHECKED;

/// The built-in language whose texts define the keys and their variables.
pub(super) const REFERENCE: &str = "fr";

/// How many missing keys a finding names.
const NAMED: usize = 5;

/// Texts by key, such as `banner.title`.
type Table = BTreeMap<String, String>;

/// The texts of a theme.
#[derive(Debug, Clone, Default)]
pub(crate) struct Wording {
    /// The built-in files, by language; parsed only for declared languages.
    built_in: BTreeMap<&'static str, &'static str>,
    /// The portal's own texts, by language.
    own: BTreeMap<String, Table>,
    keys: Keys,
}

impl Wording {
    /// Adds a built-in file.
    pub(super) fn build_in(&mut self, language: &'static str, text: &'static str, findings: &mut Vec<Diagnostic>) {
        self.built_in.insert(language, text);
        if language == REFERENCE {
            for entry in reader::read(&file(language), text, &[CHECKED], findings) {
                self.keys.add(&entry.key, &entry.value);
            }
        }
    }

    /// Reads texts of one language, which replace those already there.
    pub(super) fn read(&mut self, language: &str, (file, text): (&str, &str), findings: &mut Vec<Diagnostic>) {
        for reader::Entry { key, value, place } in reader::read(file, text, &[CHECKED], findings) {
            if let Err(finding) = self.set((language, &key), &value, Some(place)) {
                findings.push(*finding);
            }
        }
    }

    /// Replaces one text, as a manifest may.
    pub(crate) fn set(
        &mut self,
        (language, key): (&str, &str),
        value: &str,
        place: Option<Place>,
    ) -> Result<(), Box<Diagnostic>> {
        self.keys.check((language, key), value).map_err(|finding| Box::new(finding.at(place)))?;
        self.own.entry(language.into()).or_default().insert(key.into(), value.into());
        Ok(())
    }

    /// The languages that have texts.
    pub(crate) fn languages(&self) -> impl Iterator<Item = &str> {
        let own = self.own.keys().map(String::as_str);
        self.built_in.keys().copied().chain(own).collect::<BTreeSet<_>>().into_iter()
    }

    /// Whether a theme folder or the portal has a text of its own.
    pub(crate) fn has_own(&self, language: &str, key: &str) -> bool {
        let own = |tag: &String| self.own.get(tag).is_some_and(|texts| texts.contains_key(key));
        locale::fallbacks(language).iter().any(own)
    }

    /// A text of charte's own in a language, or in the language that a regional one belongs to.
    pub(crate) fn built_in_text(&self, language: &str, key: &str) -> Option<String> {
        locale::fallbacks(language).into_iter().find_map(|tag| {
            let (name, text) = self.built_in.get_key_value(tag.as_str())?;
            let entries = reader::read(&file(name), text, &[CHECKED], &mut Vec::new());
            entries.into_iter().find(|entry| entry.key == key).map(|entry| entry.value)
        })
    }

    /// All texts of a declared language. A regional language (`fr-CA`) takes missing texts from its language (`fr`); charte's
    /// own are in the spelling of the publisher's country.
    pub(crate) fn complete(&self, language: &str, country: &str) -> Result<Table, Vec<Diagnostic>> {
        let spell = |text: String| if locale::writes_ss(language, country) { text.replace('ß', "ss") } else { text };
        let mut findings = Vec::new();
        let mut table: Option<Table> = None;
        for tag in locale::fallbacks(language).into_iter().rev() {
            if let Some((name, text)) = self.built_in.get_key_value(tag.as_str()) {
                let entries = reader::read(&file(name), text, &[CHECKED], &mut findings);
                let texts = entries.into_iter().map(|entry| (entry.key, spell(entry.value)));
                table.get_or_insert_default().extend(texts);
            }
            if let Some(own) = self.own.get(&tag) {
                table.get_or_insert_default().extend(own.clone());
            }
        }
        let Some(table) = table else {
            let message = format!("the theme has no texts in `{language}`");
            let list = suggest::list(self.languages());
            let help = format!("it has {list}; a theme folder may add `texts/{language}.toml`");
            return Err(vec![rules::texts::TEXT_LANGUAGE.finding(message).help(help)]);
        };
        findings.extend(self.missing(language, &table));
        if findings.is_empty() { Ok(table) } else { Err(findings) }
    }

    fn missing(&self, language: &str, table: &Table) -> Option<Diagnostic> {
        let missing: Vec<String> =
            self.keys.required(language).into_iter().filter(|key| !table.contains_key(key)).collect();
        let some = missing.get(..missing.len().min(NAMED)).filter(|some| !some.is_empty())?;
        let more = if missing.len() > some.len() {
            format!(" and {} more", missing.len() - some.len())
        } else {
            String::new()
        };
        let list = some.iter().map(|key| format!("`{key}`")).collect::<Vec<_>>().join(", ");
        let finding = law::TEXT_MISSING.finding(format!("texts are missing in `{language}`: {list}{more}"));
        Some(finding.help(format!("write them in `texts/{language}.toml` of the theme folder")))
    }
}

/// How messages call a built-in file.
fn file(language: &str) -> String {
    format!("<theme base>/texts/{language}.toml")
}
