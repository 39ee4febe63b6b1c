//! Makes a portal of a charter: its theme read, its texts rendered, and the theme checked for contacts to third parties.

pub(crate) mod alike;
pub(crate) mod policy;
pub(crate) mod portal;
mod theme_contacts;

use std::path::Path;

use charte_core::catalogue::Catalogue;
use charte_core::charter::Charter;
use charte_core::diagnostic::Diagnostic;

use crate::site::theme_folder;

pub use crate::prepare::policy::Policy;
pub use crate::prepare::portal::Portal;

/// Reads the theme of a portal, renders what every page gets and checks whom the theme contacts. `manifest` is the
/// folder that the charter's paths start from.
///
/// # Errors
/// Every fault of the theme and its texts.
pub fn ready(charter: &Charter, manifest: &Path, catalogue: &Catalogue) -> Result<Portal, Vec<Diagnostic>> {
    let (folder, warning) = theme_folder::open(charter, manifest)?;
    let portal = Portal::new(charter, folder, warning, catalogue)?;
    let contacts = theme_contacts::check(&portal);
    if contacts.is_empty() { Ok(portal) } else { Err(contacts) }
}

/// Whether `portal` is still what [`ready`] would make: the declaration and the files of its theme are the same.
pub(crate) fn is_current(portal: &Portal, charter: &Charter, manifest: &Path) -> bool {
    portal.charter == *charter && theme_folder::open(charter, manifest).is_ok_and(|(theme, _)| theme == portal.theme)
}

/// The findings of a portal's theme, with its tokens and texts: what a build would report of them.
pub fn check(charter: &Charter, manifest: &Path, catalogue: &Catalogue) -> Vec<Diagnostic> {
    ready(charter, manifest, catalogue).map_or_else(|faults| faults, |portal| portal.warnings)
}
