//! Addresses in the strings of scripts, and the third parties that these belong to. It searches scripts in compact form.

use std::collections::BTreeSet;

use memchr::memmem;

use crate::recognise::address::Address;
use crate::recognise::compact::compact;
use crate::recognise::owners::Owners;
use crate::recognise::verdict::Verdict;

/// Hosts in names of vocabularies. They look like addresses, but nothing fetches them.
const VOCABULARIES: [&str; 5] = ["www.w3.org", "schema.org", "ogp.me", "purl.org", "xmlns.com"];

/// Stands, in reports, for the part of a host that a script adds.
pub(super) const ELLIPSIS: char = '…';

/// How a script appends something to a string.
const JOINTS: [&[u8]; 3] = [b"'+", b"${", b"'.concat("];

/// What a script appends to `//` to stay on its own host.
const OWN_HOST: [&[u8]; 5] =
    [b"location.host", b"window.location.host", b"document.location.host", b"self.location.host", b"document.domain"];

/// How much of an address is read to find its owner, in bytes.
const LONGEST: usize = 512;

/// An address in the strings of a script.
pub(super) enum Literal<'t> {
    /// A whole address.
    Whole(Address<'t>),
    /// The prefix of a host that the script completes; empty when it adds the whole host.
    Prefix(String),
}

/// The addresses in the strings of a compact script, with the offsets of their `//`.
pub(super) fn literals(text: &[u8]) -> impl Iterator<Item = (usize, Literal<'static>)> {
    memmem::find_iter(text, b"//").filter_map(|at| Some((at, literal(text, at)?)))
}

/// The address whose `//` is at this offset.
fn literal(text: &[u8], at: usize) -> Option<Literal<'static>> {
    let starts = [&b"'"[..], b"src=", b"http:", b"https:", b"ws:", b"wss:", b"':"];
    if !starts.iter().any(|start| ends(&text[..at], start)) {
        return None;
    }
    let rest = &text[at..text.len().min(at + LONGEST)];
    let is_end = |byte: &u8| matches!(byte, b'\'' | b')' | b'<' | b'>' | b'\\' | b'$');
    let length = rest.iter().position(is_end).unwrap_or(rest.len());
    let written = String::from_utf8_lossy(&rest[..length]);
    let goes_on = JOINTS.iter().any(|joint| rest[length..].starts_with(joint));
    let start = written[2..].to_ascii_lowercase();
    let is_start = start.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-'));
    if goes_on && is_start && (start.ends_with('.') || !start.contains('.')) {
        return Some(Literal::Prefix(start));
    }
    let address = Address::parse(&written, None)?;
    let host = address.host.as_deref().filter(|host| is_host(host))?.to_owned();
    Some(Literal::Whole(Address { host: Some(host.into()), path: address.path.into_owned().into() }))
}

/// Whether the text ends with a word, in any case.
fn ends(text: &[u8], word: &[u8]) -> bool {
    text.len() >= word.len() && text[text.len() - word.len()..].eq_ignore_ascii_case(word)
}

/// Whether an address after this text is a whole string, not a link in a string of HTML or in a comment.
pub(super) fn is_string(before: &[u8]) -> bool {
    let before = before.strip_suffix(b":").unwrap_or(before);
    let before = before.strip_suffix(b"https").or(before.strip_suffix(b"http")).unwrap_or(before);
    before.strip_suffix(b"'").is_some_and(|before| !before.ends_with(b"href="))
}

/// Whether it is a whole host, not the prefix of one that the script puts together, and no vocabulary's.
fn is_host(host: &str) -> bool {
    host.contains('.') && !host.ends_with('.') && !VOCABULARIES.contains(&host)
}

/// The hosts of third parties that must wait in the strings of a text, each once.
pub(super) fn mentions(text: &[u8], owners: &Owners) -> Vec<String> {
    // A cheap test first: an address has two slashes, in JSON perhaps escaped.
    let slashes = [&b"//"[..], b"\\/\\/", b"\\u002", b"\\x2"];
    match slashes.iter().any(|slashes| memmem::find(text, slashes).is_some()) {
        true => named(&compact(text), owners),
        false => Vec::new(),
    }
}

/// The hosts of third parties that must wait in the strings of a compact script, each once, without links.
pub(super) fn named(text: &[u8], owners: &Owners) -> Vec<String> {
    let (mut found, mut known) = (Vec::new(), BTreeSet::new());
    for at in memmem::find_iter(text, b"//").filter(|at| is_value(&text[..*at])) {
        if let Some((_, name)) = party(text, at, owners).filter(|(_, name)| !known.contains(name)) {
            known.insert(name.clone());
            found.push(name);
        }
    }
    found
}

/// The third parties that must wait in the strings of a compact script, links included, with their hosts.
pub(super) fn parties<'t>(text: &'t [u8], owners: &'t Owners) -> impl Iterator<Item = (Verdict<'t>, String)> + 't {
    let places = memmem::find_iter(text, b"//").filter(|at| value_start(&text[..*at]).is_some());
    places.filter_map(|at| party(text, at, owners))
}

/// The third party that must wait, and its host, whose address has its `//` at this offset.
fn party<'r>(text: &[u8], at: usize, owners: &'r Owners) -> Option<(Verdict<'r>, String)> {
    let (verdict, name) = match literal(text, at)? {
        Literal::Whole(address) => {
            let host = address.host.as_deref().unwrap_or_default().to_owned();
            (owners.address(&address), host)
        }
        Literal::Prefix(start) if start.is_empty() => match is_own_host(&text[at + 2..]) {
            true => return None,
            false => (Verdict::Unknown, ELLIPSIS.to_string()),
        },
        Literal::Prefix(start) => (owners.host_with_prefix(&start), format!("{start}{ELLIPSIS}")),
    };
    verdict.must_wait().then_some((verdict, name))
}

/// Whether an address after this text is a value, not a link and not in a comment.
fn is_value(before: &[u8]) -> bool {
    value_start(before).is_some_and(|before| !before.strip_suffix(b"\\").unwrap_or(before).ends_with(b"href="))
}

/// The text before the value of which an address after this text is a part; `None` when it is no value, as in a comment.
fn value_start(before: &[u8]) -> Option<&[u8]> {
    let before = before.strip_suffix(b":").unwrap_or(before);
    let scheme = [&b"https"[..], b"http", b"wss", b"ws"].into_iter().find(|scheme| ends(before, scheme));
    let before = &before[..before.len() - scheme.map_or(0, <[u8]>::len)];
    match before.strip_suffix(b"'") {
        Some(before) => Some(before),
        None => (before.ends_with(b"=") || before.ends_with(b"url(")).then_some(before),
    }
}

/// Whether what a script appends to `//` is its own host.
fn is_own_host(rest: &[u8]) -> bool {
    let rest = JOINTS.iter().find_map(|joint| rest.strip_prefix(*joint)).unwrap_or(rest);
    OWN_HOST.iter().any(|own| rest.starts_with(own))
}
