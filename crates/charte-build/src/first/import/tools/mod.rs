//! Configurations and declarations of other consent tools.

mod common;
mod declarations;
mod klaro;
mod others;
mod tarteaucitron;
mod vanilla;

use super::entry::Found;
use super::literal::{Root, roots};
use super::lookup::Lookup;

/// What a configuration says; `None` for a text that is none.
pub(super) fn read(text: &str, lookup: &Lookup<'_>) -> Option<Found> {
    let roots: Vec<Root> = roots(text);
    tarteaucitron::read(text, &roots, lookup)
        .or_else(|| vanilla::read(&roots, lookup))
        .or_else(|| klaro::read(text, &roots, lookup))
        .or_else(|| others::c15t(text, &roots, lookup))
        .or_else(|| declarations::read(&roots, lookup))
}
