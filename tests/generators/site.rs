//! The output of a generator, built by the real binary, built again and stripped. It knows no browser.

use std::fs;
use std::path::{Path, PathBuf};

use tempfile::TempDir;

use crate::binary::{self, Run};
use crate::copy;
use crate::folder::{self, Files};

/// The address that the sites are made for.
pub(crate) const HOST: &str = "data.example.fr";

/// A site as generated and as built.
pub(crate) struct GeneratedSite {
    pub(crate) name: String,
    pub(crate) source: PathBuf,
    pub(crate) built: PathBuf,
    /// The faults on disk.
    pub(crate) faults: Vec<String>,
    /// The addresses in its pages, as the values of attributes.
    pub(crate) addresses: Vec<String>,
    /// How the addresses of its pages end.
    ending: &'static str,
    _folder: TempDir,
}

/// Where the sites are made: by `fetch`, or by hand, in the folder that `CHARTE_SITES` names.
pub(crate) fn made() -> PathBuf {
    let of_fetch = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target/generators");
    std::env::var_os("CHARTE_SITES").map_or_else(of_fetch, PathBuf::from)
}

impl GeneratedSite {
    /// Builds a copy of one in place, with a declaration of everything that it uses.
    pub(crate) fn build(name: &str) -> Self {
        Self::declared(name, |folder, _| {
            let declaration = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/generators/charte.toml");
            fs::copy(declaration, folder.join("charte.toml")).unwrap();
        })
    }

    /// The same with the declaration that `charte init` writes.
    pub(crate) fn first(name: &str) -> Self {
        let mut site = Self::declared(name, first_declaration);
        site.name += " (init)";
        site
    }

    fn declared(name: &str, declare: fn(&Path, &Path)) -> Self {
        let source = made().join(name).join("dist");
        let folder = tempfile::tempdir().unwrap();
        declare(folder.path(), &source);
        let original = folder::files(&source);
        let built = folder.path().join("built");
        let faults = build_and_strip(folder.path(), &source, &original, &built);
        Self {
            name: name.to_owned(),
            ending: if source.join("embeds.html").is_file() { ".html" } else { "/" },
            addresses: addresses(&original),
            source,
            built,
            faults,
            _folder: folder,
        }
    }

    /// The path of a page.
    pub(crate) fn path(&self, page: &str) -> String {
        if page.is_empty() { "/".to_owned() } else { format!("/{page}{}", self.ending) }
    }
}

/// What `charte init` leaves to the publisher: the finding, and the key of the line that is marked for it.
const MARKED: [(&str, &str); 5] = [
    ("contact-missing", "contact"),
    ("country-missing", "country"),
    ("dpo-missing", "dpo"),
    ("policy-missing", "policy"),
    ("retention-missing", "retention"),
];

/// Writes the declaration of a site as its first author does, without an answer. Only what it marks is left to find.
fn first_declaration(folder: &Path, source: &Path) {
    copy::folder(source, &folder.join("pages"));
    charte(folder, "init pages --yes");
    let check = Run::of(&binary::command(folder, "check --format json").output().unwrap());
    assert_eq!(check.code, Some(0), "{}", check.out);
    let file = folder.join("charte.toml");
    let text = fs::read_to_string(&file).unwrap();
    let report: serde_json::Value = serde_json::from_str(&check.out).unwrap();
    let codes: Vec<_> = report["findings"].as_array().unwrap().iter().map(|finding| finding["code"].as_str()).collect();
    for code in &codes {
        let known = MARKED.iter().find(|(marked, _)| Some(*marked) == *code);
        let (_, key) = known.unwrap_or_else(|| panic!("nothing marks this: {:#}", report["findings"]));
        let is_marked = |line: &&str| line.starts_with(&format!("# {key} =")) && line.contains("TO COMPLETE: ");
        let findings = codes.iter().filter(|other| *other == code).count();
        assert_eq!(text.lines().filter(is_marked).count(), findings, "{code:?}:\n{text}");
    }
    fs::write(file, text.replace("https://www.example.fr", &format!("https://{HOST}"))).unwrap();
    fs::remove_dir_all(folder.join("pages")).unwrap();
}

/// Builds, builds again, builds what the generator made anew over it, and strips. Keeps what the first build made.
fn build_and_strip(folder: &Path, source: &Path, original: &Files, kept: &Path) -> Vec<String> {
    let pages = folder.join("pages");
    let mut faults = Vec::new();
    let mut compare = |what: &str, wanted: &Files| {
        for file in folder::differences(wanted, &folder::files(&pages)) {
            faults.push(format!("{what}: {file} differs"));
        }
    };
    copy::folder(source, &pages);
    charte(folder, "build");
    copy::folder(&pages, kept);
    let built = folder::files(kept);
    charte(folder, "build --force");
    compare("a second build", &built);
    copy::folder(source, &pages);
    charte(folder, "build");
    compare("a build of what was made anew", &built);
    charte(folder, "strip");
    compare("strip", original);
    faults
}

fn charte(folder: &Path, verb: &str) {
    let run = Run::of(&binary::command(folder, verb).output().unwrap());
    assert_eq!(run.code, Some(0), "charte {verb}:\n{}{}", run.out, run.err);
}

/// The addresses of other hosts in the tags of pages.
fn addresses(files: &Files) -> Vec<String> {
    let mut addresses = Vec::new();
    for (_, bytes) in files.iter().filter(|(name, _)| name.ends_with(".html")) {
        let text = tags(&String::from_utf8_lossy(bytes));
        for start in ["=\"https://", "=https://", "=\"//", "=//"] {
            for rest in text.split(start).skip(1) {
                let end = rest.find(['"', ' ', '>', '<']).unwrap_or(rest.len());
                addresses.push(format!("https://{}", rest[..end].replace("&amp;", "&")));
            }
        }
    }
    addresses.sort();
    addresses.dedup();
    addresses
}

/// A page without the texts of its scripts.
fn tags(page: &str) -> String {
    let parts = page.split("<script").enumerate();
    let outside = parts.map(|(number, part)| match part.split_once("</script") {
        Some((script, rest)) if number > 0 => format!("{}>{rest}", script.split('>').next().unwrap_or_default()),
        _ => part.to_owned(),
    });
    outside.collect()
}
