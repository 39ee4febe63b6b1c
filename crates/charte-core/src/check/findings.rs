//! The findings of the checks, each reported once. It knows no check.

use crate::diagnostic::{Diagnostic, Level};

/// The findings so far. Several portals can share the cause of one, which is then kept once.
#[derive(Default)]
pub(super) struct Findings {
    /// In the order in which they were found.
    pub(super) list: Vec<Diagnostic>,
}

impl Findings {
    /// Adds a finding, unless an equal one is there.
    pub(super) fn push(&mut self, finding: Diagnostic) {
        if !self.list.contains(&finding) {
            self.list.push(finding);
        }
    }

    /// The number of errors so far.
    pub(super) fn errors(&self) -> usize {
        self.list.iter().filter(|finding| finding.level == Level::Error).count()
    }
}
