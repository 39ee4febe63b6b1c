//! Both books, built by mdBook and then by charte.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use charte_html::{Scanner, name, reference};
use serde_json::Value;

use crate::binary;
use crate::root;

/// A copy of what the build needs, so that tests write nothing into the repository.
fn copied() -> tempfile::TempDir {
    let status = Command::new(root().join("tests/docs/fetch")).status().unwrap();
    assert!(status.success(), "tests/docs/fetch failed");
    let folder = tempfile::tempdir().unwrap();
    let copy = |from: &str, to: &str| {
        let to = folder.path().join(to);
        fs::create_dir_all(&to).unwrap();
        assert!(Command::new("cp").arg("-r").arg(root().join(from)).arg(to).status().unwrap().success());
    };
    // Pages of the books include texts of these.
    copy("site/docs", "site");
    copy("site/charte.toml", "site");
    for text in ["themes/README.md", "crates/README.md"] {
        copy(text, text.rsplit_once('/').unwrap().0);
    }
    folder
}

/// Both books, built in a folder that lasts as long as the first value; the report.
pub(crate) fn built() -> (tempfile::TempDir, Value) {
    let folder = copied();
    let path = format!("{}:{}", root().join("target/hosts/python/bin").display(), std::env::var("PATH").unwrap());
    let mut command = binary::command(folder.path(), "build -c site/docs/charte.toml --format json -- site/docs/books");
    let output = command.env("PATH", path).env("PLAYGROUND", "no").output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(0), "{}\n{said}", String::from_utf8_lossy(&output.stdout));
    assert!(!said.contains("WARN"), "{said}");
    (folder, serde_json::from_slice(&output.stdout).unwrap())
}

#[test]
fn the_books_are_built_without_findings_and_broken_links() {
    let (folder, report) = built();
    let findings = report["findings"].as_array().unwrap();
    let grave: Vec<&Value> = findings.iter().filter(|finding| finding["level"] != "note").collect();
    assert!(grave.is_empty(), "{grave:#?}");
    let site = Site::read(&folder.path().join("site/dist/docs"));
    for page in ["en/cookies.html", "fr/cookies.html"] {
        assert!(site.text(page).contains("charte-charter"), "{page} has no charter");
    }
    for page in site.pages().iter().filter(|page| !page.starts_with("charte-cookies/") && !page.ends_with("toc.html")) {
        assert!(site.text(page).contains("cookies.html\" data-charte-open"), "{page} has no link to the charter");
    }
    let example = site.text("fr/example.html");
    assert!(example.contains("data-charte-held=\"openstreetmap\""), "{example}");
    assert_eq!(site.broken(), [""; 0], "{}", site.broken().join("\n"));
}

/// The files of a built site.
struct Site {
    folder: PathBuf,
    files: BTreeSet<String>,
    /// By page: the places in it to which an address can lead.
    places: BTreeMap<String, BTreeSet<String>>,
}

impl Site {
    fn read(folder: &Path) -> Self {
        let mut site = Self { folder: folder.to_owned(), files: BTreeSet::new(), places: BTreeMap::new() };
        let mut folders = vec![folder.to_owned()];
        while let Some(next) = folders.pop() {
            for path in fs::read_dir(next).unwrap().map(|entry| entry.unwrap().path()) {
                if path.is_dir() {
                    folders.push(path);
                } else {
                    site.files.insert(path.strip_prefix(folder).unwrap().display().to_string());
                }
            }
        }
        for page in site.pages() {
            let text = site.text(&page);
            let ids = Scanner::new(text.as_bytes()).filter_map(|tag| {
                let id = tag.attributes().find(|attribute| tag.raw_name_of(attribute) == b"id");
                value(id.map(|id| id.value))
            });
            site.places.insert(page, ids.collect());
        }
        site
    }

    fn pages(&self) -> Vec<String> {
        self.files.iter().filter(|file| file.ends_with(".html")).cloned().collect()
    }

    fn text(&self, page: &str) -> String {
        fs::read_to_string(self.folder.join(page)).unwrap_or_else(|error| panic!("{page}: {error}"))
    }

    /// Addresses that lead nowhere within the site.
    fn broken(&self) -> Vec<String> {
        let mut broken = Vec::new();
        // What stands at the root is asked for from any depth, and the list of pages is shown within others.
        let is_fragment = |page: &str| page.ends_with("404.html") || page.ends_with("toc.html");
        for page in self.pages().into_iter().filter(|page| !is_fragment(page)) {
            let text = self.text(&page);
            for tag in Scanner::new(text.as_bytes()) {
                for attribute in [name::HREF, name::SRC] {
                    let Some(address) = value(tag.attribute(attribute)) else { continue };
                    if !self.leads(&page, &address) {
                        broken.push(format!("{page}: {address}"));
                    }
                }
            }
        }
        broken
    }

    fn leads(&self, page: &str, address: &str) -> bool {
        const BASE: &str = "https://site.example/";
        let from = url::Url::parse(BASE).unwrap().join(page).unwrap();
        let Ok(to) = from.join(address) else { return false };
        if !to.as_str().starts_with(BASE) {
            return true;
        }
        let path = percent(to.path().trim_start_matches('/'));
        let file = if path.is_empty() || path.ends_with('/') { format!("{path}index.html") } else { path };
        match (to.fragment().map(percent), self.places.get(&file)) {
            (None, _) => self.files.contains(&file),
            (Some(place), Some(places)) => place.is_empty() || places.contains(&place),
            (Some(_), None) => false,
        }
    }
}

fn value(bytes: Option<&[u8]>) -> Option<String> {
    bytes.map(|bytes| reference::decode(bytes).into_owned())
}

fn percent(text: &str) -> String {
    percent_encoding::percent_decode_str(text).decode_utf8_lossy().into_owned()
}
