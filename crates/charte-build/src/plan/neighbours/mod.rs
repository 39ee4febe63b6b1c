//! Files beside the pages that hold copies or fingerprints of them: compressed copies, lists of service workers, sitemaps.
//! Left as they are, they would give visitors the pages of before the build, without any error.

pub(super) mod kept;
pub(super) mod precache;
mod sitemap;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use charte_core::diagnostic::{Diagnostic, Place};
use percent_encoding::percent_decode_str;
use url::Url;

use crate::bundle::CharterPage;
use crate::packing::Packing;
use crate::plan::cache::FileCache;
use crate::plan::change::{Content, Write};
use crate::plan::neighbours::kept::{Choice, Decision, Kept, Record};
use crate::plan::neighbours::precache::Digests;
use crate::plan::roots::Roots;
use crate::prepare::portal::Portal;
use crate::rules::beside;
use crate::site::path::slashed;
use crate::site::{IoFault, Kind};

/// Angular's list.
const NGSW: &str = "ngsw.json";

/// The files that are planned once all pages are.
#[derive(Debug, Default)]
pub(super) struct Later {
    /// Scripts with lists, and Angular's list.
    lists: BTreeSet<PathBuf>,
    /// Sitemaps, in the root of the site.
    maps: BTreeSet<PathBuf>,
    /// Compressed copies of both, with what they are copies of.
    twins: BTreeMap<PathBuf, PathBuf>,
}

impl Later {
    /// Of the files of a site, of which `lists` may have a list.
    pub(super) fn of(cache: &FileCache, lists: &BTreeSet<PathBuf>) -> Later {
        let mut later = Later { lists: lists.clone(), ..Later::default() };
        let assets = || cache.files().filter(|file| file.kind == Kind::Asset);
        for file in assets() {
            if file.path.file_name().is_some_and(|name| name == NGSW) {
                later.lists.insert(file.path.clone());
            } else if sitemap::is_named(&file.path) {
                later.maps.insert(file.path.clone());
            }
        }
        if later.lists.is_empty() && later.maps.is_empty() {
            return later;
        }
        for file in assets() {
            if let Some((main, _)) = Packing::twin_of(&file.path)
                && (later.lists.contains(&main) || later.maps.contains(&main))
            {
                later.twins.insert(file.path.clone(), main);
            }
        }
        later
    }

    pub(super) fn has_lists(&self) -> bool {
        !self.lists.is_empty()
    }

    pub(super) fn contains(&self, path: &Path) -> bool {
        self.lists.contains(path) || self.maps.contains(path) || self.twins.contains_key(path)
    }
}

/// What is planned for these files.
#[derive(Default)]
pub(super) struct Neighbours {
    pub(super) writes: Vec<Write>,
    pub(super) unchanged: usize,
    pub(super) records: Vec<Record>,
    pub(super) findings: Vec<Diagnostic>,
}

/// A plan under way.
struct Work<'a> {
    roots: &'a Roots,
    portal: &'a Portal,
    kept: &'a Kept,
    later: &'a Later,
    /// The files that charte changes, by their paths.
    changed: BTreeMap<String, Digests>,
    planned: Neighbours,
    /// What the changed ones of these files will be.
    made: BTreeMap<PathBuf, Vec<u8>>,
}

/// Plans the lists and sitemaps of a site, and their compressed copies. `changed` are the pages and documents that charte
/// changes.
pub(super) fn plan(
    (roots, portal): (&Roots, &Portal),
    (kept, later): (&Kept, &Later),
    changed: BTreeMap<String, Digests>,
    charter: &[CharterPage],
) -> Neighbours {
    let (planned, made) = (Neighbours::default(), BTreeMap::new());
    let mut work = Work { roots, portal, kept, later, changed, planned, made };
    let results = [work.maps(charter), work.lists(), work.files()];
    work.planned.findings.extend(results.into_iter().filter_map(Result::err).map(Diagnostic::from));
    work.planned
}

