//! What changes in a page, without the page.

use std::borrow::Cow;

use charte_html::splice::Insertions;
use charte_html::{Encoding, Syntax};

use crate::report::PageReport;
use crate::strip::{strip, strip_text};

/// A page, rewritten.
#[derive(Debug, Clone)]
pub struct Rewritten {
    /// What changes.
    pub edits: Edits,
    /// What was seen.
    pub report: PageReport,
}

/// What changes in a page, without the page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edits {
    /// `None` when nothing changes.
    pub(crate) change: Option<Change>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Change {
    pub(crate) encoding: Encoding,
    pub(crate) syntax: Syntax,
    /// Whether an earlier build's work must be taken out first.
    pub(crate) takes_out: bool,
    pub(crate) insertions: Insertions,
}

impl Edits {
    pub(crate) const NONE: Edits = Edits { change: None };

    /// What takes out of a page what an earlier build inserted.
    pub fn strip(page: &[u8], syntax: Syntax) -> Edits {
        let change = match (strip(page, syntax), Encoding::detect(page)) {
            (Cow::Owned(stripped), Ok(encoding)) if stripped != page => {
                Some(Change { encoding, syntax, takes_out: true, insertions: Insertions::default() })
            }
            _ => None,
        };
        Edits { change }
    }

    /// Whether the page stays as it is.
    pub fn is_noop(&self) -> bool {
        self.change.is_none()
    }

    /// The page that the edits were made for, changed.
    pub fn apply(&self, page: &[u8]) -> Vec<u8> {
        let mut changed = Vec::new();
        self.apply_to(page, &mut changed);
        changed
    }

    /// Puts the page that the edits were made for, changed, in the place of what is in `changed`.
    pub fn apply_to(&self, page: &[u8], changed: &mut Vec<u8>) {
        changed.clear();
        match &self.change {
            Some(Change { encoding: Encoding::AsciiCompatible, takes_out: false, insertions, .. }) => {
                insertions.apply_to(page, changed)
            }
            Some(Change { encoding, insertions, syntax, .. }) if let Some(text) = encoding.decode(page) => {
                *changed = encoding.encode(insertions.apply(&strip_text(&text, *syntax)));
            }
            _ => changed.extend_from_slice(page),
        }
    }
}
