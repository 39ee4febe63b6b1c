//! Plans every file of the site: pages are rewritten, other files are copied. One folder is one thread's work.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use charte_core::diagnostic::{Diagnostic, Place};
use charte_rewrite::{Edits, PageReport};
use rayon::prelude::*;

use crate::bundle::CharterPage;
use crate::plan::cache::{CachedFolder, FileCache, Outcome, Stamp};
use crate::plan::change::{Content, Sink, Write};
use crate::plan::own_files;
use crate::plan::rewriting::{Build, Rewrite, Strip};
use crate::plan::roots::Roots;
use crate::plan::summary::{Figures, UndeclaredContact, Waiting};
use crate::prepare::portal::Portal;
use crate::rules;
use crate::site::path::slashed;
use crate::site::{self, File, IoFault, Kind};

/// The plan of all files of the site.
#[derive(Default)]
pub(super) struct Totals {
    /// Folders of the output that are not there yet.
    pub(super) folders: Vec<PathBuf>,
    pub(super) writes: Vec<Write>,
    pub(super) findings: Vec<Diagnostic>,
    pub(super) figures: Figures,
}

impl Totals {
    fn add(mut self, other: Totals) -> Totals {
        self.folders.extend(other.folders);
        self.writes.extend(other.writes);
        self.findings.extend(other.findings);
        self.figures.add(&other.figures);
        self
    }
}

/// One pass over all pages of a build.
pub(super) struct Pass<'a> {
    pub(super) roots: &'a Roots,
    pub(super) portal: &'a Portal,
    /// The portal of the last pass, on whose answers the cached outcomes depend.
    pub(super) old: Option<&'a Portal>,
    /// Where files are written while they are planned.
    pub(super) sink: Option<&'a dyn Sink>,
}

/// Plans the pages and files of a build.
pub(super) fn build(cache: &mut FileCache, pass: &Pass<'_>) -> Totals {
    let Pass { roots, portal, old, sink } = *pass;
    let old = old.filter(|old| !std::ptr::eq(*old, portal));
    let has_same_placeholders = old.is_some_and(|old| old.renderer.makes_same_placeholders(&portal.renderer));
    let rewrite = &Build { portal, old, has_same_placeholders, is_recorded: sink.is_none() };
    all(cache, &Work { roots, rewrite, has_output: roots.output.is_dir(), sink })
}

/// Plans the undoing of a build.
pub(super) fn strip(cache: &mut FileCache, roots: &Roots) -> Totals {
    all(cache, &Work { roots, rewrite: &Strip, has_output: roots.output.is_dir(), sink: None })
}

fn all(cache: &mut FileCache, work: &Work<'_, impl Rewrite>) -> Totals {
    // Small folders are handed to threads together: one by one, that would cost more than planning them.
    let length = (cache.folders.len() / 256).clamp(1, 64);
    let parts = cache.folders.par_chunks_mut(length).with_max_len(1).map(|folders| {
        let (mut totals, mut bytes) = (Totals::default(), Buffers::default());
        folders.iter_mut().for_each(|folder| work.folder(folder, &mut totals, &mut bytes));
        totals
    });
    // `collect` keeps the order of the folders, so that no result depends on which thread was first.
    parts.collect::<Vec<Totals>>().into_iter().fold(Totals::default(), Totals::add)
}

/// The bytes of a page before and after its edits. One thread uses the same buffers for all its pages.
#[derive(Default)]
struct Buffers {
    page: Vec<u8>,
    built: Vec<u8>,
}

struct Work<'a, R> {
    roots: &'a Roots,
    rewrite: &'a R,
    /// Whether the output exists, so that its files have to be compared.
    has_output: bool,
    sink: Option<&'a dyn Sink>,
}

/// One file of the site: its path below the root, where it is read and where it is written.
struct Paths<'f> {
    path: &'f Path,
    source: PathBuf,
    target: PathBuf,
}

