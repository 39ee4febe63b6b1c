//! The folders of a portal.

use std::path::{Path, PathBuf};

use charte_core::charter::Charter;

/// Where a portal's site is read and written.
#[derive(Clone, PartialEq)]
pub(crate) struct Roots {
    pub(crate) input: PathBuf,
    pub(crate) output: PathBuf,
    /// charte's own folder in the output.
    pub(crate) owned: PathBuf,
    /// The folder of the manifest, from which the others start.
    pub(crate) manifest: PathBuf,
}

impl Roots {
    pub(crate) fn of(charter: &Charter, manifest: &Path) -> Roots {
        let input = manifest.join(&charter.folders.input);
        let output = charter.folders.output.as_ref().map_or_else(|| input.clone(), |output| manifest.join(output));
        let owned = output.join(&charter.folders.folder);
        Roots { input, output, owned, manifest: manifest.to_owned() }
    }

    pub(crate) fn in_place(&self) -> bool {
        self.input == self.output
    }
}
