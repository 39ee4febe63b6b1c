//! Reads a service's table: `[service.x]` of a manifest, or a whole catalogue file.

use std::collections::BTreeSet;

use super::patch::Patch;
use super::provider::ProviderPatch;
use super::tracker::TrackerPatch;
use super::values::{country, hosts, is_host_pattern, mechanism, retention, texts, upper, value, values};
use super::{consent, details};
use crate::fix::Fix;
use crate::model::{EmbedSelector, Facts, Holds, PlaceholderKind, Purpose, Transfer};
use crate::reader::{Located, Table, is_date};
use crate::rules::form;

/// The fields that `table` gives.
pub(crate) fn read(table: Table<'_, '_>) -> Patch {
    let faults = table.doc.fault_count();
    let (purpose, other_purpose) = purpose(&table);
    let mut patch = Patch {
        name: value(table.string("name")),
        provider: ProviderPatch::read(&table),
        purpose,
        other_purpose,
        own_purpose: None,
        consent: consent::read(&table),
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
        retention: retention(&table),
        recipients: texts(&table, "recipients"),
        transfer: transfer(&table),
        without: table.strings("without").unwrap_or_default(),
        trackers: table.tables("tracker").into_iter().filter_map(TrackerPatch::read).collect(),
        details: details::read(&table),
        facts: facts(&table),
        written: written(&table),
        is_faulty: false,
    };
    let doc = table.doc;
    table.finish(&[
        ("under `[service.<id>.provider]`", &["country", "policy", "role"]),
        ("under `facts = { … }`", &["source", "checked"]),
        ("under `[[service.<id>.tracker]]`", &["kind", "party", "lifetime", "location", "alternative"]),
    ]);
    patch.is_faulty = doc.fault_count() > faults;
    patch
}

/// A known purpose, or a word that may name one of the declaration's own.
fn purpose(table: &Table<'_, '_>) -> (Option<Purpose>, Option<Located<String>>) {
    let Some(word) = table.word("purpose", &Purpose::ALL.map(Purpose::id)) else { return (None, None) };
    match Purpose::ALL.into_iter().find(|purpose| purpose.id() == word.value) {
        Some(purpose) => (Some(purpose), None),
        None => (None, Some(word)),
    }
}

/// Every key of the table, and `provider.name` for those of its provider.
fn written(table: &Table<'_, '_>) -> BTreeSet<String> {
    let mut keys = table.keys();
    let provider = table.holds_table("provider").then(|| table.table("provider", "")).flatten();
    keys.extend(provider.iter().flat_map(Table::keys).map(|key| format!("provider.{key}")));
    keys
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
    let mechanism = mechanism(&transfer);
    let holds = value(transfer.choice("holds", &Holds::ALL)).unwrap_or_default();
    transfer.finish(&[]);
    Some(Transfer { countries, mechanism, holds })
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
