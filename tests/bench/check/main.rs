//! How long `check` takes for large declarations, measured alternately with parsing their TOML alone: the library's part of one, then
//! the whole command with its output, also with so many faults that quadratic time would show.

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
/// A command that takes longer than this, in seconds, keeps its author waiting.
const LONGEST: f64 = 2.0;

const HEAD: &str = "version = 1\n[publisher]\nname = \"Bench\"\naddress = \"1 place d’Armes\"\n\
                    contact = \"bench@example.org\"\ndpo = \"dpo@example.org\"\n\
                    [site]\ninput = \"site\"\nlanguages = [\"fr\", \"en\"]\nupdated = 2026-11-23\n";

fn main() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target/bench/check");
    fs::create_dir_all(folder.join("own")).unwrap();
    fs::write(folder.join("own/link.html"), "<a href=\"{{ address }}\" data-charte-open>{{ label }}</a>\n").unwrap();
    fs::write(folder.join("own/charter-more.css"), "h2 { letter-spacing: 0 }\n").unwrap();
    let sound = sound(300, 2_000);
    let mut is_slow = compare(&sound, "300 portals, 2,000 trackers");
    for (name, text) in [
        ("300 portals, 2,000 trackers", sound),
        ("200,000 unknown keys", unknown_keys(200_000)),
        ("20,000 unknown services", unknown_services(20_000)),
        ("5,000 portals", sound_portals(5_000)),
        ("5,000 portals in one folder", sound_portals(5_000).replace("output =", "folder =")),
        ("5,000 portals of one own theme", sound_portals(5_000).replace("[site]", "[site]\ntheme = \"own\"")),
    ] {
        let file = folder.join(format!("{}.toml", name.replace([' ', ','], "-")));
        fs::write(&file, &text).unwrap();
        is_slow |= run(&file, name, &text);
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

/// The whole process, with what it prints, and the parsing of the same text, by turns.
fn run(file: &Path, name: &str, text: &str) -> bool {
    let (mut runs, mut parses) = (Vec::new(), Vec::new());
    for _ in 0..5 {
        let start = Instant::now();
        black_box(DeTable::parse_recoverable(text));
        parses.push(start.elapsed().as_secs_f64());
        let start = Instant::now();
        let mut check = Command::new(env!("CARGO_BIN_EXE_charte"));
        check.args(["check", "-c"]).arg(file).stdout(Stdio::null()).stderr(Stdio::null()).status().unwrap();
        runs.push(start.elapsed().as_secs_f64());
    }
    let ratio = median(runs.iter().zip(&parses).map(|(run, parse)| run / parse).collect());
    let (run, parse) = (median(runs), median(parses));
    println!("{name}: {run:.2} s as a command, its TOML alone {parse:.3} s: {ratio:.1} times (median of 5 rounds)");
    run > LONGEST
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
