//! A folder with a declaration and the pages of its portals, built by the real binary. It knows no browser.

mod gallery;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{Arc, Mutex, PoisonError, Weak};

use serde_json::Value;
use tempfile::TempDir;

/// A portal of a site: its host, where its author's pages are and where the built ones are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Portal {
    pub(crate) host: &'static str,
    pub(crate) source: &'static str,
    pub(crate) built: &'static str,
}

/// The portal that asks nothing: all it keeps is exempt.
pub(crate) const TOWN: Portal = Portal {
    host: "data.saint-pierre-du-perray.fr",
    source: "saint-pierre-du-perray",
    built: "dist/saint-pierre-du-perray",
};

/// The portal that asks, for audience measurement, a video and a map.
pub(crate) const COAST: Portal =
    Portal { host: "data.stmalo-agglomeration.fr", source: "stmalo-agglomeration", built: "dist/stmalo-agglomeration" };

/// The portal of the tests' own small sites.
pub(crate) const SMALL: Portal = Portal { host: "data.example.fr", source: "pages", built: "dist" };

pub(crate) use gallery::{THEMES, languages};

/// Everything that a small site declares but its services.
const SMALL_HEAD: &str = r#"version = 1
[publisher]
name = "Commune de l’Exemple"
contact = "mairie@example.fr"
dpo = "dpo@example.fr"
public_body = true
[portal.small]
name = "Données de l’Exemple"
url = "https://data.example.fr"
input = "pages"
output = "dist"
updated = 2026-11-23
"#;

/// A declaration and its portals in a folder of their own, gone when this is dropped.
pub(crate) struct Site {
    folder: TempDir,
}

impl Site {
    /// The two demonstration portals, built. Shared for as long as some test holds them.
    pub(crate) fn demonstration() -> Arc<Self> {
        static SHARED: Mutex<Weak<Site>> = Mutex::new(Weak::new());
        let mut shared = SHARED.lock().unwrap_or_else(PoisonError::into_inner);
        shared.upgrade().unwrap_or_else(|| {
            let site = Arc::new(Self::copy());
            *shared = Arc::downgrade(&site);
            site
        })
    }

    /// The same for a test that changes them.
    pub(crate) fn copy() -> Self {
        let site = Self { folder: tempfile::tempdir().unwrap() };
        copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../../site"), site.folder.path());
        site.build();
        site
    }

    /// A portal of the tests' own: its services as TOML (`services = […]`, then tables) and its pages.
    pub(crate) fn small(services: &str, pages: &[(&str, &str)]) -> Arc<Self> {
        let site = Self { folder: tempfile::tempdir().unwrap() };
        fs::write(site.path("charte.toml"), format!("{SMALL_HEAD}{services}")).unwrap();
        for (name, content) in pages {
            let file = site.path("pages").join(name);
            fs::create_dir_all(file.parent().unwrap()).unwrap();
            fs::write(file, content).unwrap();
        }
        site.build();
        Arc::new(site)
    }

    /// Runs `charte build`.
    pub(crate) fn build(&self) {
        self.run(&[]);
    }

    /// The hashes of charte's inline scripts, as a policy lists them.
    pub(crate) fn script_hashes(&self) -> Vec<String> {
        let told: Value = serde_json::from_slice(&self.run(&["--format", "json"])).unwrap();
        let portals = told["portals"].as_array().unwrap().iter().flat_map(|portal| portal["script_hashes"].as_array());
        portals.flatten().map(|hash| format!("'{}'", hash.as_str().unwrap())).collect()
    }

    /// What `charte build` says.
    fn run(&self, arguments: &[&str]) -> Vec<u8> {
        let output = Command::new(env!("CARGO_BIN_EXE_charte"))
            .args(["build", "--config", "charte.toml"])
            .args(arguments)
            .current_dir(self.folder.path())
            .output()
            .unwrap();
        let told = [output.stdout.as_slice(), &output.stderr].concat();
        assert!(output.status.success(), "charte build failed:\n{}", String::from_utf8_lossy(&told));
        output.stdout
    }

    /// Replaces a text that stands exactly once in a file.
    pub(crate) fn edit(&self, file: &str, from: &str, to: &str) {
        let text = fs::read_to_string(self.path(file)).unwrap();
        assert_eq!(text.matches(from).count(), 1, "`{from}` in {file}");
        fs::write(self.path(file), text.replace(from, to)).unwrap();
    }

    /// The place of a file or folder.
    pub(crate) fn path(&self, relative: &str) -> PathBuf {
        self.folder.path().join(relative)
    }

    /// The addresses of all pages of a built portal, sorted.
    pub(crate) fn pages(&self, portal: Portal) -> Vec<String> {
        self.addresses(portal.built)
    }

    /// The addresses of all pages in one of its folders, sorted, without those that only lead to another.
    pub(crate) fn addresses(&self, folder: &str) -> Vec<String> {
        let mut pages = Vec::new();
        collect(&self.path(folder), "/", &mut pages);
        pages.sort();
        assert!(!pages.is_empty(), "no page in {folder}");
        pages
    }
}

/// The addresses of the pages below a folder.
fn collect(folder: &Path, address: &str, pages: &mut Vec<String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if path.is_dir() {
            collect(&path, &format!("{address}{name}/"), pages);
        } else if name.ends_with(".html") && !fs::read_to_string(&path).unwrap().contains("http-equiv=\"refresh\"") {
            pages.push(format!("{address}{}", name.trim_end_matches("index.html")));
        }
    }
}

/// Copies a folder, but not what an earlier build by hand left in it.
fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if !entry.path().is_dir() {
            fs::copy(entry.path(), target).unwrap();
        } else if entry.file_name() != "dist" {
            copy(&entry.path(), &target);
        }
    }
}
