//! What a build or a strip would do to a site: every file to write and every finding. Planning changes no file of the
//! site or of an output that exists.

mod cache;
mod change;
mod dependencies;
mod folders;
mod inspection;
mod memory;
mod neighbours;
mod outcome;
mod own_files;
mod own_folder;
mod pages;
mod rewriting;
mod roots;
mod scheme;
mod sent;
mod single;
mod summary;
#[cfg(test)]
pub(crate) mod tests;
mod twins;
mod undeclared;
mod unused;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use charte_core::catalogue::Catalogue;
use charte_core::charter::Charter;
use charte_core::diagnostic::{Diagnostic, has_errors};

use crate::bundle::{self, CharterPage};
use crate::plan::cache::FileCache;
use crate::plan::neighbours::Later;
use crate::plan::neighbours::kept::{Kept, Record};
use crate::plan::outcome::Totals;
use crate::plan::pages::Pass;
use crate::prepare::portal::{Portal, SiteFacts};
use crate::shard::Shard;
use crate::site::walk::Walk;
use crate::site::{self, Kind, Listing, Owned, STAGE};
use crate::timing::Laps;
use crate::{csp, rules};

/// The number of pages for which the server's policies are checked: such files have few rules, each for many paths.
const PAGES_FOR_POLICIES: usize = 1000;

pub use crate::plan::change::{Content, Made, OpenSink, Sink, Write, digest};
pub use crate::plan::memory::Memory;
pub(crate) use crate::plan::roots::Roots;
pub use crate::plan::single::{SinglePage, single_page};
pub use crate::plan::summary::{Forms, Sighting, Summary, UnknownHost, Waiting};
pub use crate::plan::undeclared::entry;

/// Everything to write and to remove for one portal. It has no effect until [`apply`](crate::apply::apply) carries it out.
#[derive(Debug)]
#[non_exhaustive]
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
    /// Whether that folder stays: a build keeps it, a strip removes it.
    pub keeps_folder: bool,
    /// All findings. A plan with an error must not be carried out.
    pub findings: Vec<Diagnostic>,
    /// The plan in figures.
    pub summary: Summary,
    /// Where files of an output that does not exist yet were written while they were planned.
    pub sink: Option<Box<dyn Sink>>,
    /// The part of the site that it is for; `None` for all of it.
    pub shard: Option<Shard>,
    /// How long its parts took.
    pub(crate) laps: Laps,
    /// The author's files to keep in charte's own folder.
    records: Vec<Record>,
}

impl Plan {
    /// Whether there is nothing to do: no write, no removal, and nothing left over from a run that was killed.
    pub fn is_empty(&self) -> bool {
        self.writes.is_empty()
            && self.removals.is_empty()
            && self.folders.is_empty()
            && (self.keeps_folder || site::owned(&self.owned) == Owned::Absent)
            && !self.has_leftovers()
    }
}

impl Plan {
    /// Whether a run that was killed left something. The folder of a part is there as soon as the part is claimed.
    fn has_leftovers(&self) -> bool {
        let stage = self.stage();
        if self.shard.is_some() { !site::is_empty(&stage) } else { stage.exists() }
    }

    /// The folder for files that are being written.
    pub(crate) fn stage(&self) -> PathBuf {
        self.owned.join(self.shard.map_or_else(|| STAGE.to_owned(), Shard::stage))
    }
}

/// Plans the build of one portal. `manifest` is the folder that the charter's paths start from.
pub fn build(charter: &Charter, manifest: &Path, catalogue: &Catalogue) -> Plan {
    build_again(charter, manifest, catalogue, &mut Memory::default())
}

/// The same plan, with the cached results of the last one: only files that have changed since, or whose markup has, are
/// planned again.
pub fn build_again(charter: &Charter, manifest: &Path, catalogue: &Catalogue, memory: &mut Memory) -> Plan {
    let roots = Roots::of(charter, manifest);
    let mut plan = Plan::empty(charter, &roots, true);
    let checked = folders::check(&roots, &charter.folders.folder);
    // Without a cache, the site is listed while the portal is made.
    let is_first = memory.cache.folders.is_empty() && !has_errors(&checked);
    let folder = &charter.folders.folder;
    let list = |walked: Option<Walk>| match walked {
        Some(walk) => Listing::of(walk, &roots.input, folder),
        None => site::list(&roots.input, folder),
    };
    let walked = memory.walked.take();
    let (base, listing) = rayon::join(|| memory.base(charter, manifest, catalogue), || is_first.then(|| list(walked)));
    let base = match base {
        Ok(base) => base,
        Err(findings) => {
            plan.findings = findings;
            return plan;
        }
    };
    plan.findings = checked;
    plan.shard = memory.shard;
    if has_errors(&plan.findings) {
        return plan;
    }
    memory.refresh(&roots, &base, listing);
    plan.laps.end("theme and list of files");
    plan.findings.extend(memory.cache.findings.iter().cloned());
    if let Some(open) = memory.sink
        && !roots.output.exists()
        && !has_errors(&plan.findings)
    {
        match open(&roots.output, &roots.owned) {
            Ok(sink) => plan.sink = Some(sink),
            Err(fault) => plan.findings.push(fault.into()),
        }
    }
    if !memory.cache.folders.is_empty()
        && let Err(findings) = plan.fill(&roots, &base, memory)
    {
        plan.findings.extend(findings);
        // A cached page would not report the fault of its markup again.
        memory.clear();
    }
    plan
}

