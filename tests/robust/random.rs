//! Numbers that differ from run to run.

use std::hash::{BuildHasher as _, RandomState};
use std::time::Duration;

pub(crate) struct Random {
    state: RandomState,
    next: u64,
}

impl Random {
    pub(crate) fn new(start: usize) -> Random {
        Random { state: RandomState::new(), next: start as u64 }
    }

    /// A number below `limit`.
    pub(crate) fn below(&mut self, limit: u64) -> u64 {
        self.next += 1;
        self.state.hash_one(self.next) % limit
    }

    /// A part of a time.
    pub(crate) fn part(&mut self, whole: Duration) -> Duration {
        whole * self.below(1000) as u32 / 1000
    }
}
