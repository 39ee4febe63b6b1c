//! Whether a tag holds a word, without reading each tag for it.

use std::ops::Range;

use memchr::memmem;

/// Finds a word in a page, place after place.
#[derive(Debug)]
pub(crate) struct Seeker<'p> {
    page: &'p [u8],
    word: &'static [u8],
    /// The first occurrence that may still be asked for; the length of the page when there is none.
    next: usize,
}

impl<'p> Seeker<'p> {
    /// For this word, in these letters.
    pub(crate) fn new(page: &'p [u8], word: &'static [u8]) -> Self {
        let next = memmem::find(page, word).unwrap_or(page.len());
        Seeker { page, word, next }
    }

    /// The first place, from `start` on, where the word stands; the length of the page when it does not. Later questions
    /// are about later places.
    pub(crate) fn from(&mut self, start: usize) -> usize {
        if self.next < start {
            let rest = &self.page[start..];
            self.next = memmem::find(rest, self.word).map_or(self.page.len(), |length| start + length);
        }
        self.next
    }

    /// Whether the word stands in the range, which lies after those asked for before.
    pub(crate) fn is_in(&mut self, range: Range<usize>) -> bool {
        self.from(range.start) < range.end
    }
}
