//! Prints an outcome as SARIF 2.1.0 (OASIS, "Static Analysis Results Interchange Format"), for code scanning.

use std::path::Path;

use charte_core::diagnostic::{Diagnostic, Level, Place};
use charte_core::fix::Fix;
use charte_core::rule::Rule;
use serde_json::{Value, json};
use url::Url;

use super::outcome::Outcome;
use crate::exit::Exit;
use crate::out;
use crate::rules;

const SCHEMA: &str = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

pub(super) fn print(outcome: &Outcome) {
    // Formatting a `Value` cannot fail.
    out::println!("{:#}", log(outcome));
}

fn log(outcome: &Outcome) -> Value {
    let (rules, exit): (Vec<&Rule>, Exit) = (rules::all().collect(), outcome.exit);
    let results: Vec<Value> = outcome.findings.iter().map(|finding| result(finding, &outcome.file, &rules)).collect();
    json!({
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "charte",
                "version": env!("CARGO_PKG_VERSION"),
                "rules": rules.iter().map(|rule| descriptor(rule)).collect::<Vec<_>>(),
            } },
            "columnKind": "unicodeCodePoints",
            "invocations": [{ "executionSuccessful": exit != Exit::InputOutput, "exitCode": exit.code() }],
            "results": results,
        }],
    })
}

fn descriptor(rule: &Rule) -> Value {
    json!({
        "id": rule.code,
        "shortDescription": { "text": rule.title },
        "fullDescription": { "text": rule.why },
        "help": { "text": format!("{}\nSource: {}", rule.mend, rule.source) },
        "defaultConfiguration": { "level": level(rule.level) },
    })
}

/// The level in SARIF, where what the declaration allows is a suppressed note.
fn level(level: Level) -> &'static str {
    match level {
        Level::Allow => Level::Note.name(),
        level => level.name(),
    }
}

/// A finding. Code scanning refuses one without a location, which is then the declaration, `file`.
fn result(finding: &Diagnostic, file: &str, rules: &[&Rule]) -> Value {
    let text = finding.help.iter().fold(finding.message.clone(), |message, help| format!("{message}\nHelp: {help}"));
    let mut result = json!({ "ruleId": finding.code, "level": level(finding.level), "message": { "text": text } });
    if let Some(index) = rules.iter().position(|rule| rule.code == finding.code) {
        result["ruleIndex"] = index.into();
    }
    let location = match &finding.place {
        Some(place) => json!({ "artifactLocation": { "uri": uri(&place.file) }, "region": region(place) }),
        None => json!({ "artifactLocation": { "uri": uri(finding.path.as_deref().unwrap_or(file)) } }),
    };
    result["locations"] = json!([{ "physicalLocation": location }]);
    if let (Some(fix), Some(place)) = (&finding.fix, &finding.place) {
        result["fixes"] = json!([change(fix, place, finding.help.as_deref())]);
    }
    match &finding.reason {
        Some(reason) if finding.level == Level::Allow => {
            result["suppressions"] = json!([{ "kind": "external", "status": "accepted", "justification": reason }]);
        }
        Some(reason) => result["properties"] = json!({ "reason": reason }),
        None => {}
    }
    if let Some(source) = &finding.source {
        result["properties"]["source"] = source.as_str().into();
    }
    result
}

/// A fix (SARIF 2.1.0, 3.55), which `charte check --fix` carries out.
fn change(fix: &Fix, place: &Place, help: Option<&str>) -> Value {
    json!({
        "description": { "text": help.unwrap_or("mended by `charte check --fix`") },
        "artifactChanges": [{
            "artifactLocation": { "uri": uri(&place.file) },
            "replacements": [{
                "deletedRegion": {
                    "startLine": fix.start.line,
                    "startColumn": fix.start.column,
                    "endLine": fix.end.line,
                    "endColumn": fix.end.column,
                },
                "insertedContent": { "text": fix.replacement },
            }],
        }],
    })
}

fn region(place: &Place) -> Value {
    json!({
        "startLine": place.line,
        "startColumn": place.column,
        "endLine": place.line,
        "endColumn": place.end_column(),
        "snippet": { "text": place.excerpt },
    })
}

