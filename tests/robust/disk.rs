//! A disk that fills up half-way: each file is the old one or the new one, the message names the cause, and with space again
//! the build completes.

use std::fs;
use std::os::unix::process::ExitStatusExt as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::binary::{CACHE, Run};
use crate::site::Site;
use crate::tree::{LINES, PAGE, Tree, old_or_new, tree};

/// Signal of a process that writes beyond its limit of file size.
const SIGXFSZ: i32 = 25;

/// A file system in memory of that many kibibytes; only root can have one.
struct Disk<'a>(&'a Path);

impl<'a> Disk<'a> {
    fn mount(folder: &'a Path, kibibytes: usize) -> Option<Disk<'a>> {
        fs::create_dir_all(folder).unwrap();
        let disk = Disk(folder);
        disk.call("mount", &["-t", "tmpfs", "-o", &format!("size={kibibytes}k"), "charte-test"]).then_some(disk)
    }

    fn grow(&self, kibibytes: usize) {
        assert!(self.call("mount", &["-o", &format!("remount,size={kibibytes}k")]));
    }

    fn call(&self, program: &str, arguments: &[&str]) -> bool {
        Command::new(program).args(arguments).arg(self.0).output().is_ok_and(|output| output.status.success())
    }
}

impl Drop for Disk<'_> {
    fn drop(&mut self) {
        Command::new("umount").arg(self.0).output().unwrap();
    }
}

fn fill(site: &Site, lines: usize) {
    for number in 0..40 {
        let page = PAGE.replace("<body>\n", &format!("<body>\n{}", format!("<p>{number}</p>\n").repeat(lines)));
        site.write(format!("public/{number}.html"), page);
    }
}

/// The size of the output of a site with such pages.
fn built(lines: usize) -> Tree {
    let site = Site::new(LINES);
    fill(&site, lines);
    site.build();
    tree(&site.path("public"))
}

#[test]
fn a_full_disk_leaves_whole_files_and_a_later_build_completes() {
    let site = Site::new(&format!("output = \"disk/dist\"\n{LINES}"));
    let (old, new) = (built(100), built(500));
    let folder = site.path("disk");
    let Some(disk) = Disk::mount(&folder, 100) else {
        eprintln!("nothing can be mounted here: not tested");
        return;
    };
    // Too small for an output that does not exist yet.
    fill(&site, 100);
    let run = site.run("build");
    assert_eq!(run.code, Some(3), "{}", run.err);
    assert!(run.err.contains("No space left on device"), "{}", run.err);
    old_or_new(
        &tree(&folder),
        &Tree::new(),
        &old.iter().map(|(path, thing)| (PathBuf::from("dist").join(path), thing.clone())).collect(),
    );
    disk.grow(360);
    site.build();
    assert!(tree(&folder.join("dist")) == old);
    // Too small for all of the longer pages.
    fill(&site, 500);
    let run = site.run("build");
    assert_eq!(run.code, Some(3), "{}", run.err);
    let now = tree(&folder.join("dist"));
    old_or_new(&now, &old, &new);
    assert!(now != old && now != new, "the disk did not fill up half-way");
    disk.grow(4096);
    site.build();
    assert!(tree(&folder.join("dist")) == new);
}

#[test]
fn a_limit_of_file_size_leaves_whole_files_and_a_later_build_completes() {
    let site = Site::new(LINES);
    fill(&site, 400);
    site.write("public/long.html", PAGE.replace("<body>\n", &format!("<body>\n{}", "<p>x</p>\n".repeat(60_000))));
    let old = site.tree();
    site.build();
    let new = site.tree();
    site.succeed("strip");
    assert!(site.tree() == old);
    // 512 blocks of 512 or 1,024 bytes: enough for all but the long page.
    let charte = env!("CARGO_BIN_EXE_charte");
    let command = format!("ulimit -f 512; exec {charte} build");
    let output = Command::new("sh")
        .args(["-c", &command])
        .env("XDG_CACHE_HOME", CACHE)
        .current_dir(site.root())
        .output()
        .unwrap();
    let run = Run::of(&output);
    assert!(output.status.signal() == Some(SIGXFSZ) || run.code == Some(3), "{:?} {}", output.status, run.err);
    old_or_new(&site.tree(), &old, &new);
    site.build();
    assert!(site.tree() == new);
}
