//! The keys that a declaration may have, as its reader looks them up: a schema for editors is made from them. It knows no
//! single key.

/// A key of a declaration. The same key is there several times if it takes values of several kinds.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub struct Key {
    /// The keys that lead to it, joined by dots. `*` stands for any name, and for each table of a list: `portal.*.change.*.date`.
    pub path: String,
    /// What it takes.
    pub kind: Kind,
}

/// What a key takes.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Kind {
    /// A text.
    Text,
    /// A list of texts.
    Texts,
    /// One of these words.
    Choice(Vec<String>),
    /// A list of these words.
    Choices(Vec<String>),
    /// `true` or `false`.
    Flag,
    /// A whole number.
    Number,
    /// A day.
    Day,
    /// A table.
    Table,
    /// A list of tables.
    Tables,
    /// Nothing: the key is one of an earlier version.
    Retired,
}
