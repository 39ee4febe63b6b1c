//! The declarations of the cases in `tests/cases`, for unit tests.

use std::fs;
use std::path::{Path, PathBuf};

/// The declaration of every case that has one, with its included text.
pub(crate) fn declarations() -> Vec<(PathBuf, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/cases");
    let head = fs::read_to_string(folder.join("head.toml")).unwrap();
    let mut paths = Vec::new();
    files(&folder, &mut paths);
    paths.retain(|path| path.extension().is_some_and(|end| end == "case"));
    let found: Vec<(PathBuf, String)> =
        paths.into_iter().filter_map(|path| Some((path.clone(), declaration(&path, head.trim_end())?))).collect();
    assert!(found.len() > 150, "{}", found.len());
    found
}

fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { files(&path, found) } else { found.push(path) }
    }
}

fn declaration(case: &Path, head: &str) -> Option<String> {
    let text = fs::read_to_string(case).unwrap();
    let (_, rest) = text.split_once("== file charte.toml\n")?;
    let lines = rest.lines().take_while(|line| !line.starts_with("== ") || line.starts_with("== include head"));
    let lines = lines.map(|line| if line.starts_with("== include") { head } else { line });
    Some(lines.map(|line| format!("{line}\n")).collect())
}
