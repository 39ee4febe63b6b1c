//! A first declaration of each real site is sound, and has every third party that a build finds.

use std::os::unix::fs::symlink;

use crate::binary::{Run, command};
use crate::part;
use crate::site::fetched;

/// How many sites are tried; all with `CHARTE_ALL`.
const SITES: usize = 12;

#[test]
fn a_first_declaration_names_whom_a_real_site_contacts() {
    let mut sites = fetched();
    sites.retain(|(_, site)| site.is_dir());
    sites.sort();
    let sites = if std::env::var_os("CHARTE_ALL").is_some() { sites } else { part(sites, SITES) };
    let mut faults = Vec::new();
    for (name, site) in sites {
        let folder = tempfile::tempdir().unwrap();
        symlink(&site, folder.path().join("public")).unwrap();
        for arguments in ["init --yes public", "check", "build --dry-run"] {
            let run = Run::of(&command(folder.path(), arguments).output().unwrap());
            if run.code != Some(0) || run.err.contains("undeclared") {
                faults.push(format!("{name}: {arguments}\n{}", run.err));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}
