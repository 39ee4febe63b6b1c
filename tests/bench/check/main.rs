//! How long `check` takes: for a large declaration without faults, measured alternately with parsing its TOML alone, and for
//! three declarations with so many faults that quadratic time would show.

#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs, reason = "a benchmark that cannot go on should stop")]

use std::fmt::Write as _;
use std::fs;
use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

use charte_build::Declaration;
use toml::de::DeTable;

const ROUNDS: usize = 15;
/// More than this many times the parsing of the TOML is too slow.
const MOST: f64 = 10.0;
/// The longest time for a declaration full of faults, in seconds.
const LONGEST: f64 = 2.0;

const HEAD: &str = "version = 1\n[publisher]\nname = \"Bench\"\naddress = \"1 place d’Armes\"\n\
                    contact = \"bench@example.org\"\ndpo = \"dpo@example.org\"\n\
                    [site]\ninput = \"site\"\nlanguages = [\"fr\", \"en\"]\nupdated = 2026-11-23\n";

fn main() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target/bench/check");
    fs::create_dir_all(&folder).unwrap();
    let sound = sound(300, 2_000);
    let mut is_slow = compare(&sound, "300 portals, 2,000 trackers");
    for (name, text) in [
        ("300 portals, 2,000 trackers", sound),
        ("200,000 unknown keys", unknown_keys(200_000)),
        ("20,000 unknown services", unknown_services(20_000)),
        ("5,000 portals", sound_portals(5_000)),
        ("5,000 portals in one folder", sound_portals(5_000).replace("output =", "folder =")),
    ] {
        let file = folder.join(format!("{}.toml", name.replace([' ', ','], "-")));
        fs::write(&file, text).unwrap();
        is_slow |= run(&file, name);
    }
    assert!(!is_slow, "too slow");
}

/// The library's part of `check`, and parsing the same text, alternately.
fn compare(text: &str, name: &str) -> bool {
    let (mut checks, mut parses) = (Vec::new(), Vec::new());
    // The first round warms up.
    for round in 0..=ROUNDS {
        let start = Instant::now();
        black_box(DeTable::parse_recoverable(text));
        let parse = start.elapsed().as_secs_f64();
        let start = Instant::now();
        let declaration = Declaration::read("charte.toml", text, PathBuf::new(), &[], Some("2026-11-30"));
        let check = start.elapsed().as_secs_f64();
        assert_eq!(declaration.charters.len(), 300);
        if round > 0 {
            checks.push(check);
            parses.push(parse);
        }
    }
    let ratio = median(checks.iter().zip(&parses).map(|(check, parse)| check / parse).collect());
    let (check, parse) = (median(checks) * 1e3, median(parses) * 1e3);
    println!("{name}: {check:.1} ms, its TOML alone {parse:.1} ms: {ratio:.1} times (median of {ROUNDS} rounds)");
    ratio > MOST
}

/// The whole process, with its output.
fn run(file: &Path, name: &str) -> bool {
    let times = (0..3).map(|_| {
        let start = Instant::now();
        let mut check = Command::new(env!("CARGO_BIN_EXE_charte"));
        check.args(["check", "-c"]).arg(file).stdout(Stdio::null()).stderr(Stdio::null()).status().unwrap();
        start.elapsed().as_secs_f64()
    });
    let seconds = median(times.collect());
    println!("{name}: {seconds:.2} s, the process with what it prints (median of 3 rounds)");
    seconds > LONGEST
}

/// Portals with services of their own, of the catalogue and with trackers of every kind.
fn sound(portals: usize, trackers: usize) -> String {
    const EACH: usize = 10;
    let services = trackers / EACH;
    let mut text = sound_portals(0);
    for service in 0..services {
        let _ = write!(
            text,
            "[service.own-{service}]\nname = \"Service {service}\"\npurpose = \"functional\"\nconsent = \"required\"\n\
             hosts = [\"own-{service}.example.net\"]\nprovider = {{ name = \"Own\", country = \"FR\", policy = \"https://example.net/\" }}\n\
             description = {{ fr = \"Sert à mesurer.\", en = \"Is for measuring.\" }}\n"
        );
        for tracker in 0..EACH {
            let _ = write!(
                text,
                "[[service.own-{service}.tracker]]\nname = \"own_{service}_{tracker}\"\nlifetime = \"13 months\"\n\
                 location = \"front\"\ndescription = {{ fr = \"Mesure la visite.\", en = \"Measures the visit.\" }}\n"
            );
        }
    }
    for portal in 0..portals {
        let own = format!("\"own-{}\", \"own-{}\"", portal % services, (portal + 1) % services);
        portal_of(&mut text, portal, &format!("\"matomo\", \"youtube\", {own}"));
    }
    text
}

fn sound_portals(portals: usize) -> String {
    let mut text = HEAD.to_owned();
    (0..portals).for_each(|portal| portal_of(&mut text, portal, "\"matomo\", \"youtube\""));
    text
}

fn portal_of(text: &mut String, portal: usize, services: &str) {
    let _ = write!(
        text,
        "[portal.town-{portal}]\nname = \"Town {portal}\"\nurl = \"https://town-{portal}.example.org\"\n\
         output = \"out/town-{portal}\"\nservices = [{services}]\n"
    );
}

fn unknown_keys(keys: usize) -> String {
    (0..keys).fold(HEAD.to_owned(), |text, key| text + &format!("stray_key_{key} = {key}\n"))
}

/// Half of them misspell the id of a service in the catalogue.
fn unknown_services(services: usize) -> String {
    let mut text = HEAD.to_owned();
    let names: Vec<String> = (0..services)
        .map(|it| if it % 2 == 0 { format!("\"stray-{it}\"") } else { format!("\"yutub{it}\"") })
        .collect();
    portal_of(&mut text, 1, &names.join(", "));
    text
}

fn median(mut figures: Vec<f64>) -> f64 {
    figures.sort_by(f64::total_cmp);
    figures[figures.len() / 2]
}
