//! Files that charte may not read or write: reported with their path, exit code 3, and no half-written site. Root may do
//! everything, so the binary is run as `nobody` when the tests are run by root.

use std::fs;
use std::os::unix::fs::{MetadataExt as _, PermissionsExt as _, chown};
use std::path::Path;
use std::process::Command;

use crate::binary::Run;
use crate::site::Site;
use crate::tree::{LINES, PAGE, old_or_new};

const NOBODY: u32 = 65_534;

/// Whether the tests are run by root.
fn root() -> bool {
    fs::metadata("/proc/self").is_ok_and(|metadata| metadata.uid() == 0)
}

/// Gives everything below `path` to `nobody`.
fn give(path: &Path) {
    chown(path, Some(NOBODY), Some(NOBODY)).unwrap();
    if path.is_dir() {
        for entry in fs::read_dir(path).unwrap() {
            give(&entry.unwrap().path());
        }
    }
}

fn mode(path: &Path, mode: u32) {
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
}

/// Runs charte as a user without special rights.
fn run(site: &Site, arguments: &str) -> Run {
    if !root() {
        return site.run(arguments);
    }
    // The user `nobody` may not enter the target folder: a copy beside the site is used.
    let binary = site.path("../").join(format!("{}-charte", site.root().file_name().unwrap().display()));
    // By another process: a thread of this one could hold the copy open, and then it could not be run.
    assert!(Command::new("cp").arg(env!("CARGO_BIN_EXE_charte")).arg(&binary).status().unwrap().success());
    let output = Command::new("setpriv")
        .args(["--reuid=65534", "--regid=65534", "--clear-groups"])
        .arg(&binary)
        .args(arguments.split_whitespace())
        .current_dir(site.root())
        .output();
    fs::remove_file(&binary).unwrap();
    Run::of(&output.unwrap())
}

fn town(lines: &str) -> Site {
    let site = Site::new(lines);
    site.write("public/index.html", PAGE);
    site.write("public/news/index.html", PAGE);
    site.write("theme/theme.toml", b"requires = \"1\"\n");
    if root() {
        give(site.root());
    }
    site
}

/// Removes the rights of `path`, runs, restores them: the run must name the path and change nothing.
fn refused(lines: &str, path: &str, rights: u32, named: &str) {
    let site = town(lines);
    let old = site.tree();
    let before = fs::metadata(site.path(path)).unwrap().permissions();
    mode(&site.path(path), rights);
    let run = run(&site, "build");
    fs::set_permissions(site.path(path), before).unwrap();
    assert_eq!(run.code, Some(3), "{path}: {}{}", run.err, run.out);
    assert!(run.err.contains(named) && run.err.contains("Permission denied"), "{path}: {}", run.err);
    assert!(site.tree() == old, "{path}: something was written");
}

#[test]
fn a_page_that_may_not_be_read_is_reported() {
    refused(LINES, "public/news/index.html", 0o000, "public/news/index.html");
}

#[test]
fn a_folder_that_may_not_be_listed_is_reported() {
    refused(LINES, "public/news", 0o000, "public/news");
}

#[test]
fn a_manifest_that_may_not_be_read_is_reported() {
    refused(LINES, "charte.toml", 0o000, "charte.toml");
}

#[test]
fn a_theme_that_may_not_be_read_is_reported() {
    let themed = format!("theme = \"theme\"\n{LINES}");
    refused(&themed, "theme/theme.toml", 0o000, "theme/theme.toml");
    refused(&themed, "theme", 0o000, "theme");
}

#[test]
fn a_site_that_may_not_be_written_is_reported() {
    refused(LINES, "public", 0o555, "public/charte-cookies");
}

#[test]
fn an_output_that_may_not_be_made_is_reported() {
    let site = town(&format!("output = \"closed/dist\"\n{LINES}"));
    fs::create_dir(site.path("closed")).unwrap();
    mode(&site.path("closed"), 0o555);
    let run = run(&site, "build");
    assert_eq!(run.code, Some(3), "{}", run.err);
    assert!(run.err.contains("closed/"), "{}", run.err);
    assert_eq!(fs::read_dir(site.path("closed")).unwrap().count(), 0);
}

#[test]
fn one_folder_that_may_not_be_written_is_reported_and_the_others_are_whole() {
    let site = town(LINES);
    let old = site.tree();
    assert_eq!(run(&site, "build").code, Some(0));
    let new = site.tree();
    assert_eq!(run(&site, "strip").code, Some(0));
    mode(&site.path("public/news"), 0o555);
    let refused = run(&site, "build");
    assert_eq!(refused.code, Some(3), "{}", refused.err);
    assert!(refused.err.contains("public/news/index.html"), "{}", refused.err);
    assert!(refused.out.contains("Mend the cause"), "{}", refused.out);
    old_or_new(&site.tree(), &old, &new);
    mode(&site.path("public/news"), 0o755);
    assert_eq!(run(&site, "build").code, Some(0));
    assert!(site.tree() == new);
}
