//! The order of the crates, read from their `use` lines and paths: a crate imports only from floors below its own, and
//! neither files nor the folders of a crate import each other in a cycle. `crates/README.md` draws it.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod circles;
mod rules;
mod source;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use source::Sources;

/// The floors from the ground up. A crate knows only those below it; two on one floor do not know each other.
const FLOORS: [&[&str]; 4] = [
    &["charte-core", "charte-html", "charte-themes", "charte-browser"],
    &["charte-rewrite", "charte-render"],
    &["charte-build"],
    &["charte"],
];

/// The most lines of a file of the product.
const LONGEST: usize = 350;

fn sources() -> Sources {
    Sources::read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")).unwrap()
}

/// The imports within a cycle, one a line.
fn ties(circle: &[&str], imports: &BTreeMap<(String, String), BTreeSet<String>>) -> String {
    let is_within = |(from, to): &(String, String)| circle.contains(&from.as_str()) && circle.contains(&to.as_str());
    let lines = imports.iter().filter(|(pair, _)| is_within(pair)).map(|((from, to), names)| {
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        format!("  open {from}: it takes {} from {to}\n", names.join(", "))
    });
    format!(
        "these import each other in a circle; move what both need into a place below:\n{}",
        lines.collect::<String>()
    )
}

#[test]
fn no_files_import_each_other_in_a_circle() {
    let sources = sources();
    assert!(sources.files.len() > 150, "only {} files were found", sources.files.len());
    let found = circles::circles(sources.imports.keys());
    let messages: Vec<String> = found.iter().map(|circle| ties(circle, &sources.imports)).collect();
    assert!(messages.is_empty(), "{} circles of files\n{}", messages.len(), messages.join("\n"));
}

#[test]
fn no_folders_import_each_other_in_a_circle() {
    let sources = sources();
    let mut imports: BTreeMap<(String, String), BTreeSet<String>> = BTreeMap::new();
    for ((from, to), names) in &sources.imports {
        let (above, below) = (sources.folder(from), sources.folder(to));
        if above != below {
            let files = format!("{} ({from})", names.iter().cloned().collect::<Vec<_>>().join(", "));
            imports.entry((above, below)).or_default().insert(files);
        }
    }
    let found = circles::circles(imports.keys());
    let messages: Vec<String> = found.iter().map(|circle| ties(circle, &imports)).collect();
    assert!(messages.is_empty(), "{} circles of folders\n{}", messages.len(), messages.join("\n"));
}

#[test]
fn every_crate_imports_from_floors_below_its_own() {
    let sources = sources();
    let floor = |name: &str| FLOORS.iter().position(|floor| floor.contains(&name));
    let mut faults = BTreeSet::new();
    for (from, to) in sources.imports.keys() {
        let (above, below) = (&sources.files[from], &sources.files[to]);
        if above != below && floor(below) >= floor(above) {
            faults.insert(format!("open {from}: {above} may not know {below}, as in {to}"));
        }
    }
    let unknown: Vec<&String> = sources.crates.iter().filter(|name| floor(name).is_none()).collect();
    assert!(unknown.is_empty(), "no floor is named for {unknown:?}: add them to FLOORS");
    assert!(faults.is_empty(), "{}", faults.into_iter().collect::<Vec<_>>().join("\n"));
}

#[test]
fn no_file_is_longer_than_a_reader_keeps_in_mind() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let length = |file: &String| std::fs::read_to_string(root.join(file)).unwrap().lines().count();
    let files = sources().files;
    let long: Vec<String> = files
        .keys()
        .map(|file| (file, length(file)))
        .filter(|(_, lines)| *lines > LONGEST)
        .map(|(file, lines)| format!("split {file}: it has {lines} lines, more than {LONGEST}"))
        .collect();
    assert!(long.is_empty(), "{}", long.join("\n"));
}

#[test]
fn every_finding_is_made_from_a_rule_and_every_rule_is_in_use() {
    let sources = rules::sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")).unwrap();
    let tables: Vec<(&String, Vec<&str>)> = sources.iter().map(|(file, text)| (file, rules::declared(text))).collect();
    let number: usize = tables.iter().map(|(_, names)| names.len()).sum();
    assert!(number > 100, "only {number} rules were found");
    let mut faults = Vec::new();
    for (file, names) in tables {
        for name in names {
            let is_used = sources.iter().any(|(other, text)| other != file && rules::names(text, name));
            if !is_used {
                faults.push(format!("open {file}: nothing is found by the rule {name}"));
            }
        }
    }
    for (file, text) in sources.iter().filter(|(file, _)| !file.ends_with("charte-core/src/diagnostic.rs")) {
        for made in ["Diagnostic::error(", "Diagnostic::warning(", "Diagnostic::note("] {
            if text.contains(made) {
                faults.push(format!("open {file}: `{made}…)` is made from no rule; declare one in the crate's table"));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}
