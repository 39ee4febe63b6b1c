//! One tracker or one service as a file writes it, before the catalogue is looked at.

use super::imported::{Obligation, Unread};

/// The fields of a row, a list item or an object, as they are written.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Entry {
    /// The line of the file, from 1.
    pub(super) line: usize,
    /// The catalogue's id, where a consent tool's id means one service.
    pub(super) id: Option<String>,
    pub(super) service: Option<String>,
    pub(super) provider: Option<String>,
    /// The tracker's name; none for a service that names no tracker.
    pub(super) name: Option<String>,
    pub(super) purpose: Option<String>,
    pub(super) lifetime: Option<String>,
    pub(super) location: Option<String>,
    /// A heading, group or category.
    pub(super) category: Option<String>,
    /// The technique (`HTTP Cookie`), the party (`First Party`) or the category.
    pub(super) sort: Option<String>,
    pub(super) host: Option<String>,
    pub(super) policy: Option<String>,
    /// What a service does, where the file describes the service and not a tracker.
    pub(super) description: Option<String>,
}

/// What a reader of one format found.
#[derive(Debug, Default)]
pub(super) struct Found {
    pub(super) kind: &'static str,
    pub(super) language: Option<String>,
    pub(super) url: Option<String>,
    pub(super) publisher: Option<String>,
    pub(super) contact: Option<String>,
    pub(super) dpo: Option<String>,
    pub(super) updated: Option<String>,
    pub(super) entries: Vec<Entry>,
    pub(super) unread: Vec<Unread>,
    pub(super) unmet: Vec<Obligation>,
}

/// A text in one line, without what surrounds it; `None` if nothing is left.
pub(super) fn tidy(text: &str) -> Option<String> {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let text = text.trim_matches(['\u{a0}', '\u{200b}']).trim();
    let is_nothing = matches!(text, "" | "-" | "–" | "—" | "/" | "N/A" | "n/a" | "N.C." | "NC");
    (!is_nothing).then(|| text.to_owned())
}
