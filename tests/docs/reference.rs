//! The reference pages of the English book. They are files of the repository, so that they can be read there, and no test but
//! this one writes them.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;

use serde_json::Value;

use crate::{keys, product, root};

/// What a page made from the product begins with.
const MADE: &str = "<!-- Made from the product: `UPDATE=1 cargo test --workspace --test docs`. -->\n\n";

#[test]
fn reference_pages_say_what_the_product_says() {
    let folder = root().join("site/docs/en/src/reference");
    let pages = [
        ("keys.md", keys::page(product::schema())),
        ("rules.md", product::said("explain --all --format md")),
        ("services.md", services()),
        ("commands.md", commands()),
        ("texts.md", texts()),
    ];
    let mut stale = Vec::new();
    for (name, text) in pages {
        let file = folder.join(name);
        let now = format!("{MADE}{}\n", text.trim_end());
        if std::env::var_os("UPDATE").is_some() {
            fs::create_dir_all(&folder).unwrap();
            fs::write(&file, &now).unwrap();
        }
        if fs::read_to_string(&file).unwrap_or_default() != now {
            stale.push(name);
        }
    }
    assert_eq!(stale, [""; 0], "run this test with `UPDATE=1`, and read what changed");
}

fn commands() -> String {
    let mut page = "# Commands\n\nWhat `--help` says of each.\n".to_owned();
    for (words, help) in product::commands() {
        let _ = write!(page, "\n## charte {words}\n\n```text\n{}\n```\n", help.trim_end());
    }
    page
}

fn services() -> String {
    let mut by_purpose: BTreeMap<String, Vec<Value>> = BTreeMap::new();
    for service in product::services() {
        by_purpose.entry(service["purpose"].as_str().unwrap().to_owned()).or_default().push(service);
    }
    let texts: BTreeMap<String, String> = product::texts().into_iter().collect();
    let count: usize = by_purpose.values().map(Vec::len).sum();
    let mut page = format!(
        "# Services\n\nThe {count} services of the catalogue. `charte services show ID` tells all that is known of one: its cookies, \
         their lifetimes, the data, the sources.\n\nA service without “consent” in the last column is exempt by itself; others can be \
         in a configuration that the publisher declares.\n"
    );
    for (purpose, services) in by_purpose {
        let title = texts.get(&format!("purpose.{purpose}.title")).unwrap_or(&purpose);
        let _ = write!(
            page,
            "\n## {title}\n\n`{purpose}`\n\n| id | name | provider | waits for |\n| --- | --- | --- | --- |\n"
        );
        for service in services {
            let text = |key: &str| cell(service[key].as_str().unwrap_or_default());
            let waits = if service["consent"] == "required" { "consent" } else { "" };
            let _ = writeln!(page, "| `{}` | {} | {} | {waits} |", text("id"), text("name"), text("provider"));
        }
    }
    page
}

fn texts() -> String {
    let mut page = "# Texts\n\nEvery text that visitors read, in English, by the key that replaces it under `[portal.x.text.en]`. Words in \
                    braces are filled in. The names of countries, under `country.name`, are left out here.\n"
        .to_owned();
    let mut section = String::new();
    for (key, text) in product::texts().into_iter().filter(|(key, _)| !key.starts_with("country.name.")) {
        let (above, _) = key.split_once('.').unwrap_or((&key, ""));
        if above == "language" {
            continue;
        }
        if section != above {
            above.clone_into(&mut section);
            let _ = write!(page, "\n## {section}\n\n| key | text |\n| --- | --- |\n");
        }
        let _ = writeln!(page, "| `{key}` | {} |", cell(&text));
    }
    page
}

/// A text in a cell of a Markdown table.
pub(crate) fn cell(text: &str) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    text.replace('|', "\\|").replace('<', "&lt;").replace('*', "\\*")
}
