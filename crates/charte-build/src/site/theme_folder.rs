//! The theme of a portal: a built-in one, or a folder, whose files are read here. What they mean is for
//! `charte_render::theme`.

use std::fs;
use std::io;
use std::path::Path;

use charte_core::charter::Charter;
use charte_core::diagnostic::{Diagnostic, Place};
use charte_render::theme::listing::Listing;
use charte_render::theme::{Folder, built_in_help};
use walkdir::WalkDir;

use crate::rules;
use crate::site::IoFault;
use crate::site::path::slashed;

/// The portal's theme, part by part.
///
/// # Errors
/// Every fault of its files.
pub fn listing(charter: &Charter, manifest: &Path) -> Result<Listing, Vec<Diagnostic>> {
    let (folder, _) = open(charter, manifest)?;
    Listing::of(&charter.folders.theme, &folder, Some(charter))
}

pub use charte_themes::{BASE_NAME as BASE, built_in, is_built_in, look};

/// The files of the portal's theme, none for a built-in one, and a warning if its name is ambiguous.
///
/// # Errors
/// There is no such theme, or a file of it cannot be read.
pub fn open(charter: &Charter, manifest: &Path) -> Result<(Folder, Option<Diagnostic>), Vec<Diagnostic>> {
    find(&charter.folders.theme, manifest, charter.places.get("theme").cloned())
}

/// The same for a theme by its name: that of a built-in one, or the path of a folder from `root`. `place` is where it
/// is named.
///
/// # Errors
/// There is no such theme, or a file of it cannot be read.
pub fn find(name: &str, root: &Path, place: Option<Place>) -> Result<(Folder, Option<Diagnostic>), Vec<Diagnostic>> {
    let root = root.join(name);
    if is_built_in(name) {
        let warning = root.join("theme.toml").is_file().then(|| {
            let message = format!("`{name}` is the theme that is built in, not the folder beside the declaration");
            let finding = rules::look::THEME_AMBIGUOUS.finding(message).at(place);
            finding.help(format!("write \"./{name}\" for the folder, or give it another name"))
        });
        return Ok((Folder { extends: Some(name.to_owned()), ..Folder::default() }, warning));
    }
    if !root.is_dir() {
        let finding = rules::look::THEME_MISSING.finding(format!("there is no theme `{name}`"));
        let beside = if place.is_some() { " beside the declaration" } else { "" };
        let known = built_in_help(name);
        let help = match known.strip_suffix('?') {
            Some(_) => format!("{known} A theme of your own is a folder{beside}"),
            None => format!("{known}; a theme of your own is a folder{beside}"),
        };
        return Err(vec![finding.at(place).path(root.display().to_string()).help(help)]);
    }
    let folder = Folder { path: root.display().to_string(), ..Folder::default() };
    read(&root, folder).map(|folder| (folder, None))
}

fn read(root: &Path, mut folder: Folder) -> Result<Folder, Vec<Diagnostic>> {
    let mut faults = Vec::new();
    for entry in WalkDir::new(root).sort_by_file_name() {
        match entry {
            Ok(entry) if entry.file_type().is_dir() => {}
            // A file that no theme may have is reported by its name: its content can be of any size, and is not read.
            Ok(entry) if !is_part(entry.path()) => {
                folder.files.insert(slashed(entry.path().strip_prefix(root)), Vec::new());
            }
            Ok(entry) => match fs::read(entry.path()) {
                Ok(bytes) => drop(folder.files.insert(slashed(entry.path().strip_prefix(root)), bytes)),
                Err(error) => faults.push(IoFault::on("read it", entry.path())(error).into()),
            },
            Err(error) => {
                let path = error.path().unwrap_or(root).to_owned();
                faults.push(IoFault::on("list it", &path)(io::Error::other(error)).into());
            }
        }
    }
    if faults.is_empty() { Ok(folder) } else { Err(faults) }
}

/// Whether a file has a name that a part of a theme could have.
fn is_part(path: &Path) -> bool {
    path.extension().is_some_and(|ending| ["toml", "html", "css"].iter().any(|known| ending == *known))
}
