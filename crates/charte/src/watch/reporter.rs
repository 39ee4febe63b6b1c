//! Prints each rebuild to the terminal: what has changed since the one before.

use charte_core::diagnostic::{Diagnostic, Level, has_errors};

use super::summary_line;
use crate::out;
use crate::print::{Outcome, print_findings, print_first_build};
use crate::rebuild::Rebuild;

/// Prints rebuilds.
#[derive(Default)]
pub(super) struct Reporter {
    builds: usize,
    /// The findings of the last build, which are not printed twice.
    findings: Vec<Diagnostic>,
}

impl Reporter {
    pub(super) fn report(&mut self, Rebuild { outcome, took, .. }: &Rebuild) {
        let errors = outcome.findings.iter().filter(|finding| finding.level == Level::Error).count();
        let has_new_findings = outcome.findings != self.findings;
        self.builds += 1;
        if self.builds == 1 {
            print_first_build(outcome);
        } else if has_new_findings {
            print_findings(&self.unreported(outcome));
        }
        let milliseconds = took.as_millis();
        if errors > 0 {
            if has_new_findings {
                out::println!("{}", summary_line::failed(errors));
            }
        } else if let Some(line) = summary_line::rebuilt(outcome, milliseconds).filter(|_| self.builds > 1) {
            out::println!("{line}");
        } else if has_errors(&self.findings) {
            out::println!("mended ({milliseconds} ms)");
        }
        self.findings.clone_from(&outcome.findings);
        // The first build finds what to watch; the second, what changed before it was watched.
        if self.builds == 2 {
            out::println!("Watching for changes; Ctrl-C ends.");
        }
    }

    /// The findings that the last build did not have, and all errors: together they say why nothing was written.
    fn unreported(&self, outcome: &Outcome) -> Vec<Diagnostic> {
        let findings = outcome.findings.iter();
        findings.filter(|finding| finding.level == Level::Error || !self.findings.contains(finding)).cloned().collect()
    }
}
