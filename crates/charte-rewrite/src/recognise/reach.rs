//! Whom a file of the site's own contacts where no policy of a page applies: as a worker, or shown as a document that is no page
//! of HTML. It reads scripts and style sheets, and no disk.

use std::collections::BTreeSet;

use charte_html::css;
use memchr::memmem;
use url::Url;

use crate::recognise::address::Address;
use crate::recognise::compact::compact;
use crate::recognise::literal::parties;
use crate::recognise::recogniser::Recogniser;
use crate::recognise::verdict::Verdict;
use crate::recognise::worker;

/// The id of the service that nobody can grant: third parties that are not declared wait for it, where they are blocked.
pub const UNKNOWN_SERVICE: &str = "unknown";

/// How a file uses another one of the site, which it then may bring further contacts along with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Usage {
    /// It runs it as a script.
    Script,
    /// It applies it as a style sheet.
    Style,
    /// It shows it as a document, or a part of it.
    Document,
}

/// What scripts fetch with, in compact form.
const FETCHING: [&[u8]; 14] = [
    b"fetch",
    b"XMLHttpRequest",
    b"sendBeacon",
    b"Socket",
    b"EventSource",
    b"Transport",
    b"RTCPeer",
    b"Image(",
    b"import(",
    b".src",
    b"'src'",
    b".href=",
    b"href',",
    b"HTML",
];

/// Whether what follows such a word in a compact script is a whole string that can only name a file of the site: a path in
/// printable ASCII without `//`, scheme or escape.
fn names_own_file(rest: &[u8]) -> bool {
    let rest = rest.strip_prefix(b"(").or_else(|| rest.strip_prefix(b"=")).unwrap_or(rest);
    let Some(text) = rest.strip_prefix(b"'") else { return false };
    let Some(length) = memchr::memchr(b'\'', text) else { return false };
    let (path, after) = (&text[..length], &text[length + 1..]);
    let is_plain = path.iter().all(|byte| byte.is_ascii_graphic() && !matches!(byte, b':' | b'\\' | b'<' | b'&'));
    is_plain && memmem::find(path, b"//").is_none() && matches!(after.first(), None | Some(b')' | b',' | b';'))
}

/// Whom a file contacts.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Reach {
    /// The ids of the services that it must wait for.
    pub services: BTreeSet<String>,
    /// The hosts of the third parties.
    pub parties: BTreeSet<String>,
    /// The files of the site that it uses, by the paths of their addresses.
    pub own: BTreeSet<(Usage, String)>,
    /// Why it may contact others too, in English; `None` when all contacts are known.
    pub doubt: Option<&'static str>,
}

impl Reach {
    /// Whether it certainly contacts no third party that must wait.
    pub fn is_clean(&self) -> bool {
        self.parties.is_empty() && self.doubt.is_none()
    }

    /// Adds whom another file contacts, without the files that it uses.
    pub fn merge(&mut self, other: Reach) {
        self.services.extend(other.services);
        self.parties.extend(other.parties);
        self.doubt = self.doubt.or(other.doubt);
    }

    /// Records that it may contact anybody; the first reason stays.
    pub fn doubt(&mut self, why: &'static str) {
        self.doubt.get_or_insert(why);
        self.services.insert(UNKNOWN_SERVICE.to_owned());
    }
}

/// Collects whom one file contacts.
pub struct ReachReader<'a> {
    recogniser: &'a Recogniser,
    /// The file's own address.
    base: &'a Url,
    /// Whom the file contacts, as far as it was read.
    pub reach: Reach,
}

impl<'a> ReachReader<'a> {
    /// For the file at the address `base`.
    pub fn new(recogniser: &'a Recogniser, base: &'a Url) -> Self {
        ReachReader { recogniser, base, reach: Reach::default() }
    }

