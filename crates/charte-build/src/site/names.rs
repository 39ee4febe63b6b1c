//! Names of files: of charte's own, and those that no message must print as they are.

use std::path::Path;

use charte_core::diagnostic::Diagnostic;

use crate::rules::beside;

/// The file by which charte recognises its own folder.
pub(crate) const SENTINEL: &str = ".charte";

/// Folder for files that are being written, in charte's own folder.
pub(crate) const STAGE: &str = ".staged";

/// Whether a path has a control character, which could change what a terminal shows.
pub(super) fn has_control_character(path: &Path) -> bool {
    path.to_string_lossy().chars().any(char::is_control)
}

/// The finding about a file or folder whose own name has one. What lies in such a folder is not reported again.
pub(super) fn control_character(path: &Path) -> Option<Diagnostic> {
    path.file_name().filter(|name| has_control_character(Path::new(name)))?;
    let shown: String = path.to_string_lossy().chars().map(visible).collect();
    let finding = beside::NAME_CONTROL.finding("its name has a control character").path(shown);
    Some(finding.help("rename it"))
}

/// A letter as itself, a control character as its escape.
fn visible(letter: char) -> String {
    if letter.is_control() { letter.escape_unicode().to_string() } else { letter.to_string() }
}