/// A path as a URI reference: relative where the path is.
fn uri(path: &str) -> String {
    if let Some(url) =
        Some(Path::new(path)).filter(|path| path.is_absolute()).and_then(|path| Url::from_file_path(path).ok())
    {
        return url.into();
    }
    let mut uri = String::new();
    for byte in path.replace('\\', "/").trim_start_matches("./").bytes() {
        match byte {
            b'/' | b'-' | b'.' | b'_' | b'~' => uri.push(char::from(byte)),
            byte if byte.is_ascii_alphanumeric() => uri.push(char::from(byte)),
            byte => uri.push_str(&format!("%{byte:02X}")),
        }
    }
    uri
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::cases::{self, outcome};

    const LEVELS: [&str; 4] = ["none", "note", "warning", "error"];

    #[test]
    fn paths_are_uri_references() {
        assert_eq!(uri("./site/page d’été.html"), "site/page%20d%E2%80%99%C3%A9t%C3%A9.html");
        assert_eq!(uri("a:b/c"), "a%3Ab/c");
    }

    /// SARIF 2.1.0, 3.27 and 3.55: what is allowed is suppressed, and a fix names the part that it replaces.
    #[test]
    fn what_is_allowed_is_suppressed_and_a_fix_names_its_lines() {
        let mut allowed = rules::NOT_UTF_8.finding("b").path("charte.toml");
        (allowed.level, allowed.reason) = (Level::Allow, Some("why".into()));
        let text = "version = 1\nservices = [\"youtub\"]\nguard = true\n";
        let fixed = charte_core::manifest::parse("charte.toml", &format!("[site]\n{text}")).1;
        let fixed = fixed.into_iter().find(|finding| finding.code == "retired-key").unwrap();
        let log = log(&outcome(vec![allowed, fixed]));
        let results = &log["runs"][0]["results"];
        assert_eq!(results[0]["suppressions"][0]["kind"], "external");
        let change = &results[1]["fixes"][0]["artifactChanges"][0];
        assert_eq!(change["artifactLocation"]["uri"], "charte.toml");
        let replacement = &change["replacements"][0];
        let line = |line: usize| json!({ "startLine": line, "startColumn": 1, "endLine": line + 1, "endColumn": 1 });
        assert_eq!(replacement["deletedRegion"], line(4));
        assert_eq!(replacement["insertedContent"]["text"], "");
    }

    /// What GitHub requires ("SARIF support for code scanning"): it refuses a file that lacks one of these.
    #[test]
    fn code_scanning_takes_what_is_found_in_every_case() {
        let mut results = 0;
        for (name, findings) in cases::findings() {
            let log = log(&outcome(findings));
            assert_eq!((&log["version"], log["runs"].as_array().map(Vec::len)), (&json!("2.1.0"), Some(1)), "{name}");
            let run = &log["runs"][0];
            let driver = &run["tool"]["driver"];
            let rules = driver["rules"].as_array().unwrap();
            let ids: BTreeSet<&str> = rules.iter().filter_map(|rule| rule["id"].as_str()).collect();
            assert!(driver["name"] == "charte" && ids.len() == rules.len(), "rules are unique");
            let is_text = |value: &Value| value.as_str().is_some_and(|text| !text.is_empty() && text.len() <= 1024);
            for rule in rules {
                let texts = ["shortDescription", "fullDescription", "help"];
                assert!(texts.iter().all(|key| is_text(&rule[key]["text"])), "{rule:#}");
                assert!(LEVELS.contains(&rule["defaultConfiguration"]["level"].as_str().unwrap()), "{rule:#}");
            }
            for result in run["results"].as_array().unwrap() {
                results += 1;
                assert!(!result["message"]["text"].as_str().unwrap().is_empty(), "{name}: {result:#}");
                assert!(LEVELS.contains(&result["level"].as_str().unwrap()), "{name}: {result:#}");
                let index = result["ruleIndex"].as_u64().unwrap() as usize;
                assert_eq!(rules[index]["id"], result["ruleId"], "{name}");
                let physical = &result["locations"][0]["physicalLocation"];
                let address = physical["artifactLocation"]["uri"].as_str().unwrap();
                assert!(!address.is_empty() && !address.contains([' ', '\\']), "{name}: {address}");
                let Some(region) = physical.get("region") else { continue };
                let number = |key: &str| region[key].as_u64().unwrap();
                let (start, end) =
                    ((number("startLine"), number("startColumn")), (number("endLine"), number("endColumn")));
                assert!(start.0 > 0 && start.1 > 0 && start <= end, "{name}: {region:#}");
            }
        }
        assert!(results > 300, "{results}");
    }
}
