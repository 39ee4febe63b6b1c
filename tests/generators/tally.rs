//! The sums of all visits, as figures and as faults. It drives no browser.

use std::fmt::Write as _;

use charte_browser::Result;

use crate::site::GeneratedSite;
use crate::visit::Found;

/// What faults are grouped by.
const KINDS: [&str; 10] = [
    "request",
    "connection",
    "placeholder",
    "banner",
    "link",
    "hydration",
    "missing",
    "more often",
    "console",
    "navigation",
];

/// The lines of all sites, and their faults.
#[derive(Default)]
pub(crate) struct Tally {
    lines: Vec<String>,
    /// Every broken promise.
    pub(crate) faults: Vec<String>,
}

impl Tally {
    /// Adds one site.
    pub(crate) fn note(&mut self, site: &GeneratedSite, found: Result<Found>) {
        let name = &site.name;
        self.faults.extend(site.faults.iter().map(|fault| format!("{name}: {fault}")));
        let found = match found {
            Ok(found) => found,
            Err(error) => return self.faults.push(format!("{name}: {error}")),
        };
        let mut line = format!(
            "{name:<18}{:>7}{:>7}{:>8}{:>6}",
            found.original.0,
            found.original.1,
            if found.is_client_side { "script" } else { "load" },
            site.faults.len(),
        );
        for kind in KINDS {
            let _ = write!(line, "{:>12}", found.figures.get(kind).copied().unwrap_or_default());
        }
        self.lines.push(line);
        let faults = found.faults.into_iter().map(|(fault, times)| format!("{name}: {fault} ({times} times)"));
        self.faults.extend(faults);
    }

    /// The figures for people.
    pub(crate) fn table(&self, loads: usize) -> String {
        let mut table = format!(
            "Requests to third parties as it came (directly, by links), how links are followed, then faults in {loads} loads:\n\
             {:<18}{:>7}{:>7}{:>8}{:>6}",
            "", "direct", "links", "follow", "disk"
        );
        for kind in KINDS {
            let _ = write!(table, "{kind:>12}");
        }
        let mut lines = self.lines.clone();
        lines.sort();
        for line in lines {
            let _ = write!(table, "\n{line}");
        }
        table
    }
}
