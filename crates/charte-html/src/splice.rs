//! Insertions into a page and removals from it, as lists of places. It knows bytes only.

use std::borrow::Cow;
use std::ops::Range;

/// Text to insert, in the order in which it will stand.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Insertions {
    texts: Vec<(usize, Cow<'static, str>)>,
}

impl Insertions {
    /// Inserts `text` before the byte at `place`, after what was already inserted there.
    pub fn add(&mut self, place: usize, text: impl Into<Cow<'static, str>>) {
        let text = text.into();
        if !text.is_empty() {
            self.texts.push((place, text));
        }
    }

    /// Adds insertions, to stand after those already there at the same place.
    pub fn append(&mut self, mut others: Insertions) {
        self.texts.append(&mut others.texts);
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.texts.is_empty()
    }

    /// How many bytes are inserted up to `place`.
    pub fn length_before(&self, place: usize) -> usize {
        self.texts.iter().filter(|(at, _)| *at < place).map(|(_, text)| text.len()).sum()
    }

    /// Puts the insertions in the order of their places. Those at one place keep their order.
    pub fn sort(&mut self) {
        self.texts.sort_by_key(|(place, _)| *place);
    }

    /// The page with the insertions, which are sorted.
    pub fn apply(&self, page: &[u8]) -> Vec<u8> {
        let mut result = Vec::new();
        self.apply_to(page, &mut result);
        result
    }

    /// The same, added to `result`.
    pub fn apply_to(&self, page: &[u8], result: &mut Vec<u8>) {
        let added: usize = self.texts.iter().map(|(_, text)| text.len()).sum();
        result.reserve(page.len() + added);
        let mut at = 0;
        for (place, text) in &self.texts {
            // A page that changed since it was read must not end the process.
            let place = (*place).clamp(at, page.len());
            result.extend_from_slice(&page[at..place]);
            result.extend_from_slice(text.as_bytes());
            at = place;
        }
        result.extend_from_slice(&page[at..]);
    }
}

/// The page without these ranges, which are in order and apart.
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

/// Ranges that were removed, to tell where what is left was.
#[derive(Debug)]
pub struct Removed {
    /// For each range: where it was in what is left, and how many bytes were removed up to its end.
    steps: Vec<(usize, usize)>,
}

impl Removed {
    /// These ranges, which are in order and apart.
    pub fn new(ranges: &[Range<usize>]) -> Self {
        let mut removed = 0;
        let steps = ranges.iter().map(|range| {
            let place = range.start - removed;
            removed += range.len();
            (place, removed)
        });
        Removed { steps: steps.collect() }
    }

    /// Where a byte that is left was.
    pub fn found_place(&self, place: usize) -> usize {
        let before = self.steps.partition_point(|(at, _)| *at <= place);
        place + before.checked_sub(1).map_or(0, |last| self.steps[last].1)
    }
}