impl Work<'_> {
    /// Adds the charter to the sitemap.
    fn maps(&mut self, charter: &[CharterPage]) -> Result<(), IoFault> {
        let mut maps = BTreeMap::new();
        for path in &self.later.maps {
            let bytes = self.kept.author_bytes(self.roots, path)?;
            let services = self.portal.facts.documents.get(&slashed(Ok(path))).cloned().unwrap_or_default();
            let rules = self.portal.rules(path, None);
            let held = charte_rewrite::rewrite_document(&bytes, &rules, &services).apply(&bytes);
            if held != bytes {
                self.make(path, held.clone());
            }
            maps.insert(path, held);
        }
        let known: BTreeSet<String> = maps.values().flat_map(|map| sitemap::addresses(map)).collect();
        // A sitemap of another host, such as one of a preview, does not list it.
        let is_ours = known.iter().any(|address| address.starts_with(&self.portal.charter.url));
        let own = charter.iter().filter(|page| !page.slot && is_ours);
        let pages: Vec<String> = own.map(|page| self.portal.renderer.url(&page.language)).collect();
        let missing: Vec<&str> = pages.iter().map(String::as_str).filter(|page| !known.contains(*page)).collect();
        if missing.is_empty() {
            return Ok(());
        }
        if let Some((path, map)) =
            maps.into_iter().find_map(|(path, map)| sitemap::with_pages(&map, &missing).map(|map| (path.clone(), map)))
        {
            self.make(&path, map);
        }
        Ok(())
    }

    fn make(&mut self, path: &Path, bytes: Vec<u8>) {
        self.changed.insert(slashed(Ok(path)), Digests::of(&bytes));
        self.made.insert(path.to_owned(), bytes);
    }

    /// Gives the files in lists the revisions of what they will be.
    fn lists(&mut self) -> Result<(), IoFault> {
        let (mut asking, mut has_entries) = (Vec::new(), false);
        for path in &self.later.lists {
            let bytes = self.kept.author_bytes(self.roots, path)?;
            let is_ngsw = path.file_name().is_some_and(|name| name == NGSW);
            let changed = |address: &str| self.changed_at(path, address);
            let revised = if is_ngsw { precache::ngsw(&bytes, changed) } else { precache::script(&bytes, changed) };
            let place =
                |offset: usize| Place::in_bytes(&self.roots.input.join(path).display().to_string(), &bytes, offset);
            for offset in &revised.unread {
                let message = "the revision of a page in this list cannot be set: visitors who come back would go on \
                               getting the page of before the build";
                self.planned.findings.push(unread(message).at(place(*offset)));
            }
            has_entries |= revised.has_entries;
            asking.extend(revised.asks.filter(|_| !revised.has_entries).map(place));
            let new = revised.apply(&bytes);
            if new != bytes {
                self.made.insert(path.clone(), new);
            }
        }
        if let Some(place) = asking.into_iter().next().filter(|_| !has_entries && !self.changed.is_empty()) {
            let message = "this service worker keeps pages by a list, and no list can be read in the site: visitors who \
                           come back would go on getting the pages of before the build";
            self.planned.findings.push(unread(message).at(place));
        }
        Ok(())
    }

    /// The fingerprints of the file that an address in a list leads to, if charte changes it. The address starts from the
    /// list, or from the root of the host.
    fn changed_at(&self, list: &Path, address: &str) -> Option<Digests> {
        let base = Url::parse(&format!("{}{}", self.portal.charter.url, slashed(Ok(list)))).ok()?;
        let url = base.join(address).ok().filter(|url| url.origin() == base.origin())?;
        let path = percent_decode_str(url.path()).decode_utf8().ok()?;
        let path = path.strip_prefix(&self.portal.charter.base_path).or(path.strip_prefix('/'))?;
        let folder = path.trim_end_matches('/');
        let index = if folder.is_empty() { "index.html".to_owned() } else { format!("{folder}/index.html") };
        [path.to_owned(), index, format!("{folder}.html")].iter().find_map(|path| self.changed.get(path)).cloned()
    }

    /// Plans the files and their compressed copies.
    fn files(&mut self) -> Result<(), IoFault> {
        let Later { lists, maps, twins } = self.later;
        let mains = lists.iter().chain(maps).map(|path| (path, path));
        for (path, main) in mains.chain(twins) {
            let made = self.made.get(main).map(Vec::as_slice);
            let Decision { choice, is_same, record } = self.kept.decide(self.roots, path, made)?;
            self.planned.records.extend(record);
            if is_same {
                self.planned.unchanged += 1;
                continue;
            }
            let content = match (choice, made) {
                (Choice::Made(like), Some(made)) => {
                    let inner = Box::new(Content::Bytes(made.to_vec()));
                    Content::Made { inner, packing: Packing::of(path), like }
                }
                (Choice::Original(path) | Choice::Made(path), _) => Content::Copy(path),
            };
            self.planned.writes.push(Write { target: self.roots.output.join(path), content });
        }
        Ok(())
    }
}

/// The finding about a list that cannot be read.
fn unread(message: &str) -> Diagnostic {
    let help = "let the tool that writes the list run after `charte build`, over the built site, or have it write each entry \
                with a plain `url` and `revision`";
    beside::PRECACHE_UNREAD.finding(message).help(help)
}

/// The finding about a page that is there in a compressed form alone.
pub(super) fn packed_alone(path: &Path) -> Diagnostic {
    let message = "servers send it as a page, and the page is not there unpacked: nothing in it is held";
    let finding = beside::PACKED_ALONE.finding(message).path(path.display().to_string());
    finding.help("unpack it beside the compressed file: charte then writes both anew")
}
