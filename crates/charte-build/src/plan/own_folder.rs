//! What a plan does in charte's own folder: its files, the author's files that are kept, and what is no longer needed there.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use charte_core::diagnostic::Diagnostic;

use crate::bundle::Bundle;
use crate::plan::Plan;
use crate::plan::cache::FileCache;
use crate::plan::change::{Content, Write};
use crate::plan::neighbours::kept::{self, Record, is_same_file};
use crate::plan::neighbours::{Later, Neighbours};
use crate::plan::roots::Roots;
use crate::shard::Shard;
use crate::site::{self, File, Kind};

impl Plan {
    /// Adds the files of charte's own folder, and the removal of others.
    ///
    /// # Errors
    /// A file to keep cannot be read.
    pub(super) fn add_bundle(
        &mut self,
        bundle: Bundle,
        roots: &Roots,
        (cache, later): (&FileCache, &Later),
    ) -> Result<(), Vec<Diagnostic>> {
        self.findings.extend(bundle.findings);
        self.summary.charter = bundle.pages;
        let is_first = self.shard.is_none_or(Shard::is_first);
        let mut kept: BTreeSet<PathBuf> = BTreeSet::from([roots.owned.join(site::SENTINEL)]);
        for (path, bytes) in bundle.files.into_iter().filter(|_| is_first) {
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
        kept.extend(self.keep(roots)?);
        // Lists and maps are planned by the first part, whatever their paths.
        let has = |shard: Shard, path: &Path| if later.contains(path) { shard.is_first() } else { shard.has(path) };
        let keys = |shard: Shard, ours: bool| {
            let paths = cache.files().map(|file| &file.path);
            kept::keys(paths.filter(|path| has(shard, path) == ours))
        };
        let (ours, others) = (self.shard.map(|shard| keys(shard, true)), self.shard.map(|shard| keys(shard, false)));
        // What is kept of a file is for its part to remove, and the rest for the first.
        let is_for_us = |path: &PathBuf| match (path.strip_prefix(kept::FOLDER), &others, &ours) {
            (Ok(name), Some(others), Some(ours)) => {
                let key = kept::key_of_name(name);
                ours.contains(&key) || (is_first && !others.contains(&key))
            }
            _ => is_first && !path.starts_with(kept::FOLDER) || self.shard.is_none(),
        };
        let stale = site::list(&roots.owned, site::STAGE).folders.into_iter().flat_map(|folder| folder.files);
        let stale: Vec<PathBuf> = stale
            .filter(|file| !is_staged(file) && file.kind != Kind::Link(PathBuf::new()) && is_for_us(&file.path))
            .map(|file| roots.owned.join(file.path))
            .collect();
        self.removals.extend(stale.into_iter().filter(|target| !kept.contains(target)));
        self.folders.sort();
        self.folders.dedup();
        Ok(())
    }

    pub(super) fn add_neighbours(&mut self, planned: Neighbours) {
        self.summary.changed += planned.writes.len();
        self.summary.unchanged += planned.unchanged;
        self.writes.extend(planned.writes);
        self.records.extend(planned.records);
        self.findings.extend(planned.findings);
    }

    /// Plans to keep the author's files that are replaced. Returns where they are kept.
    fn keep(&mut self, roots: &Roots) -> Result<Vec<PathBuf>, Vec<Diagnostic>> {
        let folder = roots.owned.join(kept::FOLDER);
        if !self.records.is_empty() {
            self.folders.push(folder.clone());
        }
        let mut all = Vec::new();
        for Record { name, from, digest } in std::mem::take(&mut self.records) {
            let target = folder.join(name);
            all.push(target.clone());
            if !is_same_file(&from, &target).map_err(|fault| vec![fault.into()])? {
                self.summary.own_changed += 1;
                self.writes.push(Write { target, content: Content::Original { source: from, digest } });
            }
        }
        Ok(all)
    }
}

/// Whether the file is one that a part of the site is writing.
fn is_staged(file: &File) -> bool {
    file.path.iter().next().is_some_and(|name| name.to_string_lossy().starts_with(site::STAGE))
}
