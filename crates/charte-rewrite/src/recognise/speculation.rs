//! What the speculation rules of a page make browsers fetch (WICG, Speculation Rules). No policy of the page refuses that, so that
//! rules are harmless only where they certainly name the page's own host.

use serde_json::Value;
use url::Url;

use crate::recognise::address::Address;
use crate::recognise::literal::ELLIPSIS;
use crate::recognise::owners::Owners;
use crate::recognise::ungoverned::{Means, UngovernedContact};
use crate::recognise::verdict::Verdict;

/// Conditions nested deeper than this are not read.
const MAX_DEPTH: usize = 16;

/// The third parties from which these rules make the browser fetch. `base` is the base of the page's addresses, where that is known.
pub(super) fn contacts<'r>(rules: &[u8], base: Option<&Url>, owners: &'r Owners) -> Vec<UngovernedContact<'r>> {
    let mut found = Vec::new();
    // What this parser cannot read may be rules for a browser: nested more deeply, or with character references within SVG.
    let Ok(Value::Object(actions)) = serde_json::from_slice(rules) else {
        let host = ELLIPSIS.to_string();
        return vec![UngovernedContact { means: Means::Speculation, verdict: Verdict::Unknown, host }];
    };
    // `prefetch`, `prerender` and those to come.
    for rule in actions.values().filter_map(Value::as_array).flatten() {
        for (verdict, host) in parties(rule, base, owners) {
            let contact = UngovernedContact { means: Means::Speculation, verdict, host };
            if contact.verdict.must_wait() && !found.contains(&contact) {
                found.push(contact);
            }
        }
    }
    found
}

fn parties<'r>(rule: &Value, base: Option<&Url>, owners: &'r Owners) -> Vec<(Verdict<'r>, String)> {
    let is_own = |address: &str| {
        let address = Address::parse(address, base);
        address.is_none_or(|address| !owners.address(&address).must_wait())
    };
    if let Some(urls) = rule["urls"].as_array() {
        let urls = urls.iter().filter_map(|url| Address::parse(url.as_str()?, base));
        return urls.map(|url| (owners.address(&url), url.host.as_deref().unwrap_or_default().to_owned())).collect();
    }
    // Without a condition a rule is about all links of the page, wherever they lead.
    match is_own("/") && is_same_host(&rule["where"], 0) {
        true => Vec::new(),
        false => vec![(Verdict::Unknown, ELLIPSIS.to_string())],
    }
}

/// Whether a condition matches only links to the host of the base.
fn is_same_host(condition: &Value, depth: usize) -> bool {
    let Some(condition) = condition.as_object().filter(|_| depth < MAX_DEPTH) else { return false };
    condition.iter().any(|(key, value)| match (key.as_str(), value) {
        ("and", Value::Array(parts)) => parts.iter().any(|part| is_same_host(part, depth + 1)),
        ("or", Value::Array(parts)) => parts.iter().all(|part| is_same_host(part, depth + 1)),
        ("href_matches", Value::Array(patterns)) => patterns.iter().all(is_path),
        ("href_matches", pattern) => is_path(pattern),
        _ => false,
    })
}

/// Whether a URL pattern has no host, and takes that of the base.
fn is_path(pattern: &Value) -> bool {
    match pattern {
        Value::String(pattern) => pattern.starts_with('/') && !pattern[1..].starts_with(['/', '\\']),
        Value::Object(parts) => parts.keys().all(|part| matches!(part.as_str(), "pathname" | "search" | "hash")),
        _ => false,
    }
}
