//! Thousands of real pages and the snippets of hundreds of vendors in three engines, for which one local server is the whole
//! Internet: nothing leaves before a choice, after a refusal, after a withdrawal or without scripts, and what was accepted
//! comes as it does in the page that never waited. `tests/trackers/fetch` brings the pages.
//!
//! A part of the pages is visited, the same at each run. All of them take hours:
//!
//! ```sh
//! tests/trackers/fetch --all
//! CHARTE_ALL=1 cargo test --release -p charte --test trackers -- --nocapture
//! ```
//!
//! `CHARTE_PAGES=2000` visits so many pages of the sites on which something waits, evenly, and no snippet.
//! `CHARTE_ONLY=next-isso/archives,snippets/you` visits only pages whose names, after those of their sites, hold one of these.
//! `CHARTE_ENGINE=firefox` visits them in that engine alone.

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
use site::Site;
use tally::Tally;

/// How many pages of the sites, and how many snippets, are a part.
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
        // All are under way before one is waited for.
        let tours: Vec<_> = tours.collect();
        tours.into_iter().for_each(|engine| tally.add(engine.join().unwrap()));
    });
    println!("{}", tally.table(&sites));
    // The control: were the pages not gated, this very harness would see it.
    let seen = tally.least_with_third_parties();
    let is_part = std::env::var_os("CHARTE_ONLY").is_some();
    assert!(seen * 2 >= visits.len() || is_part, "only {seen} of {} pages ask a third party", visits.len());
    assert!(tally.faults.is_empty(), "{} faults:\n{}", tally.faults.len(), tally.faults.join("\n"));
}

/// The pages to visit, with the site that each belongs to.
fn choose(sites: &[Site]) -> Vec<(&Site, &str)> {
    let pages = |snippets: bool| -> Vec<(&Site, &str)> {
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

/// At most so many of a list, evenly.
fn part<T>(list: Vec<T>, number: usize) -> Vec<T> {
    let length = list.len().max(1);
    let falls = |place: usize| place * number / length != (place + 1) * number / length;
    list.into_iter().enumerate().filter(|(place, _)| falls(*place)).map(|(_, item)| item).collect()
}

/// All visits in one engine: first with scripts, then without.
fn tour(engine: Engine, visits: &[(&Site, &str)], tabs: usize) -> Tally {
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

fn visit_all(engine: Engine, scripts: bool, queue: &Mutex<VecDeque<(usize, (&Site, &str))>>) -> Tally {
    let mut tally = Tally::default();
    let mut tab = Tab::open(engine, scripts);
    loop {
        let Some((number, (site, page))) = queue.lock().unwrap().pop_front() else { return tally };
        let mut seen = visit::page(&mut tab, site, page, number);
        if seen.is_err() {
            // An engine that fell over gets a second chance; the page is at fault when it falls again.
            tab = Tab::open(engine, scripts);
            seen = visit::page(&mut tab, site, page, number);
        }
        tally.note(engine, site, page, seen);
        if number > 0 && number % 100 == 0 {
            eprintln!("{engine:?}, {}: page {number}", if scripts { "with scripts" } else { "without" });
        }
    }
}
