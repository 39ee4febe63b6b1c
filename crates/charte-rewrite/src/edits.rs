//! The changes that make one page of another, kept without either page.

use std::borrow::Cow;

use charte_html::splice::Insertions;
use charte_html::{Encoding, Syntax};

use crate::report::PageReport;
use crate::strip::{strip, strip_text};

/// The result of a rewrite.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Rewritten {
    /// The changes to the page.
    pub edits: Edits,
    /// What was found in the page.
    pub report: PageReport,
}

/// The changes to a page: earlier insertions are stripped, then new ones made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edits {
    /// `None` when nothing changes.
    pub(crate) change: Option<Change>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Change {
    pub(crate) encoding: Encoding,
    pub(crate) syntax: Syntax,
    /// Whether the insertions of an earlier build must be stripped first.
    pub(crate) must_strip: bool,
    pub(crate) insertions: Insertions,
}

impl Edits {
    /// No edits: the page stays as it is.
    pub const NONE: Edits = Edits { change: None };

    /// The edits that only strip what an earlier build inserted.
    pub fn strip(page: &[u8], syntax: Syntax) -> Edits {
        let change = match (strip(page, syntax), Encoding::detect(page)) {
            (Cow::Owned(stripped), Ok(encoding)) if stripped != page => {
                Some(Change { encoding, syntax, must_strip: true, insertions: Insertions::default() })
            }
            _ => None,
        };
        Edits { change }
    }

    /// Whether the page stays as it is.
    pub fn is_noop(&self) -> bool {
        self.change.is_none()
    }

    /// The changed page. `page` must be the one that the edits were made for.
    pub fn apply(&self, page: &[u8]) -> Vec<u8> {
        let mut changed = Vec::new();
        self.apply_to(page, &mut changed);
        changed
    }

    /// Like [`Edits::apply`]; replaces the content of `changed`, whose memory it uses.
    pub fn apply_to(&self, page: &[u8], changed: &mut Vec<u8>) {
        changed.clear();
        match &self.change {
            Some(Change { encoding: Encoding::AsciiCompatible, must_strip: false, insertions, .. }) => {
                insertions.apply_to(page, changed)
            }
            Some(Change { encoding, insertions, syntax, .. }) if let Some(text) = encoding.decode(page) => {
                *changed = encoding.encode(insertions.apply(&strip_text(&text, *syntax)));
            }
            _ => changed.extend_from_slice(page),
        }
    }
}
