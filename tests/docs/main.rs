//! The documentation in `site/docs`: its reference pages say what the product says, what its other pages name exists, its
//! declarations pass, and both books are built by mdBook and charte without a finding, a broken link or a misspelt word:
//! `cargo test --workspace --test docs`. After a change of the product, `UPDATE=1` writes the reference pages and the pictures of the themes anew.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that fails should stop")]

#[path = "../binary.rs"]
mod binary;
mod books;
mod declarations;
mod keys;
mod names;
mod pages;
mod pictures;
mod playground;
mod product;
mod reference;
mod spelling;
mod start;

use std::fs;
use std::path::{Path, PathBuf};

/// The folder of the repository.
fn root() -> PathBuf {
    fs::canonicalize(Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")).unwrap()
}
