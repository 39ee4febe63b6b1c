//! What cases in text files cannot test about the real binary: bytes that are not UTF-8, permissions, full disks, killed
//! runs, times and links. The output is compared byte for byte.

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
mod links;
mod many;
mod neighbours;
mod remembered;
mod rights;
mod same;
mod shards;
#[path = "../site/mod.rs"]
mod site;
mod tree;
