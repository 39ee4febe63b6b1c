//! What becomes of every file of the site: pages are rewritten, the rest is carried over. One folder is one thread's work.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use charte_core::diagnostic::{Diagnostic, Place};
use rayon::prelude::*;

use super::summary::{CharterPage, Figures, Seen, Waiting};
use super::{Content, Roots, Write};
use crate::page::{self, Edits, Gravity, PageReport, Rules};
use crate::portal::{Portal, slashed};
use crate::site::{self, File, Folder, IoFault, Kind, Listing};

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
        self.figures.add(other.figures);
        self
    }
}

/// What is done to each page.
trait Rewrite: Sync {
    fn rewrite(&self, page: &[u8], path: &Path) -> (Edits, PageReport);
}

struct Build<'a> {
    portal: &'a Portal<'a>,
}

impl Rewrite for Build<'_> {
    fn rewrite(&self, page: &[u8], path: &Path) -> (Edits, PageReport) {
        let address = format!("{}{}", self.portal.charter.url, slashed(Ok(path)));
        let rules = Rules { recogniser: &self.portal.recogniser, markup: self.portal, address: Some(&address) };
        let rewritten = page::rewrite(page, &rules);
        (rewritten.edits, rewritten.report)
    }
}

struct Strip;

impl Rewrite for Strip {
    fn rewrite(&self, page: &[u8], _: &Path) -> (Edits, PageReport) {
        (Edits::strip(page), PageReport { is_html: true, ..PageReport::default() })
    }
}

/// Plans the pages and files of a build.
pub(super) fn build(listing: &Listing, roots: &Roots, portal: &Portal<'_>) -> Outcome {
    all(listing, roots, &Build { portal })
}

/// Plans the undoing of a build.
pub(super) fn strip(listing: &Listing, roots: &Roots) -> Outcome {
    all(listing, roots, &Strip)
}

fn all(listing: &Listing, roots: &Roots, rewrite: &impl Rewrite) -> Outcome {
    let work = Work { roots, rewrite, has_output: roots.output.is_dir() };
    // `collect` keeps the order of the folders, so that no result depends on which thread was first.
    let outcomes: Vec<Outcome> = listing.folders.par_iter().map(|folder| work.folder(folder)).collect();
    outcomes.into_iter().fold(Outcome::default(), Outcome::add)
}

struct Work<'a, R> {
    roots: &'a Roots,
    rewrite: &'a R,
    /// Whether the output is there, so that what is in it has to be looked at.
    has_output: bool,
}

