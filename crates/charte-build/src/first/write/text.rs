//! Lines of TOML, each with its comment.

use std::fmt::Write as _;

use charte_core::model::Texts;
use toml::Value;

use crate::first::draft::Guess;
use crate::first::import::ImportedTracker;

/// What marks a line that its author has to fill in.
pub(super) const MISSING: &str = "TO COMPLETE";
/// What marks a line that its author has to read.
pub(super) const GUESSED: &str = "TO CHECK";
/// Where comments begin, if the line is short enough.
const COLUMN: usize = 50;

/// A text as TOML writes it.
pub(super) fn quoted(text: &str) -> String {
    Value::String(text.to_owned()).to_string()
}

/// Lines of TOML, comments under each other.
#[derive(Default)]
pub(super) struct Text {
    text: String,
}

impl Text {
    pub(super) fn into_string(self) -> String {
        self.text
    }

    /// How long a service's data are kept, which no page says.
    pub(super) fn retention(&mut self) {
        self.comment("retention", "\"6 months\"", &format!("{MISSING}: how long its provider keeps the data"));
    }

    /// The country of a provider, which no page says.
    pub(super) fn country(&mut self, key: &str) {
        self.comment(key, "\"FR\"", &format!("{MISSING}: the country of its provider"));
    }

    pub(super) fn raw(&mut self, text: &str) {
        self.text.push_str(text);
    }

    /// A line with a comment at the usual column, or behind it.
    pub(super) fn padded(&mut self, line: &str, comment: &str) {
        // Writing to a String never fails.
        let _ = match comment {
            "" => writeln!(self.text, "{line}"),
            _ => writeln!(self.text, "{line:<COLUMN$} # {comment}"),
        };
    }

    pub(super) fn line(&mut self, key: &str, value: &str, comment: &str) {
        self.padded(&format!("{key} = {value}"), comment);
    }

    /// A line that is commented out.
    pub(super) fn comment(&mut self, key: &str, value: &str, comment: &str) {
        self.padded(&format!("# {key} = {value}"), comment);
    }

    /// Texts by language, if there are any.
    pub(super) fn texts(&mut self, key: &str, texts: &Texts) {
        let texts: Vec<String> =
            texts.iter().map(|(language, text)| format!("{language} = {}", quoted(text))).collect();
        if !texts.is_empty() {
            self.line(key, &format!("{{ {} }}", texts.join(", ")), "");
        }
    }

    pub(super) fn tracker(&mut self, service: &str, tracker: &ImportedTracker) {
        self.raw(&format!("\n[[service.{service}.tracker]]\n"));
        self.line("name", &quoted(&tracker.name), "");
        for (key, value) in [("kind", tracker.kind), ("party", tracker.party), ("location", tracker.location)] {
            if let Some(value) = value {
                self.line(key, &quoted(value), "");
            }
        }
        self.texts("label", &tracker.label);
        self.texts("description", &tracker.description);
        match tracker.lifetime {
            Some(lifetime) => self.line("lifetime", &quoted(&lifetime.to_string()), ""),
            None if !tracker.is_known => {
                self.comment(
                    "lifetime",
                    "\"13 months\"",
                    &format!("{MISSING}: how long it is kept, as a browser shows it"),
                );
            }
            None => {}
        }
        self.texts("lifetime_note", &tracker.lifetime_note);
    }

    /// A value with how sure it is; `wanted` and `example` stand for one that nobody knows.
    pub(super) fn guess(&mut self, key: &str, guess: &Guess, wanted: &str, example: &str, note: &str) {
        match guess {
            Guess::Missing => self.comment(key, &quoted(example), &format!("{MISSING}: {wanted}")),
            Guess::Seen(value, source) => self.line(key, &quoted(value), &format!("{GUESSED}: {source}")),
            Guess::Said(value) => self.line(key, &quoted(value), note),
        }
    }
}
