//! The fuzz targets on any toolchain: the seeds of each, then a short run of mutations of them, which are the same every
//! time. `README.md` has the long runs.

#![allow(clippy::unwrap_used, reason = "a test ends at the first surprise")]

mod css;
mod manifest;
mod mutate;
mod page;
mod shared;
mod theme;

use std::fs;
use std::panic::{self, AssertUnwindSafe};
use std::path::PathBuf;
use std::process::Command;

use mutate::Mutator;
use rayon::prelude::*;

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../tests/fuzz")
}

/// Runs a target over its seeds and a number of mutations; names the input that broke a promise.
fn run(target: &str, check: fn(&[u8]), mutations: usize) {
    let mut files: Vec<PathBuf> =
        fs::read_dir(folder().join("seeds").join(target)).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    let seeds: Vec<Vec<u8>> = files.iter().map(|file| fs::read(file).unwrap()).collect();
    for (file, seed) in files.iter().zip(&seeds) {
        tried(&file.display().to_string(), check, seed);
    }
    let dictionary = fs::read_to_string(folder().join(format!("{target}.dict"))).unwrap();
    let mut mutator = Mutator::new(1, &dictionary, seeds);
    for number in 0..mutations {
        tried(&format!("mutation {number} of target {target}"), check, &mutator.next());
    }
}

fn tried(name: &str, check: fn(&[u8]), input: &[u8]) {
    if let Err(broken) = panic::catch_unwind(AssertUnwindSafe(|| check(input))) {
        eprintln!("{name} breaks a promise: b\"{}\"", input.escape_ascii());
        panic::resume_unwind(broken);
    }
}

#[test]
fn pages() {
    run("page", page::check, 400);
}

/// What a build holds, to stand behind whatever a parser has been through.
const EMBEDS: &[u8] = b"<iframe src=https://www.youtube.com/embed/x title=x></iframe><img src=//nobody.example.net/a.png>\
    <script src=https://www.google-analytics.com/ga.js></script><link rel=stylesheet href=https://fonts.googleapis.com/css>";

/// Every input of the tests that HTML parsers share: alone, behind a sound head, and before elements that are held. `fetch`
/// brings them.
#[test]
fn the_tests_of_html_parsers() {
    let inputs = shared::inputs();
    assert!(inputs.len() > 5_000, "only {} inputs", inputs.len());
    inputs.par_iter().for_each(|input| {
        let behind = [b"<!doctype html><title>x</title>", input.as_slice()].concat();
        let before = [&behind, EMBEDS].concat();
        // Thousands of inputs are a character reference and no more.
        let pages = [input, &behind, &before].into_iter().take(if input.contains(&b'<') { 3 } else { 1 });
        for page in pages {
            tried("a shared test of parsers", page::check, page);
        }
    });
}

#[test]
fn style_sheets() {
    run("css", css::check, 20_000);
}

#[test]
fn manifests() {
    run("manifest", manifest::check, 400);
}

#[test]
fn themes() {
    run("theme", theme::check, 200);
}

#[test]
fn cookies() {
    let arguments = ["--disable-warning=MODULE_TYPELESS_PACKAGE_JSON", "cookie.mjs", "--runs", "20000"];
    let output = Command::new("node").args(arguments).current_dir(folder()).output().expect("node can be started");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}
