//! Encodings of pages. The scanner needs one in which `<` is the byte `<`: UTF-16 is converted to UTF-8 and back, and pages in
//! encodings that switch the meaning of ASCII bytes are refused.

use std::borrow::Cow;

use memchr::memchr_iter;

/// How the bytes of a page encode ASCII.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Encoding {
    /// ASCII bytes stand for ASCII: UTF-8, ISO-8859-15, Shift_JIS and the like.
    AsciiCompatible,
    /// UTF-16, little-endian.
    Utf16Le,
    /// UTF-16, big-endian.
    Utf16Be,
}

impl Encoding {
    /// The encoding of a page: UTF-16 by its byte order mark or its first character, `<`.
    ///
    /// # Errors
    /// The name of an encoding in which the byte `<` may stand for something else: ISO-2022 or UTF-7.
    pub fn detect(page: &[u8]) -> Result<Encoding, &'static str> {
        match page {
            [0xff, 0xfe, ..] | [b'<', 0, ..] => return Ok(Encoding::Utf16Le),
            [0xfe, 0xff, ..] | [0, b'<', ..] => return Ok(Encoding::Utf16Be),
            _ => {}
        }
        let switches = memchr_iter(0x1b, page).any(|at| matches!(page.get(at + 1), Some(b'$' | b'(')));
        let start = &page[..page.len().min(1024)];
        if switches {
            Err("ISO-2022")
        } else if memchr_iter(b'7', start).any(|seven| declares_utf7(&start[..=seven])) {
            Err("UTF-7")
        } else {
            Ok(Encoding::AsciiCompatible)
        }
    }

    /// The page in an ASCII-compatible encoding: UTF-16 becomes UTF-8. `None` when [`Encoding::encode`] could not give back the
    /// same bytes, because a character is incomplete.
    pub fn decode(self, page: &[u8]) -> Option<Cow<'_, [u8]>> {
        let join: fn([u8; 2]) -> u16 = match self {
            Encoding::AsciiCompatible => return Some(Cow::Borrowed(page)),
            Encoding::Utf16Le => u16::from_le_bytes,
            Encoding::Utf16Be => u16::from_be_bytes,
        };
        let (pairs, rest) = page.as_chunks::<2>();
        let letters: Result<String, _> = char::decode_utf16(pairs.iter().map(|pair| join(*pair))).collect();
        letters.ok().filter(|_| rest.is_empty()).map(|text| Cow::Owned(text.into_bytes()))
    }

    /// The inverse of [`Encoding::decode`].
    pub fn encode(self, text: Vec<u8>) -> Vec<u8> {
        let split: fn(u16) -> [u8; 2] = match self {
            Encoding::AsciiCompatible => return text,
            Encoding::Utf16Le => u16::to_le_bytes,
            Encoding::Utf16Be => u16::to_be_bytes,
        };
        String::from_utf8_lossy(&text).encode_utf16().flat_map(split).collect()
    }

    /// The offset in the page of the byte at `offset` of `text`, its decoded form.
    pub fn encoded_offset(self, text: &[u8], offset: usize) -> usize {
        match self {
            Encoding::AsciiCompatible => offset,
            _ => String::from_utf8_lossy(&text[..offset.min(text.len())]).encode_utf16().count() * 2,
        }
    }
}

/// Whether the text ends in a declaration of UTF-7, such as `charset=utf-7`.
fn declares_utf7(text: &[u8]) -> bool {
    let ends = |word: &[u8]| text.len() >= word.len() && text[text.len() - word.len()..].eq_ignore_ascii_case(word);
    ends(b"charset=utf-7") || ends(b"charset=\"utf-7")
}
