//! What the checks find, gathered so that nothing is told twice. It knows no check.

use crate::diagnostic::{Diagnostic, Level};

/// Findings gathered so far; the same one is told once, however many portals share its cause.
#[derive(Default)]
pub(super) struct Findings {
    /// In the order in which they were found.
    pub(super) list: Vec<Diagnostic>,
}

impl Findings {
    /// Adds a finding that has not been told yet.
    pub(super) fn push(&mut self, finding: Diagnostic) {
        if !self.list.contains(&finding) {
            self.list.push(finding);
        }
    }

    /// Errors told so far, counting those that were already there.
    pub(super) fn errors(&self) -> usize {
        self.list.iter().filter(|finding| finding.level == Level::Error).count()
    }
}
