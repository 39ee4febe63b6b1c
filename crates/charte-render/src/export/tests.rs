//! What must hold for an export: each fact of the page in each format, in each language; no script; a schema that fits.

use serde_json::Value;

use super::{Format, SCHEMA_FILE};
use crate::fixtures;
use crate::renderer::Renderer;
use crate::theme::{Folder, Theme};

/// Texts of the page about the page itself: its menus, its button, its state.
const OF_THE_PAGE: [&str; 9] = [
    "charter.languages",
    "charter.contents",
    "charter.choice_button",
    "charter.choice_noscript",
    "state.none",
    "charter.objection_noscript",
    "charter.objection_switch",
    "charter.objection_on",
    "charter.objection_off",
];

fn renderer() -> Renderer {
    Renderer::new(&Theme::load(charte_themes::BASE, &Folder::default()).unwrap(), &fixtures::rich()).unwrap()
}

/// An export without the syntax that its format adds to texts.
fn plain(renderer: &Renderer, language: &str, format: Format) -> String {
    let export = renderer.export(language, format).unwrap();
    match format {
        Format::Html => unescaped(&export),
        Format::Markdown => export.replace("\\|", "|").replace('\\', ""),
        Format::Text | Format::Json => export,
    }
}

/// HTML with its references resolved.
fn unescaped(html: &str) -> String {
    let mut parts = html.split('&');
    let mut text = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (reference, rest) = part.split_once(';').unwrap();
        text.push(match reference {
            "amp" => '&',
            "lt" => '<',
            "gt" => '>',
            "quot" => '"',
            code => char::from_u32(code.trim_start_matches('#').parse().unwrap()).unwrap(),
        });
        text.push_str(rest);
    }
    text
}

/// The strings of a view that visitors read.
fn facts(key: &str, value: &Value, found: &mut Vec<String>) {
    // Tags of languages, ids and anchors are for machines; relative addresses become absolute.
    const UNSAID: [&str; 8] = ["lang", "dir", "id", "anchor", "iso", "languages", "tag", "home"];
    match value {
        Value::String(text) if UNSAID.contains(&key) || text.starts_with('/') || (key == "purpose" && is_id(text)) => {}
        Value::String(text) if text.starts_with("mailto:") || text.starts_with("tel:") => {}
        Value::String(text) => found.push(text.clone()),
        Value::Array(items) => items.iter().for_each(|item| facts(key, item, found)),
        Value::Object(members) => members.iter().for_each(|(name, member)| {
            if !UNSAID.contains(&name.as_str()) {
                facts(name, member, found);
            }
        }),
        _ => {}
    }
}

fn is_id(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-')
}

#[test]
fn each_fact_of_the_page_is_in_each_format() {
    let renderer = renderer();
    for language in ["fr", "en"] {
        let view = serde_json::to_value(renderer.charter_view(language).unwrap()).unwrap();
        let mut said = Vec::new();
        facts("", &view, &mut said);
        assert!(said.len() > 100, "{said:?}");
        // The explanation of a purpose is left out if its only service explains it.
        let page = unescaped(&renderer.charter(language).unwrap());
        said.retain(|fact| page.contains(fact.as_str()));
        for format in [Format::Html, Format::Markdown, Format::Text, Format::Json] {
            let export = plain(&renderer, language, format);
            let missing: Vec<_> = said.iter().filter(|fact| !export.contains(fact.as_str())).collect();
            assert!(missing.is_empty(), "{format:?} in {language}: {missing:#?}");
        }
    }
}

#[test]
fn each_text_of_the_page_is_in_each_format() {
    let renderer = renderer();
    let template = include_str!("../../../../themes/base/charter.html");
    let keys = template.split("text(key=\"").skip(1).filter_map(|rest| rest.split('"').next());
    let words = &renderer.translation("fr").unwrap().words;
    for format in [Format::Html, Format::Markdown, Format::Text] {
        let export = plain(&renderer, "fr", format);
        for key in keys.clone().filter(|key| !OF_THE_PAGE.contains(key)) {
            // The text around a variable is searched for.
            let text = words.text(key);
            let fixed = text.split(['{', '}']).next().unwrap_or_default();
            let is_for_others =
                ["charter.free", "charter.objection", "charter.uses_none"].iter().any(|start| key.starts_with(start));
            assert!(is_for_others || export.contains(fixed), "{format:?} lacks `{key}`: {text}");
        }
    }
}

#[test]
fn an_export_has_no_scripts_and_only_absolute_addresses() {
    let renderer = renderer();
    let html = renderer.export("fr", Format::Html).unwrap();
    for part in ["<script", "<style", "<button", "style=", "href=\"/", "id=\""] {
        assert!(!html.contains(part), "{part}");
    }
    assert!(html.contains("href=\"https://data.stmalo-agglomeration.fr/mentions-legales/\""));
    let markdown = renderer.export("fr", Format::Markdown).unwrap();
    assert!(markdown.contains("(https://data.stmalo-agglomeration.fr/mentions-legales/)"));
    assert!(!markdown.contains("](/"));
}

/// Checks `value` with the keywords of JSON Schema that the schema uses.
fn check(value: &Value, schema: &Value, root: &Value, path: &str) {
    if let Some(name) = schema["$ref"].as_str() {
        return check(value, root.pointer(name.trim_start_matches('#')).unwrap(), root, path);
    }
    if let Some(either) = schema["anyOf"].as_array() {
        let of = if value.is_null() { &either[1] } else { &either[0] };
        return check(value, of, root, path);
    }
    let name = match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
        Value::Number(_) => return assert_eq!(value, &schema["const"], "{path}"),
    };
    let allowed = &schema["type"];
    let is_allowed = allowed == name || allowed.as_array().is_some_and(|types| types.iter().any(|one| one == name));
    assert!(is_allowed, "{path} is {name}, and may be {allowed}");
    if let Some(items) = value.as_array() {
        items.iter().enumerate().for_each(|(at, item)| check(item, &schema["items"], root, &format!("{path}/{at}")));
    }
    if let Some(members) = value.as_object() {
        for key in schema["required"].as_array().unwrap() {
            assert!(members.contains_key(key.as_str().unwrap()), "{path} lacks {key}");
        }
        for (key, member) in members {
            let of = schema["properties"].get(key).unwrap_or_else(|| panic!("{path}/{key} is not in the schema"));
            check(member, of, root, &format!("{path}/{key}"));
        }
    }
}

#[test]
fn the_schema_fits_what_is_exported() {
    let schema: Value = serde_json::from_str(SCHEMA_FILE).unwrap();
    let export: Value = serde_json::from_str(&renderer().export("fr", Format::Json).unwrap()).unwrap();
    check(&export, &schema, &schema, "");
}
