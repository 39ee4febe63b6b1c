//! The forms of single values of a service: hosts, addresses, countries, times.

use crate::fix::Fix;
use crate::lifetime::Lifetime;
use crate::model::{Mechanism, Retention, Safeguard, Texts};
use crate::reader::{Located, Table};
use crate::rules::form;

/// Patterns of hosts, without scheme, port or path.
pub(crate) fn hosts(table: &Table<'_, '_>, key: &'static str) -> Option<Vec<Located<String>>> {
    let hosts = table.strings(key)?;
    for host in hosts.iter().filter(|host| !is_host_pattern(&host.value)) {
        let written = host.value.to_ascii_lowercase();
        let finding = form::WRONG_HOST.finding(format!("`{}` is not a host", host.value)).at(host.place.clone());
        // An address with a path, or a port, means more than its host: only a bare one can be replaced.
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

/// How long something is kept. A bare number is most likely a number of months.
pub(crate) fn lifetime(table: &Table<'_, '_>, key: &'static str) -> Option<Located<Lifetime>> {
    let text = table.string_as(key, "\"@ months\"")?;
    let certain = |text: &str| Lifetime::certain(text).map(|lifetime| lifetime.to_string());
    let read = table.read_or(key, text, Lifetime::parse, certain)?;
    let Some(turned) = read.value.turned() else { return Some(read) };
    let message = format!("`{key}`: `{}` begins with the longer time", read.value);
    table.doc.report(form::RANGE_REVERSED.finding(message).at(read.place).help(format!("write `{turned}`")));
    None
}

/// How long data is kept: a time, or a description in each language.
pub(crate) fn retention(table: &Table<'_, '_>) -> Option<Retention> {
    if table.holds_table("retention") {
        return Some(texts(table, "retention")).filter(|texts| !texts.is_empty()).map(Retention::Said);
    }
    lifetime(table, "retention").map(|lifetime| Retention::For(lifetime.value))
}

/// What allows a transfer: words for safeguards, or a description in each language.
pub(super) fn mechanism(transfer: &Table<'_, '_>) -> Option<Mechanism> {
    if transfer.holds_table("mechanism") || transfer.holds_other("mechanism", &Safeguard::ALL) {
        return Some(texts(transfer, "mechanism")).filter(|texts| !texts.is_empty()).map(Mechanism::Said);
    }
    let safeguards = values(transfer.choices("mechanism", &Safeguard::ALL))?;
    (!safeguards.is_empty()).then_some(Mechanism::Known(safeguards))
}

pub(super) fn country(text: &str) -> Result<String, String> {
    if text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_uppercase()) {
        Ok(text.into())
    } else {
        Err(format!("`{text}` is not a country; write its two-letter code, such as `FR`"))
    }
}

/// The code of a country that is written in lower case.
pub(super) fn upper(text: &str) -> Option<String> {
    Some(text.to_ascii_uppercase()).filter(|code| code != text && country(code).is_ok())
}

/// An absolute web address.
pub(crate) fn address(text: &str) -> Result<String, String> {
    match url::Url::parse(text) {
        Ok(url) if matches!(url.scheme(), "https" | "http") => Ok(text.into()),
        _ => Err(format!("`{text}` is not a web address; write it whole, with `https://`")),
    }
}

pub(crate) fn texts(table: &Table<'_, '_>, key: &'static str) -> Texts {
    table.texts(key).unwrap_or_default()
}

pub(super) fn value<T>(located: Option<Located<T>>) -> Option<T> {
    located.map(|located| located.value)
}

pub(super) fn values<T>(located: Option<Vec<Located<T>>>) -> Option<Vec<T>> {
    located.map(|list| list.into_iter().map(|located| located.value).collect())
}
