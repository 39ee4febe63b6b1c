//! What one plan leaves to the next of the same portal, so that the cost of planning again depends on what has changed,
//! not on the size of the site. A plan with a memory is equal to one without: a cached result is discarded as soon as
//! anything that it depends on changes.
//!
//! This holds under three conditions. Every change to a file of the input is passed to [`Memory::invalidate`] or
//! [`Memory::invalidate_all`]. Files of the output change only by plans that were carried out, which is passed to
//! [`Memory::commit`]; a removed output is noticed, by the state of charte's own folder in it. And a page depends on
//! nothing but its bytes, what is recognised, and the markup that it takes from the portal.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use charte_core::catalogue::Catalogue;
use charte_core::charter::Charter;
use charte_core::diagnostic::Diagnostic;

use crate::csp::files::Server;
use crate::plan::cache::FileCache;
use crate::plan::change::OpenSink;
use crate::plan::roots::Roots;
use crate::prepare;
use crate::prepare::portal::{Portal, SiteFacts};
use crate::progress::Progress;
use crate::shard::Shard;
use crate::site::walk::Walk;
use crate::site::{self, Listing, Owned};

/// The cached results of the last plan for one portal.
#[derive(Default)]
pub struct Memory {
    /// The portal, without facts of its site.
    base: Option<Arc<Portal>>,
    /// The portal by which pages were last rewritten.
    pub(super) last: Option<Arc<Portal>>,
    /// What the cached results depend on as a whole.
    key: Option<Key>,
    pub(super) cache: FileCache,
    /// Files of the output that the input no longer has; `None` while they are not listed.
    pub(super) stale: Option<Vec<String>>,
    /// The walk below the input, if one was just made.
    pub(crate) walked: Option<Walk>,
    /// Paths that have changed since the last plan.
    invalid: BTreeSet<PathBuf>,
    /// Whether any path may have changed since the last plan.
    is_invalid: bool,
    /// What opens the sink for an output that does not exist yet.
    pub(super) sink: Option<OpenSink>,
    /// The part of the site that is planned; `None` for all of it.
    pub(super) shard: Option<Shard>,
    /// Counts the files that are planned.
    pub(crate) progress: Option<Arc<Progress>>,
}

/// What the cached results of a site depend on as a whole: with another key, none of them is used.
#[derive(PartialEq)]
struct Key {
    roots: Roots,
    input: Option<PathBuf>,
    has_output: bool,
    owned: Owned,
    scope: Charter,
}

impl Key {
    fn of(roots: &Roots, portal: &Portal) -> Key {
        Key {
            roots: roots.clone(),
            input: fs::canonicalize(&roots.input).ok(),
            has_output: roots.output.is_dir(),
            owned: site::owned(&roots.owned),
            scope: portal.scope.clone(),
        }
    }
}

impl Memory {
    /// A memory for a plan that is carried out if it has no errors: an output that does not exist yet is written to the
    /// sink while it is planned, so that each page is read once. The next plan then has no cached results.
    pub fn with_sink(open: OpenSink) -> Memory {
        Memory { sink: Some(open), ..Memory::default() }
    }

    /// A memory that plans a part of the site.
    pub fn of_shard(shard: Shard) -> Memory {
        Memory { shard: Some(shard), ..Memory::default() }
    }

    /// Marks files or folders that may have changed on disk since the last plan, by their absolute paths with links resolved.
    pub fn invalidate(&mut self, paths: impl IntoIterator<Item = PathBuf>) {
        self.invalid.extend(paths);
    }

    /// Marks every file of which the length, the modification time or the inode has changed since the last plan.
    pub fn invalidate_all(&mut self) {
        self.is_invalid = true;
    }

    /// Discards all cached results.
    pub fn clear(&mut self) {
        *self = Memory { sink: self.sink, shard: self.shard, ..Memory::default() };
    }

