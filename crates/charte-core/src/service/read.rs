//! Reads a service's table: `[service.x]` of a manifest, or a whole catalogue file.

use std::collections::BTreeSet;

use super::patch::{Patch, ProviderPatch, TrackerPatch};
use crate::fix::Fix;
use crate::lifetime::Lifetime;
use crate::model::{
    Consent, EmbedSelector, Facts, Ground, Location, Party, PlaceholderKind, Purpose, Texts, TrackerKind, Transfer,
};
use crate::reader::{Located, Table, is_date};
use crate::rules::form;

const KINDS: [(TrackerKind, &str); 7] = [
    (TrackerKind::Cookie, "cookie"),
    (TrackerKind::LocalStorage, "local-storage"),
    (TrackerKind::SessionStorage, "session-storage"),
    (TrackerKind::IndexedDb, "indexed-db"),
    (TrackerKind::Cache, "cache"),
    (TrackerKind::Pixel, "pixel"),
    (TrackerKind::Fingerprint, "fingerprint"),
];
const PARTIES: [(Party, &str); 2] = [(Party::First, "first"), (Party::Third, "third")];
const LOCATIONS: [(Location, &str); 3] =
    [(Location::Front, "front"), (Location::Back, "back"), (Location::Both, "both")];

/// How an exemption is written, for messages.
const EXEMPT: &str = "`consent = { exempt = \"<ground>\" }`";

/// The fields that `table` gives.
pub(crate) fn read(table: Table<'_, '_>) -> Patch {
    let faults = table.doc.fault_count();
    let purposes = Purpose::ALL.map(|purpose| (purpose, purpose.id()));
    let mut patch = Patch {
        name: value(table.string("name")),
        provider: provider(&table),
        purpose: value(table.choice("purpose", &purposes)),
        consent: consent(&table),
        never_exempt: value(table.string("never_exempt")),
        placeholder: value(table.choice("placeholder", &PlaceholderKind::ALL)),
        embeds: embeds(&table),
        hosts: values(hosts(&table, "hosts")),
        paths: paths(&table),
        signatures: values(table.strings("signatures")),
        instead_of: table.strings("instead_of"),
        files: values(table.strings("files")),
        queues: values(table.strings("queues")),
        calls: values(table.strings("calls")),
        description: texts(&table, "description"),
        data: texts(&table, "data"),
        refused: texts(&table, "refused"),
        retention: value(lifetime(&table, "retention")),
        recipients: texts(&table, "recipients"),
        transfer: transfer(&table),
        without: table.strings("without").unwrap_or_default(),
        trackers: table.tables("tracker").into_iter().filter_map(tracker).collect(),
        facts: facts(&table),
        written: written(&table),
        is_faulty: false,
    };
    let doc = table.doc;
    table.finish(&[
        ("under `[service.<id>.provider]`", &["country", "policy"]),
        ("under `facts = { … }`", &["source", "checked"]),
        ("under `[[service.<id>.tracker]]`", &["kind", "party", "lifetime", "location"]),
    ]);
    patch.is_faulty = doc.fault_count() > faults;
    patch
}

/// Every key of the table, and `provider.name` for those of its provider.
fn written(table: &Table<'_, '_>) -> BTreeSet<String> {
    let mut keys = table.keys();
    let provider = table.holds_table("provider").then(|| table.table("provider", "")).flatten();
    keys.extend(provider.iter().flat_map(Table::keys).map(|key| format!("provider.{key}")));
    keys
}

fn provider(table: &Table<'_, '_>) -> ProviderPatch {
    let Some(provider) = table.table("provider", "{ name = @ }") else { return ProviderPatch::default() };
    let patch = ProviderPatch {
        name: value(provider.string("name")),
        country: value(provider.string("country").and_then(|code| provider.read_or("country", code, country, upper))),
        policy: value(provider.parsed("policy", address)),
    };
    provider.finish(&[]);
    patch
}

