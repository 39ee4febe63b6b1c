//! Reads values out of a TOML document one by one, each with its place, and gathers every fault instead of stopping at
//! the first. It knows TOML and no table of ours.

use std::cell::RefCell;
use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::diagnostic::{Diagnostic, Place};
use crate::model::Texts;
use crate::suggest;

/// A value and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Located<T> {
    /// The value.
    pub value: T,
    /// Where it was written.
    pub place: Place,
}

/// One TOML file being read, and the faults found in it so far.
pub(crate) struct Document<'s> {
    file: &'s str,
    text: &'s str,
    findings: RefCell<Vec<Diagnostic>>,
}

impl<'s> Document<'s> {
    pub(crate) fn new(file: &'s str, text: &'s str) -> Self {
        Document { file, text, findings: RefCell::default() }
    }

    /// The root table; what could not be parsed is a finding, and the rest is there.
    pub(crate) fn parse(&self) -> Spanned<DeTable<'s>> {
        let (root, errors) = DeTable::parse_recoverable(self.text);
        for error in errors {
            let place = error.span().map(|span| self.place(span));
            self.report(Diagnostic::error("toml-syntax", error.message().trim().replace('\n', "; ")).at(place));
        }
        root
    }

    pub(crate) fn report(&self, finding: Diagnostic) {
        self.findings.borrow_mut().push(finding);
    }

    pub(crate) fn place(&self, span: Range<usize>) -> Place {
        Place::of(self.file, self.text, span)
    }

    pub(crate) fn into_findings(self) -> Vec<Diagnostic> {
        self.findings.into_inner()
    }
}

/// A table of the document: asked for its keys, then [`Table::finish`]ed, which reports those nobody asked for.
pub(crate) struct Table<'d, 's> {
    pub(crate) doc: &'d Document<'s>,
    table: &'d DeTable<'s>,
    /// How messages call it: `[publisher]`.
    name: String,
    span: Range<usize>,
    asked: RefCell<Vec<&'static str>>,
}

impl<'d, 's> Table<'d, 's> {
    pub(crate) fn root(doc: &'d Document<'s>, root: &'d Spanned<DeTable<'s>>) -> Self {
        Table::new(doc, root.get_ref(), "the top of the file".into(), 0..0)
    }

    fn new(doc: &'d Document<'s>, table: &'d DeTable<'s>, name: String, span: Range<usize>) -> Self {
        Table { doc, table, name, span, asked: RefCell::default() }
    }

    pub(crate) fn place(&self) -> Place {
        self.doc.place(self.span.clone())
    }

    fn get(&self, key: &'static str) -> Option<&'d Spanned<DeValue<'s>>> {
        self.asked.borrow_mut().push(key);
        self.table.get(key)
    }

    fn wrong(&self, key: &str, value: &Spanned<DeValue<'s>>, expected: &str) {
        let message = format!("`{key}` must be {expected}, not {}", kind(value.get_ref()));
        self.doc.report(Diagnostic::error("wrong-type", message).at(self.doc.place(value.span())));
    }

    pub(crate) fn string(&self, key: &'static str) -> Option<Located<String>> {
        let value = self.get(key)?;
        match value.get_ref() {
            DeValue::String(text) if text.trim().is_empty() => {
                let finding = Diagnostic::error("empty-value", format!("`{key}` is empty"));
                self.doc.report(finding.at(self.doc.place(value.span())).help("write a value, or leave the key out"));
                None
            }
            DeValue::String(text) => Some(Located { value: text.to_string(), place: self.doc.place(value.span()) }),
            _ => {
                self.wrong(key, value, "a string");
                None
            }
        }
    }

    /// A string that `read` understands; its error says what was expected.
    pub(crate) fn parsed<T>(&self, key: &'static str, read: impl Fn(&str) -> Result<T, String>) -> Option<Located<T>> {
        let Located { value, place } = self.string(key)?;
        match read(&value) {
            Ok(value) => Some(Located { value, place }),
            Err(message) => {
                self.doc.report(Diagnostic::error("wrong-value", format!("`{key}`: {message}")).at(place));
                None
            }
        }
    }

