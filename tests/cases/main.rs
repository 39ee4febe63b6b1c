//! Runs the real binary on real folders. Each case is one text file (see README.md beside this file): the files that
//! exist, the commands to run, and all that must come of them, to the letter. `UPDATE=1` rewrites what came, `CASE=build/banner` runs
//! only those whose path holds that.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

#[path = "../binary.rs"]
mod binary;
#[path = "case.rs"]
mod case;

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use case::Case;

#[test]
fn every_case_comes_out_as_written() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/cases");
    let mut files = Vec::new();
    collect(&folder, &mut files);
    files.sort();
    assert!(files.len() >= 190, "only {} cases were found in {}", files.len(), folder.display());
    let update = std::env::var_os("UPDATE").is_some();
    if let Ok(wanted) = std::env::var("CASE") {
        files.retain(|file| file.strip_prefix(&folder).unwrap().to_string_lossy().contains(&wanted));
        assert!(!files.is_empty(), "no case has `{wanted}` in its path");
    }
    let next = AtomicUsize::new(0);
    let failures = Mutex::new(Vec::new());
    let work = || {
        while let Some(file) = files.get(next.fetch_add(1, Ordering::Relaxed)) {
            let name = file.strip_prefix(&folder).unwrap().display().to_string();
            failures.lock().unwrap().extend(try_case(file, &name, update));
        }
    };
    thread::scope(|scope| {
        for _ in 0..thread::available_parallelism().map_or(2, usize::from) {
            scope.spawn(work);
        }
    });
    let mut failures = failures.into_inner().unwrap();
    failures.sort();
    assert!(failures.is_empty(), "{} of {} cases differ\n\n{}", failures.len(), files.len(), failures.join("\n\n"));
}

/// Runs one case; gives what differs, or writes it down.
fn try_case(file: &Path, name: &str, update: bool) -> Option<String> {
    let text = fs::read_to_string(file).unwrap();
    let came = Case::read(&text).unwrap_or_else(|error| panic!("{name}: {error}")).run();
    if came == text {
        return None;
    }
    if update {
        fs::write(file, came).unwrap();
        return None;
    }
    Some(format!("{name}:\n{}", case::difference(&text, &came)))
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