    /// Records that the last plan was carried out.
    pub fn commit(&mut self) {
        if self.sink.is_some() {
            // The dependencies of pages were not recorded.
            self.key = None;
        }
        let Some(key) = &mut self.key else { return };
        if key.roots.in_place() {
            // The pages themselves have changed, and with them the offsets of what was found in them.
            self.cache.discard_planned();
        } else {
            self.cache.commit();
        }
        if !key.has_output {
            self.stale = Some(Vec::new());
        }
        key.has_output = key.roots.output.is_dir();
        key.owned = site::owned(&key.roots.owned);
    }

    /// The portal by which pages were last rewritten, for rewriting single pages in the same way.
    pub fn portal(&self) -> Option<Arc<Portal>> {
        self.last.clone()
    }

    /// The portal without facts of its site, made again if its declaration or its theme has changed.
    pub(super) fn base(
        &mut self,
        charter: &Charter,
        manifest: &Path,
        catalogue: &Catalogue,
    ) -> Result<Arc<Portal>, Vec<Diagnostic>> {
        if let Some(base) = self.base.take().filter(|base| prepare::is_current(base, charter, manifest)) {
            return Ok(Arc::clone(self.base.insert(base)));
        }
        let base = Arc::new(prepare::ready(charter, manifest, catalogue)?);
        Ok(Arc::clone(self.base.insert(base)))
    }

    /// Discards outcomes if other documents contact third parties than in the last plan, or if `imports` has changed:
    /// whether a style sheet may import one of a third party's, or `lists`: whether the site has lists of its files.
    pub(super) fn compare_files(&mut self, documents: &BTreeMap<String, Vec<String>>, imports: bool, lists: bool) {
        let known = self.last.as_ref().map(|portal| &portal.facts);
        let differ =
            |facts: &SiteFacts| facts.documents != *documents || facts.imports != imports || facts.has_lists != lists;
        if known.is_some_and(differ) {
            self.cache.discard_outcomes();
        }
    }

    /// The policies that the site's server sends now. Outcomes are discarded if they have changed since the last plan.
    pub(super) fn compare_server(&mut self, server: Server) -> Arc<Server> {
        match self.last.as_ref().map(|portal| &portal.facts.server) {
            Some(known) if **known == server => Arc::clone(known),
            Some(_) => {
                self.cache.discard_outcomes();
                Arc::new(server)
            }
            None => Arc::new(server),
        }
    }

    /// The portal with these facts of its site.
    pub(super) fn with_facts(&self, base: &Arc<Portal>, facts: &SiteFacts) -> Result<Arc<Portal>, Vec<Diagnostic>> {
        let mut known = self.last.iter().chain([base]);
        match known.find(|portal| portal.is_based_on(base, facts)) {
            Some(portal) => Ok(Arc::clone(portal)),
            None => Ok(Arc::new(base.with_facts(facts)?)),
        }
    }

    /// Brings the cache up to date with the site on disk. `listing` has its files if they were just listed.
    pub(super) fn refresh(&mut self, roots: &Roots, base: &Portal, listing: Option<Listing>) {
        let key = Key::of(roots, base);
        let invalid = std::mem::take(&mut self.invalid);
        let is_invalid = std::mem::take(&mut self.is_invalid);
        match &key.input {
            Some(input) if self.key.as_ref() == Some(&key) && !self.cache.folders.is_empty() => {
                let below = invalid.into_iter().filter_map(|path| path.strip_prefix(input).map(Path::to_owned).ok());
                let folder = &key.scope.folders.folder;
                self.cache.update(&roots.input, folder, &below.collect());
                if is_invalid {
                    self.cache.relist(&roots.input, folder);
                }
                self.cache.discard_planned();
            }
            _ => {
                let list = || site::list(&roots.input, &key.scope.folders.folder);
                self.cache = FileCache::of(listing.unwrap_or_else(list));
                self.stale = None;
            }
        }
        if self.cache.is_restructured {
            self.stale = None;
        }
        self.key = Some(key);
    }
}
