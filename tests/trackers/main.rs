//! Thousands of real pages and the snippets of hundreds of vendors in three engines, with one local server that stands in
//! for every host: nothing leaves before a choice, after a refusal, after a withdrawal or without scripts, and accepted
//! services load as in the original page. `tests/trackers/fetch` downloads the pages.
//!
//! Each run visits the same part of the pages. All of them take hours:
//!
//! ```sh
//! tests/trackers/fetch --all
//! CHARTE_ALL=1 cargo test --release --workspace --test trackers -- --nocapture
//! ```
//!
//! `CHARTE_PAGES=2000` visits that many pages of the sites on which something waits, evenly, and no snippet.
//! `CHARTE_ONLY=next-isso/archives,snippets/you` visits only pages with one of these in their name, which begins with that
//! of the site. `CHARTE_ENGINE=firefox` visits them in that engine alone.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

#[path = "../binary.rs"]
mod binary;
#[path = "../copy.rs"]
mod copy;
mod declare;
mod engine;
#[path = "../engines.rs"]
mod engines;
mod first;
mod folder;
#[path = "../silence.rs"]
mod silence;
mod site;
mod tally;
mod visit;

use std::collections::VecDeque;
use std::sync::Mutex;
use std::thread;

use engine::Tab;
use engines::Engine;
use site::BuiltSite;
use tally::Tally;

/// How many pages of the sites, and how many snippets, are visited by default.
const PART: (usize, usize) = (16, 12);

/// How many pages are open at once, in all engines: most of their time is waiting for silence.
const TABS: usize = 6;

#[test]
fn real_pages_are_quiet_until_a_yes_and_whole_after_it() {
    let sites = site::all();
    let visits = choose(&sites);
    let mut tally = Tally::default();
    thread::scope(|scope| {
        let (visits, engines) = (&visits, Engine::chosen());
        let tabs = TABS / engines.len();
        let tours = engines.into_iter().map(|engine| scope.spawn(move || tour(engine, visits, tabs)));
        // All are started before one is waited for.
        let tours: Vec<_> = tours.collect();
        tours.into_iter().for_each(|engine| tally.add(engine.join().unwrap()));
    });
    println!("{}", tally.table(&sites));
    // The control: if the pages were not held, this test would notice.
    let seen = tally.least_with_third_parties();
    let is_part = std::env::var_os("CHARTE_ONLY").is_some();
    assert!(seen * 2 >= visits.len() || is_part, "only {seen} of {} pages ask a third party", visits.len());
    assert!(tally.faults.is_empty(), "{} faults:\n{}", tally.faults.len(), tally.faults.join("\n"));
}

/// The pages to visit, with the site that each belongs to.
fn choose(sites: &[BuiltSite]) -> Vec<(&BuiltSite, &str)> {
    let pages = |snippets: bool| -> Vec<(&BuiltSite, &str)> {
        let sites = sites.iter().filter(|site| site.is_snippets() == snippets);
        sites.flat_map(|site| site.pages.iter().map(move |page| (site, page.as_str()))).collect()
    };
    if std::env::var_os("CHARTE_ALL").is_some() {
        return [pages(false), pages(true)].concat();
    }
    if let Ok(number) = std::env::var("CHARTE_PAGES") {
        let waiting = pages(false).into_iter().filter(|(site, page)| site.holds_back(page)).collect();
        return part(waiting, number.parse().unwrap());
    }
    [part(pages(false), PART.0), part(pages(true), PART.1)].into_iter().flatten().collect()
}

/// At most that many of a list, evenly.
fn part<T>(list: Vec<T>, number: usize) -> Vec<T> {
    let length = list.len().max(1);
    let falls = |place: usize| place * number / length != (place + 1) * number / length;
    list.into_iter().enumerate().filter(|(place, _)| falls(*place)).map(|(_, item)| item).collect()
}

/// All visits in one engine: first with scripts, then without.
fn tour(engine: Engine, visits: &[(&BuiltSite, &str)], tabs: usize) -> Tally {
    let mut tally = Tally::default();
    for scripts in [true, false] {
        let queue = Mutex::new(visits.iter().copied().enumerate().collect::<VecDeque<_>>());
        thread::scope(|scope| {
            let tabs: Vec<_> = (0..tabs).map(|_| scope.spawn(|| visit_all(engine, scripts, &queue))).collect();
            tabs.into_iter().for_each(|tab| tally.add(tab.join().unwrap()));
        });
    }
    tally
}

fn visit_all(engine: Engine, scripts: bool, queue: &Mutex<VecDeque<(usize, (&BuiltSite, &str))>>) -> Tally {
    let mut tally = Tally::default();
    let mut tab = Tab::open(engine, scripts);
    loop {
        let Some((number, (site, page))) = queue.lock().unwrap().pop_front() else { return tally };
        let mut seen = visit::page(&mut tab, site, page, number);
        if seen.is_err() {
            // After a crash of the engine the visit is repeated; if it crashes again, the page is at fault.
            tab = Tab::open(engine, scripts);
            seen = visit::page(&mut tab, site, page, number);
        }
        tally.note(engine, site, page, seen);
        if number > 0 && number % 100 == 0 {
            eprintln!("{engine:?}, {}: page {number}", if scripts { "with scripts" } else { "without" });
        }
    }
}
