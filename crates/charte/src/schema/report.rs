//! Compares the schema of reports with what is printed.

use std::collections::BTreeSet;

use jsonschema::Validator;
use serde_json::{Value, json};

use super::REPORT;
use crate::cases::{self, outcome};
use crate::print::json_text;

fn schema() -> Value {
    serde_json::from_str(REPORT).unwrap()
}

fn faults(validator: &Validator, document: &Value) -> Vec<String> {
    validator.iter_errors(document).map(|error| format!("{}: {error}", error.instance_path())).collect()
}

/// The reports in the cases of `check`, `build` and `strip`: the lines from `{` to `}`, where times are cut out.
fn printed() -> Vec<(String, Value)> {
    let mut reports = Vec::new();
    for (path, text) in cases::all() {
        for run in text.split("\n== run ").skip(1) {
            let (command, rest) = run.split_once('\n').unwrap_or((run, ""));
            let is_report = ["check ", "build ", "strip "].iter().any(|name| command.starts_with(name));
            if !is_report || !command.contains("--format json") {
                continue;
            }
            let lines: Vec<&str> =
                rest.lines().skip_while(|line| *line != "{").take_while(|line| *line != "}").collect();
            if lines.is_empty() {
                continue;
            }
            let report = format!("{}\n}}", lines.join("\n").replace("[..]", "0.01"));
            reports.push((path.display().to_string(), serde_json::from_str(&report).unwrap()));
        }
    }
    reports
}

#[test]
fn every_report_that_a_case_shows_fits() {
    let validator = Validator::new(&schema()).unwrap();
    let reports = printed();
    assert!(reports.len() >= 8, "{}", reports.len());
    for (name, report) in &reports {
        assert_eq!(faults(&validator, report), [""; 0], "{name}");
    }
    let commands: BTreeSet<&str> = reports.iter().filter_map(|(_, report)| report["command"].as_str()).collect();
    assert_eq!(commands, BTreeSet::from(["build", "check"]));
}

#[test]
fn the_report_on_the_declaration_of_every_case_fits() {
    let validator = Validator::new(&schema()).unwrap();
    for (name, findings) in cases::findings() {
        let report = serde_json::from_str(&json_text(&outcome(findings)).unwrap()).unwrap();
        assert_eq!(faults(&validator, &report), [""; 0], "{name}");
    }
}

/// What the schema demands is there, and what it does not know is refused: so a key cannot come or go without it.
#[test]
fn a_key_more_or_less_does_not_fit() {
    let validator = Validator::new(&schema()).unwrap();
    let full = printed().into_iter().find(|(name, _)| name.ends_with("build/json.case")).unwrap().1;
    let pointers =
        ["", "/findings/0", "/portals/0", "/portals/0/waiting/0", "/portals/0/unknown/0", "/portals/0/forms/0"];
    for pointer in pointers.into_iter().chain(["/portals/0/charter/0", "/portals/0/applied"]) {
        let mut more = full.clone();
        more.pointer_mut(pointer).unwrap()["more"] = json!(1);
        assert!(!faults(&validator, &more).is_empty(), "{pointer}");
        let keys: Vec<String> = full.pointer(pointer).unwrap().as_object().unwrap().keys().cloned().collect();
        for key in keys.into_iter().filter(|key| key != "subjects") {
            let mut less = full.clone();
            less.pointer_mut(pointer).unwrap().as_object_mut().unwrap().remove(&key);
            assert!(!faults(&validator, &less).is_empty(), "{pointer}/{key}");
        }
    }
}
