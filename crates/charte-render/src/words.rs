//! Texts of one language with their variables filled in; durations, dates, lists, countries. Nothing is escaped here: the
//! templates and scripts do that.

use std::collections::BTreeMap;

use charte_core::lifetime::{Lifetime, Unit};
use charte_core::model::{Service, Texts};
use serde_json::{Value, json};

use crate::locale;
use crate::view::{Day, Phrase};

/// The texts of one language for one portal.
#[derive(Debug, Default)]
pub(super) struct Words {
    /// Language tag.
    pub(super) language: String,
    /// Its direction, as in a `dir` attribute.
    pub(super) direction: &'static str,
    texts: BTreeMap<String, String>,
    /// Variables that every text may use.
    shared: BTreeMap<&'static str, String>,
    /// The other languages of the portal, as fallbacks for texts of the declaration.
    other_languages: Vec<String>,
    /// The language of the catalogue's texts where the portal has none of its languages.
    spare: &'static str,
}

impl Words {
    pub(super) fn new(language: &str, mut texts: BTreeMap<String, String>, languages: &[String]) -> Self {
        let other_languages = languages.iter().filter(|other| *other != language).cloned().collect();
        let direction = locale::direction(language);
        if direction == "rtl" {
            texts.values_mut().for_each(|text| *text = isolate(text));
        }
        Words { language: language.into(), direction, texts, shared: BTreeMap::new(), other_languages, spare: "fr" }
    }

    /// Sets the language of the catalogue's texts, `fr` or `en`, where the portal has none of its languages.
    pub(super) fn fall_back_to(&mut self, language: &'static str) {
        self.spare = language;
    }

    /// Sets a variable that every text may use.
    pub(super) fn define(&mut self, name: &'static str, value: String) {
        self.shared.insert(name, value);
    }

    /// The value of a variable that every text may use.
    pub(super) fn shared(&self, name: &str) -> Option<String> {
        self.shared.get(name).cloned()
    }

    /// Whether `other` has the same texts under keys with the prefix `section`, and the same shared variables.
    pub(super) fn has_same_texts(&self, other: &Words, section: &str) -> bool {
        let texts = |words: &'_ Words| -> Vec<(String, String)> {
            let own = words.texts.iter().filter(|(key, _)| key.starts_with(section));
            own.map(|(key, text)| (key.clone(), text.clone())).collect()
        };
        self.shared == other.shared && texts(self) == texts(other)
    }

    /// The keys of all texts.
    pub(super) fn keys(&self) -> impl Iterator<Item = &str> {
        self.texts.keys().map(String::as_str)
    }

    /// A text with its variables not filled in.
    pub(super) fn find(&self, key: &str) -> Option<&str> {
        self.texts.get(key).map(String::as_str)
    }

    /// A text with the shared variables filled in.
    pub(super) fn text(&self, key: &str) -> String {
        self.text_with(key, &[])
    }

    /// A text with these variables and the shared ones filled in. A missing key is returned as its own text; that does not
    /// happen for a declared language, whose texts are checked to be complete.
    pub(super) fn text_with(&self, key: &str, variables: &[(&str, &str)]) -> String {
        let value = |name: &str| {
            let own = variables.iter().find(|(variable, _)| *variable == name);
            own.map(|(_, value)| (*value).to_string()).or_else(|| self.shared(name))
        };
        fill(self.find(key).unwrap_or(key), value)
    }

    /// Like [`text_with`](Self::text_with), for variables that may be in another language than the text.
    pub(super) fn compose(&self, key: &str, variables: &[(&str, Phrase)]) -> Phrase {
        let mut phrase = Phrase::default();
        for part in split(self.find(key).unwrap_or(key)) {
            match part {
                Part::Text(text) => phrase.push(text),
                Part::Variable { name, whole } => match variables.iter().find(|(variable, _)| *variable == name) {
                    Some((_, value)) => phrase.extend(value),
                    None => phrase.push(&self.shared(name).unwrap_or_else(|| whole.into())),
                },
            }
        }
        phrase
    }

    /// The text of the declaration in this language, else in another, which is then marked as such.
    pub(super) fn choose(&self, texts: &Texts) -> Option<Phrase> {
        if let Some(text) = locale::fallbacks(&self.language).iter().find_map(|tag| texts.get(tag)) {
            return Some(Phrase::from(text.as_str()));
        }
        let other = self.other_languages.iter().find_map(|language| texts.get_key_value(language));
        // The catalogue has French and English.
        let other = other.or_else(|| texts.get_key_value(self.spare)).or_else(|| texts.get_key_value("fr"));
        let other = other.or_else(|| texts.iter().next());
        other.map(|(language, text)| Phrase::in_language(language, text))
    }

    /// Whether the declaration has a text in this language, without fallback to another.
    pub(super) fn has(&self, texts: &Texts) -> bool {
        locale::fallbacks(&self.language).iter().any(|tag| texts.contains_key(tag))
    }

    /// Names as a sentence lists them.
    pub(super) fn list<'a>(&self, names: impl IntoIterator<Item = &'a str>) -> String {
        if self.direction != "rtl" {
            return locale::list(&self.language, names);
        }
        let apart: Vec<String> = names.into_iter().map(|name| format!("\u{2068}{name}\u{2069}")).collect();
        locale::list(&self.language, apart.iter().map(String::as_str))
    }

    /// The arguments for `Intl.ListFormat` and `toLocaleDateString` in a browser.
    pub(super) fn for_browsers(&self) -> Value {
        match locale::in_browsers(&self.language) {
            Some(tag) => json!([tag, { "dateStyle": "long" }]),
            // Numbers and commas only, without words of English.
            None => json!(["en-GB", { "style": "narrow" }]),
        }
    }

    /// The title of a service's purpose.
    pub(super) fn purpose_title(&self, service: &Service) -> String {
        match &service.own_purpose {
            Some(own) => self.choose(&own.title).unwrap_or_default().text(),
            None => self.text(&format!("purpose.{}.title", service.purpose.id())),
        }
    }

    /// A text with its first letter in lower case where the language does so inside a sentence.
    pub(super) fn inside_sentence(&self, text: &str) -> String {
        locale::inside_sentence(&self.language, text)
    }

    /// How long a tracker lasts.
    pub(super) fn lifetime(&self, lifetime: Option<Lifetime>) -> String {
        match lifetime {
            None => self.text("duration.unknown"),
            Some(Lifetime::Session) => self.text("duration.session"),
            Some(Lifetime::Persistent) => self.text("duration.persistent"),
            Some(Lifetime::Span(number, unit)) => self.span(number, unit),
            Some(Lifetime::Range(from, to)) => self.range(from, to),
        }
    }

    /// How long the provider keeps the data.
    pub(super) fn retention(&self, lifetime: Lifetime) -> String {
        match lifetime {
            Lifetime::Session => self.text("retention.session"),
            Lifetime::Persistent => self.text("retention.persistent"),
            Lifetime::Span(number, unit) => self.span(number, unit),
            Lifetime::Range(from, to) => self.range(from, to),
        }
    }

    /// "6–12 months", in the plural form of the second number; with two units, each is said.
    fn range(&self, from: (u32, Unit), to: (u32, Unit)) -> String {
        if from.1 != to.1 {
            return format!("{} – {}", self.span(from.0, from.1), self.span(to.0, to.1));
        }
        let key = format!("duration.{}_{}", to.1.name(), locale::form(&self.language, to.0));
        self.text_with(&key, &[("n", &format!("{}–{}", from.0, to.0))])
    }

    fn span(&self, number: u32, unit: Unit) -> String {
        let key = format!("duration.{}_{}", unit.name(), locale::form(&self.language, number));
        self.text_with(&key, &[("n", &number.to_string())])
    }

    /// A day given as `YYYY-MM-DD`; any other text is shown as it is.
    pub(super) fn day(&self, iso: &str) -> Day {
        Day { iso: iso.into(), words: locale::date(&self.language, iso).unwrap_or_else(|| iso.to_string()) }
    }

    /// The name of a country, or its code.
    pub(super) fn country(&self, code: &str) -> String {
        self.find(&format!("country.name.{code}")).unwrap_or(code).to_string()
    }
}

