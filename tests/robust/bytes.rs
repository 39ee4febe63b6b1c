//! Names and texts that are not UTF-8, and marks that editors leave.

use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt as _;
use std::path::Path;

use crate::site::{MANIFEST, PAGE, Site};

#[test]
fn file_names_need_not_be_utf8() {
    for output in ["", "output = \"dist\"\n"] {
        let site = Site::new(&MANIFEST.replace("input =", &format!("{output}input =")));
        let names = [&b"caf\xe9.html"[..], b"\xff\xfe/index.html", b"two\nlines.html", b"caf\xe9.csv"];
        for name in names {
            site.write(Path::new("public").join(OsStr::from_bytes(name)), PAGE.as_bytes());
        }
        let old = site.tree();
        let run = site.done("build --format json");
        assert!(run.out.contains("\"pages\": 3"), "{}", run.out);
        let folder = Path::new(if output.is_empty() { "public" } else { "dist" });
        let built = site.read(folder.join("two\nlines.html"));
        for name in &names[..3] {
            assert_eq!(site.read(folder.join(OsStr::from_bytes(name))), built);
        }
        assert_eq!(site.read(folder.join(OsStr::from_bytes(names[3]))), PAGE.as_bytes());
        let before = site.stamps();
        site.done("build");
        assert_eq!(site.stamps(), before);
        if output.is_empty() {
            site.done("strip");
            assert!(site.tree() == old);
        }
    }
}

#[test]
fn a_manifest_that_is_not_utf8_is_told_at_its_line() {
    let site = Site::new("");
    site.write("public/index.html", PAGE.as_bytes());
    let latin: Vec<u8> = MANIFEST.chars().map(|c| c as u8).collect();
    site.write("charte.toml", &latin);
    let old = site.tree();
    let run = site.run("build");
    assert_eq!(run.code, Some(1));
    let line = MANIFEST.lines().position(|line| line.contains("Données")).unwrap() + 1;
    assert!(run.err.contains(&format!("line {line} is not UTF-8")) && run.err.contains("charte.toml"), "{}", run.err);
    assert!(run.err.contains("save the file as UTF-8"), "{}", run.err);
    assert!(site.tree() == old);
}

#[test]
fn what_editors_leave_in_a_manifest_changes_nothing() {
    let plain = Site::new(MANIFEST);
    plain.write("public/index.html", PAGE.as_bytes());
    plain.done("build");
    for manifest in [format!("\u{feff}{MANIFEST}"), MANIFEST.replace('\n', "\r\n"), MANIFEST.trim_end().to_owned()] {
        let site = Site::new(&manifest);
        site.write("public/index.html", PAGE.as_bytes());
        site.done("build");
        site.write("charte.toml", MANIFEST.as_bytes());
        assert!(site.tree() == plain.tree());
    }
}

#[test]
fn a_theme_that_is_not_utf8_is_told() {
    let site = Site::new(&MANIFEST.replace("input =", "theme = \"theme\"\ninput ="));
    site.write("public/index.html", PAGE.as_bytes());
    site.write("theme/texts/fr.toml", b"[banner]\ntitle = \"D\xe9cidez\"\n");
    site.write("theme/charter.html", b"<h1>Th\xe8me</h1>\n");
    let old = site.tree();
    let run = site.run("build");
    assert_eq!(run.code, Some(1));
    for path in ["theme/texts/fr.toml", "theme/charter.html"] {
        assert!(run.err.contains(path), "{path}: {}", run.err);
    }
    assert!(site.tree() == old);
}

#[test]
fn files_that_are_no_files_are_told_and_left_alone() {
    let site = Site::new(MANIFEST);
    site.write("public/index.html", PAGE.as_bytes());
    let pipe = site.path("public/pipe.html");
    assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    let run = site.run("build");
    assert_eq!(run.code, Some(0), "{}", run.err);
    assert!(run.err.contains("public/pipe.html"), "{}", run.err);
    assert!(pipe.exists());
}
