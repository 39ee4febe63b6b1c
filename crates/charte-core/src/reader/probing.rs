//! A reading without a file: every key that is looked up is recorded with what it takes, so that the schema has exactly the
//! keys that the reader knows.

use std::cell::RefCell;

use toml::de::DeTable;

use super::probe::Probe;
use super::{Document, Table};
use crate::key::{Key, Kind};

/// The keys that `read` looks up in a document, in their order.
pub(crate) fn keys(read: impl Fn(Table<'_, '_>)) -> Vec<Key> {
    let mut keys: Vec<Key> = Vec::new();
    for has_tables in [false, true] {
        let probe = Probe { keys: RefCell::default(), table: DeTable::new(), has_tables };
        let doc = Document { probe: Some(probe), ..Document::new("", "") };
        if let Some(probe) = &doc.probe {
            read(Table::new(&doc, &probe.table, String::new(), 0..0));
            keys.extend(probe.keys.take());
        }
    }
    let mut distinct: Vec<Key> = Vec::new();
    for key in keys {
        if !distinct.contains(&key) {
            distinct.push(key);
        }
    }
    distinct
}

impl<'d, 's> Table<'d, 's> {
    /// In a reading without a file, the table under a key.
    pub(super) fn probed(&self, key: &str) -> Option<Table<'d, 's>> {
        let probe = self.doc.probe.as_ref()?;
        Some(Table::new(self.doc, &probe.table, self.below(key), 0..0))
    }

    /// In a reading without a file, the table for all free names.
    pub(super) fn probed_any(&self) -> Option<Table<'d, 's>> {
        let probe = self.doc.probe.as_ref()?;
        probe.note(self.below("*"), Kind::Table);
        self.probed("*")
    }

    /// In a reading without a file, the text for all free names.
    pub(super) fn probe_any_text(&self) {
        if let Some(probe) = &self.doc.probe {
            probe.note(self.below("*"), Kind::Text);
        }
    }

    /// Whether, in a reading without a file, a key that takes a text or a table has a table.
    pub(super) fn is_probed_as_table(&self) -> bool {
        self.doc.probe.as_ref().is_some_and(|probe| probe.has_tables)
    }
}
