//! The values of a table, each of the type that its key takes.

use toml::de::DeValue;

use super::shape::{self, Right, is_date};
use super::{Located, Table};
use crate::fix::Fix;
use crate::key::Kind;
use crate::model::Texts;
use crate::rules::form;
use crate::suggest;

impl<'d, 's> Table<'d, 's> {
    pub(crate) fn string(&self, key: &'static str) -> Option<Located<String>> {
        self.string_as(key, "\"@\"")
    }

    /// A string. In `pattern`, which shows how a value that is none is written as one, `@` stands for what was typed.
    pub(crate) fn string_as(&self, key: &'static str, pattern: &str) -> Option<Located<String>> {
        let value = self.get(key, || Kind::Text)?;
        match value.get_ref() {
            DeValue::String(text) if text.trim().is_empty() => {
                let finding = form::EMPTY_VALUE.finding(format!("`{key}` is empty"));
                self.doc.report(finding.at(self.doc.place(value.span())).help("write a value, or leave the key out"));
                None
            }
            DeValue::String(text) => Some(Located { value: text.to_string(), place: self.doc.place(value.span()) }),
            _ => {
                self.wrong(key, value, "a string", shape::string(self.doc.text, key, value, pattern));
                None
            }
        }
    }

    /// A string that `read` understands; its error says what was expected.
    pub(crate) fn parsed<T>(&self, key: &'static str, read: impl Fn(&str) -> Result<T, String>) -> Option<Located<T>> {
        self.read(key, self.string(key)?, read)
    }

    /// What `read` understands of a string that stands under `key`.
    pub(crate) fn read<T>(
        &self,
        key: &'static str,
        Located { value, place }: Located<String>,
        read: impl Fn(&str) -> Result<T, String>,
    ) -> Option<Located<T>> {
        self.read_or(key, Located { value, place }, read, |_| None)
    }

    /// The same, where `certain` knows the only word that can be meant.
    pub(crate) fn read_or<T>(
        &self,
        key: &'static str,
        Located { value, place }: Located<String>,
        read: impl Fn(&str) -> Result<T, String>,
        certain: impl Fn(&str) -> Option<String>,
    ) -> Option<Located<T>> {
        match read(&value) {
            Ok(value) => Some(Located { value, place }),
            Err(message) => {
                let finding = form::WRONG_VALUE.finding(format!("`{key}`: {message}"));
                let fix = certain(&value).and_then(|word| Fix::word(&place, &word));
                self.doc.report(finding.fix(fix).at(place));
                None
            }
        }
    }

    /// One word of a fixed list.
    pub(crate) fn choice<T: Copy>(&self, key: &'static str, choices: &[(T, &str)]) -> Option<Located<T>> {
        let word = self.word_of(key, &choices.iter().map(|(_, name)| *name).collect::<Vec<_>>(), || {
            Kind::Choice(names(choices))
        })?;
        self.picked(key, word, choices)
    }

    /// A string that is most likely one of these names.
    pub(crate) fn word(&self, key: &'static str, likely: &[&str]) -> Option<Located<String>> {
        self.word_of(key, likely, || Kind::Text)
    }

    fn word_of(&self, key: &'static str, likely: &[&str], kind: impl FnOnce() -> Kind) -> Option<Located<String>> {
        let value = self.get(key, kind)?;
        if !value.get_ref().is_str() {
            let help = shape::choice(key, value, likely);
            self.wrong(key, value, &suggest::any(likely.iter().copied()), Some(Right::advice(help)));
            return None;
        }
        self.string(key)
    }

    /// Words of a fixed list; any other word is reported and left out.
    pub(crate) fn choices<T: Copy>(&self, key: &'static str, choices: &[(T, &str)]) -> Option<Vec<Located<T>>> {
        let words = self.list(key, || Kind::Choices(names(choices)))?.into_iter();
        Some(words.filter_map(|word| self.picked(key, word, choices)).collect())
    }

    fn picked<T: Copy>(&self, key: &'static str, word: Located<String>, choices: &[(T, &str)]) -> Option<Located<T>> {
        let certain = |word: &str| suggest::slip(word, choices.iter().map(|(_, name)| *name)).map(str::to_owned);
        self.read_or(key, word, |text| pick(text, choices), certain)
    }

