//! The tables in a table: one under a fixed key, those under free names, and arrays of tables.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::shape::{self, Right};
use super::{Located, Table};
use crate::key::Kind;
use crate::model::Texts;
use crate::rules::form;
use crate::suggest;

impl<'d, 's> Table<'d, 's> {
    /// A table. In `pattern`, which shows how a lone value is written as a table, `@` stands for what was typed.
    pub(crate) fn table(&self, key: &'static str, pattern: &str) -> Option<Table<'d, 's>> {
        let Some(value) = self.get(key, || Kind::Table) else { return self.probed(key) };
        match value.get_ref() {
            DeValue::Table(table) => Some(Table::new(self.doc, table, self.below(key), self.key_span(key, value))),
            _ => {
                self.wrong(key, value, "a table", shape::table(self.doc.text, key, value, pattern));
                None
            }
        }
    }

    /// The tables of this one, each with its key. `pattern` as in [`Table::table`].
    pub(crate) fn tables_by_key(&self, pattern: &str) -> Vec<(Located<String>, Table<'d, 's>)> {
        let mut tables = Vec::new();
        if let Some(table) = self.probed_any() {
            tables.push((Located { value: "*".into(), place: table.place() }, table));
        }
        for (name, value) in self.table {
            let DeValue::Table(table) = value.get_ref() else {
                let help = shape::table(self.doc.text, name.get_ref(), value, pattern);
                self.wrong(name.get_ref(), value, "a table", help);
                continue;
            };
            let located = Located { value: name.get_ref().to_string(), place: self.doc.place(name.span()) };
            tables.push((located, Table::new(self.doc, table, self.below(name.get_ref()), name.span())));
        }
        tables
    }

    /// The tables under a table whose keys are names: `[portal.x]`, `[portal.y]`, in the order of the file. `example` is such a
    /// name, for messages.
    pub(crate) fn named_tables(&self, key: &'static str, example: &str) -> Vec<(Located<String>, Table<'d, 's>)> {
        if let Some(value) = self.table.get(key).filter(|value| value.get_ref().is_array()) {
            let message = format!("each `{key}` needs a name, and `[[{key}]]` has none");
            let finding = form::WRONG_TYPE.finding(message).at(self.doc.place(value.span()));
            self.doc.report(finding.help(format!("write `[{}.{example}]`", self.below(key))));
            self.known.borrow_mut().push(key);
            return Vec::new();
        }
        let Some(parent) = self.table(key, "") else { return Vec::new() };
        let is_nameless = parent.table.values().any(|value| !value.get_ref().is_table());
        if is_nameless {
            // Its keys are those of a table without a name: one finding says so, and none is about each of them.
            let message = format!("`[{}]` needs a name after the dot", parent.path);
            let finding = form::WRONG_TYPE.finding(message).at(parent.place());
            self.doc.report(finding.help(format!("write `[{}.{example}]`", parent.path)));
            return Vec::new();
        }
        parent.tables_by_key("")
    }

    /// The tables of an array of tables: `[[change]]`.
    pub(crate) fn tables(&self, key: &'static str) -> Vec<Table<'d, 's>> {
        self.tables_with(key, "")
    }

    /// The same. `form` shows how an item is written within the list; empty where each has a heading of its own.
    fn tables_with(&self, key: &'static str, form: &str) -> Vec<Table<'d, 's>> {
        let Some(value) = self.get(key, || Kind::Tables) else {
            return self.probed(key).and_then(|tables| tables.probed("*")).into_iter().collect();
        };
        let Some(array) = value.get_ref().as_array() else {
            let help = format!("write a table headed `[[{}]]` for each", self.below(key));
            self.wrong(key, value, "a list of tables", Some(Right::advice(help)));
            return Vec::new();
        };
        let mut tables = Vec::new();
        for item in array.iter() {
            match item.get_ref() {
                DeValue::Table(table) => {
                    tables.push(Table::new(self.doc, table, format!("[{}]", self.below(key)), item.span()));
                }
                _ => {
                    let help = match form {
                        "" => format!("write a table headed `[[{}]]`", self.below(key)),
                        form => format!("write `{form}` for each"),
                    };
                    self.wrong(key, item, "a table", Some(Right::advice(help)));
                }
            }
        }
        tables
    }

    /// Texts by language, or a list of such.
    pub(crate) fn texts_or_list(&self, key: &'static str) -> Vec<Texts> {
        let read = |table: &Table<'d, 's>| -> Texts {
            table.all_strings().into_iter().map(|(language, text)| (language, text.value)).collect()
        };
        let list = self.table.get(key).and_then(|value| value.get_ref().as_array());
        let mut all: Vec<Texts> = match list {
            None => self.texts(key).into_iter().collect(),
            Some(_) => Vec::new(),
        };
        if self.doc.probe.is_some() || list.is_some() {
            all.extend(self.tables_with(key, "{ fr = \"…\" }").iter().map(read));
        }
        all.retain(|texts| !texts.is_empty());
        all
    }

    /// A string, or a list of strings.
    pub(crate) fn one_or_more(&self, key: &'static str) -> Option<Vec<String>> {
        let is_list = self.table.get(key).is_some_and(|value| value.get_ref().is_array());
        if is_list {
            return self.strings(key).map(|list| list.into_iter().map(|item| item.value).collect());
        }
        self.note(key, || Kind::Texts);
        self.string(key).map(|text| vec![text.value])
    }

    /// Whether `key` holds a table (and not, say, a string).
    pub(crate) fn holds_table(&self, key: &'static str) -> bool {
        self.is_probed_as_table() || self.table.get(key).is_some_and(|value| value.get_ref().is_table())
    }

    /// Whether `key` holds a string that is not like any of these words.
    pub(crate) fn holds_other<T>(&self, key: &'static str, choices: &[(T, &str)]) -> bool {
        let text = self.table.get(key).and_then(|value| value.get_ref().as_str());
        text.is_some_and(|text| suggest::nearest(text, choices.iter().map(|(_, name)| *name)).is_none())
    }

    /// Whether `key` holds a table without keys.
    pub(crate) fn holds_empty_table(&self, key: &'static str) -> bool {
        self.table.get(key).and_then(|value| value.get_ref().as_table()).is_some_and(DeTable::is_empty)
    }

    pub(super) fn key_span(&self, key: &str, value: &Spanned<DeValue<'s>>) -> Range<usize> {
        self.table.get_key_value(key).map_or_else(|| value.span(), |(key, _)| key.span())
    }
}
