//! Runs the real binary on real folders. Each case is one text file (see README.md beside this file): the files that
//! exist, the commands to run, and all that must come of them, to the letter. `UPDATE=1` rewrites what came, `CASE=build/banner` runs
//! only those whose path holds that.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

#[path = "../binary.rs"]
mod binary;
#[path = "case.rs"]
mod case;

use std::collections::{BTreeMap, BTreeSet};
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
const ELSEWHERE: [(&str, &str); 11] = [
    ("cannot-gate", "charte-rewrite, unit tests"),
    ("declaration", "tests/watch"),
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

/// Cases in which several rules find something at one place, and what else there is to mend.
const TWO_FAULTS: [(&str, &str); 15] = [
    ("bad/country-privacy", "what visitors are owed of one service, each by the act of the country"),
    ("bad/country-limits", "the proof of the exemption, and how long data is kept"),
    ("bad/law-audience-objection", "the trackers, and the switch"),
    ("bad/law-exempt", "a lifetime, and a text about refusing"),
    ("bad/law-information", "a text, and a country"),
    ("bad/law-lifetime-missing", "a lifetime, a policy and hosts"),
    ("bad/law-nothing-said", "a contact, and a day"),
    ("bad/law-tracker-clashes", "a party, a lifetime and two names"),
    ("bad/page-slots", "a second slot, and its name"),
    ("bad/policy-file", "four things that one policy refuses, each with its effect"),
    ("bad/service-id", "the id, and what the service lacks"),
    ("bad/service-words", "a policy, and how long data is kept"),
    ("build/hostile-texts", "a party, and how long data is kept"),
    ("charters/swiss-canton", "the proof of the exemption, and how long data is kept"),
    ("init/from-", "what a first declaration lacks"),
];

/// No two rules say the same: what stands at one place has one finding, unless there are several things to mend.
#[test]
fn one_fault_has_one_finding() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/cases");
    let mut files = Vec::new();
    collect(&folder, &mut files);
    let mut several: Vec<(String, String)> = Vec::new();
    for file in files {
        let name = file.strip_prefix(&folder).unwrap().display().to_string();
        let text = fs::read_to_string(&file).unwrap();
        for run in text.split("\n== run ").skip(1) {
            let mut codes: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
            for (title, place) in run.lines().zip(run.lines().skip(1)) {
                let code = title.strip_prefix("error[").or(title.strip_prefix("warning["));
                let code = code.and_then(|rest| rest.split_once(']')).map(|(code, _)| code);
                // `--> file:line:column`; a file alone has no two colons.
                let place = place.trim_start().strip_prefix("--> ").filter(|place| place.matches(':').count() >= 2);
                if let (Some(code), Some(place)) = (code, place) {
                    codes.entry(place).or_default().insert(code);
                }
            }
            let found = codes.into_iter().filter(|(_, codes)| codes.len() > 1);
            several.extend(found.map(|(place, codes)| (name.clone(), format!("{place}: {codes:?}"))));
        }
    }
    let is_known = |name: &str| TWO_FAULTS.iter().any(|(case, _)| name.starts_with(case));
    let unknown: Vec<_> = several.iter().filter(|(name, _)| !is_known(name)).collect();
    assert!(unknown.is_empty(), "one fault, or several? {unknown:#?}");
    let needless = TWO_FAULTS.iter().filter(|(case, _)| !several.iter().any(|(name, _)| name.starts_with(case)));
    assert_eq!(needless.collect::<Vec<_>>(), [&("", ""); 0], "no case shows them");
}
