//! What the product says of itself: its commands, keys, rules, services and texts.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use serde_json::Value;

use crate::binary::{self, Run};
use crate::root;

/// What a run of charte prints; it must succeed.
pub(crate) fn said(arguments: &str) -> String {
    let run = Run::of(&binary::command(&root(), arguments).output().unwrap());
    assert_eq!(run.code, Some(0), "charte {arguments}: {}", run.err);
    run.out
}

/// The commands in the order of `charte --help`, each with its own help: `theme new` stands after `theme`.
pub(crate) fn commands() -> &'static [(String, String)] {
    static COMMANDS: OnceLock<Vec<(String, String)>> = OnceLock::new();
    COMMANDS.get_or_init(|| below(""))
}

fn below(command: &str) -> Vec<(String, String)> {
    let help = said(&format!("{command} --help"));
    let (_, list) = help.split_once("\nCommands:\n").unwrap_or_default();
    let lines = list.lines().take_while(|line| !line.is_empty());
    let names = lines.filter(|line| line.starts_with("  ") && !line.starts_with("   "));
    let names = names.filter_map(|line| line.split_whitespace().next()).filter(|name| *name != "help");
    let mut found = Vec::new();
    for name in names {
        let words = format!("{command} {name}").trim().to_owned();
        found.push((words.clone(), said(&format!("{words} --help"))));
        found.extend(below(&words));
    }
    found
}

/// The JSON Schema of a declaration.
pub(crate) fn schema() -> &'static Value {
    static SCHEMA: OnceLock<Value> = OnceLock::new();
    SCHEMA.get_or_init(|| serde_json::from_str(&said("schema")).unwrap())
}

/// The services of the catalogue.
pub(crate) fn services() -> Vec<Value> {
    let found: Value = serde_json::from_str(&said("services --format json")).unwrap();
    found["services"].as_array().unwrap().clone()
}

/// The texts of a theme in English, by their keys.
pub(crate) fn texts() -> Vec<(String, String)> {
    let file = std::fs::read_to_string(root().join("themes/base/texts/en.toml")).unwrap();
    let mut found = Vec::new();
    texts_below(&toml::from_str(&file).unwrap(), "", &mut found);
    found
}

fn texts_below(table: &toml::Table, path: &str, found: &mut Vec<(String, String)>) {
    for (name, value) in table {
        let key = if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
        match value {
            toml::Value::Table(table) => texts_below(table, &key, found),
            toml::Value::String(text) => found.push((key, text.clone())),
            _ => {}
        }
    }
}

/// The names of keys at any depth of the schema, and the words that are values.
pub(crate) fn keys_and_words() -> (BTreeSet<String>, BTreeSet<String>) {
    let (mut keys, mut words) = (BTreeSet::new(), BTreeSet::new());
    walk(schema(), &mut |value| {
        if let Some(properties) = value["properties"].as_object() {
            keys.extend(properties.keys().cloned());
        }
        let listed = value["enum"].as_array().into_iter().flatten();
        words.extend(listed.filter_map(|word| word.as_str().map(str::to_owned)));
    });
    (keys, words)
}

fn walk(value: &Value, see: &mut impl FnMut(&Value)) {
    see(value);
    let below: Vec<&Value> = match value {
        Value::Object(fields) => fields.values().collect(),
        Value::Array(items) => items.iter().collect(),
        _ => Vec::new(),
    };
    below.into_iter().for_each(|value| walk(value, see));
}

/// The options of each command, as its help lists them.
pub(crate) fn options() -> BTreeMap<&'static str, BTreeSet<&'static str>> {
    let is_sign = |sign: char| sign.is_ascii_lowercase() || sign == '-';
    let listed = |help: &'static str| {
        let (_, list) = help.split_once("\nOptions:\n").unwrap_or_default();
        let words =
            list.lines().filter(|line| line.trim_start().starts_with('-')).flat_map(|line| line.split([' ', ',']));
        let words = words.filter(|word| word.starts_with('-'));
        words.map(|word| word.split(|sign: char| !is_sign(sign)).next().unwrap_or_default()).collect()
    };
    commands().iter().map(|(words, help)| (words.as_str(), listed(help))).collect()
}
