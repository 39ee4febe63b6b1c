//! The keys of texts, with their variables and plural forms.

use std::collections::{BTreeMap, BTreeSet};

use charte_core::diagnostic::Diagnostic;
use charte_core::suggest;

use crate::locale;
use crate::rules;
use crate::words::is_variable;

/// Variables that every text may use.
pub(crate) const SHARED_VARIABLES: [&str; 6] = ["site", "url", "host", "publisher", "duration", "cookie"];
/// Key of the flag whether a speaker has confirmed a language's texts.
pub(crate) const CHECKED: &str = "language.checked";
/// Prefix of keys that a portal's theme adds for its own templates.
const OWN: &str = "own.";
/// Prefix of keys that may be missing: the country code is shown instead.
const OPTIONAL: &str = "country.";
/// Prefix of keys that may be missing: `placeholder.link` is used instead.
const PARTICULAR: &str = "placeholder.link_";
/// Prefix of keys that end with a plural form, one for each form of the language: `duration.month_few`.
const COUNTED: &str = "duration.";

/// All keys, with the variables that each text may use besides the shared ones; counted keys without their plural form.
#[derive(Debug, Clone, Default)]
pub(super) struct Keys {
    plain: BTreeMap<String, BTreeSet<String>>,
    counted: BTreeMap<String, BTreeSet<String>>,
}

impl Keys {
    /// Adds a key of the reference language.
    pub(super) fn add(&mut self, key: &str, value: &str) {
        match split(key) {
            Some((stem, _)) => self.counted.entry(stem.into()).or_default().extend(variables(value)),
            None => self.plain.entry(key.into()).or_default().extend(variables(value)),
        }
    }

    /// The keys that a language must have.
    pub(super) fn required(&self, language: &str) -> Vec<String> {
        let is_required = |key: &&String| {
            let optional = key.starts_with(OPTIONAL) || key.starts_with(PARTICULAR) || *key == CHECKED;
            !optional
        };
        let plain = self.plain.keys().filter(is_required).cloned();
        let forms = locale::forms(language);
        let counted = self.counted.keys().flat_map(|stem| forms.iter().map(move |form| format!("{stem}_{form}")));
        plain.chain(counted.collect::<Vec<_>>()).collect()
    }

    /// Checks that the key exists in this language and that `value` uses only the key's variables.
    pub(super) fn check(&self, (language, key): (&str, &str), value: &str) -> Result<(), Box<Diagnostic>> {
        if key.starts_with(OWN) || key.starts_with(OPTIONAL) {
            return Ok(());
        }
        let counted = split(key).and_then(|(stem, form)| Some((self.counted.get(stem)?, form)));
        if let Some((_, form)) = counted {
            has_form(language, key, form)?;
        }
        let Some(known) = counted.map(|(known, _)| known).or_else(|| self.plain.get(key)) else {
            return Err(Box::new(self.unknown(language, key)));
        };
        let shared = SHARED_VARIABLES.into_iter().filter(|name| !known.contains(*name));
        let allowed = || known.iter().map(String::as_str).chain(shared.clone());
        match variables(value).into_iter().find(|name| !allowed().any(|allowed| allowed == name)) {
            None => Ok(()),
            Some(name) => {
                let message = format!("`{key}` has no variable `{{{name}}}`");
                let help = format!("its variables are {}", suggest::list(allowed()));
                Err(Box::new(rules::texts::TEXT_UNKNOWN_VARIABLE.finding(message).help(help)))
            }
        }
    }

    fn unknown(&self, language: &str, key: &str) -> Diagnostic {
        let known = self.required(language);
        let all = known.iter().chain(self.plain.keys()).map(String::as_str);
        // The last part of a key alone: `accept` for `banner.accept`.
        let ending = format!(".{key}");
        let longer: BTreeSet<&str> = all.clone().filter(|name| name.ends_with(&ending)).collect();
        let help = match suggest::nearest(key, all) {
            _ if !longer.is_empty() => format!("write {}, between quotes", suggest::any(longer)),
            None => "keys of a theme's own begin with `own.`".into(),
            Some(near) => format!("did you mean `{near}`? Keys of a theme's own begin with `own.`"),
        };
        rules::texts::TEXT_UNKNOWN_KEY.finding(format!("no text has the key `{key}`")).help(help)
    }
}

fn has_form(language: &str, key: &str, form: &str) -> Result<(), Box<Diagnostic>> {
    let forms = locale::forms(language);
    if forms.contains(&form) {
        return Ok(());
    }
    let message = format!("`{key}`: `{language}` has no plural form `{form}`");
    let help = format!("its forms are {}; take this one out", suggest::list(forms));
    Err(Box::new(rules::texts::TEXT_PLURAL.finding(message).help(help)))
}

/// A counted key and its form.
fn split(key: &str) -> Option<(&str, &str)> {
    let (stem, form) = key.rsplit_once('_')?;
    (key.starts_with(COUNTED) && locale::FORMS.contains(&form)).then_some((stem, form))
}

/// The names between braces in a text.
pub(in crate::theme) fn variables(text: &str) -> BTreeSet<String> {
    let after_brace = text.split('{').skip(1).filter_map(|rest| rest.split_once('}'));
    after_brace.map(|(name, _)| name).filter(|name| is_variable(name)).map(String::from).collect()
}
