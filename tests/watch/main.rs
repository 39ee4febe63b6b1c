//! `charte watch` as its author uses it: the real binary, real folders, a real Chromium and real development servers.
//! Whatever is missing is a failure, nothing is skipped. `SHOTS=folder` keeps pictures.

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that fails should stop")]

#[path = "../binary.rs"]
mod binary;
mod browser;
mod command;
mod gallery;
mod once;
mod proxy;
mod rebuild;
mod replaced;
mod serve;
#[path = "../site/mod.rs"]
mod site;
mod watcher;
