//! What cases in text files cannot test about the real binary: bytes that are not UTF-8, permissions, full disks, killed
//! runs, times and links. The output is compared byte for byte.
//!
//! `CHARTE_KILLS=500` kills that many runs, `CHARTE_PAIRS=200` starts several at once that many times, `CHARTE_DISKS=100` tries
//! that many disks that are full; each is a random test, which prints what it does.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

#[path = "../binary.rs"]
mod binary;
#[path = "../site/build.rs"]
mod build;
mod bytes;
mod death;
mod disk;
mod faults;
mod filter;
mod hostile;
mod kills;
mod links;
mod many;
mod neighbours;
mod pairs;
mod random;
mod remembered;
mod rights;
mod same;
mod shards;
mod shortage;
#[path = "../site/mod.rs"]
mod site;
mod tree;
