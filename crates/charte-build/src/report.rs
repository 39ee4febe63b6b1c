//! What a run found and did, as data for whoever prints it.

use std::path::Path;

use charte_core::charter::Charter;
use charte_core::diagnostic::Diagnostic;
use serde::Serialize;

use crate::apply::Applied;
use crate::plan::{Plan, Summary};

/// All that a run found and did.
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub struct Report {
    /// Whether writing began, or would have in a run that writes: no finding before it was an error.
    pub sound: bool,
    /// What was found, each once.
    pub findings: Vec<Diagnostic>,
    /// The portals, in the order of the declaration; none after an error in the declaration.
    pub portals: Vec<Portal>,
}

/// One portal's part of it.
#[derive(Debug, Clone, Default, Serialize)]
#[non_exhaustive]
pub struct Portal {
    /// The plan in figures.
    #[serde(flatten)]
    pub summary: Summary,
    /// What was written; nothing after an error, or in a dry run.
    pub applied: Option<Applied>,
    /// Time taken, in seconds.
    pub seconds: f64,
    /// What is written, by name.
    #[serde(skip)]
    pub named: Named,
}

/// What a plan writes, for one line.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Named {
    /// The first files of the site, relative to it.
    pub pages: Vec<String>,
    /// How many files of the site.
    pub page_count: usize,
    /// How many of charte's own, removals among them.
    pub own_count: usize,
}

impl Named {
    /// What a plan writes.
    pub fn of(plan: &Plan) -> Named {
        const FEW: usize = 3;
        let of_site = || plan.writes.iter().filter(|write| !write.target.starts_with(&plan.owned));
        let name = |path: &Path| path.strip_prefix(&plan.output).unwrap_or(path).display().to_string();
        let page_count = of_site().count();
        Named {
            pages: of_site().take(FEW).map(|write| name(&write.target)).collect(),
            page_count,
            own_count: plan.writes.len() - page_count + plan.removals.len(),
        }
    }
}

impl Portal {
    /// Whether anything was written or removed for it.
    pub fn has_written(&self) -> bool {
        self.applied.as_ref().is_some_and(|applied| applied.written + applied.removed > 0)
    }

    /// What is known of a portal before its site is looked at.
    pub fn declared(charter: &Charter) -> Self {
        Portal { summary: Summary::declared(charter), ..Portal::default() }
    }
}