fn consent(table: &Table<'_, '_>) -> Option<Located<Consent>> {
    if !table.holds_table("consent") {
        let expected = "`\"required\"` or `{ exempt = \"<ground>\" }`";
        if table.is_wrong("consent", expected, &format!("write `consent = \"required\"`, or {EXEMPT}")) {
            return None;
        }
        let required = table.parsed("consent", |text| match text {
            "required" => Ok(Consent::Required),
            "exempt" => Err("an exemption needs its ground: `{ exempt = \"audience-measurement\" }`".into()),
            _ => Err(format!("`{text}` is not known; write `required` or `{{ exempt = \"<ground>\" }}`")),
        });
        return required;
    }
    let exempt = table.table("consent", "")?;
    let place = exempt.place();
    let ground = exempt.choice("exempt", &Ground::ALL);
    let evidence = value(exempt.parsed("evidence", address));
    let Some(ground) = ground else {
        if exempt.holds("exempt") {
            exempt.finish(&[]);
            return None;
        }
        let finding =
            form::EXEMPTION_WITHOUT_GROUND.finding("`consent` is a table without the ground of the exemption");
        table
            .doc
            .report(finding.at(place).help("write `consent = { exempt = \"<ground>\" }`, or `consent = \"required\"`"));
        exempt.finish(&[]);
        return None;
    };
    exempt.finish(&[]);
    Some(Located { value: Consent::Exempt { ground: ground.value, evidence }, place: ground.place })
}

fn transfer(table: &Table<'_, '_>) -> Option<Transfer> {
    let transfer = table.table("transfer", "{ countries = [@] }")?;
    let mut countries = Vec::new();
    for Located { value, place } in transfer.strings("countries").unwrap_or_default() {
        match country(&value) {
            Ok(code) => countries.push(code),
            Err(message) => {
                let fix = upper(&value).and_then(|code| Fix::word(&place, &code));
                table.doc.report(form::WRONG_VALUE.finding(format!("`countries`: {message}")).fix(fix).at(place));
            }
        }
    }
    let mechanism = Some(texts(&transfer, "mechanism")).filter(|texts| !texts.is_empty());
    transfer.finish(&[]);
    Some(Transfer { countries, mechanism })
}

fn facts(table: &Table<'_, '_>) -> Option<Facts> {
    let facts = table.table("facts", "{ source = @, checked = \"2026-11\" }")?;
    let place = facts.place();
    let (source, checked) = (value(facts.string("source")), value(facts.parsed("checked", month)));
    if !facts.holds("source") || !facts.holds("checked") {
        let finding = form::FACTS_INCOMPLETE.finding("`facts` says where from and when: both");
        let help = "write `facts = { source = \"the vendor's documentation\", checked = \"2026-11\" }`";
        table.doc.report(finding.at(place).help(help));
    }
    facts.finish(&[]);
    Some(Facts { source: source?, checked: checked? })
}

/// `2026-11`, or a day of it.
fn month(text: &str) -> Result<String, String> {
    let day = if text.len() == "2026-11".len() { format!("{text}-01") } else { text.into() };
    match is_date(&day) {
        true => Ok(text.into()),
        false => Err(format!("`{text}` is neither a month nor a day; write it as `2026-11`")),
    }
}

fn tracker(table: Table<'_, '_>) -> Option<TrackerPatch> {
    let place = table.place();
    let name = table.string("name");
    let patch = TrackerPatch {
        name: name.as_ref().map(|name| name.value.clone()).unwrap_or_default(),
        place: name.as_ref().map_or(&place, |name| &name.place).clone(),
        kind: value(table.choice("kind", &KINDS)),
        party: value(table.choice("party", &PARTIES)),
        location: value(table.choice("location", &LOCATIONS)),
        host: value(table.string("host")),
        label: texts(&table, "label"),
        description: texts(&table, "description"),
        lifetime: value(lifetime(&table, "lifetime")),
        lifetime_note: texts(&table, "lifetime_note"),
    };
    if name.is_none() {
        let finding = form::TRACKER_WITHOUT_NAME.finding("a tracker has no `name`").at(place);
        table.doc.report(finding.help("write the cookie's or entry's name, with `*` for what varies"));
    }
    table.finish(&[]);
    name.is_some().then_some(patch)
}

