//! What a build or a strip would do to a site: every file to write, every finding, and nothing done yet.

mod entry;
mod files;
mod pages;
mod summary;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use charte_core::catalogue::Catalogue;
use charte_core::charter::Charter;
use charte_core::diagnostic::{Diagnostic, has_errors};

use crate::bundle::{self, Bundle};
use crate::guard;
use crate::page::Edits;
use crate::portal::Portal;
use crate::site::{self, File, Kind, Listing, Owned};

pub use summary::{CharterPage, Sighting, Summary, UnknownHost, Waiting};

/// The content that a file will have.
#[derive(Debug)]
pub enum Content {
    /// These bytes.
    Bytes(Vec<u8>),
    /// A page of the site with edits; read again when applied, so that a plan holds no pages.
    Page {
        /// The page as it is now.
        source: PathBuf,
        /// What changes in it.
        edits: Edits,
        /// Its length when it was planned, in bytes.
        length: usize,
    },
    /// Those of another file.
    Copy(PathBuf),
    /// A symbolic link to this.
    Link(PathBuf),
}

/// One file to write.
#[derive(Debug)]
pub struct Write {
    /// Where.
    pub target: PathBuf,
    /// What.
    pub content: Content,
}

/// What is to be done for one portal.
#[derive(Debug)]
pub struct Plan {
    /// Folders that must exist.
    pub folders: Vec<PathBuf>,
    /// Files to write.
    pub writes: Vec<Write>,
    /// Files of charte's own folder to delete.
    pub removals: Vec<PathBuf>,
    /// The folder that is written.
    pub output: PathBuf,
    /// charte's own folder in it.
    pub owned: PathBuf,
    /// Whether that folder stays.
    pub keeps_folder: bool,
    /// What was found on the way.
    pub findings: Vec<Diagnostic>,
    /// The same in figures.
    pub summary: Summary,
}

impl Plan {
    /// Whether there is nothing to do.
    pub fn is_empty(&self) -> bool {
        self.writes.is_empty()
            && self.removals.is_empty()
            && self.folders.is_empty()
            && (self.keeps_folder || site::owned(&self.owned) == Owned::Absent)
    }
}

/// The site's folders: where it is read and where it is written.
struct Roots {
    input: PathBuf,
    output: PathBuf,
    owned: PathBuf,
}

impl Roots {
    fn of(charter: &Charter, manifest: &Path) -> Roots {
        let input = manifest.join(&charter.place.input);
        let output = charter.place.output.as_ref().map_or_else(|| input.clone(), |output| manifest.join(output));
        let owned = output.join(&charter.place.folder);
        Roots { input, output, owned }
    }

    fn in_place(&self) -> bool {
        self.input == self.output
    }
}

/// Plans the build of one portal; `manifest` is the folder that its paths start from.
pub fn build(charter: &Charter, manifest: &Path, catalogue: &Catalogue) -> Plan {
    let roots = Roots::of(charter, manifest);
    let mut plan = Plan::empty(charter, &roots, true);
    let portal = match Portal::new(charter, manifest, catalogue) {
        Ok(portal) => portal,
        Err(findings) => {
            plan.findings = findings;
            return plan;
        }
    };
    if let Some(listing) = plan.list(charter, &roots)
        && let Err(findings) = plan.fill(&listing, &roots, portal)
    {
        plan.findings.extend(findings);
    }
    plan
}

/// Plans the undoing of a build: the pages that the build wrote become what they were, and charte's folder goes.
pub fn strip(charter: &Charter, manifest: &Path) -> Plan {
    let built = Roots::of(charter, manifest);
    let roots = Roots { input: built.output.clone(), ..built };
    let mut plan = Plan::empty(charter, &roots, false);
    let Some(listing) = plan.list(charter, &roots) else { return plan };
    plan.take(pages::strip(&listing, &roots));
    plan.no_pages(&roots);
    plan
}

impl Plan {
    /// Plans pages, then charte's own files. A slot found in one page changes where the links of all pages lead, so that
    /// they are planned again.
    fn fill(&mut self, listing: &Listing, roots: &Roots, mut portal: Portal<'_>) -> Result<(), Vec<Diagnostic>> {
        self.findings.extend(portal.warnings.iter().cloned());
        let inspection = files::inspect(listing, roots, &portal);
        portal.talks.clone_from(&inspection.figures.talks);
        portal.names = !inspection.figures.named.is_empty();
        let mut outcome = pages::build(listing, roots, &portal);
        let charter = bundle::charter_pages(&portal, &outcome.figures.slots);
        let slots: BTreeMap<String, String> = charter
            .iter()
            .filter(|page| page.slot)
            .map(|page| (page.language.clone(), bundle::address(&portal, page)))
            .collect();
        if !slots.is_empty() {
            portal = portal.with_addresses(&slots)?;
            outcome = pages::build(listing, roots, &portal);
        }
        outcome.figures.add(inspection.figures);
        outcome.findings.extend(inspection.findings);
        self.take(outcome);
        self.no_pages(roots);
        self.stale(listing, &portal.charter.place.folder, roots);
        self.findings.extend(entry::tell(&mut self.summary, portal.charter));
        let mut bundle = bundle::make(&portal, &roots.input, charter)?;
        bundle.files.extend(bundle::queues(&portal, &self.summary.talks));
        if self.summary.guarded > 0 {
            bundle.files.insert(guard::FILE.to_owned(), guard::script(portal.charter).into_bytes());
        }
        self.add_bundle(bundle, roots);
        Ok(())
    }

