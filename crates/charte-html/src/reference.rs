//! Attribute values: their character references (HTML Standard, section 13.2.5, "Character reference state"), and
//! the addresses in a `srcset`.

use std::borrow::Cow;

use memchr::memchr;

/// The named references that may stand in an address. Of the first seven, all but `apos` may lack the
/// semicolon.
const NAMED: [(&str, char); 28] = [
    ("amp", '&'),
    ("AMP", '&'),
    ("quot", '"'),
    ("QUOT", '"'),
    ("apos", '\''),
    ("lt", '<'),
    ("gt", '>'),
    ("colon", ':'),
    ("sol", '/'),
    ("bsol", '\\'),
    ("period", '.'),
    ("quest", '?'),
    ("num", '#'),
    ("equals", '='),
    ("commat", '@'),
    ("comma", ','),
    ("semi", ';'),
    ("percnt", '%'),
    ("plus", '+'),
    ("dollar", '$'),
    ("excl", '!'),
    ("lowbar", '_'),
    ("lpar", '('),
    ("rpar", ')'),
    ("Tab", '\t'),
    ("NewLine", '\n'),
    ("nbsp", '\u{a0}'),
    ("hyphen", '\u{2010}'),
];

/// The value of an attribute as text, with its character references resolved. Named references that cannot matter in an
/// address stay as they are, and bytes that are not UTF-8 become U+FFFD.
pub fn decode(value: &[u8]) -> Cow<'_, str> {
    let text = String::from_utf8_lossy(value);
    if memchr(b'&', value).is_none() {
        return text;
    }
    let mut result = String::with_capacity(text.len());
    let mut rest = text.as_ref();
    while let Some(at) = rest.find('&') {
        result.push_str(&rest[..at]);
        rest = &rest[at + 1..];
        match reference(rest) {
            Some((letter, length)) => {
                result.push(letter);
                rest = &rest[length..];
            }
            None => result.push('&'),
        }
    }
    result.push_str(rest);
    Cow::Owned(result)
}

/// The character that a reference stands for, and its length in bytes without the `&`; `text` starts after the `&`.
fn reference(text: &str) -> Option<(char, usize)> {
    let (digits, radix, prefix) = match text.strip_prefix('#') {
        Some(rest) => match rest.strip_prefix(['x', 'X']) {
            Some(digits) => (digits, 16, 2),
            None => (rest, 10, 1),
        },
        None => return named(text),
    };
    let length = digits.bytes().take_while(|byte| char::from(*byte).is_digit(radix)).count();
    let code = u32::from_str_radix(&digits[..length], radix).ok()?;
    let semicolon = usize::from(digits[length..].starts_with(';'));
    Some((char::from_u32(code).unwrap_or('\u{fffd}'), prefix + length + semicolon))
}

fn named(text: &str) -> Option<(char, usize)> {
    let length = text.bytes().take_while(u8::is_ascii_alphanumeric).count();
    if text[length..].starts_with(';') {
        let (_, letter) = NAMED.iter().find(|(name, _)| *name == &text[..length])?;
        return Some((*letter, length + 1));
    }
    // Without a semicolon only a few count, and not before `=` or a letter or digit: `?a=1&lt=2` is a query.
    let bare = NAMED[..4].iter().chain(&NAMED[5..7]).find(|(name, _)| *name == &text[..length])?;
    (!text[length..].starts_with('=')).then_some((bare.1, length))
}

/// The addresses in the value of a `srcset` attribute whose references are resolved (HTML Standard, "Parsing a srcset
/// attribute").
pub fn srcset(value: &str) -> Vec<&str> {
    let mut addresses = Vec::new();
    let mut rest = value;
    loop {
        rest = rest.trim_start_matches(|letter: char| letter == ',' || letter.is_ascii_whitespace());
        if rest.is_empty() {
            return addresses;
        }
        let end = rest.find(|letter: char| letter.is_ascii_whitespace()).unwrap_or(rest.len());
        let address = &rest[..end];
        rest = &rest[end..];
        addresses.push(address.trim_end_matches(','));
        if !address.ends_with(',') {
            rest = rest.find(',').map_or("", |comma| &rest[comma..]);
        }
    }
}
