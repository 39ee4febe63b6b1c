//! The tables in a table: one under a fixed key, those under free names, and arrays of tables.

use std::ops::Range;

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::{Located, Table};
use crate::rules::form;

impl<'d, 's> Table<'d, 's> {
    pub(crate) fn table(&self, key: &'static str) -> Option<Table<'d, 's>> {
        let value = self.get(key)?;
        match value.get_ref() {
            DeValue::Table(table) => Some(Table::new(self.doc, table, self.below(key), self.key_span(key, value))),
            _ => {
                self.wrong(key, value, "a table");
                None
            }
        }
    }

    /// The tables under a table whose keys are names: `[portal.x]`, `[portal.y]`, in the order of the file.
    pub(crate) fn named_tables(&self, key: &'static str) -> Vec<(Located<String>, Table<'d, 's>)> {
        if let Some(value) = self.table.get(key).filter(|value| value.get_ref().is_array()) {
            let message = format!("each `{key}` needs a name, and `[[{key}]]` has none");
            let finding = form::WRONG_TYPE.finding(message).at(self.doc.place(value.span()));
            self.doc.report(finding.help(format!("write `[{key}.<id>]`")));
            self.known.borrow_mut().push(key);
            return Vec::new();
        }
        let Some(parent) = self.table(key) else { return Vec::new() };
        let mut tables = Vec::new();
        for (name, value) in parent.table {
            let place = self.doc.place(name.span());
            match value.get_ref() {
                DeValue::Table(table) => {
                    let path = parent.below(name.get_ref());
                    let span = name.span();
                    let name = Located { value: name.get_ref().to_string(), place };
                    tables.push((name, Table::new(self.doc, table, path, span)));
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
                    tables.push(Table::new(self.doc, table, format!("[{}]", self.below(key)), item.span()));
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

    /// Whether `key` holds a table without keys.
    pub(crate) fn holds_empty_table(&self, key: &'static str) -> bool {
        self.table.get(key).and_then(|value| value.get_ref().as_table()).is_some_and(DeTable::is_empty)
    }

    fn key_span(&self, key: &str, value: &Spanned<DeValue<'s>>) -> Range<usize> {
        self.table.get_key_value(key).map_or_else(|| value.span(), |(key, _)| key.span())
    }
}
