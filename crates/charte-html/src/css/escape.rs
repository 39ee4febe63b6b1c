//! Names and escapes of CSS (CSS Syntax Level 3, sections 4.3.4 and 4.3.7).

fn is_name(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'\\' | 0x80..)
}

/// The length of the name at the start of the text.
pub(super) fn name_length(text: &[u8]) -> usize {
    let mut at = 0;
    loop {
        at += match text.get(at..).unwrap_or_default() {
            // Outside of strings it escapes no line end.
            [b'\\', next, ..] if is_line_end(*next) => return at,
            [b'\\', ..] => escape_length(&text[at..]),
            [byte, ..] if is_name(*byte) => 1,
            _ => return at.min(text.len()),
        };
    }
}

/// The name of the function whose parenthesis opens after this text, in lower case; empty where none stands there.
pub(super) fn function_name(before: &[u8]) -> String {
    let mut start = before.len();
    loop {
        start = before[..start].iter().rposition(|byte| !is_name(*byte)).map_or(0, |at| at + 1);
        start = match &before[..start] {
            [text @ .., b'\r', b'\n'] if ends_in_escape(text) => text.len(),
            [text @ .., byte] if byte.is_ascii_whitespace() && ends_in_escape(text) => text.len(),
            [text @ .., byte] if !is_line_end(*byte) && ends_in_backslash(text) => text.len(),
            _ => break,
        };
    }
    let name = match &before[..start] {
        // It is no function's.
        [.., b'@' | b'#'] => Some(&b""[..]),
        // Two hyphens are those of `<!--`.
        [.., b'<', b'!'] => before[start..].strip_prefix(b"--"),
        _ => None,
    };
    unescape(name.unwrap_or(&before[start..])).to_ascii_lowercase()
}

/// Whether the text ends in a numeric escape such as `\2f`: one white space after it belongs to it.
pub(super) fn ends_in_escape(text: &[u8]) -> bool {
    let digits = text.iter().rev().take(6).take_while(|byte| byte.is_ascii_hexdigit()).count();
    digits > 0 && ends_in_backslash(&text[..text.len() - digits])
}

/// Whether the text ends in a backslash that escapes what follows: of two the first escapes the second.
fn ends_in_backslash(text: &[u8]) -> bool {
    text.iter().rev().take_while(|byte| **byte == b'\\').count() % 2 == 1
}

pub(super) fn is_line_end(byte: u8) -> bool {
    matches!(byte, b'\n' | b'\r' | b'\x0c')
}

/// The length of the escape at the start of the text: a backslash and a byte or the end of a line, or up to six hexadecimal
/// digits and the blank that ends them.
pub(super) fn escape_length(text: &[u8]) -> usize {
    let digits = text.iter().skip(1).take(6).take_while(|byte| byte.is_ascii_hexdigit()).count();
    let blank = blank_length(text.get(1 + digits..).unwrap_or_default());
    1 + if digits == 0 { blank.max(1) } else { digits + blank }
}

/// The length of the blank at the start of the text, one or none: the two letters of some line ends are one.
fn blank_length(text: &[u8]) -> usize {
    match text {
        [b'\r', b'\n', ..] => 2,
        [byte, ..] if byte.is_ascii_whitespace() => 1,
        _ => 0,
    }
}

/// The text with its escapes resolved: `\2f` is a slash, and a backslash before the end of a line goes with it.
pub(super) fn unescape(text: &[u8]) -> String {
    let written = String::from_utf8_lossy(text);
    if !written.contains('\\') {
        return written.into_owned();
    }
    let mut result = String::with_capacity(written.len());
    let mut rest = written.as_ref();
    while let Some(at) = rest.find('\\') {
        result.push_str(&rest[..at]);
        rest = &rest[at + 1..];
        let digits = rest.bytes().take(6).take_while(u8::is_ascii_hexdigit).count();
        if digits > 0 {
            let code = u32::from_str_radix(&rest[..digits], 16).ok().and_then(char::from_u32);
            result.push(code.unwrap_or('\u{fffd}'));
            rest = &rest[digits..];
            rest = &rest[blank_length(rest.as_bytes())..];
        } else if let Some(letter) = rest.chars().next() {
            if matches!(letter, '\n' | '\r' | '\x0c') {
                rest = &rest[blank_length(rest.as_bytes())..];
            } else {
                result.push(letter);
                rest = &rest[letter.len_utf8()..];
            }
        }
    }
    result.push_str(rest);
    result
}
