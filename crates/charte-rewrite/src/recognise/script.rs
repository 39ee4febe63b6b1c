//! What scripts start: by the signatures of known services, and by the addresses in scripts that load or send something. It
//! searches scripts in compact form; it does not parse or run them.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};

use aho_corasick::{AhoCorasick, AhoCorasickKind};

use crate::recognise::address::Address;
use crate::recognise::compact::{compact, original_offsets};
use crate::recognise::literal::{ELLIPSIS, Literal, is_string, literals, named};
use crate::recognise::managers;
use crate::recognise::owners::Owners;
use crate::recognise::ungoverned::{self, UngovernedContact};
use crate::recognise::verdict::{Manner, Verdict};
use crate::recognise::worker::{self, StartedWorker, WorkerKind};

/// Longer addresses of imports are not read, in bytes.
const LONGEST: usize = 2048;

/// Texts, in compact form, of scripts that load or send something.
const SENDING: [&str; 20] = [
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

/// Those of them that run another script at once.
const IMPORTS: [&str; 3] = ["import'", "from'", "importScripts('"];

/// What an inline script starts or contacts.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct InlineScript<'a> {
    /// The ids of declared services that wait.
    pub waits: Vec<&'a str>,
    /// The ids of services of the catalogue that the portal does not declare.
    pub undeclared: Vec<&'a str>,
    /// Hosts that are neither declared nor in the catalogue; one that the script puts together ends in `…`.
    pub unknown: Vec<String>,
    /// The names of other consent managers that it starts.
    pub managers: Vec<&'static str>,
    /// The hosts of third parties in its strings, whether or not it contacts them; `…` stands for a part that the script adds.
    pub named: Vec<String>,
}

impl<'a> InlineScript<'a> {
    /// Whether it starts and contacts no third party that must wait.
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

/// One third party that a script file of the site's own contacts.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct ScriptContact<'a> {
    /// Which one.
    pub verdict: Verdict<'a>,
    /// Its host, if it was recognised by that.
    pub host: Option<String>,
    /// How the file contacts it.
    pub manner: Manner,
    /// Where in the file, in bytes.
    pub offset: usize,
}

/// The meaning of a pattern that the automaton finds.
#[derive(Debug, Clone, Copy)]
enum PatternKind {
    /// A signature of the service with this index; `loads` if only the loader of the service has it.
    Signature { service: usize, loads: bool },
    /// A script of this consent manager.
    Manager(&'static str),
    /// It loads or sends something.
    Contact,
    /// It runs the script whose address follows the pattern.
    Import,
}

/// Searches scripts for the signatures of services and of consent managers, and for texts that load or send something.
#[derive(Debug)]
pub(super) struct Scripts {
    patterns: Vec<Vec<u8>>,
    automaton: Option<AhoCorasick>,
    /// The same as a DFA, which searches twice as fast. Building it takes as long as searching some hundred kilobytes without, so
    /// that it is built only for large sites.
    fast: OnceLock<Option<AhoCorasick>>,
    /// How many bytes have been searched.
    read: AtomicUsize,
    /// The meaning of each pattern.
    kinds: Vec<PatternKind>,
}

/// The DFA is built after so many bytes.
const DFA_AFTER: usize = 1 << 20;

impl Scripts {
    /// For the signatures of services, each with the index of its service.
    pub(super) fn new<'s>(signatures: impl Iterator<Item = (&'s str, usize)>) -> Self {
        let mut patterns: Vec<Vec<u8>> = Vec::new();
        let mut kinds = Vec::new();
        for (signature, service) in signatures {
            let compacted = compact(signature.as_bytes());
            if !compacted.is_empty() {
                kinds.push(PatternKind::Signature { service, loads: is_loader(&compacted) });
                patterns.push(compacted);
            }
        }
        for (signature, manager) in managers::signatures() {
            kinds.push(PatternKind::Manager(manager));
            patterns.push(signature.as_bytes().to_vec());
        }
        for contact in SENDING.iter().filter(|contact| !IMPORTS.contains(contact)) {
            kinds.push(PatternKind::Contact);
            patterns.push(contact.as_bytes().to_vec());
        }
        for import in IMPORTS {
            kinds.push(PatternKind::Import);
            patterns.push(import.as_bytes().to_vec());
        }
        let automaton = AhoCorasick::new(&patterns).ok();
        Scripts { patterns, automaton, fast: OnceLock::new(), read: AtomicUsize::new(0), kinds }
    }

    /// The patterns in a script in compact form.
    fn found<'t>(&'t self, text: &'t [u8]) -> impl Iterator<Item = aho_corasick::Match> + 't {
        let before = self.read.fetch_add(text.len(), Ordering::Relaxed);
        if before < DFA_AFTER && before + text.len() >= DFA_AFTER {
            self.fast
                .get_or_init(|| AhoCorasick::builder().kind(Some(AhoCorasickKind::DFA)).build(&self.patterns).ok());
        }
        let automaton = self.fast.get().and_then(Option::as_ref).or(self.automaton.as_ref());
        automaton.into_iter().flat_map(move |automaton| automaton.find_overlapping_iter(text))
    }

    /// Whether the DFA is in use.
    #[cfg(test)]
    pub(super) fn is_fast(&self) -> bool {
        self.fast.get().is_some_and(Option::is_some)
    }

    /// What an inline script starts or contacts.
    pub(super) fn inline<'r>(&self, text: &[u8], owners: &'r Owners) -> InlineScript<'r> {
        let (mut inline, mut known) = (InlineScript::default(), BTreeSet::new());
        let text = compact(text);
        let (mut started, mut has_contacts) = (Vec::new(), false);
        for found in self.found(&text) {
            match self.kinds.get(found.pattern().as_usize()) {
                Some(PatternKind::Signature { service, .. }) if started.contains(service) => {}
                Some(PatternKind::Signature { service, .. }) => started.push(*service),
                Some(PatternKind::Manager(manager)) => inline.managers.push(manager),
                _ => has_contacts = true,
            }
        }
        for service in &started {
            if !started.iter().any(|other| owners.replaces(*other, *service)) {
                inline.add(owners.standing(*service), None, &mut known);
            }
        }
        if has_contacts {
            for (_, literal) in literals(&text) {
                match literal {
                    Literal::Whole(address) => {
                        let host = address.host.clone();
                        inline.add(owners.address(&address), host.as_deref(), &mut known);
                    }
                    Literal::Prefix(start) if start.is_empty() || start == "www." => {}
                    Literal::Prefix(start) => {
                        inline.add(owners.host_with_prefix(&start), Some(&format!("{start}{ELLIPSIS}")), &mut known);
                    }
                }
            }
        }
        inline.named = named(&text, owners);
        inline
    }

    /// Everything that is read of a script file of the site's own.
    pub(super) fn file<'r>(&self, file: &[u8], owners: &'r Owners) -> ScriptFile<'r> {
        let text = compact(file);
        ScriptFile {
            contacts: self.contacts(file, &text, owners),
            named: named(&text, owners),
            workers: worker::started(&text),
            worker_kind: worker::own_kind(&text),
            ungoverned: ungoverned::contacts(&text, owners),
        }
    }

    /// The third parties that a script file of the site's own contacts, once for each service or host; `text` is its compact form.
    pub(super) fn contacts<'r>(&self, file: &[u8], text: &[u8], owners: &'r Owners) -> Vec<ScriptContact<'r>> {
        let mut contacts = Contacts::default();
        for found in self.found(text) {
            match self.kinds.get(found.pattern().as_usize()) {
                Some(PatternKind::Signature { service, loads }) => {
                    if let Some(manner) = owners.manner(*service, *loads) {
                        contacts.add(owners.standing(*service), None, manner, found.start());
                    }
                }
                Some(PatternKind::Import) => {
                    if let Some(address) = imported(&text[found.end()..]) {
                        let verdict = owners.address(&address);
                        contacts.add(verdict, address.host.as_deref(), Manner::Imports, found.start());
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
                contacts.add(owners.address(&address), address.host.as_deref(), Manner::Names, at);
            }
        }
        contacts.located_in(file)
    }
}

