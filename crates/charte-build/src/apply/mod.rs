//! The one module that writes to disk. At any time, even after an interruption, each file is either the old or the new
//! one, and complete: in an output that exists, files are written aside and renamed one by one (`replace`); a new
//! output is written aside as a whole and renamed once (`fresh`). Files beside a site, such as those of a theme, are
//! only added (`add`).

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

/// The number of files that were written and removed.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct Applied {
    /// Files written, of the site and of charte's own folder.
    pub written: usize,
    /// Files of charte's own folder deleted.
    pub removed: usize,
}

/// Carries out a plan. Where the output exists, files that were written stay when a later one fails; a new output is
/// complete or absent.
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
        // Parts are written one by one into the same output.
        None if plan.shard.is_some() || plan.output.exists() => replace::apply(plan),
        None => fresh::open(&plan.output, &plan.owned).map_or_else(|fault| vec![fault], |sink| finish(sink.as_ref())),
    };
    if faults.is_empty() {
        Ok(Applied { written: plan.writes.len(), removed: plan.removals.len() })
    } else {
        Err(faults)
    }
}
