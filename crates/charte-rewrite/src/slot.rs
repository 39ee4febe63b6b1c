//! The element in which an author wants the charter, `data-charte-slot="charter"`.

use charte_html::Tag;
use charte_html::name::Name;

/// A slot, and where its content ends. Offsets are in bytes.
#[derive(Debug)]
pub(crate) struct Slot {
    name: Name,
    /// Offset of its content.
    pub(crate) start: usize,
    /// How many elements of its name are open, itself included.
    depth: usize,
    end: Option<usize>,
}

impl Slot {
    /// The slot with this start tag.
    pub(crate) fn new(tag: &Tag<'_>) -> Self {
        Slot { name: tag.name, start: tag.end, depth: 0, end: None }
    }

    /// Counts a start tag; its own must be the first.
    pub(crate) fn open(&mut self, tag: &Tag<'_>) {
        self.depth += usize::from(tag.name == self.name && self.end.is_none());
    }

    /// Counts an end tag.
    pub(crate) fn close(&mut self, tag: &Tag<'_>) {
        if tag.name == self.name && self.end.is_none() {
            self.depth = self.depth.saturating_sub(1);
            if self.depth == 0 {
                self.end = Some(tag.start);
            }
        }
    }

    /// The offset at which its content ends; `None` when it has only white space, or no end tag.
    pub(crate) fn content_end(&self, page: &[u8]) -> Option<usize> {
        self.end.filter(|end| page[self.start..*end].iter().any(|byte| !byte.is_ascii_whitespace()))
    }
}
