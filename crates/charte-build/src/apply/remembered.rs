//! A file of the user's cache folder. It is never needed: what cannot be written is left out.

use std::fs;
use std::io;
use std::path::Path;

/// Writes it whole, or not at all.
pub(crate) fn write(path: &Path, bytes: &[u8]) {
    let aside = path.with_extension(std::process::id().to_string());
    let written = create(&aside, bytes).and_then(|()| fs::rename(&aside, path));
    if written.is_err() {
        let _ = fs::remove_file(&aside);
    }
}

fn create(path: &Path, bytes: &[u8]) -> io::Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::write(path, bytes)
}

/// Removes it.
pub(crate) fn remove(path: &Path) {
    let _ = fs::remove_file(path);
}
