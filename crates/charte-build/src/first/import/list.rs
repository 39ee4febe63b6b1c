//! Trackers in lists, definitions and `key: value` lines.

use super::entry::{Entry, tidy};
use super::imported::Unread;
use super::lifetimes::{is_lifetime, read as lifetime};
use super::lookup::Lookup;
use super::table::put;
use super::words::Column;

/// A list item or a line that begins with a tracker's name: `_ga (Google Analytics) – compte les visiteurs – 13 mois`.
pub(super) fn item(line: usize, text: &str, category: &str, lookup: &Lookup<'_>) -> Option<Entry> {
    let (name, rest) = match text.find([' ', ':', '\u{a0}', '(', ',']) {
        Some(at) => text.split_at(at),
        None => (text, ""),
    };
    let name = name.trim_matches(['"', '«', '»', '“', '”', '\'']);
    if !lookup.is_tracker(name) {
        return None;
    }
    let mut entry = Entry { line, name: Some(name.to_owned()), category: tidy(category), ..Entry::default() };
    details(&mut entry, rest, lookup);
    Some(entry)
}

/// The facts about a tracker in one text: parts between dashes, brackets and semicolons.
pub(super) fn details(entry: &mut Entry, text: &str, lookup: &Lookup<'_>) {
    let text = [" – ", " — ", " - ", " | ", " · ", ";", "("]
        .iter()
        .fold(text.to_owned(), |text, mark| text.replace(mark, "\n"));
    let mut purposes: Vec<String> = Vec::new();
    for part in text.replace(')', "\n").split('\n') {
        let part = part.trim().trim_start_matches([':', ',', '–', '-', '.']).trim();
        let part = match part.split_once(". ") {
            Some((first, rest)) if lookup.exact(first).is_some() => {
                entry.service = entry.service.take().or_else(|| tidy(first));
                rest
            }
            _ => part,
        };
        if part.is_empty() {
            continue;
        }
        if let Some((column, value)) = field(part) {
            put(entry, column, value);
        } else if entry.lifetime.is_none() && (is_lifetime(part) || is_said_lifetime(part)) {
            entry.lifetime = tidy(part.trim_end_matches('.'));
        } else if entry.service.is_none() && lookup.exact(part).is_some() {
            entry.service = tidy(part);
        } else if entry.provider.is_none() && lookup.host(part).is_some() {
            entry.provider = tidy(part);
        } else {
            purposes.push(part.to_owned());
        }
    }
    if entry.purpose.is_none() {
        entry.purpose = tidy(&purposes.join(" – "));
    }
}

/// `key: value` with a key that is the heading of a column.
pub(super) fn field(text: &str) -> Option<(Column, &str)> {
    let (key, value) = text.split_once(':')?;
    let column = Column::of(key).filter(|_| key.split_whitespace().count() <= 4)?;
    (!value.starts_with("//")).then(|| (column, value.trim()))
}

/// `conservé 13 mois`, `expires after 1 year`: few words besides the lifetime.
fn is_said_lifetime(text: &str) -> bool {
    let (lifetime, note) = lifetime(text);
    lifetime.is_some() && note.is_none_or(|note| note.split_whitespace().count() <= 4)
}

/// Fields with one line each, collected until the next tracker starts.
#[derive(Default)]
pub(super) struct Fields {
    entry: Entry,
    seen: Vec<Column>,
    lines: Vec<Unread>,
}

impl Fields {
    /// Whether it has a field of that column already, so that the next one belongs to another tracker.
    pub(super) fn has(&self, column: Column) -> bool {
        self.seen.contains(&column)
    }

    /// Adds a tracker that starts on a line of its own.
    pub(super) fn begin(&mut self, entry: Entry) {
        self.seen = vec![Column::Name];
        self.entry = entry;
    }

    /// Adds a field; `text` is its whole line.
    pub(super) fn take(&mut self, line: usize, (column, value): (Column, &str), text: &str, category: &str) {
        if self.seen.is_empty() {
            self.entry = Entry { line, category: tidy(category), ..Entry::default() };
        }
        self.seen.push(column);
        self.lines.push(Unread { line, text: text.to_owned() });
        put(&mut self.entry, column, value);
    }

    /// The open entry, if it names a tracker; else its lines.
    pub(super) fn end(&mut self) -> Result<Option<Entry>, Vec<Unread>> {
        let (entry, seen) = (std::mem::take(&mut self.entry), std::mem::take(&mut self.seen));
        let lines = std::mem::take(&mut self.lines);
        match entry.name {
            Some(_) => Ok(Some(entry)),
            None if seen.is_empty() => Ok(None),
            None => Err(lines),
        }
    }
}
