//! The compressed copies of pages and documents in one folder: `index.html.gz` beside `index.html`.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::packing::Packing;
use crate::plan::cache::CachedFolder;
use crate::plan::own_files;
use crate::site::{self, File, Kind};

/// The compressed copies in a folder, with what each is a copy of; `None` where a page is there compressed alone.
#[derive(Default)]
pub(super) struct Twins(BTreeMap<PathBuf, Option<File>>);

impl Twins {
    pub(super) fn of(folder: &CachedFolder) -> Twins {
        let mut twins = BTreeMap::new();
        for entry in folder.entries.iter().filter(|entry| entry.file.kind == Kind::Asset) {
            let Some((main, _)) = Packing::twin_of(&entry.file.path) else { continue };
            let file = folder.entries.binary_search_by(|other| other.file.path.cmp(&main));
            let file = file.ok().and_then(|index| folder.entries.get(index)).map(|entry| entry.file.clone());
            match file {
                Some(file) if file.kind == Kind::Page || site::has_ending(&main, &own_files::DOCUMENTS) => {
                    let is_link = matches!(file.kind, Kind::Link(_));
                    twins.insert(entry.file.path.clone(), Some(file).filter(|_| !is_link));
                }
                Some(file) if matches!(file.kind, Kind::Asset) => {}
                _ if site::is_page_name(&main) => drop(twins.insert(entry.file.path.clone(), None)),
                _ => {}
            }
        }
        Twins(twins)
    }

    /// Whether the file is such a copy.
    pub(super) fn has(&self, path: &Path) -> bool {
        self.0.contains_key(path)
    }

    /// What a copy is a copy of.
    pub(super) fn main(&self, path: &Path) -> Option<&File> {
        self.0.get(path)?.as_ref()
    }

    /// Whether a page is there as this copy alone.
    pub(super) fn is_alone(&self, path: &Path) -> bool {
        self.0.get(path).is_some_and(|main| main.is_none() && path.with_extension("").extension().is_some())
    }

    /// Discards what is known of copies whose page or document is planned again.
    pub(super) fn invalidate(&self, folder: &mut CachedFolder) {
        for (path, main) in &self.0 {
            let position =
                |path: &Path| folder.entries.binary_search_by(|entry| entry.file.path.as_path().cmp(path)).ok();
            let is_planned = main
                .as_ref()
                .and_then(|main| position(&main.path))
                .is_some_and(|main| folder.entries[main].outcome.is_some());
            if let Some(copy) = position(path).filter(|_| !is_planned) {
                folder.entries[copy].outcome = None;
            }
        }
    }
}
