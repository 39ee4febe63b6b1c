//! What one plan leaves to the next of the same portal, so that planning again costs what has changed and not what is there.
//! A plan with a memory is the plan without: what is remembered is dropped as soon as anything that it rests on differs.
//!
//! Three things are trusted. Files of the input change only where [`Memory::touch`] says so. Files of the output change only
//! by plans that were carried out, which [`Memory::settle`] says; if the output is removed, that is seen by charte's folder
//! in it. And pages depend on nothing but their bytes, what is recognised, and the portal's answers to what they ask.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use charte_core::catalogue::Catalogue;
use charte_core::charter::Charter;
use charte_core::diagnostic::Diagnostic;

use crate::csp::files::Server;
use crate::plan::change::OpenSink;
use crate::plan::roots::Roots;
use crate::plan::tree::Tree;
use crate::prepare;
use crate::prepare::portal::{Portal, SiteFacts};
use crate::site::{self, Listing, Owned};

/// What is known of one portal from the plans before.
#[derive(Default)]
pub struct Memory {
    /// The portal before anything of its site is known.
    base: Option<Arc<Portal>>,
    /// The portal that pages last asked.
    pub(super) last: Option<Arc<Portal>>,
    /// What all the rest was found under.
    ground: Option<Ground>,
    pub(super) tree: Tree,
    /// Files of the output that the input no longer has.
    pub(super) left: Option<Vec<String>>,
    touched: BTreeSet<PathBuf>,
    is_doubtful: bool,
    /// What opens the sink for an output that does not exist yet.
    pub(super) sink: Option<OpenSink>,
}

/// What must be the same for anything of the site to be remembered.
#[derive(PartialEq)]
struct Ground {
    roots: Roots,
    input: Option<PathBuf>,
    has_output: bool,
    owned: Owned,
    scope: Charter,
}

impl Ground {
    fn of(roots: &Roots, portal: &Portal) -> Ground {
        Ground {
            roots: roots.clone(),
            input: fs::canonicalize(&roots.input).ok(),
            has_output: roots.output.is_dir(),
            owned: site::owned(&roots.owned),
            scope: portal.scope.clone(),
        }
    }
}

impl Memory {
    /// For a plan that will be carried out if it is sound: where there is no output yet, it goes into a sink at once, so that
    /// each page is read once only. Nothing of the site is then remembered.
    pub fn ahead(open: OpenSink) -> Memory {
        Memory { sink: Some(open), ..Memory::default() }
    }

    /// Says that files or folders may have changed on disk since the last plan: absolute paths without links.
    pub fn touch(&mut self, paths: impl IntoIterator<Item = PathBuf>) {
        self.touched.extend(paths);
    }

    /// Says that any file may have changed, as far as its length, its date or its place on the disk has.
    pub fn doubt(&mut self) {
        self.is_doubtful = true;
    }

    /// Says that anything may have changed.
    pub fn forget(&mut self) {
        *self = Memory { sink: self.sink, ..Memory::default() };
    }

    /// Says that the last plan was carried out.
    pub fn settle(&mut self) {
        if self.sink.is_some() {
            // What pages asked for has not been noted.
            self.ground = None;
        }
        let Some(ground) = &mut self.ground else { return };
        if ground.roots.in_place() {
            // The site itself has changed, and with it the places of what was found in it.
            self.tree.begin();
        } else {
            self.tree.settle();
        }
        if !ground.has_output {
            self.left = Some(Vec::new());
        }
        ground.has_output = ground.roots.output.is_dir();
        ground.owned = site::owned(&ground.roots.owned);
    }

    /// The portal as pages last met it, to look at other pages with.
    pub fn portal(&self) -> Option<Arc<Portal>> {
        self.last.clone()
    }

    /// The portal, made anew if its declaration or theme is another.
    pub(super) fn base(
        &mut self,
        charter: &Charter,
        manifest: &Path,
        catalogue: &Catalogue,
    ) -> Result<Arc<Portal>, Vec<Diagnostic>> {
        if let Some(base) = self.base.take().filter(|base| prepare::is_still(base, charter, manifest)) {
            return Ok(Arc::clone(self.base.insert(base)));
        }
        let base = Arc::new(prepare::ready(charter, manifest, catalogue)?);
        Ok(Arc::clone(self.base.insert(base)))
    }

    /// Takes note of the documents that contact third parties, and of whether style sheets import theirs. Where that has changed,
    /// files have to be looked at again.
    pub(super) fn see_files(&mut self, documents: &BTreeMap<String, Vec<String>>, imports: bool) {
        let known = self.last.as_ref().map(|portal| &portal.facts);
        if known.is_some_and(|facts| facts.documents != *documents || facts.imports != imports) {
            self.tree.forget_fates();
        }
    }

    /// The policies that the site's server sends now. With others, pages have to be looked at again.
    pub(super) fn server(&mut self, server: Server) -> Arc<Server> {
        match self.last.as_ref().map(|portal| &portal.facts.server) {
            Some(known) if **known == server => Arc::clone(known),
            Some(_) => {
                self.tree.forget_fates();
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

    /// Brings what is known of the site up to date; `listing` is what it holds, where that was just listed.
    pub(super) fn recall(&mut self, roots: &Roots, base: &Portal, listing: Option<Listing>) {
        let ground = Ground::of(roots, base);
        let touched = std::mem::take(&mut self.touched);
        let is_doubtful = std::mem::take(&mut self.is_doubtful);
        match &ground.input {
            Some(input) if self.ground.as_ref() == Some(&ground) && !self.tree.branches.is_empty() => {
                let below = touched.into_iter().filter_map(|path| path.strip_prefix(input).map(Path::to_owned).ok());
                let folder = &ground.scope.folders.folder;
                self.tree.update(&roots.input, folder, &below.collect());
                if is_doubtful {
                    self.tree.relist(&roots.input, folder);
                }
                self.tree.begin();
            }
            _ => {
                let list = || site::list(&roots.input, &ground.scope.folders.folder);
                self.tree = Tree::of(listing.unwrap_or_else(list));
                self.left = None;
            }
        }
        if self.tree.is_reshaped {
            self.left = None;
        }
        self.ground = Some(ground);
    }
}
