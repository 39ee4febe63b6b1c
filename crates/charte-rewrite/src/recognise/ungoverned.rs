//! What scripts contact past any content security policy: servers of WebRTC, and what speculation rules fetch ahead. It reads
//! scripts in their compact form and parses none.

use memchr::memmem;

use crate::recognise::address::Address;
use crate::recognise::compact::compact;
use crate::recognise::literal::{Literal, OPEN, literals};
use crate::recognise::owners::Owners;
use crate::recognise::verdict::Verdict;

/// Rules and lists of addresses are looked through so far.
const FAR: usize = 1 << 14;

/// By what means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Means {
    /// A server that connections between browsers go through.
    WebRtc,
    /// Speculation rules.
    Speculation,
}

/// A third party that must wait, and that no policy makes wait.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Call<'r> {
    /// How it is contacted.
    pub means: Means,
    /// Whose it is.
    pub verdict: Verdict<'r>,
    /// Its host; `…` where every link of the page will do.
    pub host: String,
}

/// Whom the rules of a `<script type="speculationrules">` fetch from ahead of a consent.
pub(super) fn speculation_rules<'r>(rules: &[u8], owners: &'r Owners) -> Vec<Call<'r>> {
    let mut calls = Vec::new();
    speculation(&compact(rules), owners, &mut calls);
    calls
}

/// Whom a compact script contacts so.
pub(super) fn calls<'r>(text: &[u8], owners: &'r Owners) -> Vec<Call<'r>> {
    let mut calls = Vec::new();
    if memmem::find(text, b"RTCPeerConnection").is_some() {
        webrtc(text, owners, &mut calls);
    }
    if memmem::find(text, b"speculationrules").is_some() {
        speculation(text, owners, &mut calls);
    }
    calls
}

/// Adds one, unless it is known.
fn add<'r>(calls: &mut Vec<Call<'r>>, call: Call<'r>) {
    if call.verdict.must_wait() && !calls.contains(&call) {
        calls.push(call);
    }
}

fn webrtc<'r>(text: &[u8], owners: &'r Owners, calls: &mut Vec<Call<'r>>) {
    for scheme in [&b"'stun:"[..], b"'stuns:", b"'turn:", b"'turns:"] {
        for at in memmem::find_iter(text, scheme) {
            let rest = &text[at + scheme.len()..];
            let rest = &rest[..rest.len().min(256)];
            let end = rest.iter().position(|byte| matches!(byte, b':' | b'?' | b'\'')).unwrap_or(rest.len());
            let host = String::from_utf8_lossy(&rest[..end]).to_ascii_lowercase();
            let written = format!("https://{host}/");
            if let Some(address) = Address::parse(&written, None).filter(|_| host.contains('.')) {
                add(calls, Call { means: Means::WebRtc, verdict: owners.address(&address), host });
            }
        }
    }
}

fn speculation<'r>(text: &[u8], owners: &'r Owners, calls: &mut Vec<Call<'r>>) {
    let means = Means::Speculation;
    for list in [&b"urls':["[..], b"urls:["] {
        for at in memmem::find_iter(text, list) {
            let rest = &text[at..];
            let rest = &rest[..rest.len().min(FAR)];
            let end = memchr::memchr(b']', rest).unwrap_or(rest.len());
            // Each address has its quote before it.
            for (_, literal) in literals(&rest[..end]) {
                let (verdict, host) = match literal {
                    Literal::Whole(address) => {
                        (owners.address(&address), address.host.as_deref().unwrap_or_default().to_owned())
                    }
                    Literal::Open(start) => (owners.host_from(&start), format!("{start}{OPEN}")),
                };
                add(calls, Call { means, verdict, host });
            }
        }
    }
    for condition in [&b"where':{"[..], b"where:{"] {
        for at in memmem::find_iter(text, condition) {
            if !stays(block(&text[at + condition.len()..])) {
                add(calls, Call { means, verdict: Verdict::Unknown, host: OPEN.to_string() });
            }
        }
    }
}

/// What stands before the brace that ends a block.
fn block(text: &[u8]) -> &[u8] {
    let near = &text[..text.len().min(FAR)];
    let mut open = 1_usize;
    for at in memchr::memchr2_iter(b'{', b'}', near) {
        open = if near[at] == b'{' { open + 1 } else { open - 1 };
        if open == 0 {
            return &near[..at];
        }
    }
    near
}

/// Whether a condition chooses only links that lead to pages of the same host.
fn stays(condition: &[u8]) -> bool {
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
    use crate::recognise::tests::{charter, service};
    use crate::recognise::ungoverned::*;

    fn found(script: &str) -> String {
        let recogniser = Recogniser::new(&charter(vec![service("film", &["film.example"], &[], &[])]), []);
        let calls = calls(&compact(script.as_bytes()), &recogniser.owners);
        let inline = match script.starts_with('{') {
            true => recogniser.speculation_rules(script.as_bytes()),
            false => calls,
        };
        inline.iter().map(|call| format!("{:?} {}", call.means, call.host)).collect::<Vec<_>>().join("; ")
    }

    #[test]
    fn servers_of_connections_between_browsers_are_named() {
        let ice =
            "new RTCPeerConnection({iceServers: [{urls: ['stun:stun.film.example:3478', \"turns:a.example?x\"]}]})";
        assert_eq!(found(ice), "WebRtc stun.film.example; WebRtc a.example");
        assert_eq!(found("new RTCPeerConnection({iceServers: [{urls: 'stun:www.ville.example'}]})"), "");
        assert_eq!(found("x = 'stun:a.example'"), "");
    }

    #[test]
    fn rules_that_lead_abroad_are_told() {
        for (rules, expected) in [
            (
                r#"{"prefetch": [{"urls": ["https://a.example/", "/b", "//film.example/"]}]}"#,
                "Speculation a.example; Speculation film.example",
            ),
            (r#"{"prefetch": [{"urls": ["/b", "https://www.ville.example/"]}]}"#, ""),
            (r#"{"prerender": [{"where": {"href_matches": "/*"}}]}"#, ""),
            (r#"{"prerender": [{"where": {"and": [{"href_matches": "/*"}, {"not": {"href_matches": "/x"}}]}}]}"#, ""),
            (r#"{"prerender": [{"where": {"selector_matches": "a"}}]}"#, "Speculation …"),
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
