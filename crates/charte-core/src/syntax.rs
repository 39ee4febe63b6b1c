//! Messages of the TOML parser in words that help an author, and the findings that are only consequences of a fault of
//! syntax. It knows TOML and no table of a manifest.

use std::collections::BTreeSet;
use std::ops::Range;

use crate::diagnostic::{Diagnostic, Place};
use crate::rules::form;

/// The findings for the parser's faults of a file, each with what could not be read and its place: one for each line, and none for
/// keys that are written twice only because the head above them is.
pub fn faults<'t>(text: &str, faults: impl IntoIterator<Item = (String, &'t str, Place)>) -> Vec<Diagnostic> {
    let heads = text.lines().enumerate().filter(|(_, line)| line.trim_start().starts_with('['));
    let heads: Vec<usize> = heads.map(|(index, _)| index + 1).collect();
    let head_of = |line: usize| heads.partition_point(|head| *head <= line).checked_sub(1).map(|index| heads[index]);
    let (mut lines, mut twice) = (BTreeSet::new(), BTreeSet::new());
    let mut findings = Vec::new();
    // The parser tells some of a line from its end.
    let mut faults: Vec<_> = faults.into_iter().collect();
    faults.sort_by_key(|(.., place)| place.span.start);
    for (message, unread, place) in faults {
        let (line, head) = (place.line, head_of(place.line));
        let is_head = head == Some(line);
        let is_twice = message.trim() == "duplicate key";
        if is_twice && is_head {
            twice.insert(line);
        }
        let follows = is_twice && !is_head && head.is_some_and(|head| twice.contains(&head));
        if lines.insert(line) && !follows {
            findings.push(fault(&message, unread, place));
        }
    }
    findings
}

/// The finding for a fault of syntax at `place`: `message` is the parser's, `text` what it could not read.
fn fault(message: &str, text: &str, place: Place) -> Diagnostic {
    let message = message.trim().replace('\n', "; ");
    if let Some(day) = day(text) {
        let finding = form::TOML_SYNTAX.finding("a day is written with its year first").at(place);
        return finding.help(format!("write `{day}`, without quotes"));
    }
    let (message, help) = match message.as_str() {
        quoted if quoted.starts_with("string values must be quoted") && text.trim().is_empty() => (
            "a value is missing".into(),
            Some("write it after `=`: a text between quotes, a number, a day, `true` or `false`"),
        ),
        quoted if quoted.starts_with("string values must be quoted") => {
            ("a text must stand between quotes".into(), Some("write it as `\"…\"`, with straight quotes"))
        }
        escape if escape.starts_with("missing escaped value") => (
            "a backslash stands for a special sign in a text between `\"`".into(),
            Some("write `/` between the names of folders, or put the text between `'`"),
        ),
        key if key.starts_with("invalid unquoted key") && text.starts_with("//") => {
            ("a comment begins with `#`".into(), Some("write `#` instead of `//`"))
        }
        key if key.starts_with("invalid unquoted key") && text.starts_with(':') => {
            ("`:` stands where `=` belongs".into(), Some("write `key = value`"))
        }
        key if key.starts_with("invalid unquoted key") => {
            (message, Some("a key has letters without accents; what visitors read stands in `name`"))
        }
        more if more.starts_with("unexpected key or value") && has_apostrophe(&place) => (
            "something follows the end of the text".into(),
            Some("the text ends at its second `'`: put a text with an apostrophe between `\"`"),
        ),
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

/// A day as it is written in Europe, such as `23/11/2026`, in the form of TOML.
fn day(text: &str) -> Option<String> {
    let mut parts = text.trim().split(['/', '.']);
    let (day, month, year) = (parts.next()?, parts.next()?, parts.next()?);
    let number = |part: &str, digits: usize| part.len() <= digits && part.parse::<u32>().is_ok();
    let is_day = number(day, 2) && number(month, 2) && number(year, 4) && year.len() == 4 && parts.next().is_none();
    is_day.then(|| format!("{year}-{month:0>2}-{day:0>2}"))
}

/// Whether what could not be read follows a text between `'`.
fn has_apostrophe(place: &Place) -> bool {
    place.excerpt.get(..place.range.start).is_some_and(|before| before.matches('\'').count() == 2)
}

/// The one finding for a file of which no line is TOML.
pub(crate) fn not_toml(file: &str, text: &str, span: Range<usize>) -> Diagnostic {
    let finding = form::TOML_SYNTAX.finding("this file is not written in TOML").at(Place::of(file, text, span));
    finding.help("write `key = value` under heads such as `[table]`: see https://toml.io")
}

/// The faults of syntax of one file.
#[derive(Debug, Clone, Default)]
pub struct SyntaxFaults {
    lines: BTreeSet<usize>,
    /// The first line on which the head of a table could not be read. The keys below it were read as keys of another table.
    head: Option<usize>,
}

impl SyntaxFaults {
    /// The faults of syntax among `findings`.
    pub fn of(findings: &[Diagnostic]) -> Self {
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

    /// Whether a place is on a line with a fault: what was read there may not be what its author wrote.
    pub fn are_at(&self, place: &Place) -> bool {
        self.lines.contains(&place.line)
    }

    /// Whether `finding` is only a consequence of a fault of syntax: it is on the same line, or about an unknown key
    /// below a head that could not be read.
    pub(crate) fn explain(&self, finding: &Diagnostic) -> bool {
        let Some(place) = finding.place.as_ref().filter(|_| finding.code != form::TOML_SYNTAX.code) else {
            return false;
        };
        let misplaced = finding.code == form::UNKNOWN_KEY.code && self.head.is_some_and(|head| head <= place.line);
        misplaced || self.lines.contains(&place.line)
    }
}
