//! A disk that fills up half-way: each file is the old one or the new one, the message names the cause, and with space again
//! the build completes.

use std::fs;
use std::os::unix::process::ExitStatusExt as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::thread;
use std::time::Duration;

use crate::binary::{CACHE, Run};
use crate::kills;
use crate::random::Random;
use crate::site::Site;
use crate::tree::{LINES, PAGE, Tree, old_or_new, tree};

/// Signal of a process that writes beyond its limit of file size.
const SIGXFSZ: i32 = 25;

/// A file system in memory of that many kibibytes; only root can have one.
pub(crate) struct Disk<'a>(&'a Path);

impl<'a> Disk<'a> {
    pub(crate) fn mount(folder: &'a Path, kibibytes: usize) -> Option<Disk<'a>> {
        fs::create_dir_all(folder).unwrap();
        let disk = Disk(folder);
        disk.call("mount", &["-t", "tmpfs", "-o", &format!("size={kibibytes}k"), "charte-test"]).then_some(disk)
    }

    fn grow(&self, kibibytes: usize) {
        assert!(self.remount(&format!("size={kibibytes}k")));
    }

    pub(crate) fn remount(&self, options: &str) -> bool {
        self.call("mount", &["-o", &format!("remount,{options}")])
    }

    /// How many kibibytes and how many files are on it.
    pub(crate) fn used(&self) -> [u64; 2] {
        let output = Command::new("df").args(["-k", "--output=used,iused"]).arg(self.0).output().unwrap();
        let text = String::from_utf8(output.stdout).unwrap();
        let mut numbers = text.split_whitespace().filter_map(|word| word.parse().ok());
        [numbers.next().unwrap(), numbers.next().unwrap()]
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

/// Pages of a folder that is another file system are written beside themselves: nothing of that stays, whenever a run is killed.
#[test]
fn a_folder_on_another_disk_is_built_whole_also_after_a_run_that_was_killed() {
    let whole = Site::new(LINES);
    kills::fill(&whole);
    let old = whole.tree();
    whole.build();
    let new = whole.tree();
    for number in 0..6 {
        let site = Site::new(LINES);
        let folder = site.path("public/3");
        let Some(_disk) = Disk::mount(&folder, 8192) else {
            eprintln!("nothing can be mounted here: not tested");
            return;
        };
        kills::fill(&site);
        let mut child = kills::start(&site, "build");
        let mut random = Random::new(number);
        let has_begun = || {
            let mut names = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().file_name());
            names.any(|name| name.to_string_lossy().starts_with(".charte-"))
        };
        while child.try_wait().unwrap().is_none() && !has_begun() {}
        thread::sleep(Duration::from_micros(random.below(60)));
        kills::kill(&mut child);
        let mut now = site.tree();
        let left = now.keys().filter(|path| is_beside(path)).count();
        eprintln!("{left} files beside their targets");
        now.retain(|path, _| !is_beside(path));
        old_or_new(&kills::without_kept(&now), &old, &new);
        // Of the author's, and of that name.
        site.write("public/3/.charte-note", "mine");
        site.build();
        fs::remove_file(folder.join(".charte-note")).unwrap();
        assert!(site.tree() == new, "death {number}: the next build gives another site");
    }
}

fn is_beside(path: &Path) -> bool {
    path.file_name().is_some_and(|name| name.to_string_lossy().starts_with(".charte-"))
}

/// The report goes to a disk that is full: the site is built all the same, and the run says what is missing.
#[test]
fn a_report_that_cannot_be_written_is_told() {
    let site = Site::new(LINES);
    site.write("public/index.html", PAGE);
    for arguments in
        ["check", "build", "build --format json", "build --format sarif", "scan", "explain no-pages", "strip"]
    {
        let Ok(full) = fs::File::options().write(true).open("/dev/full") else { return };
        let run = Run::of(&site.command(arguments).stdout(full).output().unwrap());
        assert_eq!(run.code, Some(3), "{arguments}: {}", run.err);
        assert!(run.err.contains("cannot write to the standard output"), "{arguments}: {}", run.err);
        let is_there = site.path("public/charte-cookies").exists();
        assert_eq!(is_there, !["check", "strip"].contains(&arguments), "{arguments}");
    }
}