    fn empty(charter: &Charter, roots: &Roots, keeps_folder: bool) -> Plan {
        let mut summary = Summary::declared(charter);
        summary.input = roots.input.display().to_string();
        summary.output = roots.output.display().to_string();
        Plan {
            folders: Vec::new(),
            writes: Vec::new(),
            removals: Vec::new(),
            output: roots.output.clone(),
            owned: roots.owned.clone(),
            keeps_folder,
            findings: Vec::new(),
            summary,
        }
    }

    /// The site's files, if its folders can be what the manifest says.
    fn list(&mut self, charter: &Charter, roots: &Roots) -> Option<Listing> {
        for folder in BTreeSet::from([&roots.input, &roots.output]) {
            // Either may be a link to a folder: it is the author's way of naming it.
            if folder.exists() && !folder.is_dir() {
                self.findings.extend(site::in_the_way(folder));
            }
        }
        if has_errors(&self.findings) {
            return None;
        }
        self.findings.extend(foreign(&roots.owned));
        if !roots.in_place() {
            self.findings.extend(foreign(&roots.input.join(&charter.place.folder)));
            self.findings.extend(overlap(roots));
        }
        if has_errors(&self.findings) {
            return None;
        }
        let mut listing = site::list(&roots.input, &charter.place.folder);
        self.findings.append(&mut listing.findings);
        (!listing.folders.is_empty()).then_some(listing)
    }

    fn take(&mut self, pages: pages::Outcome) {
        self.findings.extend(pages.findings);
        self.writes.extend(pages.writes);
        self.summary.take(pages.figures);
        self.folders = pages.folders;
    }

    /// A build that found no page is most likely pointed at the wrong folder.
    fn no_pages(&mut self, roots: &Roots) {
        if self.summary.pages == 0 && !has_errors(&self.findings) {
            let finding = Diagnostic::error("no-pages", "no HTML page was found in the folder of the built site");
            let finding = finding.path(roots.input.display().to_string());
            self.findings.push(finding.help("build the site first, or correct `input`"));
        }
    }

    /// Files of the output that the site no longer has are somebody's, and still published: they are told, not deleted.
    fn stale(&mut self, listing: &Listing, folder: &str, roots: &Roots) {
        if roots.in_place() || !roots.output.is_dir() || has_errors(&self.findings) {
            return;
        }
        let paths = |listing: &Listing| -> BTreeSet<PathBuf> {
            listing.folders.iter().flat_map(|folder| folder.files.iter().map(|file| file.path.clone())).collect()
        };
        let left: Vec<String> = paths(&site::list(&roots.output, folder))
            .difference(&paths(listing))
            .map(|path| path.display().to_string())
            .collect();
        self.summary.stale = left.len();
        if let Some(first) = left.first() {
            let message = match left.len() {
                1 => format!("{first} is no longer in the input"),
                more => format!("{more} of its files are no longer in the input, {first} for one"),
            };
            let finding = Diagnostic::warning("stale-files", message).path(roots.output.display().to_string());
            self.findings.push(finding.help(
                "charte deletes nothing of yours: remove what is left over, or the whole output, and build again",
            ));
        }
    }

    fn add_bundle(&mut self, bundle: Bundle, roots: &Roots) {
        self.findings.extend(bundle.findings);
        self.summary.charter = bundle.pages;
        let mut kept: BTreeSet<PathBuf> = BTreeSet::from([roots.owned.join(site::SENTINEL)]);
        for (path, bytes) in bundle.files {
            let target = roots.owned.join(path);
            kept.insert(target.clone());
            if let Some(folder) = target.parent() {
                self.findings.extend(site::in_the_way(folder));
                if !folder.is_dir() {
                    self.folders.push(folder.to_owned());
                }
            }
            if fs::read(&target).is_ok_and(|present| present == bytes) {
                continue;
            }
            self.summary.own_changed += 1;
            self.writes.push(Write { target, content: Content::Bytes(bytes) });
        }
        let stale = site::list(&roots.owned, site::STAGE);
        for File { path, kind } in stale.folders.into_iter().flat_map(|folder| folder.files) {
            let target = roots.owned.join(path);
            if !kept.contains(&target) && kind != Kind::Link(PathBuf::new()) {
                self.removals.push(target);
            }
        }
        self.folders.sort();
        self.folders.dedup();
    }
}

/// A folder of charte's name that charte did not write belongs to somebody.
fn foreign(folder: &Path) -> Option<Diagnostic> {
    (site::owned(folder) == Owned::Foreign).then(|| {
        let message = "it stands where charte's own files go, and charte did not write it";
        let finding = Diagnostic::error("folder-not-ours", message).path(folder.display().to_string());
        finding.help("move it away, or choose another name with `folder = \"…\"`")
    })
}

/// Links can make two folders one that look apart in the manifest.
fn overlap(roots: &Roots) -> Option<Diagnostic> {
    let (input, output) = (site::real_path(&roots.input), site::real_path(&roots.output));
    let apart = !input.starts_with(&output) && !output.starts_with(&input);
    (!apart).then(|| {
        let message = format!("it lies within the input {}, or the input within it", roots.input.display());
        let finding = Diagnostic::error("output-inside-input", message).path(roots.output.display().to_string());
        finding.help("choose a folder beside it, or leave `output` out to build in place")
    })
}
