//! The findings of the checks, each reported once, at the level that the declaration gives to its rule. It knows no check.

use crate::diagnostic::{Diagnostic, Level};
use crate::distinct::Distinct;
use crate::levels::Levels;

/// The findings so far. Several portals can share the cause of one, which is then kept once.
#[derive(Default)]
pub(super) struct Findings {
    found: Distinct,
    errors: usize,
    levels: Levels,
}

impl Findings {
    /// None so far; each that comes gets its level from `levels`.
    pub(super) fn new(levels: Levels) -> Findings {
        Findings { levels, ..Findings::default() }
    }

    /// Adds a finding, unless an equal one is there.
    pub(super) fn push(&mut self, mut finding: Diagnostic) {
        self.levels.apply(std::slice::from_mut(&mut finding));
        let is_error = finding.level == Level::Error;
        if self.found.push(finding) && is_error {
            self.errors += 1;
        }
    }

    /// The number of errors so far.
    pub(super) fn errors(&self) -> usize {
        self.errors
    }

    /// In the order in which they were found.
    pub(super) fn into_list(self) -> Vec<Diagnostic> {
        self.found.into_list()
    }
}