impl<R: Rewrite> Work<'_, R> {
    fn folder(&self, folder: &Folder) -> Outcome {
        let mut outcome = Outcome::default();
        let target = self.roots.output.join(&folder.path);
        if !self.has_output {
            outcome.folders.push(target);
        } else if !self.roots.in_place() {
            if target != self.roots.output {
                outcome.findings.extend(site::in_the_way(&target));
            }
            if !target.is_dir() {
                outcome.folders.push(target);
            }
        }
        for file in &folder.files {
            if let Err(fault) = self.file(file, &mut outcome) {
                outcome.findings.push(fault.into());
            }
        }
        outcome
    }

    fn file(&self, file: &File, outcome: &mut Outcome) -> Result<(), IoFault> {
        let (source, target) = (self.roots.input.join(&file.path), self.roots.output.join(&file.path));
        match &file.kind {
            Kind::Page => self.page(&file.path, source, target, outcome),
            Kind::Asset => {
                outcome.figures.assets += 1;
                if self.roots.in_place() {
                    return Ok(());
                }
                let same = self.has_output && same_file(&source, &target)?;
                self.keep_or_write(outcome, same, target, || Content::Copy(source));
                Ok(())
            }
            Kind::Link(to) => {
                if self.roots.in_place() {
                    return Ok(());
                }
                let same = fs::read_link(&target).is_ok_and(|present| present == *to);
                self.keep_or_write(outcome, same, target, || Content::Link(to.clone()));
                Ok(())
            }
        }
    }

    fn page(&self, path: &Path, source: PathBuf, target: PathBuf, outcome: &mut Outcome) -> Result<(), IoFault> {
        let bytes = fs::read(&source).map_err(IoFault::on("read it", &source))?;
        let (edits, report) = self.rewrite.rewrite(&bytes, path);
        outcome.report(path, &source, &bytes, report);
        let same = if self.roots.in_place() {
            edits.is_noop()
        } else {
            self.has_output && fs::read(&target).is_ok_and(|present| present == edits.apply(&bytes))
        };
        if !same && self.roots.in_place() && is_read_only(&source) {
            let finding = Diagnostic::error("read-only", "it is marked read-only, and charte would have to change it");
            outcome
                .findings
                .push(finding.path(source.display().to_string()).help("make it writable, or build into an `output`"));
        }
        let length = bytes.len();
        self.keep_or_write(outcome, same, target, || Content::Page { source, edits, length });
        Ok(())
    }

    fn keep_or_write(&self, outcome: &mut Outcome, same: bool, target: PathBuf, content: impl FnOnce() -> Content) {
        if same {
            outcome.figures.unchanged += 1;
            return;
        }
        if self.has_output && fs::symlink_metadata(&target).is_ok_and(|metadata| metadata.is_dir()) {
            let finding = Diagnostic::error("folder-in-the-way", "a folder stands where a file of the site goes");
            outcome.findings.push(finding.path(target.display().to_string()).help("remove it from the output"));
        }
        outcome.figures.changed += 1;
        outcome.writes.push(Write { target, content: content() });
    }
}

impl Outcome {
    /// Adds what was seen in one page to the figures and findings.
    fn report(&mut self, path: &Path, source: &Path, bytes: &[u8], report: PageReport) {
        if !report.is_html {
            self.figures.not_html += 1;
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
        let waits = |offset: &usize| !report.findings.iter().any(|finding| finding.offset == *offset);
        let strangers = report.unknown.iter().map(|stranger| Seen {
            service: stranger.service.clone(),
            host: stranger.host.clone(),
            beside: stranger.beside.clone(),
            waits: waits(&stranger.offset),
        });
        self.figures.add_strangers(&page, strangers);
        self.figures.add_managers(&page, &report.managers);
        if report.is_guarded {
            self.figures.guarded += 1;
            self.figures.add_named(&page, &report.named);
        }
        self.figures.talks.extend(report.talks);
        if report.slot {
            self.figures.slots.push(CharterPage { language: report.language.clone(), path: page, slot: true });
        }
        self.findings.extend(report.findings.into_iter().map(|finding| {
            let level = match finding.gravity {
                Gravity::Error => Diagnostic::error(finding.code, finding.message),
                Gravity::Warning => Diagnostic::warning(finding.code, finding.message),
            };
            level.at(place(source, bytes, finding.offset))
        }));
    }
}

/// A place in a page, whose bytes may be in any encoding.
pub(super) fn place(source: &Path, bytes: &[u8], offset: usize) -> Place {
    const EXCERPT: usize = 160;
    let offset = offset.min(bytes.len());
    let line_start = bytes[..offset].iter().rposition(|&byte| byte == b'\n').map_or(0, |at| at + 1);
    let line_end = bytes[offset..].iter().position(|&byte| byte == b'\n').map_or(bytes.len(), |at| offset + at);
    // A page can be one line of megabytes: what is shown starts near the place.
    let from = line_start.max(offset.saturating_sub(EXCERPT / 4));
    let to = line_end.min(from + EXCERPT);
    let before = String::from_utf8_lossy(&bytes[from..offset]).into_owned();
    let after = String::from_utf8_lossy(&bytes[offset..to.max(offset)]).trim_end().to_owned();
    Place {
        file: source.display().to_string(),
        line: bytes[..offset].iter().filter(|&&byte| byte == b'\n').count() + 1,
        column: String::from_utf8_lossy(&bytes[line_start..offset]).chars().count() + 1,
        range: before.len()..before.len() + after.len(),
        excerpt: before + &after,
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
