//! A build that remembers comes to the same as one that does not, whatever happened to the site, the output, the theme, the
//! declaration, the host's settings and what is remembered.

use std::collections::BTreeMap;
use std::fs::{self, FileTimes};
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::Command;

use proptest::prelude::*;
use walkdir::WalkDir;

use crate::options::{Options, Task};
use crate::plan::tests::{CONTENTS, DECLARATIONS, FILES, THEMES};
use crate::report::Report;
use crate::run::{Declaration, run};

/// One thing that an author, a generator or another program does.
#[derive(Debug, Clone)]
enum Deed {
    Nothing,
    /// Writes one of the files with one of the contents.
    Write(usize, usize),
    /// The same to the file in the output.
    WriteOutput(usize, usize),
    /// Changes a letter of a page and sets its time back.
    Edit(usize),
    /// The same to a page of the output.
    EditOutput(usize),
    Remove(usize),
    RemoveOutput(usize),
    Touch(usize),
    Rename,
    /// Makes a link to one of the targets.
    Link(usize),
    /// Puts a copy in the place of the input, with all times as they were.
    Restore,
    Theme(usize),
    Declare(usize),
    /// Writes settings of the host, beside the site or in it.
    Settings(usize, usize),
    DropOutput,
    EmptyFolder,
    Strip,
    DryRun,
    Force,
    /// Damages what is remembered.
    Damage(usize),
}

const TARGETS: [&str; 4] = ["a/index.html", "data.csv", "a", "missing"];
const SETTINGS: [&str; 3] = ["netlify.toml", "public/netlify.toml", "public/_headers"];
const POLICIES: [&str; 2] = ["script-src 'self'", "img-src 'none'"];

fn deed() -> impl Strategy<Value = Deed> {
    let (files, contents) = (0..FILES.len(), 0..CONTENTS.len());
    prop_oneof![
        8 => Just(Deed::Nothing),
        8 => (files.clone(), contents.clone()).prop_map(|(file, content)| Deed::Write(file, content)),
        2 => (files.clone(), contents).prop_map(|(file, content)| Deed::WriteOutput(file, content)),
        3 => files.clone().prop_map(Deed::Edit),
        3 => files.clone().prop_map(Deed::EditOutput),
        2 => files.clone().prop_map(Deed::Remove),
        2 => files.clone().prop_map(Deed::RemoveOutput),
        1 => files.prop_map(Deed::Touch),
        1 => Just(Deed::Rename),
        2 => (0..TARGETS.len()).prop_map(Deed::Link),
        1 => Just(Deed::Restore),
        2 => (0..THEMES.len()).prop_map(Deed::Theme),
        2 => (0..DECLARATIONS.len()).prop_map(Deed::Declare),
        2 => (0..SETTINGS.len(), 0..POLICIES.len()).prop_map(|(file, policy)| Deed::Settings(file, policy)),
        1 => Just(Deed::DropOutput),
        1 => Just(Deed::EmptyFolder),
        1 => Just(Deed::Strip),
        1 => Just(Deed::DryRun),
        1 => Just(Deed::Force),
        1 => (0..3usize).prop_map(Deed::Damage),
    ]
}

/// A site under way.
struct World {
    _folder: tempfile::TempDir,
    root: PathBuf,
    /// Where builds are remembered, if they are.
    cache: Option<PathBuf>,
    declaration: usize,
    output: &'static str,
}

impl World {
    fn new(output: &'static str, remembers: bool) -> World {
        let folder = tempfile::tempdir().unwrap();
        let root = fs::canonicalize(folder.path()).unwrap();
        let cache = remembers.then(|| root.join("cache"));
        let world = World { _folder: folder, root, cache, declaration: 0, output };
        world.write("public/index.html", CONTENTS[0]);
        world.write("public/a/index.html", CONTENTS[1]);
        world.write("theme/theme.toml", "requires = \"1\"\n");
        world
    }

