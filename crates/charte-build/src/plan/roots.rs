//! The folders of a portal's site.

use std::path::{Path, PathBuf};

use charte_core::charter::Charter;

/// The site's folders: where it is read and where it is written.
#[derive(Clone, PartialEq)]
pub(crate) struct Roots {
    pub(crate) input: PathBuf,
    pub(crate) output: PathBuf,
    pub(crate) owned: PathBuf,
}

impl Roots {
    pub(crate) fn of(charter: &Charter, manifest: &Path) -> Roots {
        let input = manifest.join(&charter.folders.input);
        let output = charter.folders.output.as_ref().map_or_else(|| input.clone(), |output| manifest.join(output));
        let owned = output.join(&charter.folders.folder);
        Roots { input, output, owned }
    }

    pub(crate) fn in_place(&self) -> bool {
        self.input == self.output
    }
}
