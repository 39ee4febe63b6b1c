//! What becomes of every file of the site: pages are rewritten, the rest is carried over. One folder is one thread's work.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use charte_core::diagnostic::{Diagnostic, Place};
use charte_rewrite::{Edits, PageReport};
use rayon::prelude::*;

use crate::bundle::CharterPage;
use crate::plan::change::{Content, Sink, Write};
use crate::plan::own_files;
use crate::plan::rewriting::{Build, Rewrite, Strip};
use crate::plan::roots::Roots;
use crate::plan::summary::{Figures, Seen, Waiting};
use crate::plan::tree::{Branch, Fate, Stamp, Tree};
use crate::prepare::portal::Portal;
use crate::rules;
use crate::site::path::slashed;
use crate::site::{self, File, IoFault, Kind};

/// What the files of the site add up to.
#[derive(Default)]
pub(super) struct Outcome {
    /// Folders of the output that are not there yet.
    pub(super) folders: Vec<PathBuf>,
    pub(super) writes: Vec<Write>,
    pub(super) findings: Vec<Diagnostic>,
    pub(super) figures: Figures,
}

impl Outcome {
    fn add(mut self, other: Outcome) -> Outcome {
        self.folders.extend(other.folders);
        self.writes.extend(other.writes);
        self.findings.extend(other.findings);
        self.figures.add(&other.figures);
        self
    }
}

/// What goes over all pages of a build.
pub(super) struct Pass<'a> {
    pub(super) roots: &'a Roots,
    pub(super) portal: &'a Portal,
    /// The portal of the last pass.
    pub(super) old: Option<&'a Portal>,
    /// Where what is planned is written at once.
    pub(super) sink: Option<&'a dyn Sink>,
}

/// Plans the pages and files of a build.
pub(super) fn build(tree: &mut Tree, pass: &Pass<'_>) -> Outcome {
    let Pass { roots, portal, old, sink } = *pass;
    let old = old.filter(|old| !std::ptr::eq(*old, portal));
    let has_same_placeholders = old.is_some_and(|old| old.renderer.makes_same_placeholders(&portal.renderer));
    let rewrite = &Build { portal, old, has_same_placeholders, is_noted: sink.is_none() };
    all(tree, &Work { roots, rewrite, has_output: roots.output.is_dir(), sink })
}

/// Plans the undoing of a build.
pub(super) fn strip(tree: &mut Tree, roots: &Roots) -> Outcome {
    all(tree, &Work { roots, rewrite: &Strip, has_output: roots.output.is_dir(), sink: None })
}

fn all(tree: &mut Tree, work: &Work<'_, impl Rewrite>) -> Outcome {
    // Where folders are small, one by one they would cost more to hand over than to go through.
    let length = (tree.branches.len() / 256).clamp(1, 64);
    let parts = tree.branches.par_chunks_mut(length).with_max_len(1).map(|branches| {
        let (mut outcome, mut bytes) = (Outcome::default(), Bytes::default());
        branches.iter_mut().for_each(|branch| work.folder(branch, &mut outcome, &mut bytes));
        outcome
    });
    // `collect` keeps the order of the folders, so that no result depends on which thread was first.
    parts.collect::<Vec<Outcome>>().into_iter().fold(Outcome::default(), Outcome::add)
}

/// The bytes of a page and of what becomes of it: room that page after page takes.
#[derive(Default)]
struct Bytes {
    page: Vec<u8>,
    built: Vec<u8>,
}

struct Work<'a, R> {
    roots: &'a Roots,
    rewrite: &'a R,
    /// Whether the output is there, so that what is in it has to be looked at.
    has_output: bool,
    sink: Option<&'a dyn Sink>,
}

