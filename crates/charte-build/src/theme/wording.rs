//! Everything a visitor reads, by language and key. It checks that what a portal writes has a place and variables that
//! exist; it does not know where a text is shown.

use std::collections::{BTreeMap, BTreeSet};

use charte_core::diagnostic::{Diagnostic, Place};
use charte_core::suggest;

use super::reader;

/// Variables that every text may use.
pub(crate) const EVERYWHERE: [&str; 6] = ["site", "url", "host", "publisher", "duration", "cookie"];
/// Keys under it are the portal theme's own, for templates of its own.
const OWN: &str = "own.";
/// Keys under it may be missing: the code is shown in place of the name.
const OPTIONAL: &str = "country.";
/// Keys that begin so may be missing too: `placeholder.link` stands in.
const PARTICULAR: &str = "placeholder.link_";

/// How many missing keys a finding names.
const NAMED: usize = 5;

/// Texts by key, such as `banner.title`.
type Table = BTreeMap<String, String>;

/// The texts of a theme.
#[derive(Debug, Clone, Default)]
pub(crate) struct Wording {
    languages: BTreeMap<String, Table>,
    /// Every key that exists, with the variables that its text may use besides those of everywhere.
    keys: BTreeMap<String, BTreeSet<String>>,
}

impl Wording {
    /// Reads the texts of one language over those already there. Built-in files say which keys there are.
    pub(super) fn read(
        &mut self,
        language: &str,
        (file, text): (&str, &str),
        built_in: bool,
        findings: &mut Vec<Diagnostic>,
    ) {
        for reader::Entry { key, value, place } in reader::read(file, text, findings) {
            if built_in {
                self.keys.entry(key.clone()).or_default().extend(variables(&value));
            } else if let Err(finding) = self.check(&key, &value, Some(place)) {
                findings.push(*finding);
                continue;
            }
            self.languages.entry(language.into()).or_default().insert(key, value);
        }
    }

    /// Replaces one text, as a manifest may.
    pub(crate) fn set(
        &mut self,
        (language, key): (&str, &str),
        value: &str,
        place: Option<Place>,
    ) -> Result<(), Box<Diagnostic>> {
        self.check(key, value, place)?;
        self.languages.entry(language.into()).or_default().insert(key.into(), value.into());
        Ok(())
    }

    fn check(&self, key: &str, value: &str, place: Option<Place>) -> Result<(), Box<Diagnostic>> {
        if key.starts_with(OWN) || key.starts_with(OPTIONAL) {
            return Ok(());
        }
        let Some(known) = self.keys.get(key) else {
            let near = suggest::nearest(key, self.keys.keys().map(String::as_str));
            let help = near.map_or("keys of a theme's own begin with `own.`".into(), |near| {
                format!("did you mean `{near}`? Keys of a theme's own begin with `own.`")
            });
            let finding = Diagnostic::error("text-unknown-key", format!("no text has the key `{key}`"));
            return Err(Box::new(finding.at(place).help(help)));
        };
        let everywhere = EVERYWHERE.into_iter().filter(|name| !known.contains(*name));
        let allowed = || known.iter().map(String::as_str).chain(everywhere.clone());
        match variables(value).into_iter().find(|name| !allowed().any(|allowed| allowed == name)) {
            None => Ok(()),
            Some(name) => {
                let finding =
                    Diagnostic::error("text-unknown-variable", format!("`{key}` has no variable `{{{name}}}`"));
                let list = suggest::list(allowed());
                Err(Box::new(finding.at(place).help(format!("its variables are {list}"))))
            }
        }
    }

    /// The languages that have texts.
    pub(crate) fn languages(&self) -> impl Iterator<Item = &str> {
        self.languages.keys().map(String::as_str)
    }

    /// The texts of a language that a portal declares, complete. What a regional language does not say itself (`fr-CA`) is
    /// the language's own (`fr`).
    pub(crate) fn complete(&self, language: &str) -> Result<Table, Vec<Diagnostic>> {
        let regional = self.languages.get(language);
        let general = language.split('-').next().and_then(|general| self.languages.get(general));
        let Some(mut table) = general.or(regional).cloned() else {
            let message = format!("the theme has no texts in `{language}`");
            let list = suggest::list(self.languages());
            let help = format!("it has {list}; a theme folder may add `texts/{language}.toml`");
            return Err(vec![Diagnostic::error("text-language", message).help(help)]);
        };
        table.extend(regional.cloned().unwrap_or_default());
        let required = self.keys.keys().filter(|key| !key.starts_with(OPTIONAL) && !key.starts_with(PARTICULAR));
        let missing: Vec<&str> = required.filter(|key| !table.contains_key(*key)).map(String::as_str).collect();
        let Some(some) = missing.get(..missing.len().min(NAMED)).filter(|some| !some.is_empty()) else {
            return Ok(table);
        };
        let more = if missing.len() > some.len() {
            format!(" and {} more", missing.len() - some.len())
        } else {
            String::new()
        };
        let list = some.iter().map(|key| format!("`{key}`")).collect::<Vec<_>>().join(", ");
        let finding = Diagnostic::error("text-missing", format!("texts are missing in `{language}`: {list}{more}"));
        Err(vec![finding.help(format!("write them in `texts/{language}.toml` of the theme folder"))])
    }
}

/// The names between braces in a text.
pub(crate) fn variables(text: &str) -> BTreeSet<String> {
    let after_brace = text.split('{').skip(1).filter_map(|rest| rest.split_once('}'));
    after_brace.map(|(name, _)| name).filter(|name| is_variable(name)).map(String::from).collect()
}

/// Whether what stands between braces is the name of a variable.
pub(crate) fn is_variable(name: &str) -> bool {
    !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_')
}
