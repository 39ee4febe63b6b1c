//! The portals that browsers visit, built by the real binary. It knows no browser.

mod gallery;

use std::fs;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError, Weak};

use serde_json::Value;

use crate::site::Site;

/// A portal of a site: its host, the folder of its author's pages and that of the built ones.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Portal {
    pub(crate) host: &'static str,
    pub(crate) source: &'static str,
    pub(crate) built: &'static str,
}

/// The portal without a banner: everything on it is exempt.
pub(crate) const TOWN: Portal = Portal {
    host: "data.saint-pierre-du-perray.fr",
    source: "saint-pierre-du-perray",
    built: "dist/saint-pierre-du-perray",
};

/// The portal with a banner, for audience measurement, a video and a map.
pub(crate) const COAST: Portal =
    Portal { host: "data.stmalo-agglomeration.fr", source: "stmalo-agglomeration", built: "dist/stmalo-agglomeration" };

/// The portal of the tests' own small sites.
pub(crate) const SMALL: Portal = Portal { host: "data.example.fr", source: "public", built: "dist" };

pub(crate) use gallery::{THEMES, languages};

impl Site {
    /// The two demonstration portals, built. Shared as long as a test holds them.
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
        let site = Self::empty();
        copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../../site"), site.root());
        site.build();
        site
    }

    /// A portal of the tests' own: its services as TOML (`services = […]`, then tables) and its pages.
    pub(crate) fn small(services: &str, pages: &[(&str, &str)]) -> Arc<Self> {
        let site = Self::new(&format!("output = \"{}\"\n{services}", SMALL.built));
        for (name, content) in pages {
            site.write(Path::new(SMALL.source).join(name), content);
        }
        site.build();
        Arc::new(site)
    }

    /// The hashes of charte's inline scripts, as a policy lists them.
    pub(crate) fn script_hashes(&self) -> Vec<String> {
        let report: Value = serde_json::from_str(&self.succeed("build --format json").out).unwrap();
        let portals =
            report["portals"].as_array().unwrap().iter().flat_map(|portal| portal["script_hashes"].as_array());
        portals.flatten().map(|hash| format!("'{}'", hash.as_str().unwrap())).collect()
    }

    /// The addresses of all pages of a built portal, sorted.
    pub(crate) fn pages(&self, portal: Portal) -> Vec<String> {
        self.addresses(portal.built)
    }

    /// The addresses of all pages in one of its folders, sorted, without those that only redirect.
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

/// Copies a folder, without what an earlier build by hand left in it.
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
