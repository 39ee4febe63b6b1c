//! Runs that are killed at a random moment, in every way of building: each file is the old one or the new one, the next run
//! completes the work, nothing of the author's is lost, and no build that is remembered makes a later one wrong.
//!
//! `CHARTE_KILLS` says how many runs are killed. What was done to each, and a table of the phases in which they fell, is printed.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::{Child, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use crate::neighbours::{brotli, gzip};
use crate::random::Random;
use crate::site::Site;
use crate::tree::{INTO_OUTPUT, LINES, PAGE, Thing, Tree, old_or_new};

/// How many runs are killed, without `CHARTE_KILLS`.
const KILLS: usize = 24;

const PAGES: usize = 45;

/// Pages with compressed copies, a service worker's list, a sitemap and a drawing that contacts somebody.
pub(crate) fn town(lines: &str) -> Site {
    let site = Site::new(lines);
    fill(&site);
    site
}

pub(crate) fn fill(site: &Site) {
    let filling = "<p>Il pleut sur la commune, et les données ouvertes sèchent au grenier.</p>\n".repeat(80);
    let mut list = Vec::new();
    for number in 0..PAGES {
        let page = PAGE.replace("<body>\n", &format!("<body>\n<h1>{number}</h1>\n{filling}"));
        let path = format!("{}/{number}.html", number % 7);
        list.push(format!("{{url:\"{path}\",revision:\"{number}\"}}"));
        site.write(format!("public/{path}"), &page);
        site.write(format!("public/{path}.gz"), gzip(page.as_bytes()));
        if number % 9 == 0 {
            site.write(format!("public/{path}.br"), brotli(page.as_bytes()));
        }
        site.write(format!("public/{}/{number}.csv", number % 7), format!("{number}\n"));
    }
    let worker = format!("precacheAndRoute([{}]);\n", list.join(","));
    let map = "<urlset>\n  <url><loc>https://data.example.fr/</loc></url>\n</urlset>\n";
    let drawing = "<svg xmlns=\"http://www.w3.org/2000/svg\"><image href=\"https://img.arte.tv/a.png\"/></svg>\n";
    for (path, text) in [("sw.js", worker.as_str()), ("sitemap.xml", map), ("map.svg", drawing)] {
        site.write(format!("public/{path}"), text);
        site.write(format!("public/{path}.gz"), gzip(text.as_bytes()));
    }
}

/// The same portal with another service, whose pages differ.
pub(crate) fn other(lines: &str) -> String {
    lines.replace("\"arte\"", "\"arte\", \"umap\"")
}

/// A way of building that is interrupted.
struct Way {
    name: &'static str,
    lines: &'static str,
    /// Whether the site was built before, with another declaration.
    is_built: bool,
    /// Whether the author's pages have changed since.
    is_edited: bool,
    command: &'static str,
}

const WAYS: [Way; 8] = [
    Way { name: "into a new output", lines: INTO_OUTPUT, is_built: false, is_edited: false, command: "build" },
    Way { name: "over its own output", lines: INTO_OUTPUT, is_built: true, is_edited: false, command: "build" },
    Way { name: "over its output, edited", lines: INTO_OUTPUT, is_built: true, is_edited: true, command: "build" },
    Way { name: "in place", lines: LINES, is_built: false, is_edited: false, command: "build" },
    Way { name: "in place, built before", lines: LINES, is_built: true, is_edited: false, command: "build" },
    Way { name: "in place, edited", lines: LINES, is_built: true, is_edited: true, command: "build" },
    Way { name: "strip in place", lines: LINES, is_built: true, is_edited: false, command: "strip" },
    Way { name: "strip of an output", lines: INTO_OUTPUT, is_built: true, is_edited: false, command: "strip" },
];

impl Way {
    /// A site as it is before the run, with the author's files of it, first and last.
    fn prepared(&self) -> (Site, [Tree; 2]) {
        let site = town(&if self.is_built { other(self.lines) } else { self.lines.to_owned() });
        let first = below(&site.tree(), "public");
        let mut author = first.clone();
        if self.is_built {
            site.build();
        }
        if self.is_edited {
            let page = PAGE.replace("Before", "Réécrit");
            for number in (0..PAGES).step_by(4) {
                let path = format!("{}/{number}.html", number % 7);
                for (path, bytes) in
                    [(path.clone(), page.clone().into_bytes()), (format!("{path}.gz"), gzip(page.as_bytes()))]
                {
                    site.write(format!("public/{path}"), &bytes);
                    author.insert(path.into(), Thing::Bytes(bytes));
                }
            }
        }
        site.declare(self.lines);
        (site, [first, author])
    }

    /// The folder that is written.
    fn folder(&self) -> &'static str {
        if self.lines == LINES { "public" } else { "dist" }
    }
}

/// What a way leads to when nobody interrupts it.
struct Whole {
    old: Tree,
    new: Tree,
    first: Tree,
    author: Tree,
    lasts: Duration,
}

fn whole(way: &Way) -> Whole {
    let (site, [first, author]) = way.prepared();
    let old = site.tree();
    let start = Instant::now();
    site.succeed(way.command);
    Whole { old, new: site.tree(), first, author, lasts: start.elapsed() }
}

