//! The addresses in the strings of scripts, and the third parties that a script names. It does not parse scripts, and knows
//! of services only what the recogniser says.

use memchr::memmem;

use super::compact::compact;
use super::{Address, Recogniser, Verdict};

/// Hosts in names of vocabularies, which are not contacted.
const VOCABULARIES: [&str; 5] = ["www.w3.org", "schema.org", "ogp.me", "purl.org", "xmlns.com"];

/// What stands for the part of a host that a script adds.
pub(super) const OPEN: char = '…';

/// Where a script that puts an address together stays on its own host.
const OWN: [&[u8]; 5] =
    [b"location.host", b"window.location.host", b"document.location.host", b"self.location.host", b"document.domain"];

/// An address in the strings of a script.
pub(super) enum Literal<'t> {
    Whole(Address<'t>),
    /// The start of a host that the script completes: nothing, when it adds the whole host.
    Open(String),
}

/// The addresses in the strings of a compact script, with their places.
pub(super) fn literals(text: &[u8]) -> impl Iterator<Item = (usize, Literal<'static>)> {
    memmem::find_iter(text, b"//").filter_map(|at| Some((at, literal(text, at)?)))
}

fn literal(text: &[u8], at: usize) -> Option<Literal<'static>> {
    let starts = [&b"'"[..], b"src=", b"http:", b"https:", b"ws:", b"wss:", b"':"];
    if !starts.iter().any(|start| text[..at].ends_with(start)) {
        return None;
    }
    let rest = &text[at..];
    let ends = |byte: &u8| matches!(byte, b'\'' | b')' | b'<' | b'>' | b'\\' | b'$');
    let length = rest.iter().position(ends).unwrap_or(rest.len());
    let written = String::from_utf8_lossy(&rest[..length]);
    let goes_on = rest[length..].starts_with(b"'+") || rest[length..].starts_with(b"${");
    let start = written[2..].to_ascii_lowercase();
    let is_start = start.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-'));
    if goes_on && is_start && (start.ends_with('.') || !start.contains('.')) {
        return Some(Literal::Open(start));
    }
    let address = Address::parse(&written, None)?;
    let host = address.host.as_deref().filter(|host| is_host(host))?.to_owned();
    Some(Literal::Whole(Address { host: Some(host.into()), path: address.path.into_owned().into() }))
}

/// Whether an address that goes on after this text is a string of its own, not a link in one of HTML or in a comment.
pub(super) fn is_string(before: &[u8]) -> bool {
    let before = before.strip_suffix(b":").unwrap_or(before);
    let before = before.strip_suffix(b"https").or(before.strip_suffix(b"http")).unwrap_or(before);
    before.strip_suffix(b"'").is_some_and(|before| !before.ends_with(b"href="))
}

/// Whether it is a whole host, not the start of one that the script puts together.
fn is_host(host: &str) -> bool {
    host.contains('.') && !host.ends_with('.') && !VOCABULARIES.contains(&host)
}

/// The third parties that a text names in its strings, each once.
pub(super) fn mentions(text: &[u8], recogniser: &Recogniser) -> Vec<String> {
    // As most are: an address has two slashes, in JSON perhaps with a backslash before each.
    match memmem::find(text, b"//").or_else(|| memmem::find(text, b"\\/\\/")) {
        Some(_) => named(&compact(text), recogniser),
        None => Vec::new(),
    }
}

/// The third parties that a compact script names in its strings, each once.
pub(super) fn named(text: &[u8], recogniser: &Recogniser) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for at in memmem::find_iter(text, b"//") {
        if let Some(name) = name(text, at, recogniser).filter(|name| !found.contains(name)) {
            found.push(name);
        }
    }
    found
}

fn name(text: &[u8], at: usize, recogniser: &Recogniser) -> Option<String> {
    if !is_value(&text[..at]) {
        return None;
    }
    let (verdict, name) = match literal(text, at)? {
        Literal::Whole(address) => {
            let host = address.host.as_deref().unwrap_or_default().to_owned();
            (recogniser.address(&address), host)
        }
        Literal::Open(start) if start.is_empty() => match stays(&text[at + 2..]) {
            true => return None,
            false => (Verdict::Unknown, OPEN.to_string()),
        },
        Literal::Open(start) => (recogniser.host_from(&start), format!("{start}{OPEN}")),
    };
    verdict.must_wait().then_some(name)
}

/// Whether an address that goes on after this text is the value of something, not a link or a word in a comment.
fn is_value(before: &[u8]) -> bool {
    let before = before.strip_suffix(b":").unwrap_or(before);
    let before = [&b"https"[..], b"http", b"wss", b"ws"]
        .iter()
        .find_map(|scheme| before.strip_suffix(*scheme))
        .unwrap_or(before);
    let (before, is_quoted) = before.strip_suffix(b"'").map_or((before, false), |before| (before, true));
    let is_link = before.strip_suffix(b"\\").unwrap_or(before).ends_with(b"href=");
    !is_link && (is_quoted || before.ends_with(b"=") || before.ends_with(b"url("))
}

/// Whether what a script adds to `//` is its own host.
fn stays(rest: &[u8]) -> bool {
    let rest = rest.strip_prefix(b"'+").or(rest.strip_prefix(b"${")).unwrap_or(rest);
    OWN.iter().any(|own| rest.starts_with(own))
}
