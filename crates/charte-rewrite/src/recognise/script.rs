//! What an inline script starts: told by the signatures of known services, and by the addresses in scripts that load or send
//! something. It does not run or parse scripts.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};

use aho_corasick::{AhoCorasick, AhoCorasickKind};

use crate::recognise::address::Address;
use crate::recognise::compact::{compact, origins};
use crate::recognise::literal::{Literal, OPEN, is_string, literals, named};
use crate::recognise::managers;
use crate::recognise::owners::Owners;
use crate::recognise::ungoverned::{self, Call};
use crate::recognise::verdict::{Manner, Verdict};
use crate::recognise::worker::{self, Role, Started};

/// No address that a script imports is longer.
const LONGEST: usize = 2048;

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

/// Those after which a script of the site's own runs another at once.
const IMPORTS: [&str; 3] = ["import'", "from'", "importScripts('"];

/// What an inline script starts or contacts that the portal does not do by itself.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Inline<'a> {
    /// Declared services that wait.
    pub waits: Vec<&'a str>,
    /// Services of the catalogue that the portal does not declare.
    pub undeclared: Vec<&'a str>,
    /// Hosts that nobody declared or knows; one that the script puts together ends with `…`.
    pub unknown: Vec<String>,
    /// Other consent managers.
    pub managers: Vec<&'static str>,
    /// Third parties that it names, whether or not it is seen to contact them; `…` for what the script puts together.
    pub named: Vec<String>,
}

impl<'a> Inline<'a> {
    /// Whether there is nothing of the kind.
    pub fn is_harmless(&self) -> bool {
        self.waits.is_empty() && self.undeclared.is_empty() && self.unknown.is_empty()
    }

    fn add(&mut self, verdict: Verdict<'a>, host: Option<&str>, known: &mut BTreeSet<String>) {
        match (verdict, host) {
            (Verdict::Waits(id), _) if !self.waits.contains(&id) => self.waits.push(id),
            (Verdict::Undeclared(id), _) if !self.undeclared.contains(&id) => self.undeclared.push(id),
            (Verdict::Unknown, Some(host)) if known.insert(host.to_owned()) => self.unknown.push(host.to_owned()),
            _ => {}
        }
    }
}

/// One third party in a script file of the site's own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Start<'a> {
    /// Whose it is.
    pub verdict: Verdict<'a>,
    /// The host, when that is how it was recognised.
    pub host: Option<String>,
    /// How.
    pub manner: Manner,
    /// Where, in bytes.
    pub offset: usize,
}

/// What a piece of a script means.
#[derive(Debug, Clone, Copy)]
enum Piece {
    /// It starts the service of that number; `loads` when only the service's loader says it.
    Signature { service: usize, loads: bool },
    /// It starts another consent manager.
    Manager(&'static str),
    /// It loads or sends something.
    Contact,
    /// It runs the script whose address follows.
    Import,
}

/// What is looked for in scripts.
#[derive(Debug)]
pub(super) struct Scripts {
    patterns: Vec<Vec<u8>>,
    automaton: Option<AhoCorasick>,
    /// The same, twice as fast, for the long run: to make it takes as long as to read some hundred kilobytes without it.
    fast: OnceLock<Option<AhoCorasick>>,
    /// How many bytes were read.
    read: AtomicUsize,
    /// What each piece that the automaton finds means.
    pieces: Vec<Piece>,
}

/// After so many bytes the run is long.
const LONG: usize = 1 << 20;

impl Scripts {
    /// With the signatures of services, by their number.
    pub(super) fn new<'s>(signatures: impl Iterator<Item = (&'s str, usize)>) -> Self {
        let mut patterns: Vec<Vec<u8>> = Vec::new();
        let mut pieces = Vec::new();
        for (signature, service) in signatures {
            let compacted = compact(signature.as_bytes());
            if !compacted.is_empty() {
                pieces.push(Piece::Signature { service, loads: is_loader(&compacted) });
                patterns.push(compacted);
            }
        }
        for (signature, manager) in managers::signatures() {
            pieces.push(Piece::Manager(manager));
            patterns.push(signature.as_bytes().to_vec());
        }
        for contact in CONTACTS.iter().filter(|contact| !IMPORTS.contains(contact)) {
            pieces.push(Piece::Contact);
            patterns.push(contact.as_bytes().to_vec());
        }
        for import in IMPORTS {
            pieces.push(Piece::Import);
            patterns.push(import.as_bytes().to_vec());
        }
        let automaton = AhoCorasick::new(&patterns).ok();
        Scripts { patterns, automaton, fast: OnceLock::new(), read: AtomicUsize::new(0), pieces }
    }

    /// What stands in a text in its compact form.
    fn found<'t>(&'t self, text: &'t [u8]) -> impl Iterator<Item = aho_corasick::Match> + 't {
        let before = self.read.fetch_add(text.len(), Ordering::Relaxed);
        if before < LONG && before + text.len() >= LONG {
            self.fast
                .get_or_init(|| AhoCorasick::builder().kind(Some(AhoCorasickKind::DFA)).build(&self.patterns).ok());
        }
        let automaton = self.fast.get().and_then(Option::as_ref).or(self.automaton.as_ref());
        automaton.into_iter().flat_map(move |automaton| automaton.find_overlapping_iter(text))
    }

    /// Whether the run is long.
    #[cfg(test)]
    pub(super) fn is_fast(&self) -> bool {
        self.fast.get().is_some_and(Option::is_some)
    }

    /// What an inline script starts or contacts.
    pub(super) fn judge<'r>(&self, text: &[u8], owners: &'r Owners) -> Inline<'r> {
        let (mut inline, mut known) = (Inline::default(), BTreeSet::new());
        let text = compact(text);
        let (mut started, mut contacts) = (Vec::new(), false);
        for found in self.found(&text) {
            match self.pieces.get(found.pattern().as_usize()) {
                Some(Piece::Signature { service, .. }) if started.contains(service) => {}
                Some(Piece::Signature { service, .. }) => started.push(*service),
                Some(Piece::Manager(manager)) => inline.managers.push(manager),
                _ => contacts = true,
            }
        }
        for service in &started {
            if !started.iter().any(|other| owners.stands_in(*other, *service)) {
                inline.add(owners.standing(*service), None, &mut known);
            }
        }
        if contacts {
            for (_, literal) in literals(&text) {
                match literal {
                    Literal::Whole(address) => {
                        let host = address.host.clone();
                        inline.add(owners.address(&address), host.as_deref(), &mut known);
                    }
                    Literal::Open(start) if start.is_empty() || start == "www." => {}
                    Literal::Open(start) => {
                        inline.add(owners.host_from(&start), Some(&format!("{start}{OPEN}")), &mut known);
                    }
                }
            }
        }
        inline.named = named(&text, owners);
        inline
    }

    /// What a script file of the site's own starts, the third parties that it names, and what no policy of a page's governs.
    pub(super) fn file<'r>(&self, file: &[u8], owners: &'r Owners) -> ScriptFile<'r> {
        let text = compact(file);
        ScriptFile {
            starts: self.starts(file, &text, owners),
            named: named(&text, owners),
            workers: worker::started(&text),
            worker: worker::role(&text),
            calls: ungoverned::calls(&text, owners),
        }
    }

    /// What a script file of the site's own starts, once for each service and host; `text` is its compact form.
    pub(super) fn starts<'r>(&self, file: &[u8], text: &[u8], owners: &'r Owners) -> Vec<Start<'r>> {
        let mut starts = Starts::default();
        for found in self.found(text) {
            match self.pieces.get(found.pattern().as_usize()) {
                Some(Piece::Signature { service, loads }) => {
                    if let Some(manner) = owners.manner(*service, *loads) {
                        starts.add(owners.standing(*service), None, (manner, found.start()));
                    }
                }
                Some(Piece::Import) => {
                    if let Some(address) = imported(&text[found.end()..]) {
                        let verdict = owners.address(&address);
                        starts.add(verdict, address.host.as_deref(), (Manner::Imports, found.start()));
                    }
                }
                _ => {}
            }
        }
        for (at, literal) in literals(text) {
            if let Literal::Whole(address) = literal
                && is_string(&text[..at])
                && owners.tracks(&address)
            {
                starts.add(owners.address(&address), address.host.as_deref(), (Manner::Names, at));
            }
        }
        starts.placed_in(file)
    }
}

