//! The place that an author keeps for the charter.

use charte_html::Tag;
use charte_html::name::Name;

/// A slot and its content.
#[derive(Debug)]
pub(crate) struct Slot {
    name: Name,
    /// Where its content starts.
    pub(crate) start: usize,
    depth: usize,
    end: Option<usize>,
}

impl Slot {
    /// Opened by this tag.
    pub(crate) fn new(tag: &Tag<'_>) -> Self {
        Slot { name: tag.name, start: tag.end, depth: 0, end: None }
    }

    /// Takes note of a start tag, its own included.
    pub(crate) fn open(&mut self, tag: &Tag<'_>) {
        self.depth += usize::from(tag.name == self.name && self.end.is_none());
    }

    /// Takes note of an end tag.
    pub(crate) fn close(&mut self, tag: &Tag<'_>) {
        if tag.name == self.name && self.end.is_none() {
            self.depth = self.depth.saturating_sub(1);
            if self.depth == 0 {
                self.end = Some(tag.start);
            }
        }
    }

    /// Where the author's own content ends, when there is any and it ends.
    pub(crate) fn content_end(&self, page: &[u8]) -> Option<usize> {
        self.end.filter(|end| page[self.start..*end].iter().any(|byte| !byte.is_ascii_whitespace()))
    }
}
