//! Insertions into a page and removals from it, as lists of offsets in bytes. It knows no HTML.

use std::borrow::Cow;
use std::ops::Range;

/// Texts to insert into a page, each at an offset of the page as it is before any insertion.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Insertions {
    texts: Vec<(usize, Cow<'static, str>)>,
}

impl Insertions {
    /// Inserts `text` before the byte at `offset`, after texts already inserted there.
    pub fn add(&mut self, offset: usize, text: impl Into<Cow<'static, str>>) {
        let text = text.into();
        if !text.is_empty() {
            self.texts.push((offset, text));
        }
    }

    /// Adds other insertions, after those already there at the same offset.
    pub fn append(&mut self, mut others: Insertions) {
        self.texts.append(&mut others.texts);
    }

    /// Whether nothing is inserted.
    pub fn is_empty(&self) -> bool {
        self.texts.is_empty()
    }

    /// How many bytes are inserted before `offset`.
    pub fn length_before(&self, offset: usize) -> usize {
        self.texts.iter().filter(|(at, _)| *at < offset).map(|(_, text)| text.len()).sum()
    }

    /// Sorts the insertions by offset, as [`Insertions::apply`] needs them. Those at the same offset keep their order.
    pub fn sort(&mut self) {
        self.texts.sort_by_key(|(offset, _)| *offset);
    }

    /// The page with the insertions, which must be sorted.
    pub fn apply(&self, page: &[u8]) -> Vec<u8> {
        let mut result = Vec::new();
        self.apply_to(page, &mut result);
        result
    }

    /// Like [`Insertions::apply`]; appends to `result`.
    pub fn apply_to(&self, page: &[u8], result: &mut Vec<u8>) {
        let added: usize = self.texts.iter().map(|(_, text)| text.len()).sum();
        result.reserve(page.len() + added);
        let mut at = 0;
        for (offset, text) in &self.texts {
            // The page may have become shorter since it was read: that must not panic.
            let offset = (*offset).clamp(at, page.len());
            result.extend_from_slice(&page[at..offset]);
            result.extend_from_slice(text.as_bytes());
            at = offset;
        }
        result.extend_from_slice(&page[at..]);
    }
}

/// The page without these ranges, which must be sorted and must not overlap.
pub fn remove(page: &[u8], ranges: &[Range<usize>]) -> Vec<u8> {
    let mut result = Vec::with_capacity(page.len());
    let mut at = 0;
    for range in ranges {
        result.extend_from_slice(&page[at..range.start]);
        at = range.end;
    }
    result.extend_from_slice(&page[at..]);
    result
}

/// Maps offsets of a page from which ranges were removed to offsets of the page before that.
#[derive(Debug)]
pub struct Removed {
    /// For each range: its offset in the page without the ranges, and how many bytes were removed up to its end.
    steps: Vec<(usize, usize)>,
}

impl Removed {
    /// For the ranges that [`remove`] was given.
    pub fn new(ranges: &[Range<usize>]) -> Self {
        let mut removed = 0;
        let steps = ranges.iter().map(|range| {
            let offset = range.start - removed;
            removed += range.len();
            (offset, removed)
        });
        Removed { steps: steps.collect() }
    }

    /// The offset, in the page before the removal, of the byte at `offset`.
    pub fn original_offset(&self, offset: usize) -> usize {
        let before = self.steps.partition_point(|(at, _)| *at <= offset);
        offset + before.checked_sub(1).map_or(0, |last| self.steps[last].1)
    }
}
