//! The tests that HTML parsers share, as inputs: what a parser has to make of them is left to `html5ever`.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

/// Every input, once.
pub(crate) fn inputs() -> BTreeSet<Vec<u8>> {
    let mut inputs = BTreeSet::new();
    for file in files("tree-construction", "dat") {
        let text = fs::read(&file).unwrap();
        let text = String::from_utf8_lossy(&text);
        let tests = text.split("#data\n").skip(1);
        inputs.extend(tests.map(|test| test.split("\n#errors").next().unwrap_or_default().as_bytes().to_vec()));
    }
    for file in files("tokenizer", "test") {
        let tests: Value = serde_json::from_slice(&fs::read(&file).unwrap()).unwrap();
        let all = [&tests["tests"], &tests["xmlViolationTests"]];
        for test in all.into_iter().filter_map(Value::as_array).flatten() {
            let input = test["input"].as_str().unwrap();
            inputs.insert(if test["doubleEscaped"] == true { unescaped(input) } else { input.as_bytes().to_vec() });
        }
    }
    inputs
}

fn files(kind: &str, ending: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target/html5lib").join(kind);
    let entries = fs::read_dir(&folder)
        .unwrap_or_else(|error| panic!("{}: {error}; bring the tests first: tests/fuzz/fetch", folder.display()));
    let files = entries.map(|entry| entry.unwrap().path());
    files.filter(|file| file.extension().is_some_and(|found| found == ending)).collect()
}

/// The bytes of a text in which code units are written as `\\uXXXX`; those that are no character become U+FFFD.
fn unescaped(text: &str) -> Vec<u8> {
    let mut units = Vec::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("\\u") {
        units.extend(before.encode_utf16());
        units.push(u16::from_str_radix(&after[..4], 16).unwrap());
        rest = &after[4..];
    }
    units.extend(rest.encode_utf16());
    String::from_utf16_lossy(&units).into_bytes()
}
