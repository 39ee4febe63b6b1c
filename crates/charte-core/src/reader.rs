//! Reads values out of a TOML document one by one, each with its place, and gathers every fault instead of stopping at
//! the first. It knows TOML and no table of a manifest.

mod keys;
mod shape;
mod tables;

use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;
use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::diagnostic::{Diagnostic, Place};
use crate::model::Texts;
use crate::rules::form;
use crate::suggest;
use crate::syntax;

pub(crate) use shape::is_date;

/// A value and its place.
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
    broken: Cell<bool>,
}

impl<'s> Document<'s> {
    pub(crate) fn new(file: &'s str, text: &'s str) -> Self {
        Document { file, text, findings: RefCell::default(), broken: Cell::default() }
    }

    /// The root table. Each part that could not be parsed is a finding, and the table has the rest.
    pub(crate) fn parse(&self) -> Spanned<DeTable<'s>> {
        let (root, errors) = DeTable::parse_recoverable(self.text);
        self.broken.set(!errors.is_empty());
        if let (true, Some(first)) = (root.get_ref().is_empty(), errors.first()) {
            self.report(syntax::not_toml(self.file, self.text, first.span().unwrap_or_default()));
            return root;
        }
        for error in errors {
            let span = error.span().unwrap_or_default();
            let text = self.text.get(span.clone()).unwrap_or_default();
            self.report(syntax::fault(error.message(), text, self.place(span)));
        }
        root
    }

    pub(crate) fn report(&self, finding: Diagnostic) {
        self.findings.borrow_mut().push(finding);
    }

    pub(crate) fn place(&self, span: Range<usize>) -> Place {
        Place::of(self.file, self.text, span)
    }

    /// The number of faults so far.
    pub(crate) fn fault_count(&self) -> usize {
        self.findings.borrow().len()
    }

    pub(crate) fn into_findings(self) -> Vec<Diagnostic> {
        self.findings.into_inner()
    }
}

/// A table of the document. Its keys are looked up one by one; then [`Table::finish`] reports those that were not.
pub(crate) struct Table<'d, 's> {
    pub(crate) doc: &'d Document<'s>,
    table: &'d DeTable<'s>,
    /// The keys that lead to it: `portal.town`; empty for the whole document.
    path: String,
    span: Range<usize>,
    /// The keys that were looked up, which are those that may be there.
    known: RefCell<Vec<&'static str>>,
}

impl<'d, 's> Table<'d, 's> {
    pub(crate) fn root(doc: &'d Document<'s>, root: &'d Spanned<DeTable<'s>>) -> Self {
        Table::new(doc, root.get_ref(), String::new(), 0..0)
    }

    fn new(doc: &'d Document<'s>, table: &'d DeTable<'s>, path: String, span: Range<usize>) -> Self {
        Table { doc, table, path, span, known: RefCell::default() }
    }

    pub(crate) fn place(&self) -> Place {
        self.doc.place(self.span.clone())
    }

    /// Whether the whole document could not be read.
    pub(crate) fn is_broken(&self) -> bool {
        self.doc.broken.get()
    }

    /// Every key that it has.
    pub(crate) fn keys(&self) -> BTreeSet<String> {
        self.table.keys().map(|key| key.get_ref().to_string()).collect()
    }

    /// Whether it has `key`, with any value.
    pub(crate) fn holds(&self, key: &'static str) -> bool {
        self.table.contains_key(key)
    }

    /// The path of a table in this one: `portal.town`, `portal."my town"`.
    fn below(&self, key: &str) -> String {
        let bare = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
        let key = if !key.is_empty() && key.bytes().all(bare) { key.into() } else { format!("{key:?}") };
        if self.path.is_empty() { key } else { format!("{}.{key}", self.path) }
    }

    fn get(&self, key: &'static str) -> Option<&'d Spanned<DeValue<'s>>> {
        let mut known = self.known.borrow_mut();
        if !known.contains(&key) {
            known.push(key);
        }
        self.table.get(key)
    }

