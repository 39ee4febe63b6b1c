//! Checks of a portal's folders on disk: the input, the output and charte's own. It reads no page.

use std::collections::{BTreeSet, HashSet};
use std::fs;
use std::path::{Path, PathBuf};

use charte_core::diagnostic::{Diagnostic, has_errors};
use charte_core::rules::declaration;

use crate::plan::cache::FileCache;
use crate::plan::change::Write;
use crate::plan::roots::Roots;
use crate::rules::{self, beside};
use crate::site::{self, Owned};

/// What is wrong with the folders to read from and to write to.
pub(super) fn check(roots: &Roots, folder: &str) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    for folder in BTreeSet::from([&roots.input, &roots.output]) {
        // Either may be a link to a folder: it is the author's way of naming it.
        if folder.exists() && !folder.is_dir() {
            findings.extend(site::in_the_way(folder));
        }
    }
    if has_errors(&findings) {
        return findings;
    }
    findings.extend(foreign(&roots.owned));
    if !roots.in_place() {
        findings.extend(foreign(&roots.input.join(folder)));
        findings.extend(overlap(roots));
    }
    findings
}

/// A folder of charte's name that charte did not write is the author's.
fn foreign(folder: &Path) -> Option<Diagnostic> {
    (site::owned(folder) == Owned::Foreign).then(|| {
        let message = "it stands where charte's own files go, and charte did not write it";
        let finding = rules::files::FOLDER_NOT_OURS.finding(message).path(folder.display().to_string());
        finding.help("move it away, or choose another name with `folder = \"…\"`")
    })
}

/// Files in an output without charte's own folder that would be replaced.
pub(super) fn replaced(roots: &Roots, writes: &[Write]) -> Option<Diagnostic> {
    if roots.in_place() || site::owned(&roots.owned) == Owned::Ours {
        return None;
    }
    let present = writes.iter().filter(|write| fs::symlink_metadata(&write.target).is_ok());
    let names: Vec<String> =
        present.map(|write| site::path::slashed(write.target.strip_prefix(&roots.output))).collect();
    let message = match &names[..] {
        [] => return None,
        [one] => format!("charte did not write {one}, and the build would replace it"),
        [first, ..] => {
            format!("charte did not write {} files there that the build would replace, {first} for one", names.len())
        }
    };
    let finding = beside::OUTPUT_FOREIGN.finding(message).path(roots.output.display().to_string());
    Some(finding.help("remove them if nobody needs them, or name another `output`"))
}

/// By way of links, two folders that are separate in the manifest can overlap on disk.
fn overlap(roots: &Roots) -> Option<Diagnostic> {
    let (input, output) = (site::path::real_path(&roots.input), site::path::real_path(&roots.output));
    let apart = !input.starts_with(&output) && !output.starts_with(&input);
    (!apart).then(|| {
        let message = format!("it lies within the input {}, or the input within it", roots.input.display());
        let finding = declaration::OUTPUT_INSIDE_INPUT.finding(message).path(roots.output.display().to_string());
        finding.help("choose a folder beside it, or leave `output` out to build in place")
    })
}

/// Files of the output that the site does not have.
pub(super) fn stale_files(cache: &FileCache, folder: &str, roots: &Roots) -> Vec<String> {
    let known: HashSet<&Path> = cache.files().map(|file| file.path.as_path()).collect();
    let present = site::list(&roots.output, folder).folders.into_iter().flat_map(|folder| folder.files);
    let mut stale: Vec<PathBuf> =
        present.map(|file| file.path).filter(|path| !known.contains(path.as_path())).collect();
    stale.sort();
    stale.iter().map(|path| path.display().to_string()).collect()
}

/// The finding about such files. They are reported and not deleted: they may be the author's.
pub(super) fn stale_finding(stale: &[String], output: &Path) -> Option<Diagnostic> {
    let first = stale.first()?;
    let message = match stale.len() {
        1 => format!("{first} is no longer in the input"),
        more => format!("{more} of its files are no longer in the input, {first} for one"),
    };
    let finding = rules::files::STALE_FILES.finding(message).path(output.display().to_string());
    let help = "charte deletes nothing of yours: remove what is left over, or the whole output, and build again";
    Some(finding.help(help))
}
