//! How much of a build is recognition: the benchmark's site, built alternately as it is and with a portal that recognises no
//! third party. `tests/bench/build/run.py` makes the site.
//!
//! ```sh
//! cargo bench -p charte-build --bench recognition -- target/bench
//! ```

#![expect(clippy::unwrap_used, reason = "a benchmark that cannot go on has failed")]

use std::env;
use std::fs;
use std::io::ErrorKind;
use std::path::PathBuf;
use std::process::Command;
use std::time::Instant;

use charte_build::Memory;
use charte_build::apply;
use charte_build::apply::apply;
use charte_build::plan;
use charte_core::catalogue::Catalogue;
use charte_core::charter::{Charter, UnknownPolicy};
use charte_core::{check, manifest};

const ROUNDS: usize = 11;

fn main() {
    let work =
        env::args().skip(1).find(|argument| !argument.starts_with('-')).map_or("target/bench".into(), PathBuf::from);
    let work = fs::canonicalize(&work).unwrap_or_else(|error| panic!("{}: {error}", work.display()));
    let text = fs::read_to_string(work.join("charte.toml")).unwrap();
    let catalogue = Catalogue::embedded();
    let (charters, _) = check::check(&manifest::parse("charte.toml", &text).0, &catalogue);
    let contestants = [(charters[0].clone(), catalogue), (blind(&charters[0]), Catalogue::default())];
    let mut times: [Vec<f64>; 2] = Default::default();
    // The first round warms up.
    for round in 0..=ROUNDS {
        for (times, (charter, catalogue)) in times.iter_mut().zip(&contestants) {
            let output = work.join("out");
            fs::remove_dir_all(&output)
                .or_else(|error| if error.kind() == ErrorKind::NotFound { Ok(()) } else { Err(error) })
                .unwrap();
            assert!(Command::new("sync").status().unwrap().success());
            let start = Instant::now();
            let plan = plan::build_again(charter, &work, catalogue, &mut Memory::with_sink(apply::open_sink));
            apply(&plan).unwrap();
            if round > 0 {
                times.push(start.elapsed().as_secs_f64());
            }
        }
    }
    let [with, without] = &times;
    let ratios = with.iter().zip(without).map(|(with, without)| with / without).collect();
    println!(
        "with recognition {:.3} s, without {:.3} s: {:.2} times (median of {ROUNDS} rounds)",
        median(with.clone()),
        median(without.clone()),
        median(ratios)
    );
}

/// The same portal without any known third party, so that all of them load: its pages get everything else that a build gives
/// them.
fn blind(charter: &Charter) -> Charter {
    let mut blind = charter.clone();
    blind.unknown = UnknownPolicy::Allow;
    for service in &mut blind.services {
        for known in
            [&mut service.hosts, &mut service.paths, &mut service.signatures, &mut service.queues, &mut service.calls]
        {
            known.clear();
        }
    }
    blind
}

fn median(mut figures: Vec<f64>) -> f64 {
    figures.sort_by(f64::total_cmp);
    figures[figures.len() / 2]
}
