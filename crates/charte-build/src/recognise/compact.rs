//! Scripts in a form in which they can be compared: minified or not, with any quotes, with strings put together. It does not
//! parse them.

use memchr::memmem;

/// The script without white space, with one kind of quote, without the backslash of `\/`, without the comments that start a
/// line, and with `"a" + "b"` as one string. Other comments stay: telling them from regular expressions needs a parser.
pub(super) fn compact(text: &[u8]) -> Vec<u8> {
    up_to(text, usize::MAX).0
}

/// Where in the script the byte at `place` of its compact form comes from.
pub(super) fn origin(text: &[u8], place: usize) -> usize {
    up_to(text, place).1
}

/// The compact form up to a length, and how much of the script it took.
fn up_to(text: &[u8], length: usize) -> (Vec<u8>, usize) {
    let mut result: Vec<u8> = Vec::with_capacity(text.len().min(length));
    let (mut at, mut starts_line) = (0, true);
    while let Some(&byte) = text.get(at) {
        if result.len() > length {
            return (result, at - 1);
        }
        at += match byte {
            b'\n' | b'\r' => {
                starts_line = true;
                1
            }
            byte if byte <= b' ' => 1,
            b'/' if starts_line && text[at..].starts_with(b"//") => {
                memchr::memchr2(b'\n', b'\r', &text[at..]).unwrap_or(text.len() - at)
            }
            b'/' if starts_line && text[at..].starts_with(b"/*") => match memmem::find(&text[at + 2..], b"*/") {
                Some(length) => length + 4,
                None => text.len() - at,
            },
            b'\\' if text.get(at + 1) == Some(&b'/') => 1,
            b'"' | b'`' | b'\'' if result.ends_with(b"'+") && continues(&result) => {
                result.truncate(result.len() - 2);
                1
            }
            _ => {
                result.push(if matches!(byte, b'"' | b'`') { b'\'' } else { byte });
                starts_line = false;
                1
            }
        };
    }
    (result, at.saturating_sub(1))
}

/// Whether the quote before the `+` ends a string that holds something: `'+'` alone is a string.
fn continues(result: &[u8]) -> bool {
    result.len() > 2
        && !matches!(result[result.len() - 3], b'(' | b'[' | b',' | b'=' | b':' | b'+' | b'?' | b'&' | b'|' | b'\'')
}
