//! The findings of the checks, each reported once, at the level that the declaration gives to its rule. It knows no check.

use crate::diagnostic::{Diagnostic, Level};
use crate::levels::Levels;

/// The findings so far. Several portals can share the cause of one, which is then kept once.
#[derive(Default)]
pub(super) struct Findings {
    /// In the order in which they were found.
    pub(super) list: Vec<Diagnostic>,
    levels: Levels,
}

impl Findings {
    /// None so far; each that comes gets its level from `levels`.
    pub(super) fn new(levels: Levels) -> Findings {
        Findings { list: Vec::new(), levels }
    }

    /// Adds a finding, unless an equal one is there.
    pub(super) fn push(&mut self, mut finding: Diagnostic) {
        self.levels.apply(std::slice::from_mut(&mut finding));
        if !self.list.contains(&finding) {
            self.list.push(finding);
        }
    }

    /// The number of errors so far.
    pub(super) fn errors(&self) -> usize {
        self.list.iter().filter(|finding| finding.level == Level::Error).count()
    }
}
