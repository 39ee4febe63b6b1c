//! A document as blocks: what the formats of an export have in common. It knows neither a charter nor a format.

use crate::view::Phrase;

/// A piece of a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Span {
    /// Text, and its language where that is not the document's.
    Text(String, Option<String>),
    /// A name for machines: of a cookie, a host.
    Code(String),
    /// A link: its text and its absolute address.
    Link(String, String),
}

/// Text without a break.
pub(super) type Line = Vec<Span>;

/// A part of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Block {
    /// A heading; 1 is that of the document.
    Heading(u8, Line),
    /// A paragraph.
    Paragraph(Line),
    /// A list without numbers.
    List(Vec<Line>),
    /// Terms, each with lines about it.
    Facts(Vec<(Line, Vec<Line>)>),
    /// A table: its caption, the heads of its columns, and rows of cells, which are lists of lines.
    Table(String, Vec<String>, Vec<Vec<Vec<Line>>>),
}

/// A line of plain text.
pub(super) fn line(text: impl Into<String>) -> Line {
    vec![Span::Text(text.into(), None)]
}

/// A phrase, with the languages of its pieces.
pub(super) fn said(phrase: &Phrase) -> Line {
    phrase.0.iter().map(|piece| Span::Text(piece.text.clone(), piece.lang.clone())).collect()
}