impl<R: Rewrite> Work<'_, R> {
    fn folder(&self, branch: &mut Branch, outcome: &mut Outcome, bytes: &mut Bytes) {
        if !branch.is_there {
            branch.is_there = self.roots.in_place() || self.is_there(&branch.path, outcome);
        }
        for leaf in &mut branch.leaves {
            if leaf.fate.as_ref().is_some_and(|fate| !self.rewrite.holds(&fate.dependencies)) {
                leaf.fate = None;
            }
            if leaf.fate.is_none() {
                if self.sink.is_none() {
                    leaf.stamp = Stamp::of(&self.roots.input.join(&leaf.file.path));
                }
                match self.file(&leaf.file, bytes, &mut outcome.writes) {
                    Ok(fate) => leaf.fate = Some(Box::new(fate)),
                    Err(fault) => outcome.findings.push(fault.into()),
                }
            }
            if let Some(fate) = &leaf.fate {
                outcome.figures.add(&fate.figures);
                outcome.findings.extend(fate.findings.iter().cloned());
            }
        }
    }

    /// Whether a folder of the site is in the output; if not, it is planned.
    fn is_there(&self, path: &Path, outcome: &mut Outcome) -> bool {
        let target = self.roots.output.join(path);
        if self.has_output && target != self.roots.output {
            outcome.findings.extend(site::in_the_way(&target));
        }
        let is_there = self.has_output && target.is_dir();
        match self.sink {
            Some(sink) => outcome.findings.extend(sink.folder(&target).err().map(Diagnostic::from)),
            None if !is_there => outcome.folders.push(target),
            None => {}
        }
        is_there
    }

    /// What becomes of one file.
    fn file(&self, file: &File, bytes: &mut Bytes, writes: &mut Vec<Write>) -> Result<Fate, IoFault> {
        let (source, target) = (self.roots.input.join(&file.path), self.roots.output.join(&file.path));
        let mut fate = Fate::default();
        match &file.kind {
            Kind::Page => writes.extend(self.page(&file.path, (source, target), &mut fate, bytes)?),
            Kind::Asset if site::has_ending(&file.path, &own_files::DOCUMENTS) && self.is_held(&file.path, &source) => {
                fate.figures.assets += 1;
                writes.extend(self.document(&file.path, (source, target), &mut fate, bytes)?);
            }
            Kind::Asset => {
                fate.figures.assets += 1;
                if !self.roots.in_place() {
                    let same = self.has_output && same_file(&source, &target)?;
                    writes.extend(self.keep_or_write(&mut fate, same, target, Content::Copy(source))?);
                }
            }
            Kind::Link(to) => {
                if !self.roots.in_place() {
                    let same = fs::read_link(&target).is_ok_and(|present| present == *to);
                    writes.extend(self.keep_or_write(&mut fate, same, target, Content::Link(to.clone()))?);
                }
            }
        }
        Ok(fate)
    }

    /// Whether something is switched off in a document, or will be.
    fn is_held(&self, path: &Path, source: &Path) -> bool {
        let is_marked = || fs::read(source).is_ok_and(|bytes| charte_rewrite::is_marked(&bytes));
        !self.rewrite.services(path).is_empty() || is_marked()
    }

    fn document(
        &self,
        path: &Path,
        (source, target): (PathBuf, PathBuf),
        fate: &mut Fate,
        bytes: &mut Bytes,
    ) -> Result<Option<Write>, IoFault> {
        let mode = site::read(&source, &mut bytes.page).map_err(IoFault::on("read it", &source))?;
        let edits = self.rewrite.rewrite_document(&bytes.page, &self.rewrite.services(path));
        self.put((source, target), (edits, mode), fate, bytes)
    }

    fn page(
        &self,
        path: &Path,
        (source, target): (PathBuf, PathBuf),
        fate: &mut Fate,
        bytes: &mut Bytes,
    ) -> Result<Option<Write>, IoFault> {
        let mode = site::read(&source, &mut bytes.page).map_err(IoFault::on("read it", &source))?;
        let (edits, report, dependencies) = self.rewrite.rewrite(&bytes.page, path);
        fate.dependencies = dependencies;
        fate.report(path, &source, &bytes.page, report);
        self.put((source, target), (edits, mode), fate, bytes)
    }

    /// A page or document that was read, as it is to be written; nothing where it is so already.
    fn put(
        &self,
        (source, target): (PathBuf, PathBuf),
        (edits, mode): (Edits, fs::Permissions),
        fate: &mut Fate,
        Bytes { page, built }: &mut Bytes,
    ) -> Result<Option<Write>, IoFault> {
        let same = if self.roots.in_place() {
            edits.is_noop()
        } else {
            self.has_output && fs::read(&target).is_ok_and(|present| present == edits.apply(page))
        };
        if !same && self.roots.in_place() && is_read_only(&source) {
            let finding = rules::READ_ONLY.finding("it is marked read-only, and charte would have to change it");
            fate.findings
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
        self.keep_or_write(fate, same, target, content)
    }

    fn keep_or_write(
        &self,
        fate: &mut Fate,
        same: bool,
        target: PathBuf,
        content: Content,
    ) -> Result<Option<Write>, IoFault> {
        if same {
            fate.figures.unchanged += 1;
            return Ok(None);
        }
        if self.has_output && fs::symlink_metadata(&target).is_ok_and(|metadata| metadata.is_dir()) {
            let finding = rules::FOLDER_IN_THE_WAY.finding("a folder stands where a file of the site goes");
            fate.findings.push(finding.path(target.display().to_string()).help("remove it from the output"));
        }
        fate.figures.changed += 1;
        fate.is_planned = true;
        let content = match self.sink {
            Some(sink) => sink.file(&target, content)?,
            None => content,
        };
        Ok(Some(Write { target, content }))
    }
}

impl Fate {
    /// Adds what was seen in one page to the figures and findings.
    fn report(&mut self, path: &Path, source: &Path, bytes: &[u8], report: PageReport) {
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
        let strangers = report.unknown.iter().map(|stranger| Seen {
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
        if report.slot {
            self.figures.slots.push(CharterPage { language: report.language.clone(), path: page, slot: true });
        }
        self.findings.extend(report.findings.into_iter().map(|finding| {
            let place = Place::in_bytes(&source.display().to_string(), bytes, finding.offset);
            finding.rule.finding(finding.message).at(place)
        }));
    }
}

/// Whether two files hold the same bytes; false when the second is not there or is a link.
fn same_file(source: &Path, target: &Path) -> Result<bool, IoFault> {
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
