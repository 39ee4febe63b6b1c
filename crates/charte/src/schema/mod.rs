//! `charte schema`: the form of a declaration as a JSON Schema (draft 07, which editors read), made from what the reader looks up,
//! and the form of a report.

#[cfg(test)]
mod report;
mod texts;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result};
use charte_core::catalogue::Catalogue;
use charte_core::key::{Key, Kind};
use charte_core::manifest;
use charte_core::rule::Rule;
use charte_core::rules::can_be_lowered;
use serde_json::{Map, Value, json};

use crate::exit::Exit;
use crate::out;
use crate::rules;
use texts::{Note, Words};

/// The comment by which editors find the schema, for a declaration that `charte init` writes.
pub(crate) const DIRECTIVE: &str = "#:schema ./charte.schema.json";

/// How many lines it takes.
pub(crate) const DIRECTIVE_LINES: usize = 1;

/// The file of the schema, beside the declaration.
pub(crate) const FILE: &str = "charte.schema.json";

/// The title of every schema of a declaration, by which an earlier one is recognised.
const TITLE: &str = "charte.toml";

/// Arguments of `charte schema`.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  charte schema > charte.schema.json
  sed -i '1i #:schema ./charte.schema.json' charte.toml   # for Taplo and Even Better TOML
  charte schema report   # for programs that read `charte check --format json`\n
Editors that read it complete keys and services, and say what each key means.")]
pub(crate) struct SchemaOptions {
    /// Of what
    #[arg(value_enum, value_name = "DOCUMENT", default_value_t)]
    of: Document,
}

/// A document that has a schema.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, clap::ValueEnum)]
enum Document {
    /// The declaration, charte.toml
    #[default]
    Declaration,
    /// What check, build and strip print with `--format json`
    Report,
}

/// The schema of reports. Tests compare it with what is printed of every case.
const REPORT: &str = include_str!("../../schema/report.schema.json");

/// Prints a schema.
pub(crate) fn schema(options: &SchemaOptions) -> Result<Exit> {
    match options.of {
        Document::Declaration => out::println!("{:#}", document()),
        Document::Report => out::print!("{REPORT}"),
    }
    Ok(Exit::Done)
}

/// Writes the schema beside a declaration. Another file of that name stays.
pub(crate) fn write_beside(declaration: &Path) -> Result<()> {
    let file = declaration.with_file_name(FILE);
    let is_ours = |text: String| serde_json::from_str::<Value>(&text).is_ok_and(|schema| schema["title"] == TITLE);
    if !file.exists() || fs::read_to_string(&file).is_ok_and(is_ours) {
        fs::write(&file, format!("{:#}\n", document())).with_context(|| format!("cannot write {}", file.display()))?;
    }
    Ok(())
}

/// The schema of a declaration.
fn document() -> Value {
    let mut root = Node::default();
    for key in manifest::keys() {
        root.add(&key);
    }
    let mut schema = json!({
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": TITLE,
        "description": "What a site keeps on its visitors' devices and whom it contacts.",
    });
    merge(&mut schema, root.table(""));
    let level = root.below.get("rules").and_then(|rules| rules.below.get("*")).map(|level| level.table("rules.*"));
    schema["definitions"] = json!({ "service": service_ids(), "level": level });
    schema
}

/// A key, with the keys below it.
#[derive(Default)]
struct Node {
    kinds: Vec<Kind>,
    below: BTreeMap<String, Node>,
    /// In the order in which the reader looks them up.
    order: Vec<String>,
}

impl Node {
    fn add(&mut self, key: &Key) {
        let mut node = self;
        for name in key.path.split('.') {
            if !node.below.contains_key(name) {
                node.order.push(name.to_owned());
            }
            node = node.below.entry(name.to_owned()).or_default();
        }
        node.kinds.push(key.kind.clone());
    }

    /// What a key takes. `path` leads to it.
    fn value(&self, path: &str) -> Value {
        let note = texts::note(path);
        let mut forms: Vec<Value> = self.kinds.iter().map(|kind| self.form(kind, path, &note)).collect();
        let mut value = if forms.len() == 1 { forms.remove(0) } else { json!({ "anyOf": forms }) };
        if !note.text.is_empty() {
            value["description"] = note.text.into();
        }
        if !note.examples.is_empty() {
            value["examples"] = note.examples.iter().map(|example| example_value(example)).collect();
        }
        value
    }

    fn form(&self, kind: &Kind, path: &str, note: &Note) -> Value {
        match kind {
            Kind::Text => text(note.words),
            Kind::Texts => json!({ "type": "array", "items": text(note.words) }),
            Kind::Choice(words) => json!({ "type": "string", "enum": words }),
            Kind::Choices(words) => json!({ "type": "array", "items": { "type": "string", "enum": words } }),
            Kind::Flag => json!({ "type": "boolean" }),
            Kind::Number => json!({ "type": "integer" }),
            // A TOML date, which editors pass to the schema as text.
            Kind::Day => json!({ "type": "string", "pattern": "^\\d{4}-\\d{2}-\\d{2}$" }),
            Kind::Table => self.table(path),
            Kind::Tables => {
                json!({ "type": "array", "items": self.below.get("*").map(|item| item.table(&under(path, "*"))) })
            }
            // Any value fits a key that has no meaning any more.
            _ => json!({}),
        }
    }

