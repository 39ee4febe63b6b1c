//! vanilla-cookieconsent, version 2 (`languages`, `settings_modal`) and version 3 (`categories`, `language.translations`).

use super::common::{choice_lifetime, cookies, entries, left_out, on_by_default, written};
use crate::first::import::entry::{Entry, Found};
use crate::first::import::imported::Unread;
use crate::first::import::literal::Root;
use crate::first::import::lookup::Lookup;
use crate::first::import::table::{self, Row};
use crate::first::import::values::{Node, Value};

/// What the configuration says; `None` for a text that is none.
pub(super) fn read(roots: &[Root], lookup: &Lookup<'_>) -> Option<Found> {
    let third = |root: &&Root| root.node.get("categories").is_some_and(|node| !node.entries().is_empty());
    let second = |root: &&Root| {
        root.node
            .get("languages")
            .is_some_and(|node| node.entries().iter().any(|(_, node)| node.get("settings_modal").is_some()))
    };
    if let Some(root) = roots.iter().find(second) {
        return Some(version_2(&root.node, lookup));
    }
    roots.iter().find(third).map(|root| version_3(&root.node, lookup))
}

fn version_3(root: &Node, lookup: &Lookup<'_>) -> Found {
    let mut found = Found { kind: "a configuration of vanilla-cookieconsent 3", ..Found::default() };
    let translations = root.at(&["language", "translations"]).map(Node::entries).unwrap_or_default();
    let default = root.at(&["language", "default"]).and_then(Node::text);
    let texts = translations.iter().find(|(language, _)| Some(language.as_str()) == default).or(translations.first());
    found.language = texts.map(|(language, _)| language.clone()).or(default.map(str::to_owned));
    if let Some((_, Node { value: Value::Code(code), line })) = texts {
        found.unread.push(Unread { line: *line, text: format!("texts that stand elsewhere: {code}") });
    }
    let sections =
        texts.and_then(|(_, texts)| texts.at(&["preferencesModal", "sections"])).map(Node::items).unwrap_or_default();
    for section in sections {
        let category = section.text_of("linkedCategory").or_else(|| section.text_of("title")).unwrap_or_default();
        if let Some(cookies) = section.get("cookieTable") {
            let headers: Vec<(String, String)> = headers(cookies.get("headers"));
            rows(&headers, cookies.get("body"), category, lookup, &mut found);
        }
    }
    let mut on = Vec::new();
    let is_opt_out = root.text_of("mode") == Some("opt-out");
    for (key, category) in root.get("categories").map(Node::entries).unwrap_or_default() {
        let is_required = category.is("readOnly");
        if (category.is("enabled") || is_opt_out) && !is_required {
            on.push(key.clone());
        }
        let purpose = if is_required { "necessary" } else { key };
        let entry = Entry { line: category.line, category: Some(purpose.to_owned()), ..Entry::default() };
        let (names, left) = cookies(category.at(&["autoClear", "cookies"]));
        found.unread.extend(left);
        if !names.is_empty() {
            found.entries.extend(entries(&entry, names));
        }
        for (name, service) in category.get("services").map(Node::entries).unwrap_or_default() {
            let (names, left) = cookies(service.get("cookies"));
            found.unread.extend(left);
            let label = service.text_of("label").unwrap_or(name).to_owned();
            let id = lookup.exact(name).or_else(|| lookup.within(&label));
            let entry = Entry { line: service.line, id, service: Some(label), ..entry.clone() };
            found.entries.extend(entries(&entry, names));
        }
    }
    found.unread.extend(left_out(root, &["categories", "language", "mode", "cookie"]));
    found.unmet.extend(on_by_default(&on));
    found.unmet.extend(choice_lifetime(root.at(&["cookie", "expiresAfterDays"]).and_then(Node::text)));
    found
}

fn version_2(root: &Node, lookup: &Lookup<'_>) -> Found {
    let mut found = Found { kind: "a configuration of vanilla-cookieconsent 2", ..Found::default() };
    let languages = root.get("languages").map(Node::entries).unwrap_or_default();
    let default = root.text_of("current_lang");
    let texts = languages.iter().find(|(language, _)| Some(language.as_str()) == default).or(languages.first());
    found.language = texts.map(|(language, _)| language.clone());
    let modal = texts.and_then(|(_, texts)| texts.get("settings_modal"));
    let headers: Vec<(String, String)> = modal
        .and_then(|modal| modal.get("cookie_table_headers"))
        .map(Node::items)
        .unwrap_or_default()
        .iter()
        .flat_map(|node| headers(Some(node)))
        .collect();
    let mut on = Vec::new();
    let is_opt_out = root.text_of("mode") == Some("opt-out");
    for block in modal.and_then(|modal| modal.get("blocks")).map(Node::items).unwrap_or_default() {
        let toggle = block.get("toggle");
        let is_required = toggle.is_some_and(|toggle| toggle.is("readonly"));
        let value = toggle.and_then(|toggle| toggle.text_of("value"));
        if let Some(value) =
            value.filter(|_| !is_required && (is_opt_out || toggle.is_some_and(|toggle| toggle.is("enabled"))))
        {
            on.push(value.to_owned());
        }
        let category =
            if is_required { "necessary" } else { value.or_else(|| block.text_of("title")).unwrap_or_default() };
        rows(&headers, block.get("cookie_table"), category, lookup, &mut found);
    }
    found.unread.extend(left_out(root, &["languages", "current_lang", "mode", "cookie_expiration"]));
    found.unmet.extend(on_by_default(&on));
    found.unmet.extend(choice_lifetime(root.text_of("cookie_expiration")));
    found
}

/// Keys of the columns, and their headings.
fn headers(node: Option<&Node>) -> Vec<(String, String)> {
    let entries = node.map(Node::entries).unwrap_or_default();
    entries.iter().filter_map(|(key, node)| Some((key.clone(), node.text()?.to_owned()))).collect()
}

/// Reads a table of objects as a table of a page.
fn rows(headers: &[(String, String)], body: Option<&Node>, category: &str, lookup: &Lookup<'_>, found: &mut Found) {
    let items = body.map(Node::items).unwrap_or_default();
    if items.is_empty() {
        return;
    }
    let mut keys: Vec<String> = headers.iter().map(|(key, _)| key.clone()).collect();
    for (key, _) in items.iter().flat_map(Node::entries).filter(|(key, _)| key != "is_regex") {
        if !keys.contains(key) {
            keys.push(key.clone());
        }
    }
    let heading =
        |key: &String| headers.iter().find(|(own, _)| own == key).map_or(key.as_str(), |(_, text)| text).to_owned();
    let mut lines: Vec<(usize, Vec<String>)> = vec![(0, keys.iter().map(heading).collect())];
    for item in items {
        let cell = |key: &String| {
            let Some(node) = item.get(key) else { return String::new() };
            let is_pattern = matches!(&node.value, Value::Text(text) if text.starts_with('^'))
                || matches!(node.value, Value::Pattern(_));
            if is_pattern { cookies(Some(node)).0.join(", ") } else { written(node) }
        };
        lines.push((item.line, keys.iter().map(cell).collect()));
    }
    let rows: Vec<Row<'_>> = lines.iter().map(|(line, cells)| (*line, cells.as_slice())).collect();
    let (entries, unread) = table::read(&rows, category, lookup);
    found.entries.extend(entries);
    found.unread.extend(unread);
}