    /// One word of a fixed list.
    pub(crate) fn choice<T: Copy>(&self, key: &'static str, choices: &[(T, &str)]) -> Option<Located<T>> {
        self.parsed(key, |text| pick(text, choices))
    }

    pub(crate) fn boolean(&self, key: &'static str) -> Option<Located<bool>> {
        let value = self.get(key)?;
        match value.get_ref() {
            DeValue::Boolean(flag) => Some(Located { value: *flag, place: self.doc.place(value.span()) }),
            _ => {
                self.wrong(key, value, "`true` or `false`");
                None
            }
        }
    }

    pub(crate) fn integer(&self, key: &'static str) -> Option<Located<i64>> {
        let value = self.get(key)?;
        let number = match value.get_ref() {
            DeValue::Integer(number) => i64::from_str_radix(number.as_str(), number.radix()).ok(),
            _ => None,
        };
        match number {
            Some(number) => Some(Located { value: number, place: self.doc.place(value.span()) }),
            None => {
                self.wrong(key, value, "a whole number");
                None
            }
        }
    }

    /// A day, written as a TOML date or as a string.
    pub(crate) fn date(&self, key: &'static str) -> Option<Located<String>> {
        let value = self.get(key)?;
        let text = match value.get_ref() {
            DeValue::Datetime(date) if date.time.is_none() => date.to_string(),
            DeValue::String(text) if is_date(text) => text.to_string(),
            _ => {
                self.wrong(key, value, "a day such as 2026-11-23");
                return None;
            }
        };
        Some(Located { value: text, place: self.doc.place(value.span()) })
    }

    pub(crate) fn strings(&self, key: &'static str) -> Option<Vec<Located<String>>> {
        let value = self.get(key)?;
        let Some(array) = value.get_ref().as_array() else {
            self.wrong(key, value, "a list of strings");
            return None;
        };
        let mut strings = Vec::new();
        for item in array.iter() {
            match item.get_ref() {
                DeValue::String(text) => {
                    strings.push(Located { value: text.to_string(), place: self.doc.place(item.span()) });
                }
                _ => self.wrong(key, item, "a list of strings"),
            }
        }
        Some(strings)
    }

    /// Texts by language: `{ fr = "…", en = "…" }`.
    pub(crate) fn texts(&self, key: &'static str) -> Option<Texts> {
        let table = self.table(key)?;
        Some(table.all_strings().into_iter().map(|(language, text)| (language, text.value)).collect())
    }

    /// Every key of a table whose keys are free, with its string.
    pub(crate) fn all_strings(&self) -> Vec<(String, Located<String>)> {
        let mut strings = Vec::new();
        for (key, value) in self.table {
            match value.get_ref() {
                DeValue::String(text) => {
                    let text = Located { value: text.to_string(), place: self.doc.place(value.span()) };
                    strings.push((key.get_ref().to_string(), text));
                }
                _ => self.wrong(key.get_ref(), value, "a string"),
            }
        }
        strings
    }

    pub(crate) fn table(&self, key: &'static str) -> Option<Table<'d, 's>> {
        let value = self.get(key)?;
        match value.get_ref() {
            DeValue::Table(table) => Some(Table::new(self.doc, table, format!("`{key}`"), self.key_span(key, value))),
            _ => {
                self.wrong(key, value, "a table");
                None
            }
        }
    }

    /// The tables under a table whose keys are names: `[portal.x]`, `[portal.y]`, in the order of the file.
    pub(crate) fn named_tables(&self, key: &'static str) -> Vec<(Located<String>, Table<'d, 's>)> {
        let Some(parent) = self.table(key) else { return Vec::new() };
        let mut tables = Vec::new();
        for (name, value) in parent.table {
            let place = self.doc.place(name.span());
            match value.get_ref() {
                DeValue::Table(table) => {
                    let title = format!("`[{key}.{}]`", name.get_ref());
                    let span = name.span();
                    let name = Located { value: name.get_ref().to_string(), place };
                    tables.push((name, Table::new(self.doc, table, title, span)));
                }
                _ => parent.wrong(name.get_ref(), value, "a table"),
            }
        }
        tables
    }

