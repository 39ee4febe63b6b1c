//! The declarations of the cases under `tests/cases`, for tests of what is printed about them.

use std::fs;
use std::path::{Path, PathBuf};

use charte_build::{Denied, PortalReport};
use charte_core::diagnostic::Diagnostic;

use crate::declare;
use crate::exit::Exit;
use crate::print::Outcome;

/// The root of the repository.
pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// Every case, with its path.
pub(crate) fn all() -> Vec<(PathBuf, String)> {
    fn collect(folder: &Path, found: &mut Vec<(PathBuf, String)>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                collect(&path, found);
            } else if path.extension().is_some_and(|it| it == "case") {
                found.push((path.clone(), fs::read_to_string(&path).unwrap()));
            }
        }
    }
    let mut found = Vec::new();
    collect(&root().join("tests/cases"), &mut found);
    found.sort();
    found
}

/// Every declaration of a case, with the text that it includes.
pub(crate) fn declarations() -> Vec<(PathBuf, String)> {
    let head = fs::read_to_string(root().join("tests/cases/head.toml")).unwrap();
    let declaration = |(path, text): (PathBuf, String)| {
        let (_, rest) = text.split_once("== file charte.toml\n")?;
        let lines = rest.lines().take_while(|line| !line.starts_with("== ") || line.starts_with("== include head"));
        let lines = lines.map(|line| if line.starts_with("== include") { head.trim_end() } else { line });
        Some((path, lines.collect::<Vec<_>>().join("\n")))
    };
    all().into_iter().filter_map(declaration).collect()
}

/// What `charte check` finds in the declaration of every case, without its files, and one finding that has no place.
pub(crate) fn findings() -> Vec<(String, Vec<Diagnostic>)> {
    let of = |(path, text): (PathBuf, String)| {
        let declaration = declare::of_text(Path::new("charte.toml"), &text, &[]);
        let mut found = declaration.findings.clone();
        found.extend(declaration.check_themes());
        (path.display().to_string(), found)
    };
    let placeless = ("a finding without a place".to_owned(), vec![crate::rules::NOT_UTF_8.finding("a")]);
    declarations().into_iter().map(of).chain([placeless]).collect()
}

/// The outcome of `charte check` with these findings and a portal.
pub(crate) fn outcome(findings: Vec<Diagnostic>) -> Outcome {
    let (exit, portals) = (Exit::of(&findings, Denied::Errors), vec![PortalReport::default()]);
    let (file, sound) = ("charte.toml".to_owned(), exit == Exit::Done);
    Outcome {
        command: "check",
        file,
        dry_run: false,
        sound,
        findings,
        portals,
        mended: None,
        declaration_seconds: None,
        exit,
    }
}
