//! What scripts contact although a content security policy refuses it: servers of WebRTC, and what speculation rules fetch. It
//! searches scripts in compact form.

use memchr::memmem;

use crate::recognise::address::Address;
use crate::recognise::literal::{ELLIPSIS, Literal, literals};
use crate::recognise::owners::Owners;
use crate::recognise::verdict::Verdict;

/// How far lists of addresses and rules are read, in bytes.
const MAX_LENGTH: usize = 1 << 14;

/// A means of contact that policies do not govern.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Means {
    /// A STUN or TURN server of a WebRTC connection.
    WebRtc,
    /// Speculation rules: the browser fetches or renders pages ahead.
    Speculation,
}

/// A contact with a third party that must wait, and that no policy refuses.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct UngovernedContact<'r> {
    /// How it is contacted.
    pub means: Means,
    /// Which third party.
    pub verdict: Verdict<'r>,
    /// Its host; `…` where rules apply to links of the page that may lead to any host.
    pub host: String,
}

/// The ungoverned contacts of a compact script.
pub(super) fn contacts<'r>(text: &[u8], owners: &'r Owners) -> Vec<UngovernedContact<'r>> {
    let mut found = Vec::new();
    if memmem::find(text, b"RTCPeerConnection").is_some() {
        webrtc(text, owners, &mut found);
    }
    if memmem::find(text, b"speculationrules").is_some() {
        speculation(text, owners, &mut found);
    }
    found
}

/// Adds a contact that must wait, once.
fn add<'r>(contacts: &mut Vec<UngovernedContact<'r>>, contact: UngovernedContact<'r>) {
    if contact.verdict.must_wait() && !contacts.contains(&contact) {
        contacts.push(contact);
    }
}

fn webrtc<'r>(text: &[u8], owners: &'r Owners, contacts: &mut Vec<UngovernedContact<'r>>) {
    for scheme in [&b"'stun:"[..], b"'stuns:", b"'turn:", b"'turns:"] {
        for at in memmem::find_iter(text, scheme) {
            let rest = &text[at + scheme.len()..];
            let rest = &rest[..rest.len().min(256)];
            let end = rest.iter().position(|byte| matches!(byte, b':' | b'?' | b'\'')).unwrap_or(rest.len());
            let host = String::from_utf8_lossy(&rest[..end]).to_ascii_lowercase();
            let written = format!("https://{host}/");
            if let Some(address) = Address::parse(&written, None).filter(|_| host.contains('.')) {
                add(contacts, UngovernedContact { means: Means::WebRtc, verdict: owners.address(&address), host });
            }
        }
    }
}

fn speculation<'r>(text: &[u8], owners: &'r Owners, contacts: &mut Vec<UngovernedContact<'r>>) {
    let means = Means::Speculation;
    for list in [&b"urls':["[..], b"urls:["] {
        for at in memmem::find_iter(text, list) {
            let rest = &text[at..];
            let rest = &rest[..rest.len().min(MAX_LENGTH)];
            let end = memchr::memchr(b']', rest).unwrap_or(rest.len());
            // `literals` needs the quote before each address, which the slice includes.
            for (_, literal) in literals(&rest[..end]) {
                let (verdict, host) = match literal {
                    Literal::Whole(address) => {
                        (owners.address(&address), address.host.as_deref().unwrap_or_default().to_owned())
                    }
                    Literal::Prefix(start) => (owners.host_with_prefix(&start), format!("{start}{ELLIPSIS}")),
                };
                add(contacts, UngovernedContact { means, verdict, host });
            }
        }
    }
    for condition in [&b"where':{"[..], b"where:{"] {
        for at in memmem::find_iter(text, condition) {
            if !is_same_host(block(&text[at + condition.len()..])) {
                add(contacts, UngovernedContact { means, verdict: Verdict::Unknown, host: ELLIPSIS.to_string() });
            }
        }
    }
}

/// The text up to the brace that ends a block.
fn block(text: &[u8]) -> &[u8] {
    let near = &text[..text.len().min(MAX_LENGTH)];
    let mut open = 1_usize;
    for at in memchr::memchr2_iter(b'{', b'}', near) {
        open = if near[at] == b'{' { open + 1 } else { open - 1 };
        if open == 0 {
            return &near[..at];
        }
    }
    near
}

