//! Prints an outcome as SARIF 2.1.0 (OASIS, "Static Analysis Results Interchange Format"), for code scanning.

use std::path::Path;

use charte_core::diagnostic::{Diagnostic, Level, Place};
use charte_core::fix::Fix;
use charte_core::rule::Rule;
use serde_json::{Value, json};
use url::Url;

use super::outcome::Outcome;
use crate::exit::Exit;
use crate::rules;

const SCHEMA: &str = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

pub(super) fn print(outcome: &Outcome) {
    // Formatting a `Value` cannot fail.
    anstream::println!("{:#}", log(&outcome.findings, outcome.exit));
}

fn log(findings: &[Diagnostic], exit: Exit) -> Value {
    let rules: Vec<&Rule> = rules::all().collect();
    let results: Vec<Value> = findings.iter().map(|finding| result(finding, &rules)).collect();
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

fn result(finding: &Diagnostic, rules: &[&Rule]) -> Value {
    let text = finding.help.iter().fold(finding.message.clone(), |message, help| format!("{message}\nHelp: {help}"));
    let mut result = json!({ "ruleId": finding.code, "level": level(finding.level), "message": { "text": text } });
    if let Some(index) = rules.iter().position(|rule| rule.code == finding.code) {
        result["ruleIndex"] = index.into();
    }
    let location = match (&finding.place, &finding.path) {
        (Some(place), _) => Some(json!({ "artifactLocation": { "uri": uri(&place.file) }, "region": region(place) })),
        (None, Some(path)) => Some(json!({ "artifactLocation": { "uri": uri(path) } })),
        (None, None) => None,
    };
    if let Some(location) = location {
        result["locations"] = json!([{ "physicalLocation": location }]);
    }
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
    use super::*;

    #[test]
    fn paths_are_uri_references() {
        assert_eq!(uri("./site/page d’été.html"), "site/page%20d%E2%80%99%C3%A9t%C3%A9.html");
        assert_eq!(uri("a:b/c"), "a%3Ab/c");
    }

    /// The members that the schema requires (SARIF 2.1.0, 3.13, 3.14, 3.18, 3.19, 3.27, 3.49), and the levels that it knows.
    #[test]
    fn a_log_has_what_the_schema_requires() {
        let place = Place::of("charte.toml", "services = [\"youtub\"]\n", 12..20);
        let mut allowed = rules::NOT_UTF_8.finding("b").path("charte.toml");
        (allowed.level, allowed.reason) = (Level::Allow, Some("why".into()));
        let text = "version = 1\nservices = [\"youtub\"]\nguard = true\n";
        let fixed = charte_core::manifest::parse("charte.toml", &format!("[site]\n{text}")).1;
        let fixed = fixed.into_iter().find(|finding| finding.code == "retired-key").unwrap();
        let found = [rules::SITE_MISSING.finding("a").at(place).help("h"), allowed, fixed];
        let log = log(&found, Exit::Findings);
        assert_eq!(log["version"], "2.1.0");
        let run = &log["runs"][0];
        let driver = &run["tool"]["driver"];
        assert_eq!(driver["name"], "charte");
        let rules = driver["rules"].as_array().unwrap();
        assert!(rules.iter().all(|rule| rule["id"].is_string() && rule["fullDescription"]["text"].is_string()));
        let mut ids: Vec<&str> = rules.iter().filter_map(|rule| rule["id"].as_str()).collect();
        ids.sort_unstable();
        let count = ids.len();
        ids.dedup();
        assert_eq!(ids.len(), count, "rules are unique");
        assert!(run["invocations"][0]["executionSuccessful"].is_boolean());
        for result in run["results"].as_array().unwrap() {
            assert!(result["message"]["text"].is_string());
            assert!(["none", "note", "warning", "error"].contains(&result["level"].as_str().unwrap()));
            let index = result["ruleIndex"].as_u64().unwrap() as usize;
            assert_eq!(rules[index]["id"], result["ruleId"]);
        }
        let region = &run["results"][0]["locations"][0]["physicalLocation"]["region"];
        assert_eq!(
            (&region["startLine"], &region["startColumn"], &region["endColumn"]),
            (&1.into(), &13.into(), &21.into())
        );
        assert_eq!(run["results"][1]["suppressions"][0]["kind"], "external");
        let change = &run["results"][2]["fixes"][0]["artifactChanges"][0];
        assert_eq!(change["artifactLocation"]["uri"], "charte.toml");
        let replacement = &change["replacements"][0];
        let line = |line: usize| json!({ "startLine": line, "startColumn": 1, "endLine": line + 1, "endColumn": 1 });
        assert_eq!(replacement["deletedRegion"], line(4));
        assert_eq!(replacement["insertedContent"]["text"], "");
    }
}