/// What was read of a script file of the site's own.
#[derive(Debug)]
#[non_exhaustive]
pub struct ScriptFile<'r> {
    /// The third parties that it contacts, in the order of the file.
    pub contacts: Vec<ScriptContact<'r>>,
    /// The hosts of third parties in its strings; `…` stands for a part that the script adds.
    pub named: Vec<String>,
    /// The workers that it starts.
    pub workers: Vec<StartedWorker>,
    /// What kind of worker it is, as far as its text shows.
    pub worker_kind: Option<WorkerKind>,
    /// The contacts that no policy of a page refuses.
    pub ungoverned: Vec<UngovernedContact<'r>>,
}

/// The address on another host that an import names; the text is what follows the opening quote.
fn imported(text: &[u8]) -> Option<Address<'static>> {
    let near = &text[..text.len().min(LONGEST)];
    let end = near.iter().position(|byte| matches!(byte, b'\'' | b'\\' | b'$')).filter(|end| near[*end] == b'\'')?;
    let written = String::from_utf8_lossy(&near[..end]);
    let address = Address::parse(&written, None)?;
    let host = address.host?.into_owned();
    Some(Address { host: Some(host.into()), path: address.path.into_owned().into() })
}

/// Whether only the loader of a service has this signature: it is an address, or a string of the loader's own.
fn is_loader(signature: &[u8]) -> bool {
    signature.contains(&b'/')
        || signature.starts_with(b"'")
        || [&b".js'"[..], b".php'"].iter().any(|end| signature.ends_with(end))
}

/// The contacts of one file, at offsets of its compact form.
#[derive(Default)]
struct Contacts<'r> {
    found: Vec<ScriptContact<'r>>,
    /// The index in `found` of each third party: services by their id (`true`), others by their host (`false`).
    known: BTreeMap<(bool, String), usize>,
}

impl<'r> Contacts<'r> {
    /// Adds a contact, unless one with a more certain manner, or the same, is known of that third party.
    fn add(&mut self, verdict: Verdict<'r>, host: Option<&str>, manner: Manner, offset: usize) {
        let key = match verdict {
            Verdict::Waits(service) | Verdict::Undeclared(service) => (true, service.to_owned()),
            Verdict::Unknown => (false, host.unwrap_or_default().to_owned()),
            _ => return,
        };
        let index = *self.known.entry(key).or_insert(self.found.len());
        let start = ScriptContact { verdict, host: host.map(str::to_owned), manner, offset };
        match self.found.get_mut(index) {
            Some(known) if known.manner > manner => *known = start,
            Some(_) => {}
            None => self.found.push(start),
        }
    }

    /// The contacts in the order of the file, at their offsets in it.
    fn located_in(mut self, file: &[u8]) -> Vec<ScriptContact<'r>> {
        self.found.sort_by_key(|start| start.offset);
        let offsets: Vec<usize> = self.found.iter().map(|start| start.offset).collect();
        for (start, offset) in self.found.iter_mut().zip(original_offsets(file, &offsets)) {
            start.offset = offset;
        }
        self.found
    }
}
