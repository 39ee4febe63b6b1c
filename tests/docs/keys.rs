//! The page about the keys of a declaration, from its JSON Schema.

use std::fmt::Write as _;

use serde_json::{Map, Value};

use crate::reference::cell;

const HEAD: &str = "# Keys\n\nEvery key of `charte.toml`. “By language” is a table such as `{ fr = \"…\", en = \"…\" }`. The same is a JSON \
Schema: `charte schema` prints it, and editors that read it complete and explain keys.\n";

/// Writes the page; tables that are the same in two places are told once.
pub(crate) fn page(schema: &Value) -> String {
    let mut page = Page { text: HEAD.to_owned(), told: Vec::new() };
    let top = schema["properties"].as_object().unwrap();
    page.section("At the top", top.iter().filter(|(name, _)| *name == "version"));
    let site = &top["site"]["properties"];
    page.table(
        "site",
        "Every key of `[site]` may also stand in `[portal.x]`, where it counts for that portal alone.",
        site,
    );
    let portal = top["portal"]["additionalProperties"]["properties"].as_object().unwrap();
    let own: Map<String, Value> = portal
        .iter()
        .filter(|(name, _)| site.get(name.as_str()).is_none())
        .map(|(name, value)| (name.clone(), value.clone()))
        .collect();
    page.told.push(top["publisher"]["properties"].clone());
    page.table("portal.x", "", &own.into());
    page.told.clear();
    page.table("publisher", "", &top["publisher"]["properties"]);
    page.table("service.x", "", &top["service"]["additionalProperties"]["properties"]);
    page.table("purpose.x", "", &top["purpose"]["additionalProperties"]["properties"]);
    let level = &schema["definitions"]["level"]["properties"];
    page.table("rules.CODE", "[Every rule](rules.md) by its code.", level);
    page.text
}

struct Page {
    text: String,
    /// The properties of tables that have a section.
    told: Vec<Value>,
}

impl Page {
    /// A table of the declaration, and after it those in it.
    fn table(&mut self, path: &str, intro: &str, properties: &Value) {
        self.told_at(path, &format!("`[{path}]`"), intro, properties);
    }

    /// A list of tables.
    fn tables(&mut self, path: &str, properties: &Value) {
        self.told_at(path, &format!("`[[{path}]]`"), "", properties);
    }

    fn told_at(&mut self, path: &str, title: &str, intro: &str, properties: &Value) {
        let Some(fields) = properties.as_object().filter(|_| !self.told.contains(properties)) else { return };
        self.told.push(properties.clone());
        self.section(title, fields.iter());
        if !intro.is_empty() {
            let _ = write!(self.text, "\n{intro}\n");
        }
        for (name, value) in fields {
            for form in forms(value) {
                self.table(&format!("{path}.{name}"), "", &form["properties"]);
                self.tables(&format!("{path}.{name}"), &form["items"]["properties"]);
            }
        }
    }

    /// One section.
    fn section<'v>(&mut self, title: &str, fields: impl Iterator<Item = (&'v String, &'v Value)>) {
        let _ = write!(self.text, "\n## {title}\n\n| key | takes | meaning |\n| --- | --- | --- |\n");
        for (name, value) in fields {
            let meaning = cell(value["description"].as_str().unwrap_or_default());
            if meaning.starts_with("Means nothing any more") {
                continue;
            }
            let _ = writeln!(self.text, "| `{name}` | {} | {meaning}{} |", kinds(value), example(value));
        }
    }
}

/// The forms that a value may have.
fn forms(value: &Value) -> Vec<&Value> {
    value["anyOf"].as_array().map_or_else(|| vec![value], |forms| forms.iter().collect())
}

fn kinds(value: &Value) -> String {
    let mut found: Vec<String> = forms(value).into_iter().map(kind).collect();
    found.dedup();
    found.join(", or ")
}

fn kind(value: &Value) -> String {
    let words = |value: &Value| {
        let words = value["enum"].as_array()?;
        Some(words.iter().filter_map(Value::as_str).map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", "))
    };
    if let Some(words) = words(value) {
        return words;
    }
    let is_service = value["$ref"] == "#/definitions/service";
    match value["type"].as_str().unwrap_or_default() {
        _ if is_service => "a service".to_owned(),
        "string" if value["pattern"].is_string() => "a day".to_owned(),
        "string" => "text".to_owned(),
        "integer" => "a number".to_owned(),
        "boolean" => "`true` or `false`".to_owned(),
        "array" if value["items"]["$ref"].is_string() => "a list of services".to_owned(),
        "array" if value["items"]["properties"].is_object() => "tables, `[[…]]`".to_owned(),
        "array" => words(&value["items"]).map_or("a list of texts".to_owned(), |words| format!("a list of {words}")),
        "object" if is_by_language(value) => "by language".to_owned(),
        "object" if value["additionalProperties"]["type"] == "string" => "by name".to_owned(),
        "object" => "a table".to_owned(),
        _ => String::new(),
    }
}

fn is_by_language(value: &Value) -> bool {
    value["additionalProperties"]["description"]
        .as_str()
        .is_some_and(|text| text.contains("in this language") || text.contains("for this language"))
}

/// The first example of a key, as TOML.
fn example(value: &Value) -> String {
    let example = value["examples"].as_array().and_then(|examples| examples.first());
    example.map(|example| format!(" Example: `{}`", toml(example).replace('|', "\\|"))).unwrap_or_default()
}

fn toml(value: &Value) -> String {
    match value {
        Value::Object(fields) => {
            let fields: Vec<String> =
                fields.iter().map(|(name, value)| format!("{} = {}", bare(name), toml(value))).collect();
            format!("{{ {} }}", fields.join(", "))
        }
        other => other.to_string(),
    }
}

/// A key, in quotes where TOML asks for them.
fn bare(name: &str) -> String {
    let is_bare = name.chars().all(|sign| sign.is_ascii_alphanumeric() || sign == '-' || sign == '_');
    if is_bare { name.to_owned() } else { format!("\"{name}\"") }
}
