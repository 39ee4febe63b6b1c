//! Lists of the files that a service worker keeps, with the revision of each: Workbox and what builds on it (Docusaurus,
//! vite-plugin-pwa, Nuxt, Gatsby), and Angular's `ngsw.json`. A revision that charte does not change would tell browsers that
//! the page of before is still the right one.

use std::ops::Range;
use std::sync::LazyLock;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use regex::bytes::{Captures, Regex};
use sha1::Sha1;
use sha2::{Digest as _, Sha256};

use super::kept::hex;

/// Names of Workbox's that stay in its minified scripts. One of them without a list that can be read is a list that cannot.
const MARKS: [&[u8]; 3] = [b"precacheAndRoute", b"__WB_REVISION__", b"__precacheManifest"];

static OBJECT: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"(?-u)\{[^{}]*\}").ok());
static URL: LazyLock<Option<Regex>> = LazyLock::new(|| key("url"));
static REVISION: LazyLock<Option<Regex>> = LazyLock::new(|| key("revision"));
static INTEGRITY: LazyLock<Option<Regex>> = LazyLock::new(|| key("integrity"));
static BARE: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r#"(?-u)precacheAndRoute\(\s*\[\s*(["'][^"']*["'])"#).ok());
static HASHED: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r#"(?-u)("(?:[^"\\]|\\.)*")\s*:\s*"([0-9a-f]{40})""#).ok());

/// A key of an object and its value, in JSON or in a script.
fn key(name: &str) -> Option<Regex> {
    let value = r#""(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|[^,}\s"'][^,}]*"#;
    Regex::new(&format!(r#"(?-u)[{{,\s]["']?{name}["']?\s*:\s*({value})"#)).ok()
}

/// Fingerprints of a file that charte changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::plan) struct Digests {
    sha1: [u8; 20],
    sha256: [u8; 32],
}

impl Digests {
    /// Of the file as charte makes it.
    pub(in crate::plan) fn of(bytes: &[u8]) -> Digests {
        Digests { sha1: Sha1::digest(bytes).into(), sha256: Sha256::digest(bytes).into() }
    }
}

/// A list, revised.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Revised {
    /// The bytes to replace, in order, and by what.
    replaced: Vec<(Range<usize>, String)>,
    /// Whether any entry could be read.
    pub(super) has_entries: bool,
    /// Where an entry of a changed file cannot be read.
    pub(super) unread: Vec<usize>,
    /// Where the script asks for a list.
    pub(super) asks: Option<usize>,
}

impl Revised {
    pub(super) fn apply(&self, list: &[u8]) -> Vec<u8> {
        let (mut new, mut done) = (Vec::with_capacity(list.len()), 0);
        for (range, text) in &self.replaced {
            new.extend(&list[done..range.start]);
            new.extend(text.bytes());
            done = range.end;
        }
        new.extend(&list[done..]);
        new
    }
}

/// Whether a script may have or ask for such a list.
pub(in crate::plan) fn is_list(script: &[u8]) -> bool {
    let has = |text: &[u8]| memchr::memmem::find(script, text).is_some();
    (has(b"revision") && has(b"url")) || MARKS.iter().any(|mark| has(mark))
}

/// Revises the list in a script. `changed` knows the files that charte changes by their addresses in the list.
pub(super) fn script(list: &[u8], changed: impl Fn(&str) -> Option<Digests>) -> Revised {
    let mut revised =
        Revised { asks: MARKS.iter().find_map(|mark| memchr::memmem::find(list, mark)), ..Revised::default() };
    let objects = OBJECT.iter().flat_map(|object| object.find_iter(list));
    for object in objects {
        let value = |key: &LazyLock<Option<Regex>>| {
            let found = key.as_ref()?.captures(object.as_bytes())?.get(1)?;
            Some((found.start() + object.start()..found.end() + object.start(), found.as_bytes()))
        };
        let (Some((_, url)), Some((place, revision))) = (value(&URL), value(&REVISION)) else { continue };
        let Some(address) = literal(url) else { continue };
        revised.has_entries = true;
        let Some(digests) = changed(&address) else { continue };
        let mut new = Vec::new();
        match quoted(revision, &hex(&digests.sha256[..16])) {
            Some(text) => new.push((place, text)),
            None => revised.unread.push(place.start),
        }
        if let Some((place, integrity)) = value(&INTEGRITY).filter(|(_, value)| *value != b"null") {
            let is_known = literal(integrity).is_some_and(|value| value.starts_with("sha256-"));
            match quoted(integrity, &format!("sha256-{}", BASE64_STANDARD.encode(digests.sha256))) {
                Some(text) if is_known => new.push((place, text)),
                _ => revised.unread.push(place.start),
            }
        }
        new.sort_by_key(|(range, _)| range.start);
        revised.replaced.extend(new);
    }
    // An address alone, which has no revision to change.
    let bare = BARE.iter().flat_map(|bare| bare.captures_iter(list)).filter_map(|found| found.get(1));
    let bare = bare.filter(|address| literal(address.as_bytes()).is_some_and(|address| changed(&address).is_some()));
    revised.unread.extend(bare.map(|address| address.start()));
    revised
}

