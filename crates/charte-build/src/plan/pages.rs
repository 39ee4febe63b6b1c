//! Plans every file of the site: pages are rewritten, other files are copied. One folder is one thread's work.

use std::fs;
use std::path::{Path, PathBuf};

use charte_core::diagnostic::Diagnostic;
use charte_rewrite::Edits;
use rayon::prelude::*;

use crate::packing::Packing;
use crate::plan::cache::{CachedFolder, FileCache, Outcome, Stamp};
use crate::plan::change::{Content, Sink, Write, digest};
use crate::plan::neighbours::kept::{Choice, Decision, Kept, is_same_file};
use crate::plan::neighbours::precache::Digests;
use crate::plan::neighbours::{self, Later};
use crate::plan::outcome::Totals;
use crate::plan::own_files;
use crate::plan::rewriting::{Build, Rewrite, Strip};
use crate::plan::roots::Roots;
use crate::plan::twins::Twins;
use crate::prepare::portal::Portal;
use crate::progress::Progress;
use crate::rules;
use crate::shard::Shard;
use crate::site::path::slashed;
use crate::site::{self, File, IoFault, Kind};

/// One pass over all pages of a build.
pub(super) struct Pass<'a> {
    pub(super) roots: &'a Roots,
    pub(super) portal: &'a Portal,
    /// The portal of the last pass, on whose answers the cached outcomes depend.
    pub(super) old: Option<&'a Portal>,
    /// Where files are written while they are planned.
    pub(super) sink: Option<&'a dyn Sink>,
    /// Whether no later plan uses what this one learns of single files.
    pub(super) is_last: bool,
    pub(super) kept: &'a Kept,
    /// The files that are planned once all pages are.
    pub(super) later: &'a Later,
    /// The part of the site that is planned; `None` for all of it.
    pub(super) shard: Option<Shard>,
    /// Counts the files that are planned.
    pub(super) progress: Option<&'a Progress>,
}

/// Plans the pages and files of a build.
pub(super) fn build(cache: &mut FileCache, pass: &Pass<'_>) -> Totals {
    let Pass { roots, portal, old, sink, is_last, kept, later, shard, progress } = *pass;
    let old = old.filter(|old| !std::ptr::eq(*old, portal));
    let has_same_placeholders = old.is_some_and(|old| old.renderer.makes_same_placeholders(&portal.renderer));
    let rewrite = &Build { portal, old, has_same_placeholders, is_recorded: !is_last };
    let has_output = roots.output.is_dir();
    all(cache, &Work { roots, rewrite, has_output, sink, is_last, kept, later, shard, progress })
}

