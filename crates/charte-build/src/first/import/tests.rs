//! Each file of `tests/import` becomes the declaration beside it, and that has no error.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::PathBuf;
use std::sync::LazyLock;

use charte_core::catalogue::Catalogue;
use charte_core::charter::Charter;
use charte_core::check::check;
use charte_core::diagnostic::has_errors;
use charte_core::manifest;
use charte_core::model::Location;

use super::import;
use crate::first::draft::Draft;
/// Made once: each file of it is parsed at its first use.
static CATALOGUE: LazyLock<Catalogue> = LazyLock::new(Catalogue::embedded);

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/import")
}

/// What a file becomes: the declaration, what the law requires and it lacks, what could not be used.
fn made(name: &str, bytes: &[u8]) -> (String, String) {
    let imported = import(name, bytes, &CATALOGUE).unwrap();
    let mut draft = Draft { input: "public".into(), ..Draft::default() };
    draft.take(&imported);
    let toml = draft.to_toml();
    let mut text = format!("# {}\n{toml}\n# unmet\n", imported.kind);
    for obligation in &imported.unmet {
        writeln!(text, "# - {} ({})", obligation.text, obligation.source).unwrap();
    }
    text.push_str("# left over\n");
    for unread in &imported.unread {
        writeln!(text, "# {} {}", unread.line, unread.text.replace('\n', " ")).unwrap();
    }
    (toml, text)
}

fn charter(name: &str, toml: &str) -> Charter {
    let (manifest, mut findings) = manifest::parse(name, toml);
    let (mut charters, found) = check(&manifest, &CATALOGUE);
    findings.extend(found);
    assert!(!has_errors(&findings), "{name}: {findings:#?}\n{toml}");
    charters.pop().unwrap()
}

#[test]
fn every_sample_becomes_the_declaration_beside_it() {
    let mut names: Vec<String> =
        fs::read_dir(folder()).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.retain(|name| !name.ends_with(".toml"));
    names.sort();
    assert!(names.len() > 15, "only {} samples", names.len());
    let mut faults = Vec::new();
    for name in names {
        let (toml, text) = made(&name, &fs::read(folder().join(&name)).unwrap());
        let _ = charter(&name, &toml);
        let path = folder().join(format!("{name}.toml"));
        if std::env::var_os("UPDATE").is_some() {
            fs::write(&path, &text).unwrap();
        } else if fs::read_to_string(&path).unwrap_or_default() != text {
            faults.push(name);
        }
    }
    assert!(faults.is_empty(), "these differ; UPDATE=1 writes what came: {faults:?}");
}

#[test]
fn the_charters_of_two_portals_keep_every_fact() {
    for (name, url) in [
        ("saint-pierre-du-perray.txt", "https://data.saint-pierre-du-perray.fr"),
        ("stmalo-agglomeration.txt", "https://data.stmalo-agglomeration.fr"),
    ] {
        let charter = charter(name, &made(name, &fs::read(folder().join(name)).unwrap()).0);
        assert_eq!(charter.url.as_str().trim_end_matches('/'), url);
        let service = charter.services.iter().find(|service| service.id == "opendatasoft").unwrap();
        assert_eq!(service.provider.name, "Opendatasoft");
        let trackers: BTreeMap<&str, (&str, Option<Location>, &str)> = service
            .trackers
            .iter()
            .map(|it| (it.name.as_str(), (it.label["fr"].as_str(), it.location, it.description["fr"].as_str())))
            .collect();
        let both = Some(Location::Both);
        let expected = BTreeMap::from([
            ("sessionid", ("Authentification", both, "Se souvenir de l'utilisateur d'une page à une autre.")),
            ("django_language", ("Sélection de la langue", both, "Se souvenir de la langue du visiteur")),
            ("csrftoken", ("API (CSRF)", both, "Récupérer des données via des appels API")),
            (
                "cookies_preferences",
                (
                    "Choix concernant vos préférences sur les cookies",
                    Some(Location::Front),
                    "Se souvenir du choix opéré par le visiteur concernant les cookies",
                ),
            ),
        ]);
        assert_eq!(trackers, expected);
    }
}

#[test]
fn a_file_about_something_else_is_refused() {
    for text in ["", "Bonjour.", "<svg xmlns='http://www.w3.org/2000/svg'/>", "{\"a\": [1, 2]}", "body { color: red }"]
    {
        let findings = import("x", text.as_bytes(), &CATALOGUE).unwrap_err();
        assert_eq!(findings[0].code, "import-unknown", "{text}");
    }
}

#[test]
fn no_bytes_make_it_fail() {
    for name in fs::read_dir(folder()).unwrap().map(|entry| entry.unwrap().path()) {
        let bytes = fs::read(&name).unwrap();
        for cut in (1..bytes.len()).step_by(bytes.len() / 7 + 1) {
            if let Ok(imported) = import("x", &bytes[..cut], &CATALOGUE) {
                let mut draft = Draft { input: "public".into(), ..Draft::default() };
                draft.take(&imported);
                charter("x", &draft.to_toml());
            }
        }
    }
}
