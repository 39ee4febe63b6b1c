//! The sums of all visits, as figures and as faults. It drives no browser.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::case::Case;
use crate::engines::Engine;
use crate::tab::Seen;

/// How a case ended in one engine.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Verdict {
    /// The third party was contacted although no banner was answered.
    Leak,
    /// The page navigated there by itself, which needs only a warning.
    Left,
    /// Only the page as written contacts the third party.
    Held,
    /// No contact, and the page as written was not visited.
    Silent,
    /// It was never built.
    Refused,
    /// The page as written makes no contact either.
    Quiet,
}

impl Verdict {
    const ALL: [Verdict; 6] =
        [Verdict::Leak, Verdict::Left, Verdict::Held, Verdict::Silent, Verdict::Refused, Verdict::Quiet];
}

/// The verdicts of all cases in all engines.
#[derive(Default)]
pub(crate) struct Tally {
    figures: BTreeMap<(Engine, Verdict), usize>,
    /// Every broken promise, and every case that could not be visited.
    pub(crate) faults: Vec<String>,
}

impl Tally {
    /// Adds one case that was built.
    pub(crate) fn judge(&mut self, engine: Engine, case: &Case, source: Option<&Seen>, built: &Seen) {
        let verdict = match (built.contacts.is_empty(), case.leaves) {
            (false, true) => Verdict::Left,
            (false, false) => Verdict::Leak,
            (true, _) => match source {
                None => Verdict::Silent,
                Some(source) if source.contacts.is_empty() => Verdict::Quiet,
                Some(_) => Verdict::Held,
            },
        };
        self.note(engine, verdict);
        if verdict == Verdict::Leak {
            let contacts: Vec<&str> = built.contacts.iter().map(String::as_str).collect();
            self.fault(format!("LEAK {engine:?} {}: {}", case.id, contacts.join(" ")));
        }
    }

    /// Adds one verdict.
    pub(crate) fn note(&mut self, engine: Engine, verdict: Verdict) {
        *self.figures.entry((engine, verdict)).or_default() += 1;
    }

    /// Adds a fault. It is printed at once.
    pub(crate) fn fault(&mut self, fault: String) {
        eprintln!("{fault}");
        self.faults.push(fault);
    }

    /// Adds what another thread has seen.
    pub(crate) fn add(&mut self, other: Tally) {
        for (place, number) in other.figures {
            *self.figures.entry(place).or_default() += number;
        }
        self.faults.extend(other.faults);
    }

    pub(crate) fn number(&self, engine: Engine, verdict: Verdict) -> usize {
        self.figures.get(&(engine, verdict)).copied().unwrap_or_default()
    }

    /// The figures for people.
    pub(crate) fn table(&self, engines: &[Engine]) -> String {
        let mut table = format!("{:10}", "");
        for verdict in Verdict::ALL {
            let _ = write!(table, "{:>9}", format!("{verdict:?}").to_lowercase());
        }
        for engine in engines {
            let _ = write!(table, "\n{:10}", format!("{engine:?}"));
            for verdict in Verdict::ALL {
                let _ = write!(table, "{:>9}", self.number(*engine, verdict));
            }
        }
        table
    }
}
