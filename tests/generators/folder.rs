//! The files of folders, compared. It knows no site.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// The files below a folder with their bytes, by their paths in it.
pub(crate) type Files = BTreeMap<String, Vec<u8>>;

/// All files below a folder.
pub(crate) fn files(folder: &Path) -> Files {
    let mut files = Files::new();
    collect(folder, "", &mut files);
    files
}

fn collect(folder: &Path, path: &str, files: &mut Files) {
    for entry in fs::read_dir(folder).unwrap() {
        let entry = entry.unwrap();
        let name = entry.file_name().into_string().unwrap();
        if entry.file_type().unwrap().is_dir() {
            collect(&entry.path(), &format!("{path}{name}/"), files);
        } else {
            files.insert(format!("{path}{name}"), fs::read(entry.path()).unwrap());
        }
    }
}

/// The files that are not the same in both.
pub(crate) fn differences(one: &Files, other: &Files) -> Vec<String> {
    let names = one.keys().chain(other.keys().filter(|name| !one.contains_key(*name)));
    names.filter(|name| one.get(*name) != other.get(*name)).cloned().collect()
}
