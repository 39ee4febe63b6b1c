//! Names and texts that are not UTF-8, and byte order marks that editors write.

use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt as _;
use std::path::Path;

use crate::site::Site;
use crate::tree::{INTO_OUTPUT, LINES, PAGE};

#[test]
fn file_names_need_not_be_utf8() {
    for lines in [LINES, INTO_OUTPUT] {
        let site = Site::new(lines);
        let names = [&b"caf\xe9.html"[..], b"\xff\xfe/index.html", b"two lines.html", b"caf\xe9.csv"];
        for name in names {
            site.write(Path::new("public").join(OsStr::from_bytes(name)), PAGE);
        }
        let old = site.tree();
        let run = site.succeed("build --format json");
        assert!(run.out.contains("\"pages\": 3"), "{}", run.out);
        let folder = Path::new(if lines == LINES { "public" } else { "dist" });
        let built = site.read(folder.join("two lines.html"));
        for name in &names[..3] {
            assert_eq!(site.read(folder.join(OsStr::from_bytes(name))), built);
        }
        assert_eq!(site.read(folder.join(OsStr::from_bytes(names[3]))), PAGE);
        let before = site.stamps();
        site.build();
        assert_eq!(site.stamps(), before);
        if lines == LINES {
            site.succeed("strip");
            assert!(site.tree() == old);
        }
    }
}

#[test]
fn a_manifest_that_is_not_utf8_is_reported_at_its_line() {
    let site = Site::new(LINES);
    site.write("public/index.html", PAGE);
    let manifest = site.read("charte.toml");
    site.write("charte.toml", manifest.chars().map(|c| c as u8).collect::<Vec<u8>>());
    let old = site.tree();
    let run = site.run("build");
    assert_eq!(run.code, Some(1));
    let line = manifest.lines().position(|line| line.contains("Données")).unwrap() + 1;
    assert!(run.err.contains(&format!("line {line} is not UTF-8")) && run.err.contains("charte.toml"), "{}", run.err);
    assert!(run.err.contains("save the file as UTF-8"), "{}", run.err);
    assert!(site.tree() == old);
}

#[test]
fn what_editors_leave_in_a_manifest_changes_nothing() {
    let plain = Site::new(LINES);
    plain.write("public/index.html", PAGE);
    plain.build();
    let manifest = plain.read("charte.toml");
    for left in [format!("\u{feff}{manifest}"), manifest.replace('\n', "\r\n"), manifest.trim_end().to_owned()] {
        let site = Site::empty();
        site.write("charte.toml", left);
        site.write("public/index.html", PAGE);
        site.build();
        site.declare(LINES);
        assert!(site.tree() == plain.tree());
    }
}

#[test]
fn a_theme_that_is_not_utf8_is_reported() {
    let site = Site::new(&format!("theme = \"theme\"\n{LINES}"));
    site.write("public/index.html", PAGE);
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
fn special_files_are_reported_and_left_alone() {
    let site = Site::new(LINES);
    site.write("public/index.html", PAGE);
    let pipe = site.path("public/pipe.html");
    assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    let run = site.run("build");
    assert_eq!(run.code, Some(0), "{}", run.err);
    assert!(run.err.contains("public/pipe.html"), "{}", run.err);
    assert!(pipe.exists());
}