/// Plans a strip: the pages become what they were before any build, and charte's own folder is removed.
pub fn strip(charter: &Charter, manifest: &Path) -> Plan {
    let built = Roots::of(charter, manifest);
    let roots = Roots { input: built.output.clone(), ..built };
    let mut plan = Plan::empty(charter, &roots, false);
    plan.findings = folders::check(&roots, &charter.folders.folder);
    if has_errors(&plan.findings) {
        return plan;
    }
    let mut cache = FileCache::of(site::list(&roots.input, &charter.folders.folder));
    plan.findings.append(&mut cache.findings);
    if !cache.folders.is_empty() {
        plan.take(pages::strip(&mut cache, &roots, &Kept::read(&roots.input)));
        plan.no_pages(&roots);
    }
    plan
}

/// The findings about policies and headers: charte's own policy where it is too long, what the site's server has browsers contact,
/// and the site's own policies, in its pages or sent by its server, that refuse something of charte's. Each is reported once for all pages.
fn policy_findings(portal: &Portal, cache: &FileCache, own: &BTreeMap<String, Sighting>) -> Vec<Diagnostic> {
    let pages = cache.files().filter(|file| file.kind == Kind::Page);
    let mut obstacles: Vec<csp::Obstacle> = Vec::new();
    let mut take = |judged: csp::Judgement| {
        // charte does without these: its scripts insert elements instead.
        let replaceable = [csp::Need::Inserted, csp::Need::PlainText, csp::Need::Run];
        obstacles.extend(judged.obstacles.into_iter().filter(|obstacle| !replaceable.contains(&obstacle.need)));
    };
    for page in pages.take(PAGES_FOR_POLICIES) {
        take(portal.judgement(&[], &page.path));
    }
    for (policy, sighting) in own {
        let page = sighting.pages.first().map_or("", String::as_str);
        take(portal.judgement(std::slice::from_ref(policy), Path::new(page)));
    }
    let mut findings: Vec<Diagnostic> = portal.policy.too_long(&portal.charter.id).into_iter().collect();
    findings.extend(sent::findings(portal));
    findings.extend(csp::findings(&obstacles));
    findings
}

