//! Scripts in a compact form, in which a search finds the same text however it is written: minified or not, with any quotes, with
//! strings concatenated. It does not parse them.

use memchr::memmem;

/// The script without white space, with `'` for all quotes, with `\/`, `\u002F` and `\x2F` as slashes, without comments that start a
/// line, and with `"a" + "b"` as one string. Other comments stay: only a parser can tell them from regular expressions.
pub(super) fn compact(text: &[u8]) -> Vec<u8> {
    let (mut compacter, mut at) = (Compacter::default(), 0);
    compacter.result.reserve(text.len());
    while at < text.len() {
        at += compacter.step(text, at);
    }
    compacter.result
}

/// The offsets in the script of the bytes at these offsets of its compact form, which must be sorted.
pub(super) fn original_offsets(text: &[u8], offsets: &[usize]) -> Vec<usize> {
    let (mut compacter, mut at) = (Compacter::default(), 0);
    let mut originals = Vec::with_capacity(offsets.len());
    for offset in offsets {
        while compacter.result.len() <= *offset && at < text.len() {
            at += compacter.step(text, at);
        }
        originals.push(at.saturating_sub(1));
    }
    originals
}

/// Writes the compact form of a script.
struct Compacter {
    result: Vec<u8>,
    starts_line: bool,
}

impl Default for Compacter {
    fn default() -> Self {
        Compacter { result: Vec::new(), starts_line: true }
    }
}

impl Compacter {
    /// Handles what is at the offset `at` of the script; gives its length in bytes, at least 1.
    fn step(&mut self, text: &[u8], at: usize) -> usize {
        let rest = &text[at..];
        match rest[0] {
            b'\n' | b'\r' => {
                self.starts_line = true;
                1
            }
            byte if byte <= b' ' => 1,
            b'/' if self.starts_line && rest.starts_with(b"//") => {
                memchr::memchr2(b'\n', b'\r', rest).unwrap_or(rest.len())
            }
            b'/' if self.starts_line && rest.starts_with(b"/*") => {
                memmem::find(&rest[2..], b"*/").map_or(rest.len(), |length| length + 4)
            }
            b'\\' if rest.get(1) == Some(&b'/') => 1,
            b'\\' if let Some(length) = slash(rest) => {
                self.result.push(b'/');
                length
            }
            b'"' | b'`' | b'\'' if self.result.ends_with(b"'+") && continues(&self.result) => {
                self.result.truncate(self.result.len() - 2);
                1
            }
            byte => {
                self.result.push(if matches!(byte, b'"' | b'`') { b'\'' } else { byte });
                self.starts_line = false;
                1
            }
        }
    }
}

/// The length in bytes of a slash written as a numeric escape, as serializers do.
fn slash(text: &[u8]) -> Option<usize> {
    let written = [&b"\\u002f"[..], b"\\x2f", b"\\u{2f}"];
    let is_start = |word: &&&[u8]| text.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word));
    written.iter().find(is_start).map(|word| word.len())
}

/// Whether the quote before the `+` ends a string that is not empty: in `('+'` it starts one.
fn continues(result: &[u8]) -> bool {
    result.len() > 2
        && !matches!(result[result.len() - 3], b'(' | b'[' | b',' | b'=' | b':' | b'+' | b'?' | b'&' | b'|' | b'\'')
}