    /// Adds an address that is fetched. `usage` says how it is used, where what it brings may contact others in turn.
    pub fn address(&mut self, written: &str, usage: Option<Usage>) {
        let written = written.trim();
        let starts = |scheme: &str| written.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme));
        if starts("javascript:") {
            return self.script(&written.as_bytes()["javascript:".len()..]);
        }
        if usage.is_some() && starts("data:") {
            return self.reach.doubt("it holds another document, or a script, in an address");
        }
        let Some(address) = Address::parse(written, Some(self.base)) else { return };
        let verdict = self.recogniser.address(&address);
        let host = address.host.as_deref().unwrap_or_default();
        match usage {
            Some(usage) if verdict == Verdict::Own && Some(host) == self.base.host_str() => {
                let path = address.path.split('?').next().unwrap_or_default();
                if path != self.base.path() {
                    self.reach.own.insert((usage, path.to_owned()));
                }
            }
            _ => self.party(verdict, host),
        }
    }

    /// Adds a third party, if it must wait.
    fn party(&mut self, verdict: Verdict<'_>, host: &str) {
        let service = match verdict {
            Verdict::Waits(service) => service,
            Verdict::Undeclared(_) | Verdict::Unknown if self.recogniser.blocks_unknown() => UNKNOWN_SERVICE,
            _ => return,
        };
        if host.starts_with('…') {
            return self.reach.doubt("it puts an address together");
        }
        self.reach.services.insert(service.to_owned());
        self.reach.parties.insert(host.to_owned());
    }

    /// Adds what a style sheet, or a part of one, fetches.
    pub fn style(&mut self, text: &[u8]) {
        for fetch in css::read(text).fetches {
            let usage = (fetch.kind == css::FetchKind::Import).then_some(Usage::Style);
            self.address(&fetch.address, usage);
        }
    }

    /// Adds whom a script contacts, by its strings; a doubt where it may put addresses or code together.
    pub fn script(&mut self, text: &[u8]) {
        let text = compact(text);
        for (verdict, host) in parties(&text, &self.recogniser.owners) {
            self.party(verdict, &host);
        }
        for import in [&b"import'"[..], b"from'"] {
            for at in memmem::find_iter(&text, import) {
                self.import(&text[at + import.len()..]);
            }
        }
        for at in memmem::find_iter(&text, b"import(").filter(|at| starts_word(&text, *at)) {
            // A name that is put together is taken for a file of the site, as search libraries load their languages: a host would
            // be in a string of the script.
            if let Some(rest) = text[at + 7..].strip_prefix(b"'") {
                self.import(rest);
            }
        }
        self.import_scripts(&text);
        let started = worker::started(&text);
        let starts = [&b"newWorker("[..], b"newSharedWorker("].map(|start| memmem::find_iter(&text, start).count());
        if starts.iter().sum::<usize>() > started.len() {
            self.reach.doubt("it starts workers under names that it puts together");
        }
        for started in started {
            self.address(&started.address, Some(Usage::Script));
        }
        if hides(&text) {
            self.reach.doubt("it makes code or addresses out of other texts");
        }
    }

    /// Adds whom a script in a document contacts. A document asks nobody for anything by itself, so that a script in it that fetches
    /// at all, or makes elements that do, may contact anybody.
    pub fn document_script(&mut self, text: &[u8]) {
        self.script(text);
        let text = compact(text);
        let may_leave =
            |word: &&[u8]| memmem::find_iter(&text, word).any(|at| !names_own_file(&text[at + word.len()..]));
        if self.reach.parties.is_empty() && FETCHING.iter().any(may_leave) {
            self.reach.doubt("it has a script that fetches");
        }
    }

    /// Adds an imported script; its address ends at the next quote.
    fn import(&mut self, rest: &[u8]) {
        let near = &rest[..rest.len().min(2048)];
        let Some(end) = memchr::memchr(b'\'', near) else { return };
        let written = String::from_utf8_lossy(&near[..end]);
        // Other specifiers are a bundler's, or words of a text.
        if written.starts_with(['.', '/']) || written.contains(':') {
            self.address(&written, Some(Usage::Script));
        }
    }

    /// Adds the scripts that `importScripts(…)` loads.
    fn import_scripts(&mut self, text: &[u8]) {
        const CALL: &[u8] = b"importScripts(";
        // In what Workbox generates, one call loads the files that the lists of `define` name.
        let defines = memmem::find(text, b"self.define").is_some();
        for at in memmem::find_iter(text, CALL) {
            let mut rest = &text[at + CALL.len()..];
            loop {
                if let Some(inner) = rest.strip_prefix(b"'")
                    && let Some(end) = memchr::memchr(b'\'', &inner[..inner.len().min(2048)])
                    // A template literal with a placeholder is no complete address.
                    && memmem::find(&inner[..end], b"${").is_none()
                {
                    self.address(&String::from_utf8_lossy(&inner[..end]), Some(Usage::Script));
                    rest = &inner[end + 1..];
                    rest = rest.strip_prefix(b",").unwrap_or(rest);
                } else {
                    break;
                }
            }
            if !rest.starts_with(b")") && !defines && text.windows(3).any(|part| part == b"'//" || part == b"//'") {
                self.reach.doubt("it imports scripts under names that it puts together");
            }
        }
        for at in memmem::find_iter(text, b"define([").filter(|_| defines) {
            let list = &text[at + 8..text.len().min(at + 2048)];
            let list = &list[..memchr::memchr(b']', list).unwrap_or(list.len())];
            for name in list.split(|byte| matches!(byte, b'\'' | b',')).filter(|name| name.starts_with(b".")) {
                self.address(&format!("{}.js", String::from_utf8_lossy(name)), Some(Usage::Script));
            }
        }
    }
}

