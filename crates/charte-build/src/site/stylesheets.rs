//! The style sheets of a built site, in the order in which its first pages have them. What they mean is for
//! `charte_render::theme::harvest`.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Component, Path, PathBuf};

use charte_core::diagnostic::Diagnostic;
use charte_html::css::{self, FetchKind};
use charte_html::{StyleSheet, Syntax, style_sheets};
use charte_render::theme::harvest::{self, Harvest, Sheet};
use walkdir::WalkDir;

use crate::site::path::slashed;
use crate::site::{IoFault, SENTINEL, is_page_name};

/// How many pages are read: those nearest to the root show the site's look, the rest repeats it.
const PAGES: usize = 40;
/// Longer files, in bytes, are skipped: they are generated bundles.
const LONGEST: u64 = 4 << 20;
/// How deep one style sheet may import others.
const DEPTH: usize = 4;

/// Reads the style sheets of the built site at `root` and proposes a theme.
///
/// # Errors
/// A folder that cannot be read, or a site without style sheets of its own.
pub fn harvest(root: &Path) -> Result<Harvest, Vec<Diagnostic>> {
    harvest::harvest(&root.display().to_string(), sheets(root)?)
}

/// The style sheets of the site at `root`: those of its pages, else every one that lies in it.
fn sheets(root: &Path) -> Result<Vec<Sheet>, Vec<Diagnostic>> {
    let files = files(root)?;
    let mut gathering = Gathering { root, seen: BTreeSet::new(), sheets: Vec::new(), faults: Vec::new() };
    let mut pages: Vec<&PathBuf> = files.iter().filter(|path| is_page_name(path)).collect();
    pages.sort_by_key(|path| (path.components().count(), path.file_stem().is_none_or(|name| name != "index")));
    for page in pages.into_iter().take(PAGES) {
        gathering.page(page);
    }
    if gathering.sheets.is_empty() {
        for path in files.iter().filter(|path| path.extension().is_some_and(|end| end == "css")) {
            gathering.file(path, DEPTH);
        }
    }
    if gathering.faults.is_empty() { Ok(gathering.sheets) } else { Err(gathering.faults) }
}

/// The files of the site, relative to its root, without what charte wrote.
fn files(root: &Path) -> Result<Vec<PathBuf>, Vec<Diagnostic>> {
    let is_own = |path: &Path| path.join(SENTINEL).is_file();
    let mut files = Vec::new();
    for entry in WalkDir::new(root).sort_by_file_name().into_iter().filter_entry(|entry| !is_own(entry.path())) {
        match entry {
            Ok(entry) if entry.file_type().is_file() => {
                files.extend(entry.path().strip_prefix(root).ok().map(Path::to_owned));
            }
            Ok(_) => {}
            Err(error) => {
                let path = error.path().unwrap_or(root).to_owned();
                return Err(vec![IoFault::on("list it", &path)(std::io::Error::other(error)).into()]);
            }
        }
    }
    Ok(files)
}

struct Gathering<'a> {
    root: &'a Path,
    seen: BTreeSet<PathBuf>,
    sheets: Vec<Sheet>,
    faults: Vec<Diagnostic>,
}

impl Gathering<'_> {
    /// The style sheets that a page links, and those that stand in it.
    fn page(&mut self, path: &Path) {
        let Some(bytes) = self.read(path) else { return };
        // What a build inserted is charte's look, not the site's.
        for style in style_sheets(&charte_rewrite::strip(&bytes, Syntax::Html)) {
            match style {
                StyleSheet::Linked(address) => {
                    if let Some(file) = self.find(path, &address) {
                        self.file(&file, DEPTH);
                    }
                }
                StyleSheet::Embedded { first_line, text } if !self.sheets.iter().any(|known| known.text == text) => {
                    self.sheets.push(Sheet { name: slashed(Ok(path)), first_line, text });
                }
                StyleSheet::Embedded { .. } => {}
            }
        }
    }

    /// A style sheet after those that it imports.
    fn file(&mut self, path: &Path, depth: usize) {
        if depth == 0 || !self.seen.insert(path.to_owned()) {
            return;
        }
        let Some(bytes) = self.read(path) else { return };
        for fetch in css::read(&bytes).fetches.iter().filter(|fetch| fetch.kind == FetchKind::Import) {
            if let Some(file) = self.find(path, &fetch.address) {
                self.file(&file, depth - 1);
            }
        }
        let text = String::from_utf8_lossy(&bytes).into_owned();
        self.sheets.push(Sheet { name: slashed(Ok(path)), first_line: 1, text });
    }

    /// The file of the site that an address in the file `from` means; nothing for those of other hosts and those missing.
    fn find(&self, from: &Path, address: &str) -> Option<PathBuf> {
        let address = address.trim().split(['?', '#']).next().unwrap_or_default();
        if address.is_empty() || address.starts_with("//") || address.contains(':') {
            return None;
        }
        let below = address.trim_start_matches('/');
        let start = if below == address { from.parent()?.to_owned() } else { PathBuf::new() };
        let direct = plain(&start.join(below))?;
        // A site below the root of its host has addresses with the path of its base first.
        let shorter = below.split_once('/').map(|(_, rest)| PathBuf::from(rest)).filter(|_| below != address);
        std::iter::once(direct).chain(shorter).find(|path| self.root.join(path).is_file())
    }

    fn read(&mut self, path: &Path) -> Option<Vec<u8>> {
        let path = self.root.join(path);
        if fs::metadata(&path).is_ok_and(|metadata| metadata.len() > LONGEST) {
            return None;
        }
        fs::read(&path).map_err(|error| self.faults.push(IoFault::on("read it", &path)(error).into())).ok()
    }
}

/// A path without `.` and `..`; nothing for one that leads out of the site.
fn plain(path: &Path) -> Option<PathBuf> {
    let mut plain = PathBuf::new();
    for part in path.components() {
        match part {
            Component::Normal(name) => plain.push(name),
            Component::CurDir => {}
            Component::ParentDir if plain.pop() => {}
            _ => return None,
        }
    }
    Some(plain)
}