/// Plans the undoing of a build.
pub(super) fn strip(cache: &mut FileCache, roots: &Roots, kept: &Kept) -> Totals {
    let (later, has_output) = (&Later::default(), roots.output.is_dir());
    let (sink, shard, progress) = (None, None, None);
    all(cache, &Work { roots, rewrite: &Strip, has_output, sink, is_last: true, kept, later, shard, progress })
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

/// The bytes of a page before and after its edits, and those that the output has. One thread uses the same buffers for all its
/// pages.
#[derive(Default)]
struct Buffers {
    page: Vec<u8>,
    built: Vec<u8>,
    present: Vec<u8>,
}

struct Work<'a, R> {
    roots: &'a Roots,
    rewrite: &'a R,
    /// Whether the output exists, so that its files have to be compared.
    has_output: bool,
    sink: Option<&'a dyn Sink>,
    is_last: bool,
    kept: &'a Kept,
    later: &'a Later,
    shard: Option<Shard>,
    progress: Option<&'a Progress>,
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
        if let Some(progress) = self.progress {
            progress.add_files(folder.entries.len());
        }
        let twins = Twins::of(folder);
        twins.invalidate(folder);
        for entry in &mut folder.entries {
            if self.shard.is_some_and(|shard| !shard.has(&entry.file.path)) {
                totals.changed.extend(self.digests(&entry.file, buffers));
                continue;
            }
            if entry.outcome.as_ref().is_some_and(|outcome| !self.rewrite.holds(&outcome.dependencies)) {
                entry.outcome = None;
            }
            if entry.outcome.is_none() {
                if !self.is_last {
                    entry.stamp = Stamp::of(&self.roots.input.join(&entry.file.path));
                }
                match self.file(&entry.file, &twins, buffers, &mut totals.writes) {
                    Ok(outcome) => entry.outcome = Some(Box::new(outcome)),
                    Err(fault) => totals.findings.push(fault.into()),
                }
            }
            if let Some(outcome) = &entry.outcome {
                totals.figures.add(&outcome.figures);
                totals.findings.extend(outcome.findings.iter().cloned());
                totals.records.extend(outcome.record.iter().cloned());
                let digests =
                    outcome.digests.as_ref().map(|digests| (slashed(Ok(&entry.file.path)), (**digests).clone()));
                totals.changed.extend(digests);
            }
            if self.is_last {
                entry.outcome = None;
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

    /// The fingerprints of a page or document of another part, for the part with the lists that need them.
    fn digests(&self, file: &File, buffers: &mut Buffers) -> Option<(String, Digests)> {
        let is_needed = self.later.has_lists() && self.shard.is_some_and(Shard::is_first);
        let is_document = site::has_ending(&file.path, &own_files::DOCUMENTS);
        if !is_needed || !(file.kind == Kind::Page || (file.kind == Kind::Asset && is_document)) {
            return None;
        }
        // The other part reports what is wrong with the file.
        let outcome = self.file(file, &Twins::default(), buffers, &mut Vec::new()).ok()?;
        Some((slashed(Ok(&file.path)), *outcome.digests?))
    }

    /// Plans one file.
    fn file(
        &self,
        file: &File,
        twins: &Twins,
        buffers: &mut Buffers,
        writes: &mut Vec<Write>,
    ) -> Result<Outcome, IoFault> {
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
            Kind::Asset if self.later.contains(&file.path) => outcome.figures.assets += 1,
            Kind::Asset if twins.has(&file.path) || self.kept.knows(&file.path) => {
                outcome.figures.assets += 1;
                writes.extend(self.twin(&file.path, twins, &mut outcome, buffers)?);
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

    /// Plans a compressed copy of a page or document, or a file that charte replaced in an earlier build.
    fn twin(
        &self,
        path: &Path,
        twins: &Twins,
        outcome: &mut Outcome,
        buffers: &mut Buffers,
    ) -> Result<Option<Write>, IoFault> {
        let main = twins.main(path);
        let source = main.map(|main| self.roots.input.join(&main.path));
        let mut edits = Edits::NONE;
        let mut made = None;
        if let (Some(main), Some(source)) = (main, &source) {
            site::read(source, &mut buffers.page).map_err(IoFault::on("read it", source))?;
            if main.kind == Kind::Page {
                (edits, _, outcome.dependencies) = self.rewrite.rewrite(&buffers.page, &main.path);
            } else if self.is_held(&main.path, source) {
                edits = self.rewrite.rewrite_document(&buffers.page, &self.rewrite.services(&main.path));
            }
            edits.apply_to(&buffers.page, &mut buffers.built);
            let is_changed = buffers.built != *self.rewrite.author_bytes(&buffers.page, &main.path);
            made = is_changed.then_some(buffers.built.as_slice());
        } else if self.rewrite.is_build() && twins.is_alone(path) {
            outcome.findings.push(neighbours::packed_alone(&self.roots.input.join(path)));
        }
        let Decision { choice, is_same, record } = self.kept.decide(self.roots, path, made)?;
        outcome.record = record;
        let content = match (choice, source) {
            (Choice::Made(like), Some(source)) => {
                let inner = Box::new(Content::Page { source, edits, digest: digest(&buffers.page) });
                Content::Made { inner, packing: Packing::of(path), like }
            }
            (Choice::Original(from) | Choice::Made(from), _) => Content::Copy(from),
        };
        self.keep_or_write(outcome, is_same, self.roots.output.join(path), content)
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
        outcome.report(paths.path, &paths.source, &buffers.page, report);
        self.put(paths, edits, mode, outcome, buffers)
    }

    /// Plans the write of a page or document that is in the buffer. `None` where the target is as it should be.
    fn put(
        &self,
        Paths { path, source, target }: Paths<'_>,
        edits: Edits,
        mode: fs::Permissions,
        outcome: &mut Outcome,
        Buffers { page, built, present }: &mut Buffers,
    ) -> Result<Option<Write>, IoFault> {
        if !self.roots.in_place() || self.later.has_lists() {
            edits.apply_to(page, built);
        }
        let is_same = if self.roots.in_place() {
            edits.is_noop()
        } else {
            self.has_output && site::read_followed(&target, present).is_ok() && present == built
        };
        if !is_same && self.roots.in_place() && is_read_only(&source) {
            let finding = rules::files::READ_ONLY.finding("it is marked read-only, and charte would have to change it");
            outcome
                .findings
                .push(finding.path(source.display().to_string()).help("make it writable, or build into an `output`"));
        }
        if self.later.has_lists() {
            outcome.digests = (*built != *self.rewrite.author_bytes(page, path)).then(|| Box::new(Digests::of(built)));
        }
        if is_same {
            outcome.figures.unchanged += 1;
            return Ok(None);
        }
        let content = match self.sink {
            Some(sink) => {
                sink.page(&target, built, mode)?;
                Content::Written
            }
            None => Content::Page { source, edits, digest: digest(page) },
        };
        self.keep_or_write(outcome, false, target, content)
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
            let finding = rules::files::FOLDER_IN_THE_WAY.finding("a folder stands where a file of the site goes");
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

fn is_read_only(path: &Path) -> bool {
    fs::metadata(path).is_ok_and(|metadata| metadata.permissions().readonly())
}
