//! Steps that several ways of writing share: taking possession of a folder, removing it, writing many files.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use crate::plan::Write;
use crate::site::{IoFault, Owned, SENTINEL, owned};

/// Content of the sentinel, for a person who opens it.
const SENTINEL_TEXT: &str = "This folder is written by charte, which may replace or delete anything in it.\n";

/// Takes possession of a folder: makes it if it is missing, and puts the sentinel into it.
pub(super) fn take(folder: &Path) -> Result<(), IoFault> {
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

/// Removes a folder that charte took. The sentinel is removed last, so that what an interruption leaves is known as charte's.
pub(super) fn discard(folder: &Path) -> Result<(), IoFault> {
    let mark = folder.join(SENTINEL);
    remove_all(folder, Some(&mark))?;
    fs::remove_file(&mark).map_err(IoFault::on("remove it", &mark))?;
    fs::remove_dir(folder).map_err(IoFault::on("remove it", folder))
}

/// Removes what is in a folder, but for one entry of it.
pub(super) fn remove_all(folder: &Path, but: Option<&Path>) -> Result<(), IoFault> {
    for entry in fs::read_dir(folder).map_err(IoFault::on("list it", folder))? {
        let path = entry.map_err(IoFault::on("list it", folder))?.path();
        if but == Some(&path) {
            continue;
        }
        let is_folder = fs::symlink_metadata(&path).is_ok_and(|metadata| metadata.is_dir());
        let removed = if is_folder { fs::remove_dir_all(&path) } else { fs::remove_file(&path) };
        removed.map_err(IoFault::on("remove it", &path))?;
    }
    Ok(())
}

pub(super) fn make_folders(folders: &[PathBuf]) -> Vec<IoFault> {
    let make = |folder: &PathBuf| fs::create_dir_all(folder).map_err(IoFault::on("make the folder", folder)).err();
    folders.par_iter().filter_map(make).collect()
}

/// Writes files by several threads. Files of one folder are mostly written by the same thread, so that threads seldom
/// wait for a folder's lock.
pub(super) fn write_all(writes: &[&Write], write: impl Fn(&Write) -> Result<(), IoFault> + Sync) -> Vec<IoFault> {
    writes.par_chunks(64).flat_map_iter(|chunk| chunk.iter().filter_map(|file| write(file).err())).collect()
}
