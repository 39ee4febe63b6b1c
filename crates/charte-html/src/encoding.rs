//! Pages whose bytes are not ASCII with additions: UTF-16 is read as UTF-8 and written back; others are left alone.

use std::borrow::Cow;

use memchr::memchr_iter;

/// Two bytes a letter, in either order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoding {
    /// ASCII with additions: UTF-8, ISO-8859-15, Shift_JIS and so on.
    Ascii,
    /// UTF-16, low byte first.
    Utf16Low,
    /// UTF-16, high byte first.
    Utf16High,
}

impl Encoding {
    /// The encoding of a page.
    ///
    /// # Errors
    /// The name of an encoding in which `<` may mean something else.
    pub fn of(page: &[u8]) -> Result<Encoding, &'static str> {
        match page {
            [0xff, 0xfe, ..] | [b'<', 0, ..] => return Ok(Encoding::Utf16Low),
            [0xfe, 0xff, ..] | [0, b'<', ..] => return Ok(Encoding::Utf16High),
            _ => {}
        }
        let switches = memchr_iter(0x1b, page).any(|at| matches!(page.get(at + 1), Some(b'$' | b'(')));
        let start = &page[..page.len().min(1024)];
        if switches {
            Err("ISO-2022")
        } else if memchr_iter(b'7', start).any(|seven| declares_utf7(&start[..=seven])) {
            Err("UTF-7")
        } else {
            Ok(Encoding::Ascii)
        }
    }

    /// The page in a form that keeps ASCII. `None` when it could not be written back exactly.
    pub fn read(self, page: &[u8]) -> Option<Cow<'_, [u8]>> {
        let join: fn([u8; 2]) -> u16 = match self {
            Encoding::Ascii => return Some(Cow::Borrowed(page)),
            Encoding::Utf16Low => u16::from_le_bytes,
            Encoding::Utf16High => u16::from_be_bytes,
        };
        let (pairs, rest) = page.as_chunks::<2>();
        let letters: Result<String, _> = char::decode_utf16(pairs.iter().map(|pair| join(*pair))).collect();
        letters.ok().filter(|_| rest.is_empty()).map(|text| Cow::Owned(text.into_bytes()))
    }

    /// What was read, written back.
    pub fn write(self, text: Vec<u8>) -> Vec<u8> {
        let split: fn(u16) -> [u8; 2] = match self {
            Encoding::Ascii => return text,
            Encoding::Utf16Low => u16::to_le_bytes,
            Encoding::Utf16High => u16::to_be_bytes,
        };
        String::from_utf8_lossy(&text).encode_utf16().flat_map(split).collect()
    }

    /// Where a place of what was read is in the page.
    pub fn found_place(self, text: &[u8], place: usize) -> usize {
        match self {
            Encoding::Ascii => place,
            _ => String::from_utf8_lossy(&text[..place.min(text.len())]).encode_utf16().count() * 2,
        }
    }
}

/// Whether the text ends with a declaration of UTF-7.
fn declares_utf7(text: &[u8]) -> bool {
    let ends = |word: &[u8]| text.len() >= word.len() && text[text.len() - word.len()..].eq_ignore_ascii_case(word);
    ends(b"charset=utf-7") || ends(b"charset=\"utf-7")
}