/// Whether a condition matches only links to the same host: it requires a path, without alternatives.
fn is_same_host(condition: &[u8]) -> bool {
    let is_not = |before: &[u8]| before.ends_with(b"not:{") || before.ends_with(b"not':{");
    let has_choice = [&b"or:["[..], b"'or':["].iter().any(|word| memmem::find(condition, word).is_some());
    let key = &b"href_matches"[..];
    let paths = memmem::find_iter(condition, key).filter(|at| {
        let before = &condition[..*at];
        let before = before.strip_suffix(b"'").unwrap_or(before);
        let after = &condition[at + key.len()..];
        let after = after.strip_prefix(b"'").unwrap_or(after);
        let value = after.strip_prefix(b":").unwrap_or(after);
        let value = value.strip_prefix(b"[").unwrap_or(value);
        !is_not(before) && value.starts_with(b"'/") && !value.starts_with(b"'//")
    });
    !has_choice && paths.count() > 0
}

#[cfg(test)]
mod tests {
    use crate::recognise::Recogniser;
    use crate::recognise::compact::compact;
    use crate::recognise::tests::{charter, service};
    use crate::recognise::ungoverned::*;

    fn found(script: &str) -> String {
        let recogniser = Recogniser::new(&charter(vec![service("film", &["film.example"], &[], &[])]), []);
        let calls = contacts(&compact(script.as_bytes()), &recogniser.owners);
        let inline = match script.starts_with('{') {
            true => recogniser.speculation_rules(script.as_bytes(), None),
            false => calls,
        };
        inline.iter().map(|call| format!("{:?} {}", call.means, call.host)).collect::<Vec<_>>().join("; ")
    }

    #[test]
    fn webrtc_servers_are_found() {
        let ice =
            "new RTCPeerConnection({iceServers: [{urls: ['stun:stun.film.example:3478', \"turns:a.example?x\"]}]})";
        assert_eq!(found(ice), "WebRtc stun.film.example; WebRtc a.example");
        assert_eq!(found("new RTCPeerConnection({iceServers: [{urls: 'stun:www.ville.example'}]})"), "");
        assert_eq!(found("x = 'stun:a.example'"), "");
    }

    #[test]
    fn speculation_rules_for_other_hosts_are_found() {
        for (rules, expected) in [
            (
                r#"{"prefetch": [{"urls": ["https://a.example/", "/b", "//film.example/"]}]}"#,
                "Speculation a.example; Speculation film.example",
            ),
            (r#"{"prefetch": [{"urls": ["/b", "https://www.ville.example/"]}]}"#, ""),
            (r#"{"prerender": [{"where": {"href_matches": "/*"}}]}"#, ""),
            (r#"{"prerender": [{"where": {"and": [{"href_matches": "/*"}, {"not": {"href_matches": "/x"}}]}}]}"#, ""),
            (r#"{"prerender": [{"where": {"selector_matches": "a"}}]}"#, "Speculation …"),
            (r#"{"prefetch": [{"source": "document"}]}"#, "Speculation …"),
            (r#"{"prefetch": [{"\u0075rls": ["https://a.example/"]}]}"#, "Speculation a.example"),
            (r#"{"prefetch": [{"where": {"href_matches": "\/*"}}]}"#, ""),
            // What is no JSON here, or too deep, may be rules for a browser.
            (r#"{"prefetch": [{"urls": [&quot;/b&quot;]}]}"#, "Speculation …"),
            (r#"{"prefetch": [{"where": {"href_matches": {"pathname": "/x"}}}]}"#, ""),
            (r#"{"prefetch": [{"where": {"href_matches": {"hostname": "*"}}}]}"#, "Speculation …"),
            (
                r#"{"prefetch": [{"where": {"or": [{"href_matches": "/*"}, {"selector_matches": "a"}]}}]}"#,
                "Speculation …",
            ),
            (r#"{"prerender": [{"where": {"not": {"href_matches": "/x"}}}]}"#, "Speculation …"),
            (r#"{"prerender": [{"where": {"href_matches": "https://*"}}]}"#, "Speculation …"),
            (
                "s.type='speculationrules'; s.text=JSON.stringify({prefetch:[{urls:['https://a.example/']}]})",
                "Speculation a.example",
            ),
            ("s.type = 'speculationrules'; x = {where: {selector_matches: 'a'}}", "Speculation …"),
        ] {
            assert_eq!(found(rules), expected, "{rules}");
        }
    }
}
