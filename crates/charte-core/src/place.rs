//! A place in a text file, for people and programs. It knows no finding.

use std::cell::Cell;
use std::ops::Range;

use serde::Serialize;

/// A place in a text file, with the line that holds it. Made by [`Place::of`] or [`Place::in_bytes`].
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
#[non_exhaustive]
pub struct Place {
    /// The file's name as the author knows it.
    pub file: String,
    /// Line, from 1.
    pub line: usize,
    /// Column in Unicode scalar values, from 1.
    pub column: usize,
    /// The text of that line without its line break, or the part of a very long line that is around the place.
    pub excerpt: String,
    /// The part of `excerpt` that the finding points at, in bytes.
    #[serde(skip)]
    pub range: Range<usize>,
    /// The same part in bytes of the file.
    #[serde(skip)]
    pub span: Range<usize>,
}

impl Place {
    /// The place of `span`, a byte range of `text`, which is the content of `file`. Of a span over several lines only
    /// the first line is kept. A span outside the text, or inside a character, is moved to the nearest character before
    /// it.
    pub fn of(file: &str, text: &str, span: Range<usize>) -> Self {
        Lines::of(text).place(file, text, span)
    }

    /// The column after its last character, from 1.
    pub fn end_column(&self) -> usize {
        self.column + self.excerpt.get(self.range.clone()).map_or(0, |text| text.chars().count())
    }

    /// The place at `offset`, in bytes, of a file in any encoding. The excerpt has at most 160 bytes of its line.
    pub fn in_bytes(file: &str, bytes: &[u8], offset: usize) -> Self {
        const EXCERPT: usize = 160;
        let offset = offset.min(bytes.len());
        let line_start = bytes[..offset].iter().rposition(|&byte| byte == b'\n').map_or(0, |at| at + 1);
        let line_end = bytes[offset..].iter().position(|&byte| byte == b'\n').map_or(bytes.len(), |at| offset + at);
        // A minified page can be one line of megabytes.
        let from = line_start.max(offset.saturating_sub(EXCERPT / 4));
        let to = line_end.min(from + EXCERPT);
        let before = String::from_utf8_lossy(&bytes[from..offset]).into_owned();
        let after = String::from_utf8_lossy(&bytes[offset..to.max(offset)]).trim_end().to_owned();
        Place {
            file: file.into(),
            line: bytes[..offset].iter().filter(|&&byte| byte == b'\n').count() + 1,
            column: String::from_utf8_lossy(&bytes[line_start..offset]).chars().count() + 1,
            range: before.len()..before.len() + after.len(),
            span: offset..to.max(offset),
            excerpt: before + &after,
        }
    }
}

/// Where the lines of a text start: many places of one text are computed without counting the lines before each.
#[derive(Debug, Clone, Default)]
pub struct Lines {
    /// The offset of each line's first byte; the first is 0.
    starts: Vec<usize>,
    /// An offset and the number of characters before it in its line: places mostly come in the order of the text, and a line
    /// can have a list of thousands.
    counted: Cell<(usize, usize)>,
}

impl Lines {
    /// The lines of `text`.
    pub fn of(text: &str) -> Self {
        let breaks = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n').map(|(at, _)| at + 1);
        Lines { starts: std::iter::once(0).chain(breaks).collect(), counted: Cell::default() }
    }

    /// As [`Place::of`], for the text that these are the lines of.
    pub fn place(&self, file: &str, text: &str, span: Range<usize>) -> Place {
        let start = floor_boundary(text, span.start);
        let end = floor_boundary(text, span.end).max(start);
        let line = self.starts.partition_point(|&first| first <= start).max(1);
        let line_start = self.starts.get(line - 1).copied().unwrap_or_default();
        let line_end = self.starts.get(line).map_or(text.len(), |next| next - 1);
        let whole = text[line_start..line_end].trim_end_matches('\r');
        let (start_in, end_in) = ((start - line_start).min(whole.len()), (end - line_start).min(whole.len()));
        let part = around(whole, start_in);
        Place {
            file: file.into(),
            line,
            column: self.characters(text, line_start, start) + 1,
            excerpt: whole[part.clone()].into(),
            range: start_in - part.start..end_in.min(part.end) - part.start,
            span: start..end,
        }
    }

    /// The number of characters between the start of a line and an offset in it.
    fn characters(&self, text: &str, line_start: usize, offset: usize) -> usize {
        let (from, before) = match self.counted.get() {
            (at, before) if (line_start..=offset).contains(&at) => (at, before),
            _ => (line_start, 0),
        };
        let count = before + text[from..offset].chars().count();
        self.counted.set((offset, count));
        count
    }
}

/// The part of a line that is shown for what starts at `at`: all of it, unless it is too long to read.
fn around(line: &str, at: usize) -> Range<usize> {
    const LONGEST: usize = 2_000;
    if line.len() <= LONGEST {
        return 0..line.len();
    }
    let from = floor_boundary(line, at.saturating_sub(LONGEST / 4));
    from..floor_boundary(line, from + LONGEST)
}

/// The last character boundary of `text` at or before `at`.
fn floor_boundary(text: &str, at: usize) -> usize {
    let at = at.min(text.len());
    (0..=at).rev().find(|&i| text.is_char_boundary(i)).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_counts_lines_and_characters() {
        let text = "a = 1\r\nété = \"x\"\r\n";
        let start = text.find("\"x\"").unwrap();
        let place = Place::of("charte.toml", text, start..start + 3);
        assert_eq!((place.line, place.column), (2, 7));
        assert_eq!(&place.excerpt[place.range], "\"x\"");
    }

    #[test]
    fn of_a_very_long_line_the_part_around_the_place_is_kept() {
        let text = format!("a = 1\nb = [{}\"fin\"]\n", "\"é\", ".repeat(2_000));
        let start = text.find("\"fin\"").unwrap();
        let place = Place::of("charte.toml", &text, start..start + 5);
        assert_eq!((place.line, place.column, place.end_column()), (2, 10_006, 10_011));
        assert_eq!(&place.excerpt[place.range], "\"fin\"");
        assert!(place.excerpt.len() <= 2_000);
    }

    #[test]
    fn a_span_beyond_the_text_or_inside_a_character_is_survived() {
        let place = Place::of("f", "é", 1..99);
        assert_eq!((place.line, place.column), (1, 1));
        assert_eq!(Place::of("f", "", 5..9).line, 1);
    }
}
