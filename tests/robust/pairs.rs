//! Several runs of one portal at once, some of which are killed: whatever they did to each other, each file is one that a whole
//! run writes, nothing of the author's is lost, and a run that is alone afterwards completes the work.
//!
//! `CHARTE_PAIRS` says how many times.

use std::process::Child;
use std::thread;
use std::time::{Duration, Instant};

use crate::kills::{are_the_authors, below, kill, other, start, town, without_kept};
use crate::random::Random;
use crate::site::Site;
use crate::tree::{INTO_OUTPUT, LINES, Tree};

/// How many times, without `CHARTE_PAIRS`.
const PAIRS: usize = 8;

const PARTS: u64 = 3;

fn times() -> usize {
    std::env::var("CHARTE_PAIRS").map_or(PAIRS, |pairs| pairs.parse().unwrap())
}

/// What a site can be: as its author wrote it, built with each of two declarations.
struct States {
    author: Tree,
    one: Tree,
    other: Tree,
    lasts: Duration,
}

fn states(lines: &str) -> States {
    let site = town(lines);
    let author = site.tree();
    let begin = Instant::now();
    site.build();
    let (lasts, one) = (begin.elapsed(), site.tree());
    let site = town(&other(lines));
    site.build();
    States { author, one, other: site.tree(), lasts }
}

impl States {
    /// Checks that each file is one of a state, and that nothing of the author's is lost.
    fn has_all_of(&self, now: &Tree, what: &str) {
        let known = [&self.author, &self.one, &self.other].map(without_kept);
        for (path, thing) in without_kept(now) {
            let is_aside = path.iter().any(|part| {
                let name = part.to_string_lossy();
                name.starts_with(".staged") || (name.starts_with('.') && name.ends_with(".charte"))
            });
            let is_known = path.ends_with("charte.toml") || known.iter().any(|tree| tree.get(&path) == Some(&thing));
            assert!(is_known || is_aside, "{what}: {} is of no whole run", path.display());
        }
        for path in below(&self.author, "public").keys() {
            assert!(below(now, "public").contains_key(path), "{what}: {} is lost", path.display());
        }
        are_the_authors(now, &[&self.author]);
    }
}

/// Kills a run after a random time, or lets it end.
fn end(child: &mut Child, random: &mut Random, lasts: Duration) {
    if random.below(3) == 0 {
        child.wait().unwrap();
    } else {
        thread::sleep(random.part(lasts));
        kill(child);
    }
}

#[test]
fn two_runs_at_once_lose_nothing_also_when_they_are_killed() {
    let all = [(LINES, states(LINES)), (INTO_OUTPUT, states(INTO_OUTPUT))];
    for time in 0..times() {
        let (lines, states) = &all[time % 2];
        let mut random = Random::new(time);
        let site = town(lines);
        if random.below(2) == 0 {
            site.build();
        }
        site.declare(&other(lines));
        let mut first = start(&site, "build");
        thread::sleep(random.part(states.lasts));
        if random.below(2) == 0 {
            site.declare(lines);
        }
        let command = if *lines == LINES && random.below(3) == 0 { "strip" } else { "build" };
        let mut second = start(&site, command);
        end(&mut first, &mut random, states.lasts / 2);
        end(&mut second, &mut random, states.lasts);
        let what = format!("pair {time}, {command}, {lines}");
        eprintln!("{what}");
        states.has_all_of(&site.tree(), &what);
        site.declare(lines);
        if *lines == INTO_OUTPUT || random.below(2) == 0 {
            site.build();
            assert!(site.tree() == states.one, "{what}: the next build gives another site");
        }
        if *lines == LINES {
            site.succeed("strip");
            assert!(site.tree() == states.author, "{what}: a strip does not give back the author's files");
        }
    }
}

/// One part of the site, killed and tried again at random, also while the first try is still at work, until it has succeeded.
fn part(site: &Site, number: u64, random: &mut Random, lasts: Duration) {
    let start = || start(site, &format!("build --shard {number}/{PARTS}"));
    loop {
        let mut first = start();
        if random.below(3) == 0 {
            thread::sleep(random.part(lasts));
            let mut second = start();
            end(&mut first, random, lasts);
            end(&mut second, random, lasts);
            continue;
        }
        if random.below(2) == 0 {
            thread::sleep(random.part(lasts));
            kill(&mut first);
        }
        if first.wait().unwrap().success() {
            return;
        }
    }
}

#[test]
fn parts_that_are_killed_and_tried_again_are_the_whole() {
    let all = [(LINES, states(LINES)), (INTO_OUTPUT, states(INTO_OUTPUT))];
    for time in 0..times() {
        let (lines, states) = &all[time % 2];
        let site = town(lines);
        if time % 4 > 1 {
            site.declare(&other(lines));
            site.build();
            site.declare(lines);
        }
        thread::scope(|scope| {
            for number in 1..=PARTS {
                let site = &site;
                scope.spawn(move || part(site, number, &mut Random::new(time), states.lasts / 2));
            }
        });
        let now = site.tree();
        states.has_all_of(&now, &format!("parts {time}"));
        let differ: Vec<_> =
            states.one.iter().filter(|(path, thing)| now.get(*path) != Some(*thing)).map(|(path, _)| path).collect();
        assert!(differ.is_empty(), "parts {time}, {lines}: {differ:?}");
        site.build();
        assert!(site.tree() == states.one, "parts {time}, {lines}: the next build gives another site");
    }
}
