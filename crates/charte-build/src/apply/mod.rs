//! The one module that writes to disk. Whoever reads the site, or pulls the plug, meets each file old or new and whole:
//! where an output exists, files are written aside and renamed one by one (`replace`); where none does, the whole output
//! is written aside and renamed once (`fresh`). What an author asks to have beside his site, such as a theme, is only ever
//! added (`add`).

mod add;
mod content;
mod fresh;
mod replace;
mod steps;

use serde::Serialize;

use crate::plan::{Plan, Sink};
use crate::site::IoFault;

pub use crate::apply::add::add;
pub use crate::apply::fresh::open as open_sink;

/// What was written.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Applied {
    /// Files written.
    pub written: usize,
    /// Files of charte's own folder deleted.
    pub removed: usize,
}

/// Carries out a plan. In an output that exists, files that have been written stay written when a later one fails.
///
/// # Errors
/// Every path that could not be written, and why.
pub fn apply(plan: &Plan) -> Result<Applied, Vec<IoFault>> {
    if plan.is_empty() {
        return Ok(Applied::default());
    }
    let finish = |sink: &dyn Sink| sink.finish(&plan.folders, &plan.writes);
    let faults = match &plan.sink {
        Some(sink) => finish(sink.as_ref()),
        None if plan.output.exists() => replace::apply(plan),
        None => fresh::open(&plan.output, &plan.owned).map_or_else(|fault| vec![fault], |sink| finish(sink.as_ref())),
    };
    if faults.is_empty() {
        Ok(Applied { written: plan.writes.len(), removed: plan.removals.len() })
    } else {
        Err(faults)
    }
}
