//! Every TOML block of the written pages passes `charte check`. A part of a declaration is completed first; a block of another
//! file begins with a comment that names it.

use std::fs;

use toml::{Table, Value};

use crate::binary::{self, Run};
use crate::pages;

/// What a part lacks. Keys that it has itself stay.
const REST: &str = r#"
version = 1

[publisher]
name = "Commune d’Exemple"
contact = "mairie@example.fr"
dpo = "dpo@example.fr"
public_body = true
"#;

/// What a portal of a part lacks.
const PORTAL: &str = r#"
name = "Données ouvertes d’Exemple"
url = "https://data.example.fr"
input = "public"
services = []
updated = 2026-11-23
"#;

fn is_of_another_file(text: &str) -> bool {
    let first = text.lines().next().unwrap_or_default();
    let is_other = first.starts_with("# ") && first.contains(".toml") && !first.contains("charte.toml");
    // What is included is a file that has its own tests.
    is_other || first.starts_with("{{#include")
}

/// Adds the entries that a table lacks.
fn fill(table: &mut Table, rest: Table) {
    for (name, value) in rest {
        table.entry(name).or_insert(value);
    }
}

/// Adds what is missing.
fn complete(mut table: Table) -> Table {
    for (name, value) in toml::from_str::<Table>(REST).unwrap() {
        let given = table.entry(name).or_insert_with(|| value.clone());
        if let (Value::Table(given), Value::Table(value)) = (given, value) {
            fill(given, value);
        }
    }
    let portals = table.entry("portal").or_insert_with(|| Value::Table(Table::new())).as_table_mut().unwrap();
    if portals.is_empty() {
        portals.insert("my-town".into(), Value::Table(Table::new()));
    }
    for (_, portal) in portals {
        fill(portal.as_table_mut().unwrap(), toml::from_str(PORTAL).unwrap());
    }
    table
}

#[test]
fn declarations_in_pages_pass() {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir_all(folder.path().join("themes/my-town")).unwrap();
    fs::write(folder.path().join("themes/my-town/theme.toml"), "requires = \"1\"\n").unwrap();
    let (mut faults, mut count) = (Vec::new(), 0);
    for page in pages::written() {
        for block in page.blocks().iter().filter(|block| block.language == "toml" && !is_of_another_file(&block.text)) {
            let place = format!("{}:{}", page.name, block.line);
            let table = match toml::from_str::<Table>(&block.text) {
                Ok(table) => table,
                Err(error) => {
                    faults.push(format!("{place}: {error}"));
                    continue;
                }
            };
            count += 1;
            let is_whole = table.contains_key("version");
            let text = if is_whole { block.text.clone() } else { complete(table).to_string() };
            fs::write(folder.path().join("charte.toml"), text).unwrap();
            let run = Run::of(&binary::command(folder.path(), "check").output().unwrap());
            if run.code != Some(0) {
                faults.push(format!("{place}:\n{}{}", run.out, run.err));
            }
        }
    }
    assert!(count > 5, "only {count} declarations were found");
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}
