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

use binary::Run;
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

/// The charters of the demonstration portals, as people read them beside the README.
#[test]
fn the_exported_charters_of_the_demonstration_are_fresh() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    for portal in ["saint-pierre-du-perray", "stmalo-agglomeration"] {
        let command = format!("export -c site/charte.toml --portal {portal} --format md");
        let run = Run::of(&binary::command(&root, &command).output().unwrap());
        assert_eq!(run.code, Some(0), "{}", run.err);
        let file = root.join(format!("site/charters/{portal}.md"));
        if std::env::var_os("UPDATE").is_some() {
            fs::write(&file, run.out).unwrap();
        } else {
            assert_eq!(
                fs::read_to_string(&file).unwrap(),
                run.out,
                "{} is not fresh: run with UPDATE=1",
                file.display()
            );
        }
    }
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

/// Rules that no case breaks: their faults cannot be written in a text file, or are found while something runs. What tests
/// them instead stands beside each.
const ELSEWHERE: [(&str, &str); 13] = [
    ("cannot-gate", "charte-rewrite, unit tests"),
    ("declaration", "tests/watch"),
    ("encoding-late", "none yet"),
    ("foreign-marks", "none yet"),
    ("policy-refuses-return", "charte-build, unit tests of its judgement"),
    ("encoding-broken", "charte-rewrite, unit tests: bytes that are no text"),
    ("file-system", "charte-build, unit tests: rights"),
    ("file-too-long", "a file of 64 MiB"),
    ("not-utf-8", "bytes that are no text"),
    ("read-only", "charte-build, unit tests: rights"),
    ("special-file", "a pipe"),
    ("theme-not-utf8", "charte-render, unit tests: bytes that are no text"),
    ("theme-not-whole", "charte-rewrite, unit tests"),
];

/// The examples of rules for declarations are run by a test of charte-core; every other rule needs a case.
#[test]
fn every_rule_without_a_passing_example_is_broken_by_a_case() {
    let run = Run::of(&binary::command(Path::new("."), "explain --all --format json").output().unwrap());
    let rules: serde_json::Value = serde_json::from_str(&run.out).unwrap();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/cases");
    let mut files = Vec::new();
    collect(&folder, &mut files);
    let cases: Vec<String> = files.iter().map(|file| fs::read_to_string(file).unwrap()).collect();
    let is_broken = |code: &str| {
        let forms = [format!("[{code}]: "), format!("\"code\": \"{code}\"")];
        cases.iter().any(|case| forms.iter().any(|form| case.contains(form)))
    };
    let codes = rules["rules"].as_array().unwrap().iter().filter(|rule| rule["passing"].is_null());
    let codes: Vec<&str> = codes.map(|rule| rule["code"].as_str().unwrap()).collect();
    assert!(codes.len() > 50, "{codes:?}");
    let is_elsewhere = |code: &str| ELSEWHERE.iter().any(|(rule, _)| *rule == code);
    let missing: Vec<&&str> = codes.iter().filter(|code| !is_broken(code) && !is_elsewhere(code)).collect();
    assert!(missing.is_empty(), "no case breaks {missing:?}");
    let needless: Vec<_> = ELSEWHERE.iter().filter(|(code, _)| is_broken(code) || !codes.contains(code)).collect();
    assert!(needless.is_empty(), "cases break {needless:?}, or they are no rules");
}
