//! Whether a tag holds a word, without reading each tag for it.

use std::ops::Range;

use memchr::memmem;

/// Whether the text may hold a handler (`onload=`) or an address that is a script.
pub fn has_handler(text: &[u8]) -> bool {
    let is_handler = |at: usize| {
        let is_apart = at > 0 && !text[at - 1].is_ascii_alphanumeric();
        let rest = &text[at + 1..];
        let name = rest.iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
        let after = rest[name..].iter().find(|byte| !byte.is_ascii_whitespace());
        is_apart && name > 2 && rest[0].eq_ignore_ascii_case(&b'n') && after == Some(&b'=')
    };
    let is_address = |at: usize| text.get(at..at + 11).is_some_and(|word| word.eq_ignore_ascii_case(b"javascript:"));
    memchr::memchr2_iter(b'o', b'O', text).any(is_handler) || memchr::memchr2_iter(b'j', b'J', text).any(is_address)
}

/// Finds a word in a page, place after place.
#[derive(Debug)]
pub struct Seeker<'p> {
    page: &'p [u8],
    word: &'static [u8],
    /// The first occurrence that may still be asked for; the length of the page when there is none.
    next: usize,
}

impl<'p> Seeker<'p> {
    /// For this word, in these letters.
    pub fn new(page: &'p [u8], word: &'static [u8]) -> Self {
        let next = memmem::find(page, word).unwrap_or(page.len());
        Seeker { page, word, next }
    }

    /// The first place, from `start` on, where the word stands; the length of the page when it does not. Later questions
    /// are about later places.
    pub fn from(&mut self, start: usize) -> usize {
        if self.next < start {
            let rest = &self.page[start..];
            self.next = memmem::find(rest, self.word).map_or(self.page.len(), |length| start + length);
        }
        self.next
    }

    /// Whether the word stands in the range, which lies after those asked for before.
    pub fn is_in(&mut self, range: Range<usize>) -> bool {
        self.from(range.start) < range.end
    }
}
