//! Words of one language: texts with their variables filled in, durations, dates, countries. It knows no HTML: what it
//! says is escaped where it is shown.

use std::collections::BTreeMap;

use charte_core::lifetime::{Lifetime, Unit};
use charte_core::model::Texts;

use crate::render::view::Day;
use crate::theme::is_variable;

/// The texts of one language for one portal.
#[derive(Debug, Default)]
pub(super) struct Words {
    /// Language tag.
    pub(super) language: String,
    texts: BTreeMap<String, String>,
    everywhere: BTreeMap<&'static str, String>,
    /// The other languages of the portal, for what the declaration says in none but them.
    others: Vec<String>,
}

impl Words {
    pub(super) fn new(language: &str, texts: BTreeMap<String, String>, languages: &[String]) -> Self {
        let others = languages.iter().filter(|other| *other != language).cloned().collect();
        Words { language: language.into(), texts, everywhere: BTreeMap::new(), others }
    }

    /// Gives a variable that every text may use its value.
    pub(super) fn let_be(&mut self, name: &'static str, value: String) {
        self.everywhere.insert(name, value);
    }

    /// The value of a variable that every text may use.
    pub(super) fn everywhere(&self, name: &str) -> Option<String> {
        self.everywhere.get(name).cloned()
    }

    /// A text as it is written.
    pub(super) fn find(&self, key: &str) -> Option<&str> {
        self.texts.get(key).map(String::as_str)
    }

    /// A text with the variables of everywhere filled in.
    pub(super) fn say(&self, key: &str) -> String {
        self.say_with(key, &[])
    }

    /// A text with these variables and those of everywhere filled in. A key that is missing stands for its text: the
    /// texts of a declared language are complete, so that this is seen in no page.
    pub(super) fn say_with(&self, key: &str, variables: &[(&str, &str)]) -> String {
        let value = |name: &str| {
            let own = variables.iter().find(|(variable, _)| *variable == name);
            own.map(|(_, value)| (*value).to_string()).or_else(|| self.everywhere(name))
        };
        fill(self.find(key).unwrap_or(key), value)
    }

    /// What the declaration says in this language, else in another.
    pub(super) fn choose(&self, texts: &Texts) -> Option<String> {
        let mut languages = std::iter::once(&self.language).chain(&self.others);
        languages.find_map(|language| texts.get(language)).or_else(|| texts.values().next()).cloned()
    }

    /// How long a tracker lasts.
    pub(super) fn lifetime(&self, lifetime: Option<Lifetime>) -> String {
        match lifetime {
            None => self.say("duration.unknown"),
            Some(Lifetime::Session) => self.say("duration.session"),
            Some(Lifetime::Persistent) => self.say("duration.persistent"),
            Some(Lifetime::Span(number, unit)) => self.span(number, unit),
        }
    }

    /// How long data is kept by those who collect it.
    pub(super) fn retention(&self, lifetime: Lifetime) -> String {
        match lifetime {
            Lifetime::Session => self.say("retention.session"),
            Lifetime::Persistent => self.say("retention.persistent"),
            Lifetime::Span(number, unit) => self.span(number, unit),
        }
    }

    fn span(&self, number: u32, unit: Unit) -> String {
        let form = if number == 1 { "one" } else { "other" };
        self.say_with(&format!("duration.{}_{form}", unit.name()), &[("n", &number.to_string())])
    }

    /// A day given as `YYYY-MM-DD`; one that is written otherwise is shown as it is.
    pub(super) fn day(&self, iso: &str) -> Day {
        let words = self.day_words(iso).unwrap_or_else(|| iso.to_string());
        Day { iso: iso.into(), words }
    }

    fn day_words(&self, iso: &str) -> Option<String> {
        let [year, month, day] = iso.split('-').collect::<Vec<_>>().try_into().ok()?;
        let month = self.find(&format!("date.m{month}"))?;
        let day: u8 = day.parse().ok()?;
        let day = if day == 1 { self.say("date.first") } else { day.to_string() };
        Some(self.say_with("date.format", &[("day", &day), ("month", month), ("year", year)]))
    }

    /// The name of a country, or its code.
    pub(super) fn country(&self, code: &str) -> String {
        self.find(&format!("country.name.{code}")).unwrap_or(code).to_string()
    }
}

/// `text` with each `{variable}` that has a value replaced by it. A value is never read again.
pub(super) fn fill(text: &str, value: impl Fn(&str) -> Option<String>) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        let known = after.split_once('}').filter(|(name, _)| is_variable(name));
        match known.and_then(|(name, tail)| Some((value(name)?, tail))) {
            Some((value, tail)) => {
                out.push_str(&value);
                rest = tail;
            }
            None => {
                out.push('{');
                rest = after;
            }
        }
    }
    out.push_str(rest);
    out
}

/// `text` with its first letter in lower case, to stand inside a sentence.
pub(super) fn inside_sentence(text: &str) -> String {
    let mut characters = text.chars();
    let first = characters.next().map(char::to_lowercase);
    first.into_iter().flatten().chain(characters).collect()
}
