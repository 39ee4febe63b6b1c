//! The author's own bytes of files that charte replaces and could not restore from what it writes: compressed copies, lists
//! of service workers, sitemaps. They are kept in charte's own folder, where a strip finds them.
//!
//! The name of a kept file says which content it was replaced by. So it is known of each file in the site whether charte
//! or its author wrote it, at any instant, also after a run that was killed between two writes.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use sha2::{Digest as _, Sha256};

use crate::packing::Packing;
use crate::plan::change::digest;
use crate::plan::roots::Roots;
use crate::site::path::hash;
use crate::site::{self, IoFault, Owned};

/// The folder in charte's own one.
pub(in crate::plan) const FOLDER: &str = ".kept";

/// What is kept in a site.
#[derive(Debug, Default)]
pub(in crate::plan) struct Kept {
    /// Kept files, by their names.
    files: BTreeMap<String, PathBuf>,
}

/// An original that has to be kept.
#[derive(Debug, Clone)]
pub(in crate::plan) struct Record {
    /// Its name in the folder.
    pub(in crate::plan) name: String,
    /// The file that has it now.
    pub(in crate::plan) from: PathBuf,
    /// Its digest.
    pub(in crate::plan) digest: u64,
}

/// A file of the site, read.
struct Trace {
    /// Its content, unpacked.
    content: Option<Vec<u8>>,
    /// Where its author's original is.
    original: PathBuf,
    /// Whether charte made it, so that the original is another file.
    is_made: bool,
    /// The digest of its bytes.
    digest: u64,
}

/// What a file will be.
#[derive(Debug)]
pub(in crate::plan) enum Choice {
    /// The author's file, which is at this path now.
    Original(PathBuf),
    /// What charte makes, with the permissions of the author's file at this path.
    Made(PathBuf),
}

/// What is planned for one file.
#[derive(Debug)]
pub(in crate::plan) struct Decision {
    pub(in crate::plan) choice: Choice,
    /// Whether the target is so already.
    pub(in crate::plan) is_same: bool,
    pub(in crate::plan) record: Option<Record>,
}

impl Kept {
    /// What is kept in the site below `root`: in charte's own folder, and in one of an earlier name.
    pub(in crate::plan) fn read(root: &Path) -> Kept {
        let entries = |folder: &Path| fs::read_dir(folder).into_iter().flatten().flatten();
        let folders = entries(root)
            .filter(|entry| entry.file_type().is_ok_and(|kind| kind.is_dir()))
            .map(|entry| entry.path())
            .filter(|folder| site::owned(folder) == Owned::Ours);
        let kept = folders.flat_map(|folder| entries(&folder.join(FOLDER)));
        Kept { files: kept.map(|entry| (entry.file_name().to_string_lossy().into_owned(), entry.path())).collect() }
    }

    /// Whether an original of the file at `path`, below the root, is kept.
    pub(in crate::plan) fn knows(&self, path: &Path) -> bool {
        let start = path_key(path);
        self.files.range(start.clone()..).next().is_some_and(|(name, _)| name.starts_with(&start))
    }

    /// The author's original of the file at `path`, if charte has made that file with this content.
    fn original(&self, path: &Path, content: &[u8]) -> Option<&PathBuf> {
        self.files.get(&name(path, content))
    }

    /// Reads the file at `path` below the roots.
    fn trace(&self, roots: &Roots, path: &Path) -> Result<Trace, IoFault> {
        let source = roots.input.join(path);
        let bytes = fs::read(&source).map_err(IoFault::on("read it", &source))?;
        let digest = digest(&bytes);
        let content = match Packing::of(path) {
            Some(packing) => packing.unpack(&bytes),
            None => Some(bytes),
        };
        let original = content.as_ref().and_then(|content| self.original(path, content));
        let is_made = original.is_some();
        let original = original.cloned().unwrap_or(source);
        Ok(Trace { content, original, is_made, digest })
    }

    /// The author's bytes of a file.
    ///
    /// # Errors
    /// It cannot be read.
    pub(in crate::plan) fn author_bytes(&self, roots: &Roots, path: &Path) -> Result<Vec<u8>, IoFault> {
        let Trace { content, original, is_made, .. } = self.trace(roots, path)?;
        match content {
            Some(content) if !is_made && Packing::of(path).is_none() => Ok(content),
            _ => fs::read(&original).map_err(IoFault::on("read it", &original)),
        }
    }

    /// Decides what the file at `path` will be: what charte makes of it, unpacked, is `made`; the author's where that is
    /// `None`. A copy that its author has packed from the same content stays.
    ///
    /// # Errors
    /// It cannot be read.
    pub(in crate::plan) fn decide(&self, roots: &Roots, path: &Path, made: Option<&[u8]>) -> Result<Decision, IoFault> {
        let Trace { content, original, is_made, digest: as_read } = self.trace(roots, path)?;
        let target = roots.output.join(path);
        let Some(made) = made.filter(|made| is_made || content.as_deref() != Some(*made)) else {
            let is_same = match roots.in_place() {
                true => !is_made,
                false => is_same_file(&original, &target)?,
            };
            return Ok(Decision { choice: Choice::Original(original), is_same, record: None });
        };
        let present = match roots.in_place() {
            true => content,
            false => regular(&target).and_then(|bytes| match Packing::of(path) {
                Some(packing) => packing.unpack(&bytes),
                None => Some(bytes),
            }),
        };
        let digest = match is_made {
            true => digest(&fs::read(&original).map_err(IoFault::on("read it", &original))?),
            false => as_read,
        };
        let record = Record { name: name(path, made), from: original.clone(), digest };
        let is_same = present.as_deref() == Some(made);
        Ok(Decision { choice: Choice::Made(original), is_same, record: Some(record) })
    }
}

/// The bytes of a file that is no link.
fn regular(path: &Path) -> Option<Vec<u8>> {
    let metadata = fs::symlink_metadata(path).ok()?;
    metadata.is_file().then(|| fs::read(path).ok()).flatten()
}

/// Whether two files hold the same bytes; false when the second is not there or is a link.
///
/// # Errors
/// The first cannot be read.
pub(in crate::plan) fn is_same_file(source: &Path, target: &Path) -> Result<bool, IoFault> {
    let Ok(present) = fs::symlink_metadata(target) else { return Ok(false) };
    let metadata = fs::metadata(source).map_err(IoFault::on("read it", source))?;
    if !present.is_file() || present.len() != metadata.len() {
        return Ok(false);
    }
    let bytes = fs::read(source).map_err(IoFault::on("read it", source))?;
    Ok(fs::read(target).is_ok_and(|present| present == bytes))
}

/// The name under which the original of a file is kept, once charte has made that file with this content.
fn name(path: &Path, content: &[u8]) -> String {
    format!("{}{}", path_key(path), hex(&Sha256::digest(content)[..16]))
}

/// What the names of kept files of these files begin with.
pub(in crate::plan) fn keys<'a>(paths: impl Iterator<Item = &'a PathBuf>) -> BTreeSet<String> {
    paths.map(|path| path_key(path)).collect()
}

/// The same of one name.
pub(in crate::plan) fn key_of_name(name: &Path) -> String {
    let name = name.to_string_lossy();
    name.split_inclusive('-').next().unwrap_or_default().to_owned()
}

fn path_key(path: &Path) -> String {
    format!("{}-", hex(&hash(path)[..8]))
}

/// Bytes as hexadecimal digits.
pub(in crate::plan) fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
