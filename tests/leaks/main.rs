//! Does anything leave before consent? Hundreds of ways in which a page can contact a third party (`cases.json`), each built
//! by the real binary and visited in three engines, as written and as built. No banner is answered; every request and every
//! connection to the third party counts.
//!
//! `CHARTE_ALL=1` visits all of them as written, too, and not only a few as a control. `CHARTE_ONLY=iframe,js-rtc` visits
//! only these cases, `CHARTE_ENGINE=firefox` all in that engine alone, and `CHARTE_TOML='policy = "static"'` adds these
//! lines to every portal.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod case;
#[path = "../engines.rs"]
mod engines;
#[path = "../goto.rs"]
mod goto;
mod tab;
mod tally;

use std::ops::Range;
use std::sync::{Arc, Mutex, OnceLock};
use std::thread;

use charte_browser::Result;

use case::Case;
use engines::Engine;
use tab::{Seen, Tab};
use tally::{Tally, Verdict};

/// How many pages are open at once in each engine: most of their time is waiting for silence.
const TABS: usize = 3;

/// How many cases charte may refuse to build, which counts as a loss too.
const REFUSED: usize = 12;

/// One of so many cases is also visited as written, to check that it makes a contact then.
const CONTROL: usize = 8;

#[test]
fn nothing_leaves_before_a_yes() {
    let folder = tempfile::tempdir().unwrap();
    let engines = Engine::chosen();
    let cases = case::all(folder.path(), &engines);
    let mut tally = Tally::default();
    thread::scope(|scope| {
        let pairs = engines.iter().zip(&cases);
        let tours: Vec<_> = pairs.map(|(engine, cases)| scope.spawn(move || tour(*engine, cases))).collect();
        tours.into_iter().for_each(|tour| tally.add(tour.join().unwrap()));
    });
    let refused: Vec<&str> = cases[0].iter().filter(|case| case.is_refused).map(|case| case.id.as_str()).collect();
    println!("{}\nrefused: {}", tally.table(&engines), refused.join(" "));
    if std::env::var_os("CHARTE_ONLY").is_none() {
        // The control: if the page were not held, this test would notice.
        for engine in engines {
            let (loud, silent) = (tally.number(engine, Verdict::Held), tally.number(engine, Verdict::Quiet));
            assert!(loud > silent, "{silent} cases contact nobody as they were written in {engine:?}, {loud} do");
        }
    }
    assert!(tally.faults.is_empty(), "{} faults:\n{}", tally.faults.len(), tally.faults.join("\n"));
    assert!(refused.len() <= REFUSED, "{} cases were not built", refused.len());
}

/// All visits in one engine: first of pages as written, then of all as built, so that a late contact of one is not counted
/// for the other.
fn tour(engine: Engine, cases: &[Arc<Case>]) -> Tally {
    let mut tabs: Vec<Tab> = thread::scope(|scope| {
        let tabs: Vec<_> = (0..TABS.min(cases.len())).map(|_| scope.spawn(|| Tab::open(engine).unwrap())).collect();
        tabs.into_iter().map(|tab| tab.join().unwrap()).collect()
    });
    let built: Vec<&Arc<Case>> = cases.iter().filter(|case| !case.is_refused).collect();
    let is_control = |number: usize| is_thorough() || number.is_multiple_of(CONTROL);
    let source = |tab: &mut Tab, number: usize| match is_control(number) {
        true => tab.visit_source(built[number]).map(Some),
        false => Ok(None),
    };
    let sources = visit_all(engine, &mut tabs, built.len(), source);
    tabs.iter_mut().for_each(|tab| tab.leave().unwrap());
    let visit = |tab: &mut Tab, number: usize| match &sources[number] {
        Ok(source) => tab.visit_built(built[number], source.as_ref()),
        Err(_) => Ok(Seen::default()),
    };
    let seen = visit_all(engine, &mut tabs, built.len(), visit);
    let mut tally = Tally::default();
    (built.len()..cases.len()).for_each(|_| tally.note(engine, Verdict::Refused));
    for (case, visits) in built.iter().zip(sources.into_iter().zip(seen)) {
        match visits {
            (Ok(source), Ok(seen)) => tally.judge(engine, case, source.as_ref(), &seen),
            (Err(error), _) | (_, Err(error)) => tally.fault(format!("{engine:?} {}: {error}", case.id)),
        }
    }
    tally
}

/// Whether all pages are visited as written, too.
fn is_thorough() -> bool {
    std::env::var_os("CHARTE_ALL").is_some() || std::env::var_os("CHARTE_ONLY").is_some()
}

/// That many visits, in all tabs.
fn visit_all<S: Send + Sync>(
    engine: Engine,
    tabs: &mut [Tab],
    number: usize,
    visit: impl Fn(&mut Tab, usize) -> Result<S> + Sync,
) -> Vec<Result<S>> {
    let (queue, seen): (_, Vec<_>) = (Mutex::new(0..number), (0..number).map(|_| OnceLock::new()).collect());
    thread::scope(|scope| {
        for tab in tabs {
            scope.spawn(|| {
                while let Some(number) = next(&queue) {
                    let outcome = visit(tab, number).or_else(|_| {
                        // After a crash of the engine the visit is repeated; if it crashes again, the page is at fault.
                        *tab = Tab::open(engine)?;
                        visit(tab, number)
                    });
                    seen[number].get_or_init(|| outcome);
                }
            });
        }
    });
    seen.into_iter().map(|outcome| outcome.into_inner().unwrap()).collect()
}

fn next(queue: &Mutex<Range<usize>>) -> Option<usize> {
    queue.lock().unwrap().next()
}