impl Plan {
    /// Plans pages, then charte's own files. A slot in one page changes the target of the links in all pages: after
    /// such a change they are planned again.
    fn fill(&mut self, roots: &Roots, base: &Arc<Portal>, memory: &mut Memory) -> Result<(), Vec<Diagnostic>> {
        self.findings.extend(base.warnings.iter().cloned());
        let inspection = own_files::inspect(&mut memory.cache, roots, base);
        let documents = inspection.services();
        let (kept, later) = (&Kept::read(&roots.input), &Later::of(&memory.cache, &inspection.lists));
        memory.compare_files(&documents, inspection.imports, later.has_lists());
        let server = memory.compare_server(csp::files::read(&roots.input, &roots.manifest));
        self.findings.extend(server.findings.iter().cloned());
        // The address of the charter in the last plan: most often it has not changed.
        let mut facts = SiteFacts {
            workers: inspection.workers.clone(),
            documents,
            imports: inspection.imports,
            has_one_scheme: !inspection.follows_visitor && !scheme::pages_follow_visitor(&memory.cache, roots),
            has_lists: later.has_lists(),
            server,
            addresses: memory.portal().map(|portal| portal.facts.addresses.clone()).unwrap_or_default(),
        };
        let mut portal = memory.with_facts(base, &facts)?;
        let shard = memory.shard;
        // A part does not plan the pages of the others, of which one may have the charter.
        let all_slots = shard.map(|_| single::slots(&portal, &memory.cache, roots));
        if let Some(slots) = &all_slots {
            facts.addresses = bundle::addresses(&portal, &bundle::charter_pages(&portal, slots));
            portal = memory.with_facts(base, &facts)?;
        }
        self.laps.end("other files");
        let (old, sink, progress) = (memory.last.as_deref(), self.sink.as_deref(), memory.progress.as_deref());
        let is_last = memory.sink.is_some();
        let pass = Pass { roots, portal: &portal, old, sink, is_last, kept, later, shard, progress };
        let mut totals = pages::build(&mut memory.cache, &pass);
        let charter = bundle::charter_pages(&portal, all_slots.as_ref().unwrap_or(&totals.figures.slots));
        let slots = bundle::addresses(&portal, &charter);
        if slots != facts.addresses {
            facts.addresses = slots;
            let first = std::mem::replace(&mut portal, memory.with_facts(base, &facts)?);
            memory.cache.discard_planned();
            // The pages in the sink have the old links.
            if let (Some(sink), Some(open)) = (self.sink.take(), memory.sink) {
                drop(sink);
                self.sink = Some(open(&roots.output, &roots.owned).map_err(|fault| vec![fault.into()])?);
            }
            let sink = self.sink.as_deref();
            let pass = Pass { roots, portal: &portal, old: Some(&first), sink, is_last, kept, later, shard, progress };
            totals = pages::build(&mut memory.cache, &pass);
        }
        memory.last = Some(Arc::clone(&portal));
        self.laps.end("pages");
        totals.figures.add(&inspection.figures);
        let policies = std::mem::take(&mut totals.figures.policies);
        totals.findings.extend(inspection.findings.iter().cloned());
        let changed = std::mem::take(&mut totals.changed);
        self.take(totals);
        if shard.is_none_or(Shard::is_first) {
            self.add_neighbours(neighbours::plan((roots, &portal), (kept, later), changed, &charter));
        }
        self.laps.end("neighbours");
        self.finish((roots, &portal), (memory, later), charter, &policies)
    }

    /// Adds charte's own files, and the findings about the site as a whole, once all its files are planned.
    fn finish(
        &mut self,
        (roots, portal): (&Roots, &Portal),
        (memory, later): (&mut Memory, &Later),
        charter: Vec<CharterPage>,
        policies: &BTreeMap<String, Sighting>,
    ) -> Result<(), Vec<Diagnostic>> {
        let shard = memory.shard;
        // A part may have no page, a site may not.
        if shard.is_none() || !memory.cache.files().any(|file| file.kind == Kind::Page) {
            self.no_pages(roots);
        }
        self.check_output(roots, &portal.charter.folders.folder, memory);
        self.laps.end("output");
        let unused = unused::report(&self.summary, &self.findings, portal);
        self.findings.extend(unused.filter(|_| shard.is_none()));
        self.findings.extend(undeclared::report(&mut self.summary, &portal.charter));
        let bundle = bundle::make(portal, &roots.input, charter)?;
        self.summary.script_hashes = self.summary.hashes(portal);
        self.findings.extend(policy_findings(portal, &memory.cache, policies));
        self.add_bundle(bundle, roots, (&memory.cache, later))
    }

    /// Looks at an output that exists: files that the site no longer has, and files that charte did not write.
    fn check_output(&mut self, roots: &Roots, folder: &str, memory: &mut Memory) {
        if roots.in_place() || !roots.output.is_dir() || has_errors(&self.findings) {
            return;
        }
        if self.shard.is_none_or(Shard::is_first) {
            let stale = memory.stale.get_or_insert_with(|| folders::stale_files(&memory.cache, folder, roots));
            self.summary.stale = stale.len();
            self.findings.extend(folders::stale_finding(stale, &roots.output));
        }
        self.findings.extend(folders::replaced(roots, &self.writes));
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
            sink: None,
            shard: None,
            laps: Laps::start(),
            records: Vec::new(),
        }
    }

    fn take(&mut self, pages: Totals) {
        self.findings.extend(pages.findings);
        self.writes.extend(pages.writes);
        self.records.extend(pages.records);
        self.summary.take(pages.figures);
        self.folders = pages.folders;
    }

    /// A build that found no page is most likely pointed at the wrong folder.
    fn no_pages(&mut self, roots: &Roots) {
        if self.summary.pages == 0 && !has_errors(&self.findings) {
            let finding = rules::files::NO_PAGES.finding("no HTML page was found in the folder of the built site");
            let finding = finding.path(roots.input.display().to_string());
            self.findings.push(finding.help("build the site first, or correct `input`"));
        }
    }
}