    pub(crate) fn boolean(&self, key: &'static str) -> Option<Located<bool>> {
        let value = self.get(key, || Kind::Flag)?;
        match value.get_ref() {
            DeValue::Boolean(flag) => Some(Located { value: *flag, place: self.doc.place(value.span()) }),
            _ => {
                self.wrong(key, value, "`true` or `false`", shape::flag(key, value));
                None
            }
        }
    }

    pub(crate) fn integer(&self, key: &'static str) -> Option<Located<i64>> {
        let value = self.get(key, || Kind::Number)?;
        let number = match value.get_ref() {
            DeValue::Integer(number) => i64::from_str_radix(number.as_str(), number.radix()).ok(),
            _ => None,
        };
        match number {
            Some(number) => Some(Located { value: number, place: self.doc.place(value.span()) }),
            None => {
                self.wrong(key, value, "a whole number", shape::number(key, value));
                None
            }
        }
    }

    /// A day, written as a TOML date or as a string.
    pub(crate) fn date(&self, key: &'static str) -> Option<Located<String>> {
        let value = self.get(key, || Kind::Day)?;
        let text = match value.get_ref() {
            DeValue::Datetime(date) if date.time.is_none() => date.to_string(),
            DeValue::String(text) if is_date(text) => text.to_string(),
            _ => {
                self.wrong(key, value, "a day such as 2026-11-23", shape::day(key, value));
                return None;
            }
        };
        Some(Located { value: text, place: self.doc.place(value.span()) })
    }

    pub(crate) fn strings(&self, key: &'static str) -> Option<Vec<Located<String>>> {
        self.list(key, || Kind::Texts)
    }

    fn list(&self, key: &'static str, kind: impl FnOnce() -> Kind) -> Option<Vec<Located<String>>> {
        let value = self.get(key, kind)?;
        let Some(array) = value.get_ref().as_array() else {
            self.wrong(key, value, "a list of strings", shape::list(self.doc.text, key, value));
            return None;
        };
        let mut strings = Vec::new();
        for item in array.iter() {
            match item.get_ref() {
                DeValue::String(text) => {
                    strings.push(Located { value: text.to_string(), place: self.doc.place(item.span()) });
                }
                _ => self.wrong(key, item, "a list of strings", shape::item(self.doc.text, item)),
            }
        }
        Some(strings)
    }

    /// Texts by language: `{ fr = "…", en = "…" }`.
    pub(crate) fn texts(&self, key: &'static str) -> Option<Texts> {
        let table = self.table(key, "{ fr = @ }")?;
        Some(table.all_strings().into_iter().map(|(language, text)| (language, text.value)).collect())
    }

    /// Every key of a table whose keys are free, with its string.
    pub(crate) fn all_strings(&self) -> Vec<(String, Located<String>)> {
        self.probe_any_text();
        let mut strings = Vec::new();
        for (key, value) in self.table {
            match value.get_ref() {
                DeValue::String(text) => {
                    let text = Located { value: text.to_string(), place: self.doc.place(value.span()) };
                    strings.push((key.get_ref().to_string(), text));
                }
                _ => {
                    let help = shape::string(self.doc.text, key.get_ref(), value, "\"@\"");
                    self.wrong(key.get_ref(), value, "a string", help);
                }
            }
        }
        strings
    }
}

fn names<T>(choices: &[(T, &str)]) -> Vec<String> {
    choices.iter().map(|(_, name)| (*name).to_owned()).collect()
}

/// The choice that `text` names.
fn pick<T: Copy>(text: &str, choices: &[(T, &str)]) -> Result<T, String> {
    if let Some((choice, _)) = choices.iter().find(|(_, name)| *name == text) {
        return Ok(*choice);
    }
    let names = || choices.iter().map(|(_, name)| *name);
    Err(match suggest::nearest(text, names()) {
        Some(near) => format!("`{text}` is not known; did you mean `{near}`?"),
        None => format!("`{text}` is not known; it can be {}", suggest::any(names())),
    })
}