    fn write(&self, path: &str, content: &str) {
        let path = self.root.join(path);
        if !path.is_dir() {
            let _ = fs::remove_file(&path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(&path, content).unwrap();
        }
    }

    fn built(&self, file: usize) -> PathBuf {
        self.root.join(if self.output.is_empty() { "public" } else { "dist" }).join(FILES[file])
    }

    fn carry_out(&mut self, deed: &Deed) {
        let path = |file: usize| self.root.join("public").join(FILES[file]);
        match *deed {
            Deed::Nothing | Deed::Strip | Deed::DryRun | Deed::Force => {}
            Deed::Write(file, content) => self.write(&format!("public/{}", FILES[file]), CONTENTS[content]),
            Deed::WriteOutput(file, content) if self.built(file).is_file() => {
                fs::write(self.built(file), CONTENTS[content]).unwrap();
            }
            Deed::WriteOutput(..) => {}
            Deed::Edit(file) => edit(&path(file)),
            Deed::EditOutput(file) => edit(&self.built(file)),
            Deed::Remove(file) => drop(fs::remove_file(path(file))),
            Deed::RemoveOutput(file) => drop(fs::remove_file(self.built(file))),
            Deed::Touch(file) => {
                let now = FileTimes::new().set_modified(std::time::SystemTime::now());
                let file = fs::File::options().write(true).open(path(file));
                drop(file.map(|file| file.set_times(now)));
            }
            Deed::Rename => {
                let (from, to) = (self.root.join("public/a"), self.root.join("public/z"));
                let (from, to) = if from.exists() { (from, to) } else { (to, from) };
                drop(fs::rename(from, to));
            }
            Deed::Link(target) => {
                let link = self.root.join("public/link.html");
                let _ = fs::remove_file(&link);
                symlink(TARGETS[target], link).unwrap();
            }
            Deed::Restore => {
                let copied = Command::new("cp").args(["-a", "public", "copy"]).current_dir(&self.root).status();
                assert!(copied.unwrap().success());
                fs::remove_dir_all(self.root.join("public")).unwrap();
                fs::rename(self.root.join("copy"), self.root.join("public")).unwrap();
            }
            Deed::Theme(file) => {
                for (name, _) in THEMES {
                    let _ = fs::remove_file(self.root.join("theme").join(name));
                }
                self.write(&format!("theme/{}", THEMES[file].0), THEMES[file].1);
            }
            Deed::Declare(declaration) => self.declaration = declaration,
            Deed::Settings(file, policy) => {
                let policy = POLICIES[policy];
                let lines = match SETTINGS[file].ends_with("_headers") {
                    true => format!("/*\n  Content-Security-Policy: {policy}\n"),
                    false => {
                        format!("[[headers]]\nfor = \"/*\"\n[headers.values]\nContent-Security-Policy = \"{policy}\"\n")
                    }
                };
                self.write(SETTINGS[file], &lines);
            }
            Deed::DropOutput => drop(fs::remove_dir_all(self.root.join("dist"))),
            Deed::EmptyFolder => fs::create_dir_all(self.root.join("public/empty")).unwrap(),
            Deed::Damage(how) => self.damage(how),
        }
    }

    fn damage(&self, how: usize) {
        for file in self.remembered() {
            let mut bytes = fs::read(&file).unwrap();
            match how {
                0 => bytes.truncate(bytes.len() / 2),
                1 => bytes = b"garbage".repeat(30),
                _ => *bytes.last_mut().unwrap() ^= 1,
            }
            fs::write(&file, bytes).unwrap();
        }
    }

    /// The files that remember builds.
    fn remembered(&self) -> Vec<PathBuf> {
        let folder = self.cache.as_ref().and_then(|cache| fs::read_dir(cache).ok());
        folder.into_iter().flatten().map(|entry| entry.unwrap().path()).collect()
    }

    fn run(&self, deed: &Deed) -> Report {
        let text = format!(
            "version = 1\n[publisher]\nname = \"A\"\ncontact = \"a@example.org\"\ndpo = \"a@example.org\"\n\
             [portal.town]\nname = \"A\"\nurl = \"https://www.example.org\"\ninput = \"public\"\n{}\nupdated = 2026-11-23\n\
             theme = \"theme\"\nlanguages = [\"fr\", \"en\"]\n{}\n",
            self.output, DECLARATIONS[self.declaration]
        );
        let declaration = Declaration::read("charte.toml", &text, self.root.clone(), &[], None);
        let task = if matches!(deed, Deed::Strip) { Task::Strip } else { Task::Build };
        let options = Options::new(task).dry_run(matches!(deed, Deed::DryRun)).force(matches!(deed, Deed::Force));
        run(&declaration, &options.timings(true).cache(self.cache.as_deref()))
    }

    /// The report without figures of time.
    fn text(&self, report: &Report) -> String {
        let portal = |portal: &crate::PortalReport| {
            let applied = portal.applied.as_ref().map(|applied| (applied.written, applied.removed));
            format!("{:#?} {applied:?} {:?}", portal.summary, portal.named)
        };
        let portals: Vec<String> = report.portals.iter().map(portal).collect();
        let text = format!("{} {:#?} {}", report.is_sound, report.findings, portals.join("\n"));
        text.replace(&self.root.display().to_string(), "ROOT")
    }

    /// Every file of the site and the output with its content, every link with its target.
    fn tree(&self) -> BTreeMap<PathBuf, Vec<u8>> {
        let entries = ["public", "dist"].into_iter().flat_map(|name| WalkDir::new(self.root.join(name)));
        let entries = entries.filter_map(Result::ok).map(|entry| {
            let path = entry.path();
            let content = match entry.file_type() {
                kind if kind.is_symlink() => fs::read_link(path).unwrap().into_os_string().into_encoded_bytes(),
                kind if kind.is_dir() => Vec::new(),
                _ => fs::read(path).unwrap(),
            };
            (path.strip_prefix(&self.root).unwrap().to_owned(), content)
        });
        entries.collect()
    }
}

/// Changes a letter of a file, which keeps its length and its time.
fn edit(path: &Path) {
    let Ok(mut bytes) = fs::read(path) else { return };
    let Some(letter) = bytes.iter_mut().rev().find(|byte| byte.is_ascii_lowercase()) else { return };
    *letter = if *letter == b'z' { b'a' } else { *letter + 1 };
    let times = FileTimes::new().set_modified(fs::metadata(path).unwrap().modified().unwrap());
    fs::write(path, bytes).unwrap();
    fs::File::options().write(true).open(path).unwrap().set_times(times).unwrap();
}

/// Whether the build only compared.
fn is_known(report: &Report) -> bool {
    let names: Vec<&str> = report.portals.iter().flat_map(|portal| &portal.phases).map(|phase| phase.name).collect();
    names == ["comparing"]
}

fn same_as_without(output: &'static str, deeds: &[Deed]) {
    let (mut with, mut without) = (World::new(output, true), World::new(output, false));
    for deed in [Deed::Nothing].iter().chain(deeds) {
        with.carry_out(deed);
        without.carry_out(deed);
        let (report, expected) = (with.run(deed), without.run(deed));
        assert_eq!(with.text(&report), without.text(&expected), "after {deed:?}");
        assert!(with.tree() == without.tree(), "after {deed:?}");
        assert!(!is_known(&expected));
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, ..ProptestConfig::default() })]

    #[test]
    fn a_build_that_remembers_is_the_build_that_does_not(deeds in prop::collection::vec(deed(), 1..14)) {
        same_as_without("output = \"dist\"", &deeds);
    }

    #[test]
    fn also_in_place(deeds in prop::collection::vec(deed(), 1..14)) {
        same_as_without("", &deeds);
    }
}

