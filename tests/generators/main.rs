//! Sites made by widely used generators, as generated and as built by the real binary, in Chromium: nothing leaves before
//! consent; placeholders, banner and link survive hydration and client-side navigation; after consent every request of the
//! original is made, each as often. `tests/generators/fetch` makes the sites; README.md says how to run all.
//!
//! `CHARTE_ONLY=astro,nuxt` visits these sites, `CHARTE_ONLY=all` all that are made, `CHARTE_LOADS=20` loads each page that
//! often, `CHARTE_SITES=folder` has sites that were made by hand, each in `<name>/dist`.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

#[path = "../binary.rs"]
mod binary;
#[path = "../copy.rs"]
mod copy;
mod folder;
#[path = "../silence.rs"]
mod silence;
mod site;
mod tab;
mod tally;
mod vendors;
mod visit;

use std::collections::VecDeque;
use std::fs;
use std::sync::Mutex;
use std::thread;

use site::GeneratedSite;
use tally::Tally;

/// How many sites are visited at once: most of the time is waiting for silence.
const AT_ONCE: usize = 4;

/// How often each page is loaded, without `CHARTE_LOADS`.
const LOADS: usize = 2;

/// What `tests/generators/fetch` makes at least.
const LEAST: [&str; 3] = ["astro", "mkdocs", "vitepress"];

#[test]
fn sites_of_generators_are_quiet_until_a_yes_and_whole_after_it() {
    let loads = std::env::var("CHARTE_LOADS").map_or(LOADS, |loads| loads.parse().unwrap());
    let queue = Mutex::new(names());
    let tally = Mutex::new(Tally::default());
    thread::scope(|scope| {
        for _ in 0..AT_ONCE {
            scope.spawn(|| {
                while let Some(name) = next(&queue) {
                    let site = GeneratedSite::build(&name);
                    let seen = visit::all(&site, loads);
                    tally.lock().unwrap().note(&site, seen);
                    // What its own declaration misses does not come after a yes.
                    let site = GeneratedSite::first(&name);
                    let seen = visit::all(&site, 1);
                    tally.lock().unwrap().note(&site, seen);
                }
            });
        }
    });
    let tally = tally.into_inner().unwrap();
    println!("{}", tally.table(loads));
    assert!(tally.faults.is_empty(), "{} faults:\n{}", tally.faults.len(), tally.faults.join("\n"));
}

/// The sites to visit: a few, or those in `CHARTE_ONLY`.
fn names() -> VecDeque<String> {
    let mut made: Vec<String> = fs::read_dir(site::made())
        .into_iter()
        .flatten()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| is_made(name))
        .collect();
    made.sort();
    let only = std::env::var("CHARTE_ONLY").ok();
    let wanted: Vec<&str> = match only.as_deref() {
        Some("all") => made.iter().map(String::as_str).collect(),
        Some(only) => only.split(',').collect(),
        None => LEAST.to_vec(),
    };
    for name in &wanted {
        let is_made = made.iter().any(|made| made == name);
        assert!(is_made, "{name} is not there: make the sites first: tests/generators/fetch");
    }
    wanted.into_iter().map(str::to_owned).collect()
}

/// Whether a site is complete: `fetch` writes its stamp last. One that was made by hand has none.
fn is_made(name: &str) -> bool {
    let complete = if std::env::var_os("CHARTE_SITES").is_some() { "dist/index.html" } else { "dist.of" };
    site::made().join(name).join(complete).is_file()
}

fn next(queue: &Mutex<VecDeque<String>>) -> Option<String> {
    queue.lock().unwrap().pop_front()
}
