//! tarteaucitron: `tarteaucitron.init({…})`, `tarteaucitron.user.… = …`, `(tarteaucitron.job = …).push('youtube')`.

use std::sync::LazyLock;

use regex::Regex;

use super::common::{choice_lifetime, cookies, entries, left_out, no_refusal, on_by_default};
use crate::first::import::entry::{Entry, Found};
use crate::first::import::imported::Unread;
use crate::first::import::literal::{Root, without_comments};
use crate::first::import::lookup::Lookup;
use crate::first::import::values::{Node, Value};

static PUSH: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r#"tarteaucitron\.job\b[^;\n]*?\.push\(\s*["'](\w[\w-]*)["']"#).ok());
static USER: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r#"tarteaucitron\.user\.(\w+)\s*=\s*([^;\n]+)"#).ok());

/// What the configuration says; `None` for a text that is none.
pub(super) fn read(text: &str, roots: &[Root], lookup: &Lookup<'_>) -> Option<Found> {
    let code = without_comments(text);
    if !code.contains("tarteaucitron.") || (!code.contains(".push(") && !code.contains("tarteaucitron.init")) {
        return None;
    }
    let line = |at: usize| code[..at].matches('\n').count() + 1;
    let mut found = Found { kind: "a configuration of tarteaucitron", ..Found::default() };
    let users: Vec<(usize, &str, &str)> = USER
        .iter()
        .flat_map(|user| user.captures_iter(&code))
        .filter_map(|user| {
            let (name, value) = (user.get(1)?, user.get(2)?);
            Some((line(name.start()), name.as_str(), value.as_str().trim().trim_matches(['"', '\''])))
        })
        .collect();
    for job in PUSH.iter().flat_map(|push| push.captures_iter(&code)).filter_map(|job| job.get(1)) {
        let (id, name) = (lookup.tool("tarteaucitron", job.as_str()), job.as_str().to_owned());
        // Where a service runs on a host of the publisher's, a setting names it.
        let host = users
            .iter()
            .find(|(_, key, _)| *key == format!("{name}Host") || (name.starts_with("matomo") && *key == "matomoHost"));
        let custom = roots.iter().find(|root| root.name == format!("tarteaucitron.services.{name}"));
        let entry = Entry {
            line: line(job.start()),
            id: id.filter(|_| custom.is_none()),
            service: Some(name),
            host: host.map(|(_, _, value)| (*value).to_owned()),
            ..Entry::default()
        };
        found
            .entries
            .extend(custom.map_or_else(|| vec![entry.clone()], |root| service(&entry, &root.node, &mut found.unread)));
    }
    let is_host = |key: &str| key.ends_with("Host");
    let settings = users.iter().filter(|(_, key, _)| !is_host(key));
    found.unread.extend(
        settings.map(|(line, key, value)| Unread { line: *line, text: format!("tarteaucitron.user.{key} = {value}") }),
    );
    for root in roots.iter().filter(|root| root.name == "tarteaucitron.init") {
        let node = &root.node;
        found.unread.extend(left_out(node, &["denyAllCta", "DenyAllCta", "highPrivacy", "cookieDuration"]));
        let denies = ["DenyAllCta", "denyAllCta"].into_iter().find_map(|key| node.get(key));
        found.unmet.extend(no_refusal(denies.is_some_and(|node| node.value == Value::Bool(false))));
        let is_on = node.get("highPrivacy").is_some_and(|node| node.value == Value::Bool(false));
        let all = if is_on { vec!["every service (`highPrivacy: false`)".to_owned()] } else { Vec::new() };
        found.unmet.extend(on_by_default(&all));
        // Its own default is a year.
        found.unmet.extend(choice_lifetime(Some(node.text_of("cookieDuration").unwrap_or("365"))));
    }
    found.language = Some("fr".to_owned());
    Some(found)
}

/// A service that the site added to the tool: `{ key, type, name, uri, cookies }`.
fn service(entry: &Entry, node: &Node, unread: &mut Vec<Unread>) -> Vec<Entry> {
    let (names, left) = cookies(node.get("cookies"));
    unread.extend(left);
    let text = |key: &str| node.text_of(key).map(str::to_owned);
    let is_free = node.get("needConsent").is_some_and(|node| node.value == Value::Bool(false));
    let entry = Entry {
        service: text("name").or_else(|| entry.service.clone()),
        category: if is_free { Some("necessary".into()) } else { text("type") },
        policy: text("uri"),
        ..entry.clone()
    };
    entries(&entry, names)
}
