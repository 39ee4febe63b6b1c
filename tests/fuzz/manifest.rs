//! What must hold for any text that is read as a manifest.

use std::path::{Path, PathBuf};

use charte_build::prepare::{self, Portal};
use charte_build::{Declaration, rules};
use charte_core::charter::Charter;
use charte_core::diagnostic::{Diagnostic, has_errors};
use charte_html::Syntax;
use charte_rewrite::{rewrite, strip};

const FILE: &str = "charte.toml";

/// Contacts a declared service and one that is not declared, and shows the charter.
const PAGE: &[u8] = b"<!doctype html><html lang=fr><head><title>t</title></head><body>\
    <iframe src=https://www.youtube.com/embed/x></iframe><img src=https://nobody.example/i.png>\
    <div data-charte-slot=charter></div><footer></footer></body></html>";

/// Checks every promise for this input.
pub(crate) fn check(input: &[u8]) {
    let text = String::from_utf8_lossy(input);
    let read = || Declaration::read(FILE, &text, PathBuf::new(), &[], None);
    let declaration = read();
    let again = read();
    assert_eq!(declaration.findings, again.findings, "the same text was read twice");
    assert_eq!(declaration.charters, again.charters, "the same text was read twice");
    for finding in &declaration.findings {
        assert!(rules::all().any(|rule| rule.code == finding.code), "no rule has the code {}", finding.code);
        check_place(&text, finding);
    }
    if has_errors(&declaration.findings) {
        return;
    }
    for charter in &declaration.charters {
        check_portal(charter, &declaration);
    }
}

/// The place of a finding lies within the text, and its excerpt is the line that it names.
fn check_place(text: &str, finding: &Diagnostic) {
    let Some(place) = &finding.place else { return };
    assert_eq!(place.file, FILE, "{finding:?}");
    let line = text.split('\n').nth(place.line - 1).unwrap_or_else(|| panic!("the text has no such line: {finding:?}"));
    assert!(place.column >= 1 && place.column <= line.chars().count() + 1, "the line is shorter: {finding:?}");
    // Findings about the file as a whole show no line.
    assert!(place.excerpt.is_empty() || place.excerpt == line.trim_end_matches('\r'), "another line: {finding:?}");
    assert!(place.excerpt.get(place.range.clone()).is_some(), "the range is not in the excerpt: {finding:?}");
}

/// A sound declaration gives a portal whose pages can be stripped, and whose texts stay texts.
fn check_portal(charter: &Charter, declaration: &Declaration) {
    // A theme that is a folder could be any folder of this machine.
    let mut charter = charter.clone();
    charter.folders.theme = "base".into();
    let Ok(portal) = prepare::ready(&charter, Path::new(""), &declaration.catalogue) else { return };
    let policy = portal.policy.strict();
    assert!(!policy.contains(['"', '<', '>', '&', '\n']), "the policy leaves its attribute: {policy}");
    let rewritten = rewrite(PAGE, &portal.rules(Path::new("index.html"), Some(&charter.url)));
    let built = rewritten.edits.apply(PAGE);
    let shown = String::from_utf8_lossy(&built);
    assert_eq!(*strip(&built, Syntax::Html), *PAGE, "strip(build(page)) == page: {shown}");
    assert!(rewritten.report.findings.is_empty(), "{:?}: {shown}", rewritten.report.findings);
    assert!(built.is_ascii(), "pages receive ASCII alone: {shown}");
    check_scripts(&portal);
}

/// No text ends the script that contains it.
fn check_scripts(portal: &Portal) {
    for language in &portal.charter.languages {
        let arguments = [portal.renderer.runtime_argument(language), portal.renderer.later_argument(language)];
        for argument in arguments.into_iter().flatten() {
            assert!(!argument.contains(['<', '\u{2028}', '\u{2029}', '\n']), "{argument}");
        }
    }
}