/// Revises `ngsw.json`: Angular's worker refuses a file whose SHA-1 is not the one in the list.
pub(super) fn ngsw(list: &[u8], changed: impl Fn(&str) -> Option<Digests>) -> Revised {
    let entry = |found: Captures<'_>| {
        let digests = changed(&literal(found.get(1)?.as_bytes())?)?;
        Some((found.get(2)?.range(), hex(&digests.sha1)))
    };
    let replaced = HASHED.iter().flat_map(|hashed| hashed.captures_iter(list)).filter_map(entry).collect();
    Revised { replaced, has_entries: true, ..Revised::default() }
}

/// The text of a string in a script; `None` for any other value.
fn literal(value: &[u8]) -> Option<String> {
    let value = value.trim_ascii();
    let inner = value.strip_prefix(b"\"").and_then(|rest| rest.strip_suffix(b"\""));
    match inner {
        Some(_) => serde_json::from_slice(value).ok(),
        None => {
            let inner = value.strip_prefix(b"'")?.strip_suffix(b"'")?;
            let text = String::from_utf8(inner.to_vec()).ok()?;
            (!text.contains('\\')).then_some(text)
        }
    }
}

/// A new string in the quotes of the old value, which is a string or `null`.
fn quoted(old: &[u8], new: &str) -> Option<String> {
    match old.trim_ascii() {
        [b'"', .., b'"'] | b"null" => Some(format!("\"{new}\"")),
        [b'\'', .., b'\''] => Some(format!("'{new}'")),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn changed(url: &str) -> Option<Digests> {
        matches!(url, "index.html" | "/é/").then(|| Digests::of(b"built"))
    }

    #[test]
    fn revisions_of_changed_pages_are_replaced_in_every_way_to_write_them() {
        let new = hex(&Sha256::digest(b"built")[..16]);
        for (old, expected) in [
            (
                r#"[{"revision":"e3","url":"index.html"},{"revision":"a1","url":"a.css"}]"#,
                format!(r#"[{{"revision":"{new}","url":"index.html"}},{{"revision":"a1","url":"a.css"}}]"#),
            ),
            (
                r#"e.precacheAndRoute([{url:"index.html",revision:null}],{})"#,
                format!(r#"e.precacheAndRoute([{{url:"index.html",revision:"{new}"}}],{{}})"#),
            ),
            (
                "[{\n  'url': 'index.html',\n  'revision': 'x'\n}]",
                format!("[{{\n  'url': 'index.html',\n  'revision': '{new}'\n}}]"),
            ),
            (r#"[{"url":"/\u00e9/","revision":"x"}]"#, format!(r#"[{{"url":"/\u00e9/","revision":"{new}"}}]"#)),
        ] {
            let revised = script(old.as_bytes(), changed);
            assert_eq!(String::from_utf8(revised.apply(old.as_bytes())).unwrap(), expected);
            assert!(revised.has_entries && revised.unread.is_empty(), "{old}");
        }
    }

    #[test]
    fn what_cannot_be_read_is_reported() {
        for old in [
            r#"precacheAndRoute([{url:"index.html",revision:BUILD}])"#,
            r#"precacheAndRoute(["index.html"])"#,
            r#"[{url:"index.html",revision:"a",integrity:"sha384-x"}]"#,
        ] {
            assert!(!script(old.as_bytes(), changed).unread.is_empty(), "{old}");
        }
        let hidden = script(b"precacheAndRoute(self.list)", changed);
        assert!(!hidden.has_entries && hidden.asks == Some(0));
    }

    #[test]
    fn integrity_and_hashes_are_those_of_the_built_page() {
        let old = br#"[{url:"index.html",integrity:"sha256-x",revision:"a"}]"#;
        let new = String::from_utf8(script(old, changed).apply(old)).unwrap();
        assert!(new.contains(&format!("sha256-{}", BASE64_STANDARD.encode(Sha256::digest(b"built")))), "{new}");
        let list = format!(r#"{{"hashTable":{{"index.html":"{}","a.css":"{}"}}}}"#, "0".repeat(40), "1".repeat(40));
        let new = String::from_utf8(ngsw(list.as_bytes(), changed).apply(list.as_bytes())).unwrap();
        assert_eq!(new, list.replace(&"0".repeat(40), &hex(&Sha1::digest(b"built"))));
    }
}
