//! Each rule for declarations against its own examples: the failing one breaks that rule and no other, the passing one does
//! not break it.

use std::sync::LazyLock;

use charte_core::catalogue::Catalogue;
use charte_core::diagnostic::{Diagnostic, Level};
use charte_core::rule::Rule;
use charte_core::{check, manifest, rules};

static CATALOGUE: LazyLock<Catalogue> = LazyLock::new(Catalogue::embedded);

/// A declaration without a fault, into which examples are put.
const PUBLISHER: &str =
    "[publisher]\nname = \"Commune d’Exemple\"\ncontact = \"mairie@example.fr\"\ndpo = \"dpo@example.fr\"\n";
const PORTAL: [(&str, &str); 5] = [
    ("name", "\"Données ouvertes\""),
    ("url", "\"https://data.example.fr\""),
    ("input", "\"public\""),
    ("services", "[]"),
    ("updated", "2026-11-23"),
];

/// Keys of the portal that an example leaves out on purpose.
const LACKING: [(&str, &[&str]); 2] =
    [("portal-incomplete", &["name", "url", "input", "services", "updated"]), ("date-missing", &["updated"])];

/// Rules that need the day or the tables of all crates, which this crate does not have: cases break them.
const ELSEWHERE: [&str; 4] = ["date-future", "unknown-rule", "level-without-reason", "level-fixed"];

/// Rules that short examples of an exempt audience measurement also break: they show one condition each.
const ALSO: [(&str, &[&str]); 5] = [
    ("exemption-evidence", AUDIENCE),
    ("audience-retention", AUDIENCE),
    ("audience-lifetime", AUDIENCE),
    ("audience-third-party", AUDIENCE),
    ("wrong-ground", AUDIENCE),
];
const AUDIENCE: &[&str] = &["exemption-evidence", "audience-retention", "audience-opt-out", "audience-campaign"];

/// The rules whose examples are declarations. Examples of form are read alone, as incomplete files.
fn rules() -> impl Iterator<Item = &'static Rule> {
    let tables = [rules::declaration::ALL, rules::law::ALL, rules::exemption::ALL, rules::information::ALL];
    tables.into_iter().chain([rules::tracker::ALL, rules::country::ALL]).flatten().copied()
}

/// The example as a complete declaration: its first lines are under `[portal.town]`, and every portal gets what it lacks.
fn framed(code: &str, example: &str) -> String {
    if example.starts_with("version") {
        return example.into();
    }
    let lacking = LACKING.iter().find(|(of, _)| *of == code).map_or(&[][..], |(_, keys)| keys);
    let mut text = String::from("version = 1\n");
    if !example.contains("[publisher]") {
        text.push_str(PUBLISHER);
    }
    let has_portal = example.contains("[portal.town]\n") || example.contains("[portal.a]\n");
    let head = if has_portal { "" } else { "[portal.town]\n" };
    let sections = format!("{head}{example}");
    let mut parts: Vec<String> = Vec::new();
    for line in sections.lines() {
        match parts.last_mut() {
            Some(part) if !line.starts_with('[') => *part += line,
            _ => parts.push(line.into()),
        }
        if let Some(part) = parts.last_mut() {
            part.push('\n');
        }
    }
    for part in parts {
        text.push_str(&part);
        let header = part.lines().next().unwrap_or_default();
        if header.starts_with("[portal.") && header.matches('.').count() == 1 {
            let missing = PORTAL.iter().filter(|(key, _)| !lacking.contains(key));
            for (key, value) in
                missing.filter(|(key, _)| !part.lines().any(|line| line.starts_with(&format!("{key} ="))))
            {
                text.push_str(&format!("{key} = {value}\n"));
            }
        }
    }
    text
}

fn findings(text: &str) -> Vec<Diagnostic> {
    let (manifest, mut findings) = manifest::parse("charte.toml", text);
    findings.extend(check::check(&manifest, &CATALOGUE).1);
    findings
}

/// The codes of errors and warnings other than `code`.
fn others(findings: &[Diagnostic], code: &str) -> Vec<&'static str> {
    let also = ALSO.iter().find(|(of, _)| *of == code).map_or(&[][..], |(_, codes)| codes);
    let is_other =
        |finding: &&Diagnostic| finding.level > Level::Note && finding.code != code && !also.contains(&finding.code);
    findings.iter().filter(is_other).map(|finding| finding.code).collect()
}

#[test]
fn every_failing_example_breaks_its_rule_and_no_other() {
    let mut faults = Vec::new();
    for rule in rules() {
        let found = findings(&framed(rule.code, rule.example));
        let mut own = found.iter().filter(|finding| finding.code == rule.code);
        let is_found = own.any(|finding| finding.level == rule.level && finding.place.is_some());
        if !is_found && !ELSEWHERE.contains(&rule.code) {
            faults.push(format!("{} is not broken at its level and place", rule.code));
        }
        let others = others(&found, rule.code);
        faults.extend((!others.is_empty()).then(|| format!("{} breaks {others:?}", rule.code)));
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn every_passing_example_keeps_its_rule_and_every_other() {
    let mut faults = Vec::new();
    for rule in rules() {
        let found = findings(&framed(rule.code, rule.passing));
        if rule.passing.is_empty() || found.iter().any(|finding| finding.code == rule.code) {
            faults.push(format!("{} is broken", rule.code));
        }
        let others = others(&found, rule.code);
        faults.extend((!others.is_empty()).then(|| format!("{} breaks {others:?}", rule.code)));
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn every_passing_example_of_a_rule_of_form_keeps_it() {
    for rule in rules::form::ALL {
        let (_, found) = manifest::parse("charte.toml", rule.passing);
        assert!(!rule.passing.is_empty(), "{}", rule.code);
        assert!(!found.iter().any(|finding| finding.code == rule.code), "{}: {found:#?}", rule.code);
    }
}

/// A portal with services of the catalogue only. It cannot mend gaps of the catalogue, and is not told of them.
#[test]
fn no_service_of_the_catalogue_brings_more_than_notes() {
    const GAPS: [&str; 4] = ["lifetime-missing", "lifetime-long", "transfer-unexplained", "policy-missing"];
    for id in CATALOGUE.ids() {
        let found = findings(&framed("", &format!("services = [\"{id}\"]")));
        assert_eq!(others(&found, ""), [""; 0], "{id}: {found:#?}");
        assert!(!found.iter().any(|finding| GAPS.contains(&finding.code)), "{id}: {found:#?}");
    }
    let all: Vec<&str> = CATALOGUE.ids().collect();
    let found = findings(&framed("", &format!("services = {all:?}")));
    assert_eq!(others(&found, ""), [""; 0], "{found:#?}");
}
