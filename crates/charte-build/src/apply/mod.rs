//! The one module that writes to disk. Whoever reads the site, or pulls the plug, meets each file old or new and whole:
//! where an output exists, files are written aside and renamed one by one (`replace`); where none does, the whole output
//! is written aside and renamed once (`fresh`). What an author asks to have beside his site, such as a theme, is only ever
//! added (`add`).

mod add;
mod content;
mod fresh;
mod replace;

use std::path::{Path, PathBuf};
use std::{fs, io};

use rayon::prelude::*;
use serde::Serialize;

use crate::plan::{Plan, Sink, Write};
use crate::site::{IoFault, Owned, SENTINEL, owned};

pub use crate::apply::add::add;
pub use crate::apply::fresh::open as aside;

/// Said in the sentinel to whoever opens it.
const SENTINEL_TEXT: &str = "This folder is written by charte, which may replace or delete anything in it.\n";

/// What was written.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Applied {
    /// Files written.
    pub written: usize,
    /// Files of charte's own folder deleted.
    pub removed: usize,
}

/// Carries out a plan. In an output that exists, files that have been written stay written when a later one fails.
///
/// # Errors
/// Every path that could not be written, and why.
pub fn apply(plan: &Plan) -> Result<Applied, Vec<IoFault>> {
    if plan.is_empty() {
        return Ok(Applied::default());
    }
    let finish = |sink: &dyn Sink| sink.finish(&plan.folders, &plan.writes);
    let faults = match &plan.sink {
        Some(sink) => finish(sink.as_ref()),
        None if plan.output.exists() => replace::apply(plan),
        None => fresh::open(&plan.output, &plan.owned).map_or_else(|fault| vec![fault], |sink| finish(sink.as_ref())),
    };
    if faults.is_empty() {
        Ok(Applied { written: plan.writes.len(), removed: plan.removals.len() })
    } else {
        Err(faults)
    }
}

/// Takes possession of a folder: makes it if need be, and marks it.
fn take(folder: &Path) -> Result<(), IoFault> {
    if owned(folder) == Owned::Foreign {
        let source = io::Error::new(io::ErrorKind::AlreadyExists, "it is there and charte did not write it");
        return Err(IoFault { action: "take the folder", path: folder.to_owned(), source });
    }
    fs::create_dir_all(folder).map_err(IoFault::on("make the folder", folder))?;
    let sentinel = folder.join(SENTINEL);
    if fs::metadata(&sentinel).is_ok_and(|mark| mark.len() > 0) {
        return Ok(());
    }
    fs::write(&sentinel, SENTINEL_TEXT).map_err(IoFault::on("write it", &sentinel))
}

/// Removes a folder that charte took. Its mark goes last, so that what an interruption leaves is known as charte's.
fn discard(folder: &Path) -> Result<(), IoFault> {
    let mark = folder.join(SENTINEL);
    remove_all(folder, &mark)?;
    fs::remove_file(&mark).map_err(IoFault::on("remove it", &mark))?;
    fs::remove_dir(folder).map_err(IoFault::on("remove it", folder))
}

/// Removes what is in a folder, but for one entry of it.
fn remove_all(folder: &Path, but: &Path) -> Result<(), IoFault> {
    for entry in fs::read_dir(folder).map_err(IoFault::on("list it", folder))? {
        let path = entry.map_err(IoFault::on("list it", folder))?.path();
        if path == but {
            continue;
        }
        let is_folder = fs::symlink_metadata(&path).is_ok_and(|metadata| metadata.is_dir());
        let removed = if is_folder { fs::remove_dir_all(&path) } else { fs::remove_file(&path) };
        removed.map_err(IoFault::on("remove it", &path))?;
    }
    Ok(())
}

fn make_folders(folders: &[PathBuf]) -> Vec<IoFault> {
    let make = |folder: &PathBuf| fs::create_dir_all(folder).map_err(IoFault::on("make the folder", folder)).err();
    folders.par_iter().filter_map(make).collect()
}

/// Writes files by several threads, a folder's files by one of them for the most part.
fn write_all(writes: &[&Write], write: impl Fn(&Write) -> Result<(), IoFault> + Sync) -> Vec<IoFault> {
    writes.par_chunks(64).flat_map_iter(|chunk| chunk.iter().filter_map(|file| write(file).err())).collect()
}
