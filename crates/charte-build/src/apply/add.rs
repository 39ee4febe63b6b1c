//! Adds new files: all of them, or none. It replaces no file.

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use crate::site::IoFault;

/// Writes new text files, given by their paths below `folder`. Missing folders are made.
///
/// # Errors
/// A file that is there already, or that could not be written; then none was.
pub fn add(folder: &Path, files: &BTreeMap<String, String>) -> Result<(), Box<IoFault>> {
    let mut done = Done::default();
    let result = files.iter().try_for_each(|(path, text)| done.add(&folder.join(path), text));
    if result.is_err() {
        done.undo();
    }
    result.map_err(Box::new)
}

/// What was made so far, in order.
#[derive(Default)]
struct Done {
    folders: Vec<PathBuf>,
    files: Vec<PathBuf>,
}

impl Done {
    fn add(&mut self, path: &Path, text: &str) -> Result<(), IoFault> {
        let missing: Vec<&Path> = path.ancestors().skip(1).take_while(|folder| !folder.is_dir()).collect();
        for folder in missing.into_iter().rev().filter(|folder| !folder.as_os_str().is_empty()) {
            fs::create_dir(folder).map_err(IoFault::on("make the folder", folder))?;
            self.folders.push(folder.to_owned());
        }
        let fault = |error: io::Error| IoFault::on("write it", path)(error);
        let mut file = fs::File::create_new(path).map_err(fault)?;
        self.files.push(path.to_owned());
        file.write_all(text.as_bytes()).map_err(fault)
    }

    /// Removes what was made. Only the fault that led here is reported; what cannot be removed stays.
    fn undo(self) {
        for file in self.files {
            let _ = fs::remove_file(file);
        }
        for folder in self.folders.into_iter().rev() {
            let _ = fs::remove_dir(folder);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::apply::add::*;

    fn files(paths: &[&str]) -> BTreeMap<String, String> {
        paths.iter().map(|path| ((*path).to_owned(), format!("{path}\n"))).collect()
    }

    #[test]
    fn all_files_are_added_or_none_and_nothing_is_replaced() {
        let root = tempfile::tempdir().unwrap();
        let theme = root.path().join("themes/town");
        add(&theme, &files(&["theme.toml", "texts/fr.toml"])).unwrap();
        assert_eq!(fs::read_to_string(theme.join("texts/fr.toml")).unwrap(), "texts/fr.toml\n");
        fs::write(theme.join("theme.toml"), "mine").unwrap();
        let fault = add(&theme, &files(&["banner.css", "new/link.html", "theme.toml"])).unwrap_err();
        assert!(fault.path.ends_with("theme.toml"), "{fault}");
        assert_eq!(fs::read_to_string(theme.join("theme.toml")).unwrap(), "mine");
        assert!(!theme.join("banner.css").exists() && !theme.join("new").exists());
    }

    #[test]
    fn a_folder_that_cannot_be_made_leaves_nothing() {
        let root = tempfile::tempdir().unwrap();
        fs::write(root.path().join("file"), "").unwrap();
        assert!(add(&root.path().join("file/theme"), &files(&["theme.toml"])).is_err());
        assert_eq!(fs::read_dir(root.path()).unwrap().count(), 1);
    }
}