#[test]
fn runs_that_are_killed_at_random_leave_whole_files_and_can_be_completed() {
    let kills = std::env::var("CHARTE_KILLS").map_or(KILLS, |kills| kills.parse().unwrap());
    let wholes: Vec<Whole> = WAYS.iter().map(whole).collect();
    let mut phases: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    for step in 0..kills {
        let (way, whole) = (&WAYS[step % WAYS.len()], &wholes[step % WAYS.len()]);
        let mut random = Random::new(step);
        let (site, _) = way.prepared();
        let was_killed = kill_at_random(&site, way, whole, &mut random);
        let phase = if was_killed { phase(&site, way, whole) } else { "ended before" };
        *phases.entry((way.name, phase)).or_default() += 1;
        checked(&site, way, whole, &mut random, &format!("kill {step}, {}, {phase}", way.name));
    }
    for ((way, phase), count) in phases {
        eprintln!("{count:4} {way}: {phase}");
    }
}

/// Runs the command and kills it: half of the times at any moment of its length, half soon after it has begun to write.
fn kill_at_random(site: &Site, way: &Way, whole: &Whole, random: &mut Random) -> bool {
    let mut child = start(site, way.command);
    let staged = site.path(way.folder()).join("charte-cookies/.staged");
    let aside = site.path(format!(".{}.charte", way.folder()));
    let mut length = whole.lasts;
    if random.below(2) == 0 {
        while child.try_wait().unwrap().is_none() && !staged.exists() && !aside.exists() {
            thread::yield_now();
        }
        length /= 3;
    }
    thread::sleep(random.part(length));
    kill(&mut child)
}

pub(crate) fn start(site: &Site, arguments: &str) -> Child {
    site.command(arguments).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap()
}

/// Kills a run; whether that ended it.
pub(crate) fn kill(child: &mut Child) -> bool {
    child.kill().unwrap();
    child.wait().unwrap().code().is_none()
}

/// In which phase a run was killed, by what it left.
fn phase(site: &Site, way: &Way, whole: &Whole) -> &'static str {
    let now = site.tree();
    let own = Path::new(way.folder()).join("charte-cookies");
    let is_staged = site.path(&own).join(".staged").exists();
    let aside = format!(".{}.charte", way.folder());
    if site.path(&aside).exists() {
        let count = now.keys().filter(|path| path.starts_with(&aside)).count();
        return if count < PAGES { "aside, few files" } else { "aside, most files" };
    }
    let outside = |tree: &Tree| tree.clone().into_iter().filter(|(path, _)| !path.starts_with(&own)).collect::<Tree>();
    match () {
        () if now == whole.old && !is_staged => "nothing written yet",
        () if now == whole.new && !is_staged => "all written",
        () if outside(&now) == outside(&whole.old) => "charte's own files",
        () if outside(&now) == outside(&whole.new) => "clearing up",
        () => "files of the site",
    }
}

/// Checks what a killed run left, and completes it.
fn checked(site: &Site, way: &Way, whole: &Whole, random: &mut Random, what: &str) {
    eprintln!("{what}");
    let now = site.tree();
    old_or_new(&without_kept(&now), &without_kept(&whole.old), &without_kept(&whole.new));
    are_the_authors(&now, &[&whole.first, &whole.author]);
    match random.below(3) {
        // Stripped as it was left.
        0 if way.folder() == "public" => {
            site.succeed("strip");
            let stripped = below(&site.tree(), "public");
            assert!(stripped == whole.author, "{what}: a strip does not give back the author's files");
        }
        // Built with the declaration of before, whose build may be remembered.
        1 if way.is_built && (way.command == "build" || way.folder() == "public") => {
            site.declare(&other(way.lines));
            site.build();
            let fresh = town(&other(way.lines));
            for (path, thing) in &whole.author {
                let Thing::Bytes(bytes) = thing else { continue };
                fresh.write(Path::new("public").join(path), bytes);
            }
            fresh.build();
            assert!(site.tree() == fresh.tree(), "{what}: with the earlier declaration it is another site");
            site.declare(way.lines);
        }
        _ => {}
    }
    site.succeed(way.command);
    assert!(site.tree() == whole.new, "{what}: the next {} gives another site", way.command);
    let stamps = site.stamps();
    site.succeed(way.command);
    if way.command == "build" {
        site.succeed("build --force");
    }
    assert!(site.stamps() == stamps, "{what}: something is written once more");
}

/// The files of one folder of a tree, by their paths in it.
pub(crate) fn below(tree: &Tree, folder: &str) -> Tree {
    let inside = tree.iter().filter_map(|(path, thing)| Some((path.strip_prefix(folder).ok()?, thing)));
    inside.map(|(path, thing)| (path.to_owned(), thing.clone())).collect()
}

fn is_kept(path: &Path) -> bool {
    path.components().any(|part| part.as_os_str() == ".kept")
}

pub(crate) fn without_kept(tree: &Tree) -> Tree {
    tree.iter().filter(|(path, _)| !is_kept(path)).map(|(path, thing)| (path.clone(), thing.clone())).collect()
}

/// Checks that each kept file, but for those that are being written, is one of the author's.
pub(crate) fn are_the_authors(now: &Tree, authors: &[&Tree]) {
    let known: BTreeSet<&[u8]> = authors.iter().flat_map(|tree| tree.values()).filter_map(bytes).collect();
    for (path, thing) in now.iter().filter(|(path, _)| is_kept(path)) {
        assert!(bytes(thing).is_some_and(|bytes| known.contains(bytes)), "{} is not the author's", path.display());
    }
}

fn bytes(thing: &Thing) -> Option<&[u8]> {
    match thing {
        Thing::Bytes(bytes) => Some(bytes),
        Thing::Link(_) | Thing::Closed => None,
    }
}
