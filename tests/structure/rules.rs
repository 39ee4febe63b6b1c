//! The rules of all crates, as their sources write them.

use std::collections::BTreeMap;
use std::error::Error;
use std::fs;
use std::path::Path;

/// The product's files, by their paths, without their tests.
pub(crate) fn sources(root: &Path) -> Result<BTreeMap<String, String>, Box<dyn Error>> {
    let mut sources = BTreeMap::new();
    let mut folders = vec![root.join("crates")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder)? {
            let path = entry?.path();
            let name = path.strip_prefix(root)?.to_string_lossy().into_owned();
            if path.is_dir() && !name.ends_with("/tests") && !name.contains("node_modules") {
                folders.push(path);
            } else if name.contains("/src/") && name.ends_with(".rs") && !name.ends_with("tests.rs") {
                let text = fs::read_to_string(&path)?;
                let product = text.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default();
                sources.insert(name, product.to_owned());
            }
        }
    }
    Ok(sources)
}

/// The names of the rules that a file declares.
pub(crate) fn declared(text: &str) -> Vec<&str> {
    let is_table = text.lines().any(|line| line.ends_with("rules! {"));
    let rule =
        |line: &'_ str| ["ERROR {", "WARNING {", "NOTE {"].iter().any(|level| line.ends_with(&format!("= {level}")));
    let lines = text.lines().filter(|line| is_table && rule(line));
    lines.filter_map(|line| line.trim().split(' ').next()).collect()
}

/// Whether a text has this word.
pub(crate) fn names(text: &str, word: &str) -> bool {
    let is_part = |sign: char| sign.is_alphanumeric() || sign == '_';
    text.match_indices(word)
        .any(|(at, _)| !text[..at].ends_with(is_part) && !text[at + word.len()..].starts_with(is_part))
}
