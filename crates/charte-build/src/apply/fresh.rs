//! Makes an output that does not exist yet: all of it aside, then one rename.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::{content, make_folders, take, write_all};
use crate::plan::{Plan, Write};
use crate::site::{IoFault, Owned, owned};

/// Carries out a plan whose output does not exist; on any fault it still does not.
pub(super) fn apply(plan: &Plan) -> Vec<IoFault> {
    let aside = aside(&plan.output);
    let moved = |path: &Path| aside.join(path.strip_prefix(&plan.output).unwrap_or(path));
    let own = moved(&plan.owned);
    let folders: Vec<PathBuf> = plan.folders.iter().map(|folder| moved(folder)).collect();
    let writes: Vec<&Write> = plan.writes.iter().collect();
    let mut faults: Vec<IoFault> = clear(&aside, &own).and_then(|()| take(&own)).err().into_iter().collect();
    if faults.is_empty() {
        faults = make_folders(&folders);
    }
    if faults.is_empty() {
        faults = write_all(&writes, |write| content::write(write, &moved(&write.target)));
    }
    if faults.is_empty() {
        faults.extend(fs::rename(&aside, &plan.output).map_err(IoFault::on("write it", &plan.output)).err());
    }
    if !faults.is_empty() {
        // The first faults are what the author has to know; what stays is cleared by the next run.
        let _ = clear(&aside, &own);
    }
    faults
}

/// Where the output is prepared: beside its place, so that a rename can move it.
fn aside(output: &Path) -> PathBuf {
    let name = output.file_name().unwrap_or_default().to_string_lossy();
    output.with_file_name(format!(".{name}.charte"))
}

/// Removes what an interrupted run left, known by charte's own folder in it.
fn clear(aside: &Path, own: &Path) -> Result<(), IoFault> {
    if !aside.exists() {
        return Ok(());
    }
    if owned(own) != Owned::Ours {
        let source = io::Error::new(io::ErrorKind::AlreadyExists, "it is there and charte did not write it");
        return Err(IoFault { action: "prepare the output there", path: aside.to_owned(), source });
    }
    fs::remove_dir_all(aside).map_err(IoFault::on("empty it", aside))
}
