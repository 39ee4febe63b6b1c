//! The forms of single values of a manifest: names of folders and cookies, links, pages. It knows no table.

use std::collections::BTreeMap;

use crate::lifetime::Lifetime;
use crate::reader::{Located, Table};
use crate::rules::form;
use crate::service;

/// Names that Windows keeps for devices, in any case and with any ending: a site with such a folder cannot be built or checked
/// out there (Microsoft, "Naming Files, Paths, and Namespaces"). Those with a number follow.
const DEVICES: [&str; 4] = ["aux", "con", "nul", "prn"];
const NUMBERED_DEVICES: [&str; 2] = ["com", "lpt"];

/// A name for charte's own folder.
pub(super) fn folder_name(text: &str) -> Result<String, String> {
    let is_valid = !text.starts_with('.')
        && !text.ends_with('.')
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.'));
    match is_valid {
        true if is_device(text) => Err(format!("Windows keeps the name `{text}` for a device; choose another one")),
        true => Ok(text.into()),
        false => Err(format!("`{text}` cannot name a folder; use letters, digits, `-` and `_`, without a path")),
    }
}

/// Whether Windows takes a name for that of a device.
fn is_device(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or_default().to_ascii_lowercase();
    let is_numbered = |device: &str| {
        let number = stem.strip_prefix(device).unwrap_or_default();
        number.len() == 1 && number.bytes().all(|digit| digit.is_ascii_digit())
    };
    DEVICES.contains(&stem.as_str()) || NUMBERED_DEVICES.iter().any(|device| is_numbered(device))
}

/// The name of a cookie: of the tokens of RFC 6265, those that need no quoting in HTML, JavaScript or a regular expression.
pub(super) fn cookie_name(text: &str) -> Result<String, String> {
    match text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.')) {
        true => Ok(text.into()),
        false => Err(format!("`{text}` cannot name a cookie; use letters, digits, `-`, `_` and `.`")),
    }
}

/// An e-mail address or a web page.
pub(super) fn contact(text: &str) -> Result<String, String> {
    let is_mail = text.split_once('@').is_some_and(|(who, host)| {
        !who.is_empty() && host.contains('.') && !text.contains(|c: char| c.is_whitespace() || "<>\"'".contains(c))
    });
    match is_mail || link(text).is_ok() {
        true => Ok(text.into()),
        false => Err(format!("`{text}` is neither an e-mail address nor a web address")),
    }
}

/// A whole web address, or a path of the portal (`/mentions-legales/`).
pub(super) fn link(text: &str) -> Result<String, String> {
    if text.starts_with('/') && !text.starts_with("//") {
        return Ok(text.into());
    }
    service::address(text).map_err(|message| format!("{message}, or a path that begins with `/`"))
}

/// A page of the site, as a path below `input`.
pub(super) fn page(text: &str) -> Result<String, String> {
    let leaves_site = text.starts_with('/') || text.contains(['\\', ':']) || text.split('/').any(|part| part == "..");
    match leaves_site {
        false => Ok(text.into()),
        true => Err(format!("`{text}` is not a page of the site; write its path below `input`")),
    }
}

/// Keys of earlier versions. They have no effect, and a finding says what took their place.
pub(super) fn retired(table: &Table<'_, '_>) {
    let policy = "every page now has a policy by which the browser refuses third parties";
    table.retired("guard", policy, "leave it out; `policy = \"static\"` writes the policy into the HTML of every page");
    let help = "leave it out; name in `allow` the hosts that these files may contact, or declare their service";
    table.retired("allow_files", policy, help);
}

/// `delegated = { "stats.example.fr" = "eulerian" }`: hosts of the portal's own domain, and the service behind each.
pub(super) fn delegated(table: &Table<'_, '_>) -> Option<Vec<(String, Located<String>)>> {
    let hosts = table.table("delegated", "{ \"stats.example.fr\" = @ }")?.all_strings();
    for (host, service) in hosts.iter().filter(|(host, _)| host.starts_with('*') || !service::is_host_pattern(host)) {
        let finding = form::WRONG_HOST.finding(format!("`{host}` is not a host")).at(service.place.clone());
        let host = service::host_in(host).unwrap_or_else(|| "stats.example.fr".into());
        let help = format!("write `delegated = {{ \"{host}\" = \"<service>\" }}`, each host by itself");
        table.doc.report(finding.help(help));
    }
    Some(hosts)
}

/// One value for all languages, or one for each: `frame = { fr = "…", en = "…" }`.
pub(super) fn localized(
    table: &Table<'_, '_>,
    key: &'static str,
    read: fn(&str) -> Result<String, String>,
) -> Option<BTreeMap<String, Located<String>>> {
    if table.holds_table(key) {
        let values = table.table(key, "")?.all_strings().into_iter();
        return Some(values.filter_map(|(language, text)| Some((language, table.read(key, text, read)?))).collect());
    }
    Some(BTreeMap::from([(String::new(), table.parsed(key, read)?)]))
}

/// A telephone number: digits, with what people write between them.
pub(super) fn phone(text: &str) -> Result<String, String> {
    let digits = text.chars().filter(char::is_ascii_digit).count();
    let is_number = text.chars().all(|sign| sign.is_ascii_digit() || " +-./()\u{a0}\u{202f}".contains(sign));
    match is_number && (3..=15).contains(&digits) {
        true => Ok(text.into()),
        false => Err(format!("`{text}` is not a telephone number; write it as `+33 2 99 00 00 00`")),
    }
}

/// An e-mail address.
pub(super) fn email(text: &str) -> Result<String, String> {
    match contact(text).is_ok() && text.contains('@') && link(text).is_err() {
        true => Ok(text.into()),
        false => Err(format!("`{text}` is not an e-mail address")),
    }
}

/// How long a choice is kept: not a range, since a cookie has one lifetime.
pub(super) fn choice_lifetime(choice: &Table<'_, '_>) -> Option<Located<Lifetime>> {
    let lifetime = service::lifetime(choice, "lifetime")?;
    if let Lifetime::Range(_, to) = lifetime.value {
        let message = format!("`lifetime`: a choice is kept for one time, and `{}` has two ends", lifetime.value);
        let help = format!("write `lifetime = \"{}\"`, or the shorter one", Lifetime::Span(to.0, to.1));
        choice.doc.report(form::WRONG_VALUE.finding(message).at(lifetime.place).help(help));
        return None;
    }
    Some(lifetime)
}