/// Patterns of hosts, without scheme, port or path.
pub(crate) fn hosts(table: &Table<'_, '_>, key: &'static str) -> Option<Vec<Located<String>>> {
    let hosts = table.strings(key)?;
    for host in hosts.iter().filter(|host| !is_host_pattern(&host.value)) {
        let written = host.value.to_ascii_lowercase();
        let finding = form::WRONG_HOST.finding(format!("`{}` is not a host", host.value)).at(host.place.clone());
        // An address with a path, or a port, says less than its host.
        let is_bare = |host: &String| written.ends_with(host.as_str()) || written.ends_with(&format!("{host}/"));
        let fix = host_in(&host.value).filter(is_bare).and_then(|only| Fix::word(&host.place, &only));
        let help = match host_in(&host.value) {
            Some(host) => format!("write `{host}` alone: hosts have no scheme, port or path"),
            None => "write `example.org`, or `*.example.org` for everything below it".into(),
        };
        table.doc.report(finding.fix(fix).help(help));
    }
    Some(hosts)
}

/// Elements of a page, each by a simple selector.
fn embeds(table: &Table<'_, '_>) -> Option<Vec<EmbedSelector>> {
    let mut embeds = Vec::new();
    for Located { value, place } in table.strings("embeds")? {
        match EmbedSelector::parse(&value) {
            Ok(selector) => embeds.push(selector),
            Err(message) => {
                let finding = form::WRONG_SELECTOR.finding(format!("`embeds`: {message}")).at(place);
                let help = "write a tag, a class, an id, an attribute, or these together: `blockquote.quote[data-id]`";
                table.doc.report(finding.help(help));
            }
        }
    }
    Some(embeds)
}

/// Addresses: a host before the first slash.
fn paths(table: &Table<'_, '_>) -> Option<Vec<String>> {
    let paths = table.strings("paths")?;
    for Located { value: path, place } in &paths {
        let host = path.split('/').next().unwrap_or_default();
        if !path.contains('/') || !(host == "*" || is_host_pattern(host)) {
            let finding = form::WRONG_PATH.finding(format!("`{path}` is not a host and a path"));
            let help = "write `example.org/path*`, or `*/file.js` for any host";
            table.doc.report(finding.at(place.clone()).help(help));
        }
    }
    values(Some(paths))
}

/// `example.org`, `*.example.org`, `127.0.0.2`.
pub(crate) fn is_host_pattern(text: &str) -> bool {
    let host = text.strip_prefix("*.").unwrap_or(text);
    !host.is_empty()
        && host.split('.').all(|label| {
            !label.is_empty() && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_')
        })
}

/// The host in what was written instead of one: an address, or a host with a port or a path.
pub(crate) fn host_in(text: &str) -> Option<String> {
    let rest = text.split_once("://").map_or(text, |(_, rest)| rest);
    let host = rest.split(['/', ':', '?', '#']).next().unwrap_or_default().to_ascii_lowercase();
    (host.contains('.') && host != text && is_host_pattern(&host)).then_some(host)
}

/// How long something is kept. A bare number is most likely one of months.
pub(crate) fn lifetime(table: &Table<'_, '_>, key: &'static str) -> Option<Located<Lifetime>> {
    let text = table.string_as(key, "\"@ months\"")?;
    table.read_or(key, text, Lifetime::parse, |text| Lifetime::certain(text).map(|lifetime| lifetime.to_string()))
}

fn country(text: &str) -> Result<String, String> {
    if text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_uppercase()) {
        Ok(text.into())
    } else {
        Err(format!("`{text}` is not a country; write its two-letter code, such as `FR`"))
    }
}

/// The code of a country in lower case as it is written.
fn upper(text: &str) -> Option<String> {
    Some(text.to_ascii_uppercase()).filter(|code| code != text && country(code).is_ok())
}

/// An absolute web address.
pub(crate) fn address(text: &str) -> Result<String, String> {
    match url::Url::parse(text) {
        Ok(url) if matches!(url.scheme(), "https" | "http") => Ok(text.into()),
        _ => Err(format!("`{text}` is not a web address; write it whole, with `https://`")),
    }
}

fn texts(table: &Table<'_, '_>, key: &'static str) -> Texts {
    table.texts(key).unwrap_or_default()
}

fn value<T>(located: Option<Located<T>>) -> Option<T> {
    located.map(|located| located.value)
}

fn values<T>(located: Option<Vec<Located<T>>>) -> Option<Vec<T>> {
    located.map(|list| list.into_iter().map(|located| located.value).collect())
}