#[test]
fn where_nothing_has_changed_nothing_is_planned_and_after_each_change_all_is() {
    for output in ["output = \"dist\"", ""] {
        let mut world = World::new(output, true);
        let build = |world: &World| is_known(&world.run(&Deed::Nothing));
        assert!(!build(&world) && build(&world) && build(&world), "{output}");
        assert_eq!(world.remembered().len(), 1);
        let changes = [
            Deed::Edit(1),
            Deed::Write(2, 0),
            Deed::Remove(2),
            Deed::Rename,
            Deed::Rename,
            Deed::EditOutput(0),
            Deed::Touch(0),
            Deed::Write(7, 6),
            Deed::Link(1),
            Deed::Link(2),
            Deed::Restore,
            Deed::Theme(0),
            Deed::Theme(2),
            Deed::Declare(3),
            Deed::Settings(0, 1),
            Deed::Settings(2, 1),
            Deed::EmptyFolder,
            Deed::Damage(0),
            Deed::Damage(1),
            Deed::Damage(2),
        ];
        for deed in changes {
            world.carry_out(&deed);
            assert!(!build(&world), "after {deed:?} {output}");
            // In place, a build whose findings are in pages is only remembered once it writes nothing.
            let is_soon_known = (0..3).any(|_| build(&world));
            assert!(is_soon_known, "after {deed:?} {output}");
        }
        assert!(!is_known(&world.run(&Deed::Force)) && build(&world));
        assert!(is_known(&world.run(&Deed::DryRun)) && build(&world));
        world.run(&Deed::Strip);
        assert!(world.remembered().is_empty());
    }
}

#[test]
fn a_site_that_links_lead_out_of_is_never_known() {
    let mut world = World::new("output = \"dist\"", true);
    world.carry_out(&Deed::Link(3));
    assert!((0..3).all(|_| !is_known(&world.run(&Deed::Nothing))));
}

#[test]
fn nothing_is_remembered_in_a_folder_that_is_published() {
    for folder in ["public/.cache", "dist/.cache"] {
        let mut world = World::new("output = \"dist\"", true);
        world.cache = Some(world.root.join(folder));
        assert!((0..2).all(|_| !is_known(&world.run(&Deed::Nothing))));
        assert!(!world.root.join(folder).exists());
    }
}

#[test]
fn what_cannot_be_remembered_is_no_error() {
    let mut world = World::new("output = \"dist\"", true);
    world.write("file", "");
    world.cache = Some(world.root.join("file/cache"));
    for _ in 0..2 {
        let report = world.run(&Deed::Nothing);
        assert!(report.is_sound && !is_known(&report));
    }
}
