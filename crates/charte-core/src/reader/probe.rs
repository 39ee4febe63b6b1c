//! The record of a reading without a file, and what replaces the file. It knows no table of the reader.

use std::cell::RefCell;

use toml::de::DeTable;

use crate::key::{Key, Kind};

/// The record of a reading without a file.
pub(super) struct Probe<'s> {
    pub(super) keys: RefCell<Vec<Key>>,
    /// Used for every table.
    pub(super) table: DeTable<'s>,
    /// Whether a key that takes a text or a table has a table.
    pub(super) has_tables: bool,
}

impl Probe<'_> {
    pub(super) fn note(&self, path: String, kind: Kind) {
        self.keys.borrow_mut().push(Key { path, kind });
    }
}
