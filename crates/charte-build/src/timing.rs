//! Where the time of a run goes.

use std::time::Instant;

use serde::Serialize;

/// A phase of the work on one portal.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[non_exhaustive]
pub struct Phase {
    /// What was done.
    pub name: &'static str,
    /// How long it took.
    pub seconds: f64,
}

/// Measures phases that follow each other.
#[derive(Debug)]
pub(crate) struct Laps {
    last: Instant,
    phases: Vec<Phase>,
}

impl Laps {
    pub(crate) fn start() -> Laps {
        Laps { last: Instant::now(), phases: Vec::new() }
    }

    /// Ends a phase: the time since the last one ended was its.
    pub(crate) fn end(&mut self, name: &'static str) {
        let now = Instant::now();
        self.phases.push(Phase { name, seconds: (now - self.last).as_secs_f64() });
        self.last = now;
    }

    /// Adds the phases of another measurement, in which the time up to now was measured.
    pub(crate) fn add(&mut self, other: &mut Laps) {
        self.phases.append(&mut other.phases);
        self.skip();
    }

    /// Leaves out the time since the last phase ended: it was spent on something else.
    pub(crate) fn skip(&mut self) {
        self.last = Instant::now();
    }

    /// All phases, and their sum in seconds.
    pub(crate) fn into_phases(self) -> (Vec<Phase>, f64) {
        let seconds = self.phases.iter().map(|phase| phase.seconds).sum();
        (self.phases, seconds)
    }
}
