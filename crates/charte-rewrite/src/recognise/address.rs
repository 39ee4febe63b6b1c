//! The host and path of an address, read as browsers read it (URL Standard). It knows no service.

use std::borrow::Cow;

use url::{Host, Url};

/// The host and path of an address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Address<'a> {
    /// The host, in lower case, without port; `None` for an address relative to the portal; empty for one that cannot be parsed.
    pub host: Option<Cow<'a, str>>,
    /// The path and query, without fragment; for a relative address, as written.
    pub path: Cow<'a, str>,
}

impl<'a> Address<'a> {
    /// Parses an address as written in a page. Relative ones are resolved against `base`; without one they stay relative. Gives
    /// `None` for an address that contacts no host: `data:`, `javascript:` and other such schemes, or an empty one.
    pub fn parse(written: &'a str, base: Option<&Url>) -> Option<Address<'a>> {
        let written = trim(written);
        match Shape::of(&written) {
            Shape::Nothing => None,
            Shape::Plain(host_start) => parse_plain(written.clone(), host_start).or_else(|| parse_url(&written, base)),
            Shape::Odd => parse_url(&written, base),
            Shape::Relative if base.is_some() => parse_url(&written, base),
            Shape::Relative => Some(Address {
                host: None,
                path: cut(written, |text| text.split('#').next().unwrap_or_default().len()),
            }),
        }
    }
}

/// The form of an address, by its first bytes.
enum Shape {
    /// It contacts no host.
    Nothing,
    /// `https://`, `http://` or `//`, with the offset of the host.
    Plain(usize),
    /// Absolute, in a form that needs the parser of the URL Standard.
    Odd,
    /// Relative.
    Relative,
}

impl Shape {
    fn of(address: &str) -> Shape {
        if address.is_empty() {
            return Shape::Nothing;
        }
        for (start, length) in [("https://", 8), ("http://", 7), ("//", 2)] {
            if address.starts_with(start) {
                return Shape::Plain(length);
            }
        }
        let bytes = address.as_bytes();
        if matches!(bytes, [b'/' | b'\\', b'/' | b'\\', ..]) {
            return Shape::Odd;
        }
        match scheme(address) {
            None => Shape::Relative,
            Some(scheme) => {
                match ["http", "https", "ws", "wss", "ftp"].iter().any(|known| scheme.eq_ignore_ascii_case(known)) {
                    true => Shape::Odd,
                    false => Shape::Nothing,
                }
            }
        }
    }
}

/// The scheme of an absolute address.
fn scheme(address: &str) -> Option<&str> {
    let end = address.bytes().position(|byte| !(byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.')))?;
    let starts = address.as_bytes().first().is_some_and(u8::is_ascii_alphabetic);
    (starts && address.as_bytes()[end] == b':').then(|| &address[..end])
}

/// Removes what the URL Standard's basic parser removes first: control characters and spaces around, tabs and newlines within.
fn trim(written: &str) -> Cow<'_, str> {
    let trimmed = written.trim_matches(|letter: char| letter <= ' ');
    if trimmed.bytes().any(|byte| matches!(byte, b'\t' | b'\n' | b'\r')) {
        return Cow::Owned(trimmed.chars().filter(|letter| !matches!(letter, '\t' | '\n' | '\r')).collect());
    }
    Cow::Borrowed(trimmed)
}

/// Parses the common case without allocation: a host name in lower case that cannot be an IP address.
fn parse_plain(address: Cow<'_, str>, host_start: usize) -> Option<Address<'_>> {
    let rest = &address[host_start..];
    let host_end = rest.bytes().position(|byte| matches!(byte, b'/' | b'?' | b'#')).unwrap_or(rest.len());
    let host = &rest[..host_end];
    let is_plain =
        host.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'.' | b'-'));
    let has_name =
        host.rsplit('.').next().is_some_and(|label| label.starts_with(|first: char| first.is_ascii_lowercase()));
    if !is_plain || !has_name || host.contains("xn--") {
        return None;
    }
    let path_end = rest.find('#').unwrap_or(rest.len());
    let (host, path) = (host_start..host_start + host_end, host_start + host_end..host_start + path_end);
    Some(match address {
        Cow::Borrowed(address) => {
            Address { host: Some(Cow::Borrowed(&address[host])), path: Cow::Borrowed(&address[path]) }
        }
        Cow::Owned(address) => {
            Address { host: Some(Cow::Owned(address[host].to_owned())), path: Cow::Owned(address[path].to_owned()) }
        }
    })
}

/// The first `length` bytes of the text.
fn cut<'a>(text: Cow<'a, str>, length: impl Fn(&str) -> usize) -> Cow<'a, str> {
    match text {
        Cow::Borrowed(text) => Cow::Borrowed(&text[..length(text)]),
        Cow::Owned(mut text) => {
            text.truncate(length(&text));
            Cow::Owned(text)
        }
    }
}

/// Parses as the URL Standard does. `https:/host`, which is a path in a page with the same scheme, counts as a host: nobody names a
/// file of the site so.
fn parse_url<'a>(address: &str, base: Option<&Url>) -> Option<Address<'a>> {
    let joined = || match base {
        Some(base) => base.join(address),
        None => Url::parse("https://portal.invalid/").and_then(|portal| portal.join(address)),
    };
    // The host is unknown: the empty host matches no declared one.
    let Ok(url) = Url::parse(address).or_else(|_| joined()) else {
        return Some(Address { host: Some("".into()), path: Cow::Owned(address.to_owned()) });
    };
    let path = match url.query() {
        Some(query) => format!("{}?{query}", url.path()),
        None => url.path().to_owned(),
    };
    let host = match url.host()? {
        Host::Domain("portal.invalid") => None,
        Host::Domain(name) => Some(Cow::Owned(name.to_owned())),
        other => Some(Cow::Owned(other.to_string())),
    };
    Some(Address { host, path: Cow::Owned(path) })
}