impl<R: Rewrite> Work<'_, R> {
    fn folder(&self, folder: &mut CachedFolder, totals: &mut Totals, buffers: &mut Buffers) {
        if !folder.is_in_output {
            folder.is_in_output = self.roots.in_place() || self.is_in_output(&folder.path, totals);
        }
        for entry in &mut folder.entries {
            if entry.outcome.as_ref().is_some_and(|outcome| !self.rewrite.holds(&outcome.dependencies)) {
                entry.outcome = None;
            }
            if entry.outcome.is_none() {
                if self.sink.is_none() {
                    entry.stamp = Stamp::of(&self.roots.input.join(&entry.file.path));
                }
                match self.file(&entry.file, buffers, &mut totals.writes) {
                    Ok(outcome) => entry.outcome = Some(Box::new(outcome)),
                    Err(fault) => totals.findings.push(fault.into()),
                }
            }
            if let Some(outcome) = &entry.outcome {
                totals.figures.add(&outcome.figures);
                totals.findings.extend(outcome.findings.iter().cloned());
            }
        }
    }

    /// Whether a folder of the site is in the output; if not, it is planned.
    fn is_in_output(&self, path: &Path, totals: &mut Totals) -> bool {
        let target = self.roots.output.join(path);
        if self.has_output && target != self.roots.output {
            totals.findings.extend(site::in_the_way(&target));
        }
        let is_in_output = self.has_output && target.is_dir();
        match self.sink {
            Some(sink) => totals.findings.extend(sink.folder(&target).err().map(Diagnostic::from)),
            None if !is_in_output => totals.folders.push(target),
            None => {}
        }
        is_in_output
    }

    /// Plans one file.
    fn file(&self, file: &File, buffers: &mut Buffers, writes: &mut Vec<Write>) -> Result<Outcome, IoFault> {
        let (source, target) = (self.roots.input.join(&file.path), self.roots.output.join(&file.path));
        let mut outcome = Outcome::default();
        match &file.kind {
            Kind::Page => {
                let paths = Paths { path: &file.path, source, target };
                writes.extend(self.page(paths, &mut outcome, buffers)?);
            }
            Kind::Asset if site::has_ending(&file.path, &own_files::DOCUMENTS) && self.is_held(&file.path, &source) => {
                outcome.figures.assets += 1;
                let paths = Paths { path: &file.path, source, target };
                writes.extend(self.document(paths, &mut outcome, buffers)?);
            }
            Kind::Asset => {
                outcome.figures.assets += 1;
                if !self.roots.in_place() {
                    let is_same = self.has_output && is_same_file(&source, &target)?;
                    writes.extend(self.keep_or_write(&mut outcome, is_same, target, Content::Copy(source))?);
                }
            }
            Kind::Link(to) => {
                if !self.roots.in_place() {
                    let is_same = fs::read_link(&target).is_ok_and(|present| present == *to);
                    writes.extend(self.keep_or_write(&mut outcome, is_same, target, Content::Link(to.clone()))?);
                }
            }
        }
        Ok(outcome)
    }

    /// Whether a build switches off something in a document, or an earlier one did.
    fn is_held(&self, path: &Path, source: &Path) -> bool {
        let is_marked = || fs::read(source).is_ok_and(|bytes| charte_rewrite::is_marked(&bytes));
        !self.rewrite.services(path).is_empty() || is_marked()
    }

    fn document(
        &self,
        paths: Paths<'_>,
        outcome: &mut Outcome,
        buffers: &mut Buffers,
    ) -> Result<Option<Write>, IoFault> {
        let mode = site::read(&paths.source, &mut buffers.page).map_err(IoFault::on("read it", &paths.source))?;
        let edits = self.rewrite.rewrite_document(&buffers.page, &self.rewrite.services(paths.path));
        self.put(paths, edits, mode, outcome, buffers)
    }

    fn page(&self, paths: Paths<'_>, outcome: &mut Outcome, buffers: &mut Buffers) -> Result<Option<Write>, IoFault> {
        let mode = site::read(&paths.source, &mut buffers.page).map_err(IoFault::on("read it", &paths.source))?;
        let (edits, report, dependencies) = self.rewrite.rewrite(&buffers.page, paths.path);
        outcome.dependencies = dependencies;
        outcome.report(&paths, &buffers.page, report);
        self.put(paths, edits, mode, outcome, buffers)
    }

    /// Plans the write of a page or document that is in the buffer. `None` where the target is as it should be.
    fn put(
        &self,
        Paths { source, target, .. }: Paths<'_>,
        edits: Edits,
        mode: fs::Permissions,
        outcome: &mut Outcome,
        Buffers { page, built }: &mut Buffers,
    ) -> Result<Option<Write>, IoFault> {
        let is_same = if self.roots.in_place() {
            edits.is_noop()
        } else {
            self.has_output && fs::read(&target).is_ok_and(|present| present == edits.apply(page))
        };
        if !is_same && self.roots.in_place() && is_read_only(&source) {
            let finding = rules::READ_ONLY.finding("it is marked read-only, and charte would have to change it");
            outcome
                .findings
                .push(finding.path(source.display().to_string()).help("make it writable, or build into an `output`"));
        }
        let content = match self.sink {
            Some(sink) => {
                edits.apply_to(page, built);
                sink.page(&target, built, mode)?;
                Content::Written
            }
            None => Content::Page { source, edits, length: page.len() },
        };
        self.keep_or_write(outcome, is_same, target, content)
    }

    fn keep_or_write(
        &self,
        outcome: &mut Outcome,
        is_same: bool,
        target: PathBuf,
        content: Content,
    ) -> Result<Option<Write>, IoFault> {
        if is_same {
            outcome.figures.unchanged += 1;
            return Ok(None);
        }
        if self.has_output && fs::symlink_metadata(&target).is_ok_and(|metadata| metadata.is_dir()) {
            let finding = rules::FOLDER_IN_THE_WAY.finding("a folder stands where a file of the site goes");
            outcome.findings.push(finding.path(target.display().to_string()).help("remove it from the output"));
        }
        outcome.figures.changed += 1;
        outcome.is_planned = true;
        let content = match self.sink {
            Some(sink) => sink.file(&target, content)?,
            None => content,
        };
        Ok(Some(Write { target, content }))
    }
}