    /// The tables of an array of tables: `[[change]]`.
    pub(crate) fn tables(&self, key: &'static str) -> Vec<Table<'d, 's>> {
        let Some(value) = self.get(key) else { return Vec::new() };
        let Some(array) = value.get_ref().as_array() else {
            self.wrong(key, value, &format!("a list of tables, each headed `[[{key}]]`"));
            return Vec::new();
        };
        let mut tables = Vec::new();
        for item in array.iter() {
            match item.get_ref() {
                DeValue::Table(table) => {
                    tables.push(Table::new(self.doc, table, format!("`[[{key}]]`"), item.span()));
                }
                _ => self.wrong(key, item, "a table"),
            }
        }
        tables
    }

    /// Whether `key` holds a table (and not, say, a string).
    pub(crate) fn holds_table(&self, key: &'static str) -> bool {
        self.table.get(key).is_some_and(|value| value.get_ref().is_table())
    }

    fn key_span(&self, key: &str, value: &Spanned<DeValue<'s>>) -> Range<usize> {
        self.table.get_key_value(key).map_or_else(|| value.span(), |(key, _)| key.span())
    }

    /// Reports the keys that nobody asked for. `homes` tells in which tables known keys live, for those that only
    /// stand in the wrong one.
    pub(crate) fn finish(self, homes: &[(&str, &[&str])]) {
        let asked = self.asked.borrow();
        for (key, _) in self.table {
            let name: &str = key.get_ref();
            if asked.iter().any(|known| known == &name) {
                continue;
            }
            let message = format!("unknown key `{name}` in {}", self.name);
            let finding = Diagnostic::error("unknown-key", message).at(self.doc.place(key.span()));
            self.doc.report(finding.help(advice(name, &asked, homes)));
        }
    }
}

/// What to do about an unknown key: another spelling, another table, or the list of keys that exist.
fn advice(name: &str, known: &[&'static str], homes: &[(&str, &[&str])]) -> String {
    let elsewhere = homes.iter().find(|(_, keys)| keys.contains(&name)).map(|(table, _)| *table);
    match (elsewhere, suggest::nearest(name, known.iter().copied())) {
        (Some(table), _) => format!("`{name}` belongs under `[{table}]`"),
        (None, Some(near)) => format!("did you mean `{near}`?"),
        (None, None) => format!("the keys that can stand here are {}", suggest::list(known.iter().copied())),
    }
}

/// The choice that `text` names.
pub(crate) fn pick<T: Copy>(text: &str, choices: &[(T, &str)]) -> Result<T, String> {
    if let Some((choice, _)) = choices.iter().find(|(_, name)| *name == text) {
        return Ok(*choice);
    }
    let names = || choices.iter().map(|(_, name)| *name);
    Err(match suggest::nearest(text, names()) {
        Some(near) => format!("`{text}` is not known; did you mean `{near}`?"),
        None => format!("`{text}` is not known; it can be {}", suggest::list(names())),
    })
}

/// Whether `text` is a day as `YYYY-MM-DD`.
fn is_date(text: &str) -> bool {
    text.parse::<toml::value::Datetime>().is_ok_and(|date| date.date.is_some() && date.time.is_none())
}

fn kind(value: &DeValue<'_>) -> &'static str {
    match value {
        DeValue::String(_) => "a string",
        DeValue::Integer(_) | DeValue::Float(_) => "a number",
        DeValue::Boolean(_) => "true or false",
        DeValue::Datetime(_) => "a date",
        DeValue::Array(_) => "a list",
        DeValue::Table(_) => "a table",
    }
}