    fn table(&self, path: &str) -> Value {
        let note = texts::note(path);
        let mut properties = Map::new();
        for name in self.order.iter().filter(|name| *name != "*") {
            if let Some(node) = self.below.get(name) {
                properties.insert(name.clone(), node.value(&under(path, name)));
            }
        }
        let any = self.below.get("*").map_or(json!(false), |node| node.value(&under(path, "*")));
        if path == "rules" {
            properties = rules::all().map(|rule| (rule.code.to_owned(), rule_level(rule))).collect();
        }
        let is_closed = path == "rules" || any == json!(false);
        let mut table = json!({ "type": "object", "properties": properties });
        if properties.is_empty() && !is_closed {
            table = json!({ "type": "object" });
        }
        table["additionalProperties"] = if is_closed { json!(false) } else { any };
        if !note.required.is_empty() {
            table["required"] = note.required.into();
        }
        table
    }
}

/// The level of one rule, with what the rule says.
fn rule_level(rule: &Rule) -> Value {
    let fixed = if can_be_lowered(rule) { "" } else { "; it stays an error" };
    json!({ "allOf": [{ "$ref": "#/definitions/level" }], "description": format!("{}{fixed}.", rule.title) })
}

fn under(path: &str, name: &str) -> String {
    if path.is_empty() { name.to_owned() } else { format!("{path}.{name}") }
}

fn text(words: Words) -> Value {
    match words {
        Words::Any => json!({ "type": "string" }),
        Words::Only(words) => json!({ "type": "string", "enum": words }),
        // The author's own names are valid, too; the list is for proposals.
        Words::Among(words) => json!({ "anyOf": [{ "type": "string", "enum": words }, { "type": "string" }] }),
        Words::Services => json!({ "$ref": "#/definitions/service" }),
    }
}

/// The ids of services: those of the catalogue, each with its name, or one of the author's own.
fn service_ids() -> Value {
    let catalogue = Catalogue::embedded();
    let ids: Vec<&str> = catalogue.ids().collect();
    json!({ "anyOf": [
        { "type": "string", "enum": ids, "description": "A service of the catalogue; `charte services show ID` shows it." },
        { "type": "string", "pattern": "^[a-z0-9-]+$", "description": "A service of your own, declared by `[service.ID]`." },
    ] })
}

/// An example as it is written in TOML.
fn example_value(example: &str) -> Value {
    serde_json::from_str(example).unwrap_or_else(|_| example.into())
}

fn merge(into: &mut Value, from: Value) {
    if let (Value::Object(into), Value::Object(from)) = (into, from) {
        into.extend(from);
    }
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;

    use jsonschema::Validator;
    use serde_json::Value;

    use charte_core::diagnostic::has_errors;

    use super::document;
    use crate::cases::{self, root};
    use crate::declare;

    #[test]
    fn the_copy_in_the_repository_is_fresh() {
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("schema/charte.schema.json");
        let now = format!("{:#}\n", document());
        if std::env::var_os("UPDATE").is_some() {
            fs::write(&file, &now).unwrap();
        }
        let kept = fs::read_to_string(&file).unwrap_or_default();
        assert!(kept == now, "run this test with `UPDATE=1`: {} is not what the types say", file.display());
    }

    /// A declaration as editors pass it to a schema: days are texts.
    fn value(text: &str) -> Option<Value> {
        fn plain(value: toml::Value) -> Value {
            match value {
                toml::Value::Datetime(date) => date.to_string().into(),
                toml::Value::Table(table) => table.into_iter().map(|(key, value)| (key, plain(value))).collect(),
                toml::Value::Array(items) => items.into_iter().map(plain).collect(),
                other => serde_json::to_value(other).unwrap(),
            }
        }
        toml::from_str(text).ok().map(plain)
    }

    fn faults(validator: &Validator, text: &str) -> Vec<String> {
        let value = value(text).unwrap_or_else(|| panic!("not TOML: {text}"));
        validator.iter_errors(&value).map(|error| format!("{}: {error}", error.instance_path())).collect()
    }

    #[test]
    fn the_declarations_of_the_demonstration_fit() {
        let validator = Validator::new(&document()).unwrap();
        for file in ["site/charte.toml", "crates/charte/sample/charte.toml", "tests/generators/charte.toml"] {
            let text = fs::read_to_string(root().join(file)).unwrap();
            assert_eq!(faults(&validator, &text), [""; 0], "{file}");
        }
    }

    #[test]
    fn the_schema_says_of_every_case_what_the_reader_says() {
        let validator = Validator::new(&document()).unwrap();
        let found = cases::declarations();
        assert!(found.len() > 150, "{}", found.len());
        for (path, text) in found {
            if value(&text).is_none() {
                continue;
            }
            let faults = faults(&validator, &text);
            let form = charte_core::manifest::parse("charte.toml", &text).1;
            let read = declare::of_text(Path::new("charte.toml"), &text, &[]).findings;
            let shape =
                form.iter().find(|finding| matches!(finding.code, "unknown-key" | "wrong-type" | "version-missing"));
            assert!(has_errors(&read) || faults.is_empty(), "{}: {faults:#?}", path.display());
            assert!(shape.is_none() || !faults.is_empty(), "{}: {shape:#?}", path.display());
        }
    }

    #[test]
    fn wrong_words_and_types_do_not_fit() {
        let validator = Validator::new(&document()).unwrap();
        for wrong in [
            "version = \"1\"",
            "version = 1\n[site]\nlanguage = [\"fr\"]",
            "version = 1\n[site]\nbanner = \"sometimes\"",
            "version = 1\n[purpose.x]\nlike = \"fun\"",
            "version = 1\n[service.x]\nconsent = \"exempt\"",
            "version = 1\n[service.x]\nconsent = { exempt = \"because\" }",
            "version = 1\n[rules]\nlifetime-lang = { level = \"allow\" }",
            "version = 1\n[portal.x]\nservices = \"matomo\"",
            "version = 1\n[[portal.x.change]]\ndate = 2026-11-23",
        ] {
            assert_ne!(faults(&validator, wrong), [""; 0], "{wrong}");
        }
    }
}
