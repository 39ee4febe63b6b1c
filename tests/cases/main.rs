//! Runs the real binary on real folders. Each case is one text file (see README.md beside this file): the files that
//! exist, the commands to run, and all that must come of them, to the letter. `UPDATE=1` rewrites what came.

#[path = "case.rs"]
mod case;

use std::fs;
use std::path::{Path, PathBuf};

use case::Case;

#[test]
fn every_case_comes_out_as_written() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/cases");
    let mut files = Vec::new();
    collect(&folder, &mut files);
    files.sort();
    assert!(files.len() >= 60, "only {} cases were found in {}", files.len(), folder.display());
    let update = std::env::var_os("UPDATE").is_some();
    let mut failures = Vec::new();
    for file in &files {
        let text = fs::read_to_string(file).unwrap();
        let name = file.strip_prefix(&folder).unwrap().display().to_string();
        let came = Case::read(&text).unwrap_or_else(|error| panic!("{name}: {error}")).run();
        if came == text {
            continue;
        }
        if update {
            fs::write(file, came).unwrap();
        } else {
            failures.push(format!("{name}:\n{}", case::difference(&text, &came)));
        }
    }
    assert!(failures.is_empty(), "{} of {} cases differ\n\n{}", failures.len(), files.len(), failures.join("\n\n"));
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, files);
        } else if path.extension().is_some_and(|end| end == "case") {
            files.push(path);
        }
    }
}