impl Outcome {
    /// Adds the report on one page to the figures and findings.
    fn report(&mut self, Paths { path, source, .. }: &Paths<'_>, bytes: &[u8], report: PageReport) {
        if !report.is_html {
            self.figures.not_html += 1;
            self.findings.extend(site::not_a_page(source, bytes));
            return;
        }
        self.figures.pages += 1;
        let mut services: BTreeMap<&str, usize> = BTreeMap::new();
        for gated in &report.gated {
            *services.entry(&gated.service).or_default() += 1;
        }
        for (service, places) in services {
            let waiting = self.figures.waiting.entry(service.to_owned()).or_default();
            *waiting = Waiting { service: service.into(), places: waiting.places + places, pages: waiting.pages + 1 };
        }
        let page = slashed(Ok(path));
        let strangers = report.unknown.iter().map(|stranger| UndeclaredContact {
            service: stranger.service.clone(),
            host: stranger.host.clone(),
            beside: stranger.beside.clone(),
            waits: true,
        });
        self.figures.add_strangers(&page, strangers);
        self.figures.add_managers(&page, &report.managers);
        self.figures.add_named(&page, &report.named);
        self.figures.add_policies(&page, &report.policies);
        self.figures.add_form(&page, report.needs, &report.form_reason);
        if report.has_slot {
            self.figures.slots.push(CharterPage { language: report.language.clone(), path: page, slot: true });
        }
        self.findings.extend(report.findings.into_iter().map(|finding| {
            let place = Place::in_bytes(&source.display().to_string(), bytes, finding.offset);
            finding.rule.finding(finding.message).at(place)
        }));
    }
}

/// Whether two files hold the same bytes; false when the second is not there or is a link.
fn is_same_file(source: &Path, target: &Path) -> Result<bool, IoFault> {
    let Ok(present) = fs::symlink_metadata(target) else { return Ok(false) };
    let metadata = fs::metadata(source).map_err(IoFault::on("read it", source))?;
    if !present.is_file() || present.len() != metadata.len() {
        return Ok(false);
    }
    let bytes = fs::read(source).map_err(IoFault::on("read it", source))?;
    Ok(fs::read(target).is_ok_and(|present| present == bytes))
}

fn is_read_only(path: &Path) -> bool {
    fs::metadata(path).is_ok_and(|metadata| metadata.permissions().readonly())
}
