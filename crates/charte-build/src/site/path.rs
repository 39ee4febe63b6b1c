//! Paths: made absolute, and as addresses and messages write them.

use std::fs;
use std::path::{Component, Path, PathBuf, StripPrefixError};

use sha2::{Digest as _, Sha256};

/// `path` made absolute. Links in its existing part are resolved and the rest is as written, so that folders can be
/// compared before they exist.
pub fn real_path(path: &Path) -> PathBuf {
    let absolute = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let mut missing = Vec::new();
    let mut known = absolute.as_path();
    loop {
        if let Ok(real) = fs::canonicalize(known) {
            return missing.iter().rev().fold(real, |path: PathBuf, part: &Component<'_>| match part {
                Component::ParentDir => path.parent().map(Path::to_owned).unwrap_or(path),
                part => path.join(part),
            });
        }
        let Some(parent) = known.parent() else { return absolute };
        missing.extend(known.components().next_back());
        known = parent;
    }
}

/// A hash of a relative path, the same on every system.
pub(crate) fn hash(path: &Path) -> [u8; 32] {
    let mut hash = Sha256::new();
    for part in path {
        hash.update(part.as_encoded_bytes());
        hash.update(b"/");
    }
    hash.finalize().into()
}

/// A relative path with `/` between its names, on every system.
pub(crate) fn slashed(path: Result<&Path, StripPrefixError>) -> String {
    let Ok(path) = path else { return String::new() };
    path.iter().map(|part| part.to_string_lossy()).collect::<Vec<_>>().join("/")
}
