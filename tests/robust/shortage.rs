//! Disks that are full to a random degree, in bytes or in files, a limit of file size, and a disk that becomes read-only while
//! a run is at work: each file is the old one or the new one, nothing of the author's is lost, and a later run completes.
//!
//! `CHARTE_DISKS` says how many disks. Only root can have them.

use std::process::{Command, Stdio};

use crate::binary::{CACHE, Run};
use crate::disk::Disk;
use crate::kills::{are_the_authors, below, fill, other, without_kept};
use crate::random::Random;
use crate::site::Site;
use crate::tree::{LINES, Tree, old_or_new};

/// How many disks, without `CHARTE_DISKS`.
const DISKS: usize = 12;

/// More than a site needs, in kibibytes and files.
const ROOM: &str = "size=65536k,nr_inodes=10000";

const INTO_DISK: &str = "output = \"disk/dist\"\nservices = [\"arte\"]\n";

#[derive(Debug, Clone, Copy, PartialEq)]
enum Shortage {
    Bytes,
    Files,
    FileSize,
    ReadOnly,
}

const SHORTAGES: [Shortage; 4] = [Shortage::Bytes, Shortage::Files, Shortage::FileSize, Shortage::ReadOnly];

/// The lines of the portal, the folder that is the disk, whether the site was built before, and the command.
const WAYS: [(&str, &str, bool, &str); 5] = [
    (INTO_DISK, "disk", false, "build"),
    (INTO_DISK, "disk", true, "build"),
    (LINES, "public", false, "build"),
    (LINES, "public", true, "build"),
    (LINES, "public", true, "strip"),
];

/// What a way leads to on a disk with room: before the run, after it, and the author's files.
struct Whole {
    old: Tree,
    new: Tree,
    author: Tree,
    /// How many kibibytes and files the run needs beyond what is there.
    needs: [u64; 2],
}

fn prepare(site: &Site, (lines, _, is_built, _): (&str, &str, bool, &str)) {
    fill(site);
    if is_built {
        site.declare(&other(lines));
        site.build();
        site.declare(lines);
    }
}

/// `None` where no disk can be had.
fn whole(way: (&str, &str, bool, &str)) -> Option<Whole> {
    let site = Site::new(way.0);
    let folder = site.path(way.1);
    let disk = Disk::mount(&folder, 65_536)?;
    prepare(&site, way);
    let (old, before) = (site.tree(), disk.used());
    site.succeed(way.3);
    let (new, after) = (site.tree(), disk.used());
    // What is being written needs room beside what it replaces.
    let needs = [0, 1].map(|index| after[index].saturating_sub(before[index]) + 40);
    let author = Site::new(way.0);
    fill(&author);
    Some(Whole { old, new, author: below(&author.tree(), "public"), needs })
}

#[test]
fn a_disk_that_is_full_at_random_leaves_whole_files_and_a_later_run_completes() {
    let disks = std::env::var("CHARTE_DISKS").map_or(DISKS, |disks| disks.parse().unwrap());
    let Some(wholes) = WAYS.iter().map(|way| whole(*way)).collect::<Option<Vec<Whole>>>() else {
        eprintln!("nothing can be mounted here: not tested");
        return;
    };
    let mut failed = [0; 4];
    for number in 0..disks {
        let (way, whole) = (WAYS[number % WAYS.len()], &wholes[number % WAYS.len()]);
        let shortage = number / WAYS.len() % SHORTAGES.len();
        failed[shortage] += usize::from(tried(way, whole, SHORTAGES[shortage], &mut Random::new(number)));
    }
    eprintln!("{disks} disks; runs that failed: {SHORTAGES:?} {failed:?}");
}

/// Runs with a shortage, checks what it left, and completes it. Whether the first run failed.
fn tried(way: (&str, &str, bool, &str), whole: &Whole, shortage: Shortage, random: &mut Random) -> bool {
    let (lines, folder, is_built, command) = way;
    let site = Site::new(lines);
    let folder = site.path(folder);
    let disk = Disk::mount(&folder, 65_536).unwrap();
    disk.remount(ROOM);
    prepare(&site, way);
    let [bytes, files] = disk.used();
    let [more_bytes, more_files] = whole.needs;
    match shortage {
        Shortage::Bytes => assert!(disk.remount(&format!("size={}k", bytes + 4 + random.below(more_bytes)))),
        Shortage::Files => assert!(disk.remount(&format!("nr_inodes={}", files + 1 + random.below(more_files)))),
        Shortage::FileSize | Shortage::ReadOnly => {}
    }
    let run = match shortage {
        Shortage::FileSize => limited(&site, command, random.below(60)),
        Shortage::ReadOnly => interrupted(&site, command, &disk, random),
        Shortage::Bytes | Shortage::Files => site.run(command),
    };
    let what = format!("{shortage:?}, {lines}, built before: {is_built}, {command}, {:?}: {}", run.code, run.err);
    assert!([Some(0), Some(3), None].contains(&run.code), "{what}");
    eprintln!("{shortage:?} {} {is_built} {command} {:?}", folder.file_name().unwrap().display(), run.code);
    assert!(disk.remount(&format!("rw,{ROOM}")));
    let now = site.tree();
    old_or_new(&without_kept(&now), &without_kept(&whole.old), &without_kept(&whole.new));
    are_the_authors(&now, &[&whole.author]);
    if lines == LINES && random.below(2) == 0 {
        site.succeed("strip");
        assert!(below(&site.tree(), "public") == whole.author, "not given back: {what}");
    }
    site.succeed(command);
    assert!(site.tree() == whole.new, "another site: {what}");
    run.code != Some(0)
}

fn limited(site: &Site, command: &str, blocks: u64) -> Run {
    let command = format!("ulimit -f {blocks}; exec {} {command}", env!("CARGO_BIN_EXE_charte"));
    let mut shell = Command::new("sh");
    shell.args(["-c", &command]).env("XDG_CACHE_HOME", CACHE).current_dir(site.root());
    Run::of(&shell.output().unwrap())
}

/// The disk becomes read-only as soon as no file of it is open, after a random number of attempts.
fn interrupted(site: &Site, command: &str, disk: &Disk<'_>, random: &mut Random) -> Run {
    let mut child = site.command(command).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    for _ in 0..random.below(40) {
        if child.try_wait().unwrap().is_some() {
            break;
        }
        disk.used();
    }
    while child.try_wait().unwrap().is_none() && !disk.remount("ro") {}
    Run::of(&child.wait_with_output().unwrap())
}
