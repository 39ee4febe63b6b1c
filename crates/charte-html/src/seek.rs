//! Searches that find out whether tags are worth reading, without reading them.

use std::ops::Range;

use memchr::memmem;

/// Whether the text may hold an event handler attribute (`onload=`) or a `javascript:` address. It reads no tags, so that
/// text that only looks like one counts too.
pub fn may_have_handler(text: &[u8]) -> bool {
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

/// Finds the occurrences of a word in a page, from its start to its end. Offsets are in bytes; each call must ask for a later
/// offset than the one before.
#[derive(Debug)]
pub struct Seeker<'p> {
    page: &'p [u8],
    word: &'static [u8],
    /// Offset of the next occurrence; the length of the page when there is none.
    next: usize,
}

impl<'p> Seeker<'p> {
    /// Looks for `word`; case matters.
    pub fn new(page: &'p [u8], word: &'static [u8]) -> Self {
        let next = memmem::find(page, word).unwrap_or(page.len());
        Seeker { page, word, next }
    }

    /// The offset of the first occurrence at `start` or later; the length of the page when there is none.
    pub fn next_from(&mut self, start: usize) -> usize {
        if self.next < start {
            let rest = &self.page[start..];
            self.next = memmem::find(rest, self.word).map_or(self.page.len(), |length| start + length);
        }
        self.next
    }

    /// Whether an occurrence starts in the range.
    pub fn is_in(&mut self, range: Range<usize>) -> bool {
        self.next_from(range.start) < range.end
    }
}