/// Whether a compact script can make addresses or code out of other texts.
fn hides(text: &[u8]) -> bool {
    let calls = |name: &[u8]| memmem::find_iter(text, name).any(|at| starts_word(text, at));
    // How bundlers get the global object.
    let harmless = &b"Function('returnthis')"[..];
    memmem::find(text, b"fromCharCode").is_some()
        || memmem::find(text, b"fromCodePoint").is_some()
        || calls(b"atob(")
        || calls(b"eval(")
        || memmem::find_iter(text, b"Function(").any(|at| {
            // In compact form `new Function(` is one word.
            let is_call = starts_word(text, at) || text[..at].ends_with(b"new");
            is_call && !text[at..].starts_with(harmless)
        })
}

/// Whether a word starts at this offset.
fn starts_word(text: &[u8], at: usize) -> bool {
    at == 0 || !(text[at - 1].is_ascii_alphanumeric() || matches!(text[at - 1], b'_' | b'$'))
}

#[cfg(test)]
mod tests {
    use crate::recognise::reach::*;
    use crate::recognise::tests::{charter, service};

    fn read(name: &str, take: impl FnOnce(&mut ReachReader<'_>)) -> Reach {
        let recogniser = Recogniser::new(&charter(vec![service("film", &["film.example"], &[], &[])]), []);
        let base = Url::parse("https://www.ville.example/js/").unwrap().join(name).unwrap();
        let mut reading = ReachReader::new(&recogniser, &base);
        take(&mut reading);
        reading.reach
    }

    fn script(text: &str) -> String {
        let Reach { services, parties, own, doubt } = read("w.js", |reading| reading.script(text.as_bytes()));
        let own = own.into_iter().map(|(_, path)| path);
        let all = services.into_iter().chain(parties).chain(own).chain(doubt.map(|_| "?".to_owned()));
        all.collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn scripts_without_contacts_are_clean() {
        for text in [
            "",
            "onmessage = e => postMessage(e.data * 2)",
            "self.addEventListener('fetch', e => e.respondWith(fetch(e.request)))",
            "/* see https://docs.example/ */ x = 1 // 'a'",
            "fetch('/data.json'); fetch('https://www.ville.example/x'); fetch('https://fonts.example/')",
            "g = new Function('return this')(); isFunction(x); retrieval(x)",
            "f(new RegExp('http://www.w3.org/2000/svg'))",
            "e = '../lunr'; importScripts(`${e}/min/lunr.support.js`, ...names)",
        ] {
            assert_eq!(script(text), "", "{text}");
        }
    }

    #[test]
    fn scripts_with_contacts_are_not_clean() {
        for (text, expected) in [
            ("importScripts('https://a.example/x.js')", "unknown a.example"),
            ("fetch('https://film.example/x')", "film film.example"),
            ("fetch('https:\\u002F\\u002Fa.example')", "unknown a.example"),
            ("l.href = \"https://a.example/\"", "unknown a.example"),
            ("importScripts('a.js', '/b.js?v=1')", "/b.js /js/a.js"),
            ("u = '//a.example'; importScripts(`${u}/x.js`)", "unknown a.example ?"),
            ("importScripts('https:' + '//' + name)", "unknown ?"),
            ("import a from './a.js'; import('../b.js'); x from 'y'", "/b.js /js/a.js"),
            ("new Worker('w2.js')", "/js/w2.js"),
            ("new Worker(name)", "unknown ?"),
            ("fetch(atob(x))", "unknown ?"),
            ("eval(x)", "unknown ?"),
            ("new Function(x)", "unknown ?"),
            ("String.fromCharCode(47)", "unknown ?"),
            ("fetch('https://' + host)", "unknown ?"),
            ("self.define; importScripts(i); define(['./workbox-1'], w => {})", "/js/workbox-1.js"),
        ] {
            assert_eq!(script(text), expected, "{text}");
        }
    }

    #[test]
    fn addresses_that_hold_what_they_fetch_are_read_or_doubted() {
        let after = |written: &str, used| read("d.svg", |reading| reading.address(written, used));
        assert!(after("data:image/png;base64,AAAA", None).is_clean());
        assert!(!after("data:text/html,x", Some(Usage::Document)).is_clean());
        assert!(!after("javascript:fetch('//a.example')", None).is_clean());
        assert!(after("#a", None).is_clean());
    }
}
