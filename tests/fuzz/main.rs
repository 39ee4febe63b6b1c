//! The fuzz targets on any toolchain: the seeds of each, then a short run of mutations of them, which are the same every
//! time. `README.md` has the long runs.

#![allow(clippy::unwrap_used, reason = "a test ends at the first surprise")]

mod css;
mod manifest;
mod mutate;
mod page;
mod theme;

use std::fs;
use std::panic::{self, AssertUnwindSafe};
use std::path::PathBuf;
use std::process::Command;

use mutate::Mutator;

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
