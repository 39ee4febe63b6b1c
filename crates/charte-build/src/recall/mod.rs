//! Remembers builds that were carried out: where nothing has changed since, the same build has the same report, which is
//! known after one walk that compares what the file system says of every file, and reads no page.
//!
//! What must hold for that is looked at when a build is kept, so that a comparison proves all:
//!
//! - Nobody else changes a file unseen while a build reads and writes: what was there before, without what charte replaced, and
//!   with what it wrote, is what is there after. A new output is made aside, where nobody else writes.
//! - Each change that comes later gives a file another time: the clock of the file system has gone on since the last one, both
//!   before a build begins to read and before what it wrote is looked at.
//! - A tree holds all that it leads to: no link leaves it, and no other file system is mounted in it.

mod kept;
pub(crate) mod key;
#[cfg(unix)]
#[cfg(test)]
mod tests;

use std::fs;
use std::path::{Path, PathBuf};

use charte_core::charter::Charter;
use charte_core::diagnostic::Diagnostic;

use crate::apply::{Applied, clock, remembered};
use crate::plan::{Plan, Roots, Summary};
use crate::recall::kept::Trees;
use crate::recall::key::Key;
use crate::rules::beside;
use crate::site::path::real_path;
use crate::site::stamps::Tree;
use crate::site::walk::{self, Walk, Want};

/// A portal that may have been built before.
pub(crate) struct Recall<'a> {
    charter: &'a Charter,
    declaration: Key,
    roots: Roots,
    /// Where its build is kept.
    file: PathBuf,
    key: Option<Key>,
    /// The trees before the build; `None` where they cannot be compared.
    before: Option<Trees>,
    /// The walk below the input, where it was made for its names too.
    input: Option<Walk>,
    /// Whether a build has begun, at a time later than that of every file.
    is_begun: bool,
}

impl<'a> Recall<'a> {
    /// Of a portal whose declaration has this digest and starts from the folder `manifest`. `folder` is the cache's; nothing is
    /// remembered in one that is a part of the site.
    pub(crate) fn new(charter: &'a Charter, manifest: &Path, declaration: Key, folder: &Path) -> Option<Recall<'a>> {
        let roots = Roots::of(charter, manifest);
        let real = real_path(folder);
        if [&roots.input, &roots.output].into_iter().any(|root| real.starts_with(real_path(root))) {
            return None;
        }
        let file = folder.join(key::file_name(&roots.output));
        Some(Recall { charter, declaration, roots, file, key: None, before: None, input: None, is_begun: false })
    }

    /// The figures and the findings of a build that would change nothing. Before a build that is to be kept, this has to be
    /// asked, too; its answer is nothing if `is_forced`.
    pub(crate) fn find(&mut self, is_forced: bool) -> Option<(Summary, Vec<Diagnostic>)> {
        self.key = key::key(&self.declaration, self.charter, &self.roots);
        let kept = fs::read(&self.file).ok().filter(|_| !is_forced);
        // Without a build to compare with there will be one, which needs the names.
        self.before = self.trees(if kept.is_some() { Want::Stamps } else { Want::Both });
        let found = kept.zip(self.key).zip(self.before);
        found.and_then(|((kept, key), before)| kept::read(&kept, &key, &before))
    }

    /// The walk below the input that was made for a comparison, if it has names.
    pub(crate) fn take_input(&mut self) -> Option<Walk> {
        self.input.take()
    }

    /// Notes that a build is about to begin.
    pub(crate) fn begin(&mut self) {
        let Some(before) = self.before else { return };
        let newest = before.input.newest.max(before.output.newest);
        let Some((now, device)) = clock::now(&self.roots.owned) else { return };
        // A generator may have ended just now. A time that is yet to come is waited for by nobody.
        let is_later = now > newest || (now == newest && clock::wait_for_later(&self.roots.owned, newest));
        let is_there = |tree: Tree| tree.device.is_none_or(|one| one == device);
        self.is_begun = is_later && is_there(before.input) && is_there(before.output);
    }

    /// Keeps a build that was carried out, if all holds that is needed to know it again.
    pub(crate) fn keep(&self, plan: &Plan, applied: &Applied) {
        match self.bytes(plan, applied) {
            Some(bytes) => remembered::write(&self.file, &bytes),
            // What is kept there has come to nothing.
            None => remembered::remove(&self.file),
        }
    }

    /// Forgets the build of this portal.
    pub(crate) fn forget(&self) {
        remembered::remove(&self.file);
    }

    fn bytes(&self, plan: &Plan, applied: &Applied) -> Option<Vec<u8>> {
        let (key, before) = (self.key?, self.before?);
        let has_written = applied.written + applied.removed + plan.folders.len() > 0;
        if !self.is_begun || (has_written && self.would_say_other(plan)) {
            return None;
        }
        // What was not written does not have to be looked at: if it is found later as it was before, nobody changed it meanwhile.
        let after = match applied.made {
            Some(made) => {
                let output = Tree { files: made.files, folders: made.folders, ..before.input };
                Trees { input: before.input, output }
            }
            None if has_written => self.written(&before, applied)?,
            None => before,
        };
        if !(after.input.is_closed && after.output.is_closed) {
            return None;
        }
        // The theme and the host's settings are what they were, too.
        let is_same = key::key(&self.declaration, self.charter, &self.roots) == Some(key);
        let summary = plan.summary.clone().carried_out();
        is_same.then(|| kept::write(&key, &after, &summary, &plan.findings))?
    }

    /// The trees after the build has written into an output that was there. Nothing where somebody else wrote, too.
    fn written(&self, before: &Trees, applied: &Applied) -> Option<Trees> {
        let (ended, _) = clock::now(&self.roots.owned)?;
        if !clock::wait_for_later(&self.roots.owned, ended) {
            return None;
        }
        let output = walk::tree(&self.roots.output)?;
        let is_ours = before.output.files.wrapping_add(applied.stamps) == output.files;
        let input = if self.roots.in_place() { output } else { before.input };
        (is_ours && output.newest <= ended).then_some(Trees { input, output })
    }

    /// Whether a build that comes after this one, and changes nothing, may have other findings: in place the pages have
    /// changed, and with them the places of what was found, and an output is foreign only once.
    fn would_say_other(&self, plan: &Plan) -> bool {
        let of_site = |finding: &Diagnostic| {
            self.roots.in_place()
                && finding.place.as_ref().is_some_and(|place| Path::new(&place.file).starts_with(&self.roots.input))
        };
        plan.findings.iter().any(|finding| finding.code == beside::OUTPUT_FOREIGN.code || of_site(finding))
    }

    /// The trees as they are now; an output that is not there is an empty one.
    fn trees(&mut self, want: Want) -> Option<Trees> {
        if self.roots.in_place() {
            return self.walk(want).map(|tree| Trees { input: tree, output: tree });
        }
        let path = self.roots.output.clone();
        let output = || match fs::symlink_metadata(&path).is_ok() {
            true => walk::tree(&path),
            false => Some(Tree::NOTHING),
        };
        let (input, output) = rayon::join(|| self.walk(want), output);
        Some(Trees { input: input?, output: output? })
    }

    /// The tree of the input.
    fn walk(&mut self, want: Want) -> Option<Tree> {
        let walk = walk::walk(&self.roots.input, want);
        let tree = walk.tree;
        self.input = (want == Want::Both).then_some(walk);
        tree
    }
}
