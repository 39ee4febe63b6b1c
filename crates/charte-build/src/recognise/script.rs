//! What an inline script starts: told by the signatures of known services, and by the addresses in scripts that load or send
//! something. It does not run or parse scripts.

use aho_corasick::AhoCorasick;
use memchr::memmem;

use super::{Address, Recogniser, Verdict};

/// Pieces of scripts, without white space, that load or send something.
const CONTACTS: [&str; 20] = [
    "createElement('script'",
    "createElement('iframe'",
    "createElement('img'",
    "createElement('link'",
    "newImage",
    "newWorker(",
    "fetch(",
    "sendBeacon(",
    "XMLHttpRequest",
    "importScripts(",
    "import(",
    "import'",
    "from'",
    "EventSource(",
    "WebSocket(",
    "getScript(",
    "document.write(",
    ".src=",
    "'prefetch':",
    "'prerender':",
];

/// Hosts in names of vocabularies, which are not contacted.
const VOCABULARIES: [&str; 5] = ["www.w3.org", "schema.org", "ogp.me", "purl.org", "xmlns.com"];

/// What an inline script starts or contacts that the portal does not do by itself.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Inline<'a> {
    /// Declared services that wait.
    pub waits: Vec<&'a str>,
    /// Services of the catalogue that the portal does not declare.
    pub undeclared: Vec<&'a str>,
    /// Hosts that nobody declared or knows.
    pub unknown: Vec<String>,
}

impl<'a> Inline<'a> {
    /// Whether there is nothing of the kind.
    pub fn is_harmless(&self) -> bool {
        self.waits.is_empty() && self.undeclared.is_empty() && self.unknown.is_empty()
    }

    fn add(&mut self, verdict: Verdict<'a>, host: Option<&str>) {
        match (verdict, host) {
            (Verdict::Waits(id), _) if !self.waits.contains(&id) => self.waits.push(id),
            (Verdict::Undeclared(id), _) if !self.undeclared.contains(&id) => self.undeclared.push(id),
            (Verdict::Unknown, Some(host)) if !self.unknown.iter().any(|known| known == host) => {
                self.unknown.push(host.to_owned());
            }
            _ => {}
        }
    }
}

/// What is looked for in inline scripts.
#[derive(Debug, Clone)]
pub(super) struct Scripts {
    automaton: Option<AhoCorasick>,
    /// The service that each signature starts; the contacts come after.
    services: Vec<usize>,
}

impl Scripts {
    /// With the signatures of services, by their number.
    pub(super) fn new<'s>(signatures: impl Iterator<Item = (&'s str, usize)>) -> Self {
        let mut patterns: Vec<Vec<u8>> = Vec::new();
        let mut services = Vec::new();
        for (signature, service) in signatures {
            let compacted = compact(signature.as_bytes());
            if !compacted.is_empty() {
                patterns.push(compacted);
                services.push(service);
            }
        }
        patterns.extend(CONTACTS.iter().map(|text| text.as_bytes().to_vec()));
        Scripts { automaton: AhoCorasick::new(patterns).ok(), services }
    }

    /// What a script starts or contacts.
    pub(super) fn judge<'r>(&self, text: &[u8], recogniser: &'r Recogniser) -> Inline<'r> {
        let mut inline = Inline::default();
        let Some(automaton) = &self.automaton else { return inline };
        let text = compact(text);
        let (mut started, mut contacts) = (Vec::new(), false);
        for found in automaton.find_overlapping_iter(&text) {
            match self.services.get(found.pattern().as_usize()) {
                Some(service) if started.contains(service) => {}
                Some(service) => started.push(*service),
                None => contacts = true,
            }
        }
        for service in &started {
            if !started.iter().any(|other| recogniser.stands_in(*other, *service)) {
                inline.add(recogniser.standing(*service), None);
            }
        }
        if contacts {
            judge_addresses(&text, recogniser, &mut inline);
        }
        inline
    }
}

fn judge_addresses<'r>(text: &[u8], recogniser: &'r Recogniser, inline: &mut Inline<'r>) {
    for at in memmem::find_iter(text, b"//") {
        let before = &text[..at];
        let is_address = [&b"'"[..], b"http:", b"https:", b"ws:", b"wss:"].iter().any(|start| before.ends_with(start));
        if !is_address {
            continue;
        }
        let length = text[at..].iter().position(|byte| matches!(byte, b'\'' | b')' | b'<' | b'>' | b'\\' | b'$'));
        let written = String::from_utf8_lossy(&text[at..at + length.unwrap_or(text.len() - at)]);
        let Some(address) = Address::parse(&written, None) else { continue };
        let Some(host) = address.host.clone().filter(|host| is_host(host)) else { continue };
        inline.add(recogniser.address(&address), Some(&host));
    }
}

/// Whether it is a whole host, not the start of one that the script puts together.
fn is_host(host: &str) -> bool {
    host.contains('.') && !host.ends_with('.') && !VOCABULARIES.contains(&host)
}

/// The script without white space, with one kind of quote, without the backslash of `\/`, and without the comments that start
/// a line. Others stay: telling them from regular expressions needs a parser.
fn compact(text: &[u8]) -> Vec<u8> {
    let mut result = Vec::with_capacity(text.len());
    let (mut at, mut starts_line) = (0, true);
    while let Some(&byte) = text.get(at) {
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
            _ => {
                result.push(if matches!(byte, b'"' | b'`') { b'\'' } else { byte });
                starts_line = false;
                1
            }
        };
    }
    result
}