    /// Reports a value of another type than `expected`. `help` shows what was typed in its right form.
    fn wrong(&self, key: &str, value: &Spanned<DeValue<'s>>, expected: &str, help: Option<String>) {
        let message = format!("`{key}` must be {expected}, not {}", kind(value.get_ref()));
        let finding = form::WRONG_TYPE.finding(message).at(self.doc.place(value.span()));
        self.doc.report(match help {
            Some(help) => finding.help(help),
            None => finding,
        });
    }

    /// Reports a value that is neither a string nor a table, where either can stand, and says whether it is one.
    pub(crate) fn is_wrong(&self, key: &'static str, expected: &str, help: &str) -> bool {
        let Some(value) = self.get(key) else { return false };
        let is_wrong = !value.get_ref().is_str() && !value.get_ref().is_table();
        if is_wrong {
            self.wrong(key, value, expected, Some(help.to_owned()));
        }
        is_wrong
    }

    pub(crate) fn string(&self, key: &'static str) -> Option<Located<String>> {
        self.string_as(key, "\"@\"")
    }

    /// A string. In `pattern`, which shows how a value that is none is written as one, `@` stands for what was typed.
    pub(crate) fn string_as(&self, key: &'static str, pattern: &str) -> Option<Located<String>> {
        let value = self.get(key)?;
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
        match read(&value) {
            Ok(value) => Some(Located { value, place }),
            Err(message) => {
                self.doc.report(form::WRONG_VALUE.finding(format!("`{key}`: {message}")).at(place));
                None
            }
        }
    }

    /// Reports a key of an earlier version that no longer has an effect, and why.
    pub(crate) fn retired(&self, key: &'static str, why: &str, help: &str) {
        if let Some(value) = self.table.get(key) {
            self.known.borrow_mut().push(key);
            let message = format!("`{key}` means nothing any more: {why}");
            let finding = form::RETIRED_KEY.finding(message).at(self.doc.place(value.span()));
            self.doc.report(finding.help(help));
        }
    }

    /// One word of a fixed list.
    pub(crate) fn choice<T: Copy>(&self, key: &'static str, choices: &[(T, &str)]) -> Option<Located<T>> {
        let names: Vec<&str> = choices.iter().map(|(_, name)| *name).collect();
        let word = self.word(key, &names)?;
        self.read(key, word, |text| pick(text, choices))
    }

    /// A string that is most likely one of these names.
    pub(crate) fn word(&self, key: &'static str, names: &[&str]) -> Option<Located<String>> {
        let value = self.get(key)?;
        if !value.get_ref().is_str() {
            let help = shape::choice(key, value, names);
            self.wrong(key, value, &suggest::any(names.iter().copied()), Some(help));
            return None;
        }
        self.string(key)
    }

    /// Words of a fixed list; any other word is reported and left out.
    pub(crate) fn choices<T: Copy>(&self, key: &'static str, choices: &[(T, &str)]) -> Option<Vec<Located<T>>> {
        let words = self.strings(key)?.into_iter();
        Some(words.filter_map(|word| self.read(key, word, |text| pick(text, choices))).collect())
    }

    pub(crate) fn boolean(&self, key: &'static str) -> Option<Located<bool>> {
        let value = self.get(key)?;
        match value.get_ref() {
            DeValue::Boolean(flag) => Some(Located { value: *flag, place: self.doc.place(value.span()) }),
            _ => {
                self.wrong(key, value, "`true` or `false`", shape::flag(key, value));
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
                self.wrong(key, value, "a whole number", shape::number(key, value));
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
                self.wrong(key, value, "a day such as 2026-11-23", shape::day(key, value));
                return None;
            }
        };
        Some(Located { value: text, place: self.doc.place(value.span()) })
    }

    pub(crate) fn strings(&self, key: &'static str) -> Option<Vec<Located<String>>> {
        let value = self.get(key)?;
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

/// The choice that `text` names.
pub(crate) fn pick<T: Copy>(text: &str, choices: &[(T, &str)]) -> Result<T, String> {
    if let Some((choice, _)) = choices.iter().find(|(_, name)| *name == text) {
        return Ok(*choice);
    }
    let names = || choices.iter().map(|(_, name)| *name);
    Err(match suggest::nearest(text, names()) {
        Some(near) => format!("`{text}` is not known; did you mean `{near}`?"),
        None => format!("`{text}` is not known; it can be {}", suggest::any(names())),
    })
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