/// A piece of a text.
enum Part<'a> {
    Text(&'a str),
    /// A possible name of a variable between braces: without (`name`) and with them (`whole`).
    Variable {
        name: &'a str,
        whole: &'a str,
    },
}

/// Splits a text into plain text and variables.
fn split(text: &str) -> Vec<Part<'_>> {
    let mut parts = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find('{') {
        let (before, from_brace) = rest.split_at(at);
        parts.push(Part::Text(before));
        let name = from_brace.get(1..).and_then(|after| after.split_once('}')).map(|(name, _)| name);
        let end = name.filter(|name| is_variable(name)).map_or(1, |name| name.len() + 2);
        let (whole, after) = from_brace.split_at(end);
        parts.push(match whole.strip_prefix('{').and_then(|inner| inner.strip_suffix('}')) {
            Some(name) => Part::Variable { name, whole },
            None => Part::Text(whole),
        });
        rest = after;
    }
    parts.push(Part::Text(rest));
    parts
}

/// `text` with each `{variable}` replaced by its value, if it has one. Values are not searched for variables.
pub(super) fn fill(text: &str, value: impl Fn(&str) -> Option<String>) -> String {
    let filled = |part| match part {
        Part::Text(text) => text.to_owned(),
        Part::Variable { name, whole } => value(name).unwrap_or_else(|| whole.into()),
    };
    split(text).into_iter().map(filled).collect()
}

/// Wraps each variable in U+2068 FIRST STRONG ISOLATE and U+2069 POP DIRECTIONAL ISOLATE (UAX #9), so that a host or a name in
/// Latin letters keeps its order in a text from right to left.
fn isolate(text: &str) -> String {
    let apart = |part| match part {
        Part::Text(text) => text.to_owned(),
        Part::Variable { whole, .. } => format!("\u{2068}{whole}\u{2069}"),
    };
    split(text).into_iter().map(apart).collect()
}

/// Whether the text between braces can be the name of a variable.
pub(crate) fn is_variable(name: &str) -> bool {
    !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_')
}

mod mechanism;
#[cfg(test)]
mod tests;