/// What a script file of the site's own comes to.
#[derive(Debug)]
pub struct ScriptFile<'r> {
    /// What it starts or contacts.
    pub starts: Vec<Start<'r>>,
    /// The third parties that it names.
    pub named: Vec<String>,
    /// The workers that it starts.
    pub workers: Vec<Started>,
    /// What worker it is, when it says so itself.
    pub worker: Option<Role>,
    /// Whom it contacts past any policy.
    pub calls: Vec<Call<'r>>,
}

/// The address of another host whose import goes on with this text.
fn imported(text: &[u8]) -> Option<Address<'static>> {
    let near = &text[..text.len().min(LONGEST)];
    let end = near.iter().position(|byte| matches!(byte, b'\'' | b'\\' | b'$')).filter(|end| near[*end] == b'\'')?;
    let written = String::from_utf8_lossy(&near[..end]);
    let address = Address::parse(&written, None)?;
    let host = address.host?.into_owned();
    Some(Address { host: Some(host.into()), path: address.path.into_owned().into() })
}

/// Whether only the loader of a service says it: an address, or a string of the loader's own.
fn is_loader(signature: &[u8]) -> bool {
    signature.contains(&b'/')
        || signature.starts_with(b"'")
        || [&b".js'"[..], b".php'"].iter().any(|end| signature.ends_with(end))
}

/// What was found in one file, at places of its compact form.
#[derive(Default)]
struct Starts<'r> {
    found: Vec<Start<'r>>,
    /// Where in the list each party is: services by their name, others by their host.
    known: BTreeMap<(bool, String), usize>,
}

impl<'r> Starts<'r> {
    /// Adds one, unless something as grave is known of the same party.
    fn add(&mut self, verdict: Verdict<'r>, host: Option<&str>, (manner, offset): (Manner, usize)) {
        let key = match verdict {
            Verdict::Waits(service) | Verdict::Undeclared(service) => (true, service.to_owned()),
            Verdict::Unknown => (false, host.unwrap_or_default().to_owned()),
            _ => return,
        };
        let place = *self.known.entry(key).or_insert(self.found.len());
        let start = Start { verdict, host: host.map(str::to_owned), manner, offset };
        match self.found.get_mut(place) {
            Some(known) if known.manner > manner => *known = start,
            Some(_) => {}
            None => self.found.push(start),
        }
    }

    /// All of them in the order of the file, at their places in it.
    fn placed_in(mut self, file: &[u8]) -> Vec<Start<'r>> {
        self.found.sort_by_key(|start| start.offset);
        let places: Vec<usize> = self.found.iter().map(|start| start.offset).collect();
        for (start, offset) in self.found.iter_mut().zip(origins(file, &places)) {
            start.offset = offset;
        }
        self.found
    }
}
