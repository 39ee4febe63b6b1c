//! How a finding is mended where no person has to decide: some bytes of the file are replaced. A fix never adds a fact, so
//! that it never changes what a declaration says to visitors. It knows no rule.

use std::ops::Range;

use serde::Serialize;

use crate::place::{Lines, Place};

/// A change of one part of a file that mends a finding and touches no other byte.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
#[non_exhaustive]
pub struct Fix {
    /// The part that is replaced, in bytes of the file.
    pub bytes: Range<usize>,
    /// Where it begins.
    pub start: Position,
    /// Where it ends: the position after its last character.
    pub end: Position,
    /// The new text; empty where the part is taken out.
    pub replacement: String,
}

/// A position in a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[non_exhaustive]
pub struct Position {
    /// Line, from 1.
    pub line: usize,
    /// Column in Unicode scalar values, from 1.
    pub column: usize,
}

/// What a fix changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Mended {
    /// Line, from 1.
    pub line: usize,
    /// Column in Unicode scalar values, from 1.
    pub column: usize,
    /// The old text.
    pub before: String,
    /// The new text; empty where the part was taken out.
    pub after: String,
}

impl Fix {
    /// Replaces `bytes` of `text`.
    pub(crate) fn new(text: &str, bytes: Range<usize>, replacement: impl Into<String>) -> Fix {
        let lines = Lines::of(text);
        let position = |at: usize| {
            let place = lines.place("", text, at..at);
            Position { line: place.line, column: place.column }
        };
        Fix { start: position(bytes.start), end: position(bytes.end), bytes, replacement: replacement.into() }
    }

    /// Replaces a value or key on one line.
    pub(crate) fn replace(place: &Place, replacement: impl Into<String>) -> Fix {
        Fix {
            bytes: place.span.clone(),
            start: Position { line: place.line, column: place.column },
            end: Position { line: place.line, column: place.end_column() },
            replacement: replacement.into(),
        }
    }

    /// Replaces a string or key by `word`, between the same quotes. `None` for a string over several lines, or where the
    /// word needs an escape.
    pub(crate) fn word(place: &Place, word: &str) -> Option<Fix> {
        let old = place.excerpt.get(place.range.clone()).filter(|old| old.len() == place.span.len())?;
        let quote =
            old.chars().next().filter(|first| matches!(first, '"' | '\'')).map(String::from).unwrap_or_default();
        let is_plain = !word.contains(['"', '\'', '\\', '\n']) && !old.starts_with("\"\"\"") && !old.starts_with("'''");
        is_plain.then(|| Fix::replace(place, format!("{quote}{word}{quote}")))
    }

    /// Takes the item of a list at `place` out of `text`, with its comma; with its line if nothing else is on it.
    pub(crate) fn without_item(text: &str, place: &Place) -> Option<Fix> {
        let Range { start, mut end } = place.span;
        let blanks = |text: &str| text.len() - text.trim_start_matches([' ', '\t']).len();
        let after = text.get(end..)?;
        let has_comma = after[blanks(after)..].starts_with(',');
        if has_comma {
            end += blanks(after) + 1;
        }
        if let Some(line) = alone(text, start..end) {
            return Some(Fix::new(text, line, ""));
        }
        if has_comma {
            let is_commented = text.get(end..)?.trim_start_matches([' ', '\t']).starts_with('#');
            end += if is_commented { 0 } else { blanks(text.get(end..)?) };
            return Some(Fix::new(text, start..end, ""));
        }
        let before = text.get(..start)?.trim_end_matches([' ', '\t']);
        let start = if before.ends_with(',') { before.len() - 1 } else { start };
        Some(Fix::new(text, start..end, ""))
    }

    /// Takes a key and its value out of `text`, with its line but for a comment on it. `None` where the key does not start
    /// its line.
    pub(crate) fn without_key(text: &str, key: &Range<usize>, value: &Range<usize>) -> Option<Fix> {
        if let Some(line) = alone(text, key.start..value.end) {
            return Some(Fix::new(text, line, ""));
        }
        let before = &text.get(..key.start)?;
        let begins = before.trim_end_matches([' ', '\t']).chars().next_back().is_none_or(|last| last == '\n');
        let rest = text.get(value.end..)?;
        let comment = rest.trim_start_matches([' ', '\t']);
        let end = value.end + rest.len() - comment.len();
        (begins && comment.starts_with('#')).then(|| Fix::new(text, key.start..end, ""))
    }

    /// Whether the text has the same number of lines afterwards.
    fn keeps_lines(&self) -> bool {
        self.start.line == self.end.line && !self.replacement.contains('\n')
    }
}

