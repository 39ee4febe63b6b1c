//! The description of a key, as editors show it.

/// Which words a text can be.
#[derive(Debug, Clone, Copy, Default)]
pub(in crate::schema) enum Words {
    /// Any.
    #[default]
    Any,
    /// One of these.
    Only(&'static [&'static str]),
    /// Any; these are proposed.
    Among(&'static [&'static str]),
    /// The id of a service.
    Services,
}

/// The description of a key.
#[derive(Debug, Clone, Copy, Default)]
pub(in crate::schema) struct Note {
    /// What it means; empty where the key can be any name.
    pub(in crate::schema) text: &'static str,
    /// Values, as JSON.
    pub(in crate::schema) examples: &'static [&'static str],
    pub(in crate::schema) words: Words,
    /// The keys that its table must have.
    pub(in crate::schema) required: &'static [&'static str],
}

pub(super) const fn say(text: &'static str) -> Note {
    Note { text, examples: &[], words: Words::Any, required: &[] }
}

pub(super) const fn like(text: &'static str, examples: &'static [&'static str]) -> Note {
    Note { examples, ..say(text) }
}

pub(super) const fn of(text: &'static str, words: Words) -> Note {
    Note { words, ..say(text) }
}

pub(super) const fn with(text: &'static str, required: &'static [&'static str]) -> Note {
    Note { required, ..say(text) }
}

pub(super) const THEMES: &[&str] = &["base", "townhall", "night", "contrast", "card", "strip", "dsfr"];
pub(super) const PURPOSES: &[&str] = &[
    "necessary",
    "preferences",
    "audience-measurement",
    "video",
    "map",
    "social",
    "comments",
    "support",
    "content",
    "security",
    "tag-manager",
    "advertising",
];
pub(super) const LIFETIMES: &[&str] = &["\"session\"", "\"13 months\"", "\"24 hours\"", "\"persistent\""];
pub(super) const WORDS: &[&str] = &["{ \"fr\": \"…\", \"en\": \"…\" }"];
