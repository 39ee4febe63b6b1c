//! What a reading without a file notes, and what it takes for the file. It knows no table of the reader.

use std::cell::RefCell;

use toml::de::DeTable;

use crate::key::{Key, Kind};

/// What a reading without a file notes.
pub(super) struct Probe<'s> {
    pub(super) keys: RefCell<Vec<Key>>,
    /// Stands for every table.
    pub(super) table: DeTable<'s>,
    /// Whether a key that takes a text or a table is taken to have a table.
    pub(super) has_tables: bool,
}

impl Probe<'_> {
    pub(super) fn note(&self, path: String, kind: Kind) {
        self.keys.borrow_mut().push(Key { path, kind });
    }
}
