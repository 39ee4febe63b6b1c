//! Reads a TOML file of nothing but strings and flags in tables, into dotted keys, values and places.

use charte_core::diagnostic::{Diagnostic, Lines, Place};
use charte_core::rules::form;
use charte_core::syntax::{self, SyntaxFaults};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// One string or flag of the file.
pub(super) struct Entry {
    /// Its dotted key: `banner.title`.
    pub key: String,
    /// The string; a flag as `true` or `false`.
    pub value: String,
    /// Where the value is written.
    pub place: Place,
}

/// The strings of `text`, and the booleans under the keys `flags`, in the order of the file. Faults go to `findings`.
pub(super) fn read(file: &str, text: &str, flags: &[&str], findings: &mut Vec<Diagnostic>) -> Vec<Entry> {
    let (root, errors) = DeTable::parse_recoverable(text);
    let lines = Lines::of(text);
    let fault = |error: toml::de::Error| {
        let span = error.span().unwrap_or_default();
        let unread = text.get(span.clone()).unwrap_or_default();
        (error.message().to_owned(), unread, lines.place(file, text, span))
    };
    let faults = syntax::faults(text, errors.into_iter().map(fault));
    let unreadable = SyntaxFaults::of(&faults);
    findings.extend(faults);
    let mut reading = Reading { file, text, lines, unreadable, flags, entries: Vec::new(), findings };
    reading.table("", root.get_ref());
    reading.entries
}

struct Reading<'a> {
    file: &'a str,
    text: &'a str,
    lines: Lines,
    unreadable: SyntaxFaults,
    flags: &'a [&'a str],
    entries: Vec<Entry>,
    findings: &'a mut Vec<Diagnostic>,
}

impl Reading<'_> {
    fn table(&mut self, prefix: &str, table: &DeTable<'_>) {
        for (key, value) in table {
            self.value(format!("{prefix}{}", key.get_ref()), value);
        }
    }

    fn value(&mut self, key: String, value: &Spanned<DeValue<'_>>) {
        let place = self.lines.place(self.file, self.text, value.span());
        match value.get_ref() {
            DeValue::Table(table) => self.table(&format!("{key}."), table),
            // One fault is told once.
            _ if self.unreadable.are_at(&place) => {}
            DeValue::Boolean(flag) if self.is_flag(&key) => {
                self.entries.push(Entry { key, value: flag.to_string(), place })
            }
            DeValue::String(text) if !self.is_flag(&key) => {
                self.entries.push(Entry { key, value: text.to_string(), place });
            }
            _ => {
                let wanted = if self.is_flag(&key) { "`true` or `false`" } else { "a string" };
                let message = format!("`{key}` must be {wanted}");
                self.findings.push(form::WRONG_TYPE.finding(message).at(place));
            }
        }
    }

    fn is_flag(&self, key: &str) -> bool {
        self.flags.contains(&key)
    }
}
