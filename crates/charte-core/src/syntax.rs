//! Messages of the TOML parser in words that help an author, and the findings that are only consequences of a fault of
//! syntax. It knows TOML and no table of a manifest.

use std::collections::BTreeSet;
use std::ops::Range;

use crate::diagnostic::{Diagnostic, Place};
use crate::rules::form;

/// The finding for a fault of syntax at `place`: `message` is the parser's, `text` what it could not read.
pub(crate) fn fault(message: &str, text: &str, place: Place) -> Diagnostic {
    let message = message.trim().replace('\n', "; ");
    let (message, help) = match message.as_str() {
        quoted if quoted.starts_with("string values must be quoted") && text.trim().is_empty() => (
            "a value is missing".into(),
            Some("write it after `=`: a text between quotes, a number, a day, `true` or `false`"),
        ),
        quoted if quoted.starts_with("string values must be quoted") => {
            ("a text must stand between quotes".into(), Some("write it as `\"…\"`, with straight quotes"))
        }
        "duplicate key" => (format!("`{}` is written twice", text.trim()), Some("keep one, or join the two")),
        open if open.starts_with("invalid basic string") && place.range.start >= place.excerpt.len() => {
            ("a text is opened and never closed".into(), Some("end it with `\"`"))
        }
        _ if message.starts_with("key with no value") => {
            (message, Some("write `key = value`; the head of a table stands between brackets: `[table]`"))
        }
        _ => (message, None),
    };
    let finding = form::TOML_SYNTAX.finding(message).at(place);
    match help {
        Some(help) => finding.help(help),
        None => finding,
    }
}

/// The one finding for a file of which no line is TOML.
pub(crate) fn not_toml(file: &str, text: &str, span: Range<usize>) -> Diagnostic {
    let finding = form::TOML_SYNTAX.finding("this file is not written in TOML").at(Place::of(file, text, span));
    finding.help("write `key = value` under heads such as `[table]`: see https://toml.io")
}

/// The faults of syntax of one file.
#[derive(Debug, Clone, Default)]
pub(crate) struct SyntaxFaults {
    lines: BTreeSet<usize>,
    /// The first line on which the head of a table could not be read. The keys below it were read as keys of another table.
    head: Option<usize>,
}

impl SyntaxFaults {
    /// The faults of syntax among `findings`.
    pub(crate) fn of(findings: &[Diagnostic]) -> Self {
        let places = || {
            findings
                .iter()
                .filter(|finding| finding.code == form::TOML_SYNTAX.code)
                .filter_map(|fault| fault.place.as_ref())
        };
        let heads = places().filter(|place| place.excerpt.trim_start().starts_with('['));
        SyntaxFaults { lines: places().map(|place| place.line).collect(), head: heads.map(|place| place.line).min() }
    }

    /// Whether there are none.
    pub(crate) fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }

    /// Whether `finding` only follows from a fault of syntax: it is on the same line, or about an unknown key below a head
    /// that could not be read.
    pub(crate) fn explain(&self, finding: &Diagnostic) -> bool {
        let Some(place) = finding.place.as_ref().filter(|_| finding.code != form::TOML_SYNTAX.code) else {
            return false;
        };
        let misplaced = finding.code == form::UNKNOWN_KEY.code && self.head.is_some_and(|head| head <= place.line);
        misplaced || self.lines.contains(&place.line)
    }
}
