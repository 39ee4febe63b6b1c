//! A finding as data: a stable code, a level, where it is, what is wrong and how to mend it. It knows no rule by name.

use std::ops::Range;

use serde::Serialize;

/// How grave a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Level {
    /// Allowed by the author of the declaration, who says why: see [`Levels`](crate::levels::Levels).
    Allow,
    /// For information; nothing has to be changed.
    Note,
    /// The build is carried out; the author should check it.
    Warning,
    /// Nothing is written until it is mended.
    Error,
}

impl Level {
    /// Every level, the gravest last, with its name.
    pub const ALL: [(Level, &'static str); 4] =
        [(Level::Allow, "allow"), (Level::Note, "note"), (Level::Warning, "warning"), (Level::Error, "error")];

    /// Its name in a declaration and in reports.
    pub fn name(self) -> &'static str {
        match self {
            Level::Allow => "allow",
            Level::Note => "note",
            Level::Warning => "warning",
            Level::Error => "error",
        }
    }
}

/// What a finding is about. The exit code of a program depends on it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Kind {
    /// The content of a file: the declaration, the theme, the site.
    #[default]
    Content,
    /// A file or folder that could not be read or written.
    InputOutput,
}

/// A place in a text file, with the line that holds it. Made by [`Place::of`] or [`Place::in_bytes`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
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
}

impl Place {
    /// The place of `span`, a byte range of `text`, which is the content of `file`. Of a span over several lines only
    /// the first line is kept. A span outside the text, or inside a character, is moved to the nearest character before
    /// it.
    pub fn of(file: &str, text: &str, span: Range<usize>) -> Self {
        let start = floor_boundary(text, span.start);
        let end = floor_boundary(text, span.end).max(start);
        let line_start = text[..start].rfind('\n').map_or(0, |at| at + 1);
        let line_end = text[start..].find('\n').map_or(text.len(), |at| start + at);
        let excerpt = text[line_start..line_end].trim_end_matches('\r');
        let range = (start - line_start).min(excerpt.len())..(end - line_start).min(excerpt.len());
        Place {
            file: file.into(),
            line: text[..line_start].matches('\n').count() + 1,
            column: text[line_start..start].chars().count() + 1,
            excerpt: excerpt.into(),
            range,
        }
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
            excerpt: before + &after,
        }
    }
}

/// The last character boundary of `text` at or before `at`.
fn floor_boundary(text: &str, at: usize) -> usize {
    let at = at.min(text.len());
    (0..=at).rev().find(|&i| text.is_char_boundary(i)).unwrap_or(0)
}

/// One finding. Made by [`Rule::finding`](crate::rule::Rule::finding), then completed by the methods below.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Diagnostic {
    /// The stable code of its rule: see [`Rule::code`](crate::rule::Rule::code).
    pub code: &'static str,
    /// How grave it is.
    pub level: Level,
    /// What it is about.
    #[serde(skip)]
    pub kind: Kind,
    /// What is wrong, in lower case and without a full stop.
    pub message: String,
    /// Where.
    pub place: Option<Place>,
    /// The file or folder concerned, when there is no line to show.
    pub path: Option<String>,
    /// How to mend it.
    pub help: Option<String>,
    /// Whom it is about: ids of services, and hosts of third parties that are not declared. They stand in the message too; this
    /// is for programs, which can then tell the findings that concern a page.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub subjects: Vec<String>,
    /// What it rests on in the publisher's country, where that is not France: its act, or its authority's guidance.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// Why the declaration gives it a lower level than its rule's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// The service of the catalogue that it is about, where the declaration says nothing of what it finds: reports for people
    /// count such findings instead of listing them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub catalogue_service: Option<String>,
}

impl Diagnostic {
    /// With another level than its rule's: a rule can be graver in one case than in another.
    #[must_use]
    pub fn level(mut self, level: Level) -> Self {
        self.level = level;
        self
    }

    /// With its place, when that is known.
    #[must_use]
    pub fn at(mut self, place: impl Into<Option<Place>>) -> Self {
        self.place = place.into();
        self
    }

    /// With the file or folder that it is about.
    #[must_use]
    pub fn path(mut self, path: impl Into<String>) -> Self {
        self.path = Some(path.into());
        self
    }

    /// With the services and undeclared hosts that it is about, besides those that it has.
    #[must_use]
    pub fn about<S: Into<String>>(mut self, subjects: impl IntoIterator<Item = S>) -> Self {
        self.subjects.extend(subjects.into_iter().map(Into::into));
        self
    }

    /// With advice on how to mend it.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }
}

/// Whether one of the findings stops the build.
pub fn has_errors(findings: &[Diagnostic]) -> bool {
    has_level(findings, Level::Error)
}

/// Whether one of the findings is of this level or a graver one.
pub fn has_level(findings: &[Diagnostic], level: Level) -> bool {
    findings.iter().any(|finding| finding.level >= level)
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
    fn a_span_beyond_the_text_or_inside_a_character_is_survived() {
        let place = Place::of("f", "é", 1..99);
        assert_eq!((place.line, place.column), (1, 1));
        assert_eq!(Place::of("f", "", 5..9).line, 1);
    }
}
