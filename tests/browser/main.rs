//! Real browsers on pages that the real binary built: what a visitor's device does before a choice, after it and after a
//! refusal. Needs Chromium, Firefox and `npm ci --prefix tests/browser`; whatever is missing is a failure, nothing is
//! skipped. `SHOTS=folder` keeps pictures of the pages (`shots.rs`).

#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that fails should stop")]

mod again;
#[path = "../binary.rs"]
mod binary;
#[path = "../site/build.rs"]
mod build;
mod consent;
mod consent_mode;
mod csp;
mod dsfr;
mod keyboard;
mod languages;
mod look;
mod names;
mod objection;
mod pace;
mod placeholder;
mod policy;
mod portals;
mod preferences;
mod quiet;
mod returning;
mod same;
mod shared;
mod shots;
#[path = "../silence.rs"]
mod silence;
#[path = "../site/mod.rs"]
mod site;
mod space;
mod surroundings;
mod themes;
mod visit;
mod weight;
mod withdrawal;