/// The whole lines of a part of a text, with the last line break, if nothing else is on them.
fn alone(text: &str, part: Range<usize>) -> Option<Range<usize>> {
    let from = text.get(..part.start)?.rfind('\n').map_or(0, |at| at + 1);
    let to = text.get(part.end..)?.find('\n').map_or(text.len(), |at| part.end + at + 1);
    let is_alone = text[from..part.start].trim().is_empty() && text[part.end..to].trim().is_empty();
    is_alone.then_some(from..to)
}

/// Carries out fixes of `text`, and returns what each changed. Of two that overlap only the first is carried out. A fix that
/// moves lines waits while there are others, so that reported lines are the author's: the findings of the new text have the
/// rest.
pub fn apply<'a>(text: &str, fixes: impl IntoIterator<Item = &'a Fix>) -> (String, Vec<Mended>) {
    let mut fixes: Vec<&Fix> = fixes.into_iter().collect();
    if fixes.iter().any(|fix| fix.keeps_lines()) {
        fixes.retain(|fix| fix.keeps_lines());
    }
    fixes.sort_by_key(|fix| (fix.bytes.start, fix.bytes.end));
    let (mut mended, mut changes, mut at) = (String::with_capacity(text.len()), Vec::new(), 0);
    for fix in fixes {
        let Some(before) = text.get(fix.bytes.clone()) else { continue };
        // Two findings can have the same fix.
        let Some(kept) = text.get(at..fix.bytes.start).filter(|_| at == 0 || fix.bytes.start >= at) else { continue };
        mended.push_str(kept);
        mended.push_str(&fix.replacement);
        at = fix.bytes.end;
        let Position { line, column } = fix.start;
        changes.push(Mended { line, column, before: before.trim().into(), after: fix.replacement.trim().into() });
    }
    mended.push_str(text.get(at..).unwrap_or_default());
    (mended, changes)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str, word: &str) -> Range<usize> {
        let start = text.rfind(word).unwrap();
        start..start + word.len()
    }

    fn without_item(text: &str) -> String {
        let place = Place::of("charte.toml", text, at(text, "\"b\""));
        apply(text, &Fix::without_item(text, &place)).0
    }

    #[test]
    fn an_item_is_taken_out_of_a_list_however_it_is_laid_out() {
        assert_eq!(without_item("a = [\"b\"]\n"), "a = []\n");
        assert_eq!(without_item("a = [\"a\", \"b\"]\n"), "a = [\"a\"]\n");
        assert_eq!(without_item("a = [\"b\", \"c\"]\n"), "a = [\"c\"]\n");
        assert_eq!(without_item("a = [\"a\", \"b\" , \"c\"]\n"), "a = [\"a\", \"c\"]\n");
        assert_eq!(without_item("a = [\n  \"a\",\n  \"b\",\n  \"c\",\n]\n"), "a = [\n  \"a\",\n  \"c\",\n]\n");
        assert_eq!(without_item("a = [\n  \"a\",\r\n  \"b\"\r\n]\n"), "a = [\n  \"a\",\r\n]\n");
        assert_eq!(without_item("a = [\n  \"b\", # why\n]\n"), "a = [\n   # why\n]\n");
    }

    #[test]
    fn a_key_goes_with_its_line_and_without_its_comment() {
        let without = |text: &str| {
            let fix = Fix::without_key(text, &at(text, "old"), &at(text, "true"));
            fix.map(|fix| apply(text, &Some(fix)).0)
        };
        assert_eq!(without("a = 1\nold = true\nb = 2\n").as_deref(), Some("a = 1\nb = 2\n"));
        assert_eq!(without("  old = true  # why\n").as_deref(), Some("  # why\n"));
        assert_eq!(without("old = true").as_deref(), Some(""));
        assert_eq!(without("a = { old = true }\n"), None);
    }

    #[test]
    fn fixes_that_overlap_or_move_lines_wait() {
        let text = "a = \"x\"\nold = true\nb = \"y\"\n";
        let fix = |word: &str, with: &str| Fix::new(text, at(text, word), with);
        let line = Fix::new(text, 8..19, "");
        let (mended, changes) = apply(text, &[fix("\"y\"", "2"), line.clone(), fix("\"x\"", "1"), fix("x", "3")]);
        assert_eq!(mended, "a = 1\nold = true\nb = 2\n");
        assert_eq!(changes.iter().map(|it| (it.line, it.after.as_str())).collect::<Vec<_>>(), [(1, "1"), (3, "2")]);
        assert_eq!(apply(text, &[line]).0, "a = \"x\"\nb = \"y\"\n");
    }
}
