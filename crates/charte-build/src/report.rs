//! The result of a run, as data for the caller to print.

use std::path::Path;

use charte_core::charter::Charter;
use charte_core::diagnostic::Diagnostic;
use serde::Serialize;

use crate::apply::Applied;
use crate::plan::{Plan, Summary};
use crate::timing::Phase;

/// The result of a run.
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub struct Report {
    /// Whether no finding before writing was an error, so that the plans were carried out, or would have been without
    /// `dry_run`.
    pub is_sound: bool,
    /// All findings, each once: of the declaration in the order of the file, then of the portals.
    pub findings: Vec<Diagnostic>,
    /// The portals, in the order of the declaration; none after an error in the declaration.
    pub portals: Vec<PortalReport>,
}

/// The result for one portal.
#[derive(Debug, Clone, Default, Serialize)]
#[non_exhaustive]
pub struct PortalReport {
    /// The plan in figures.
    #[serde(flatten)]
    pub summary: Summary,
    /// The number of files written; `None` after an error, or with `dry_run`.
    pub applied: Option<Applied>,
    /// Time that planning and writing took, in seconds.
    pub seconds: f64,
    /// Where it went, if that was asked for. A portal that was only compared with what is remembered was not planned.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub phases: Vec<Phase>,
    /// The names of files that are written.
    #[serde(skip)]
    pub named: Named,
}

/// The files that a plan writes, for a message of one line.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Named {
    /// The first three files of the site, as paths below the output.
    pub pages: Vec<String>,
    /// The number of files of the site.
    pub page_count: usize,
    /// The number of charte's own files, written or removed.
    pub own_count: usize,
}

impl Named {
    /// Of a plan.
    pub(crate) fn of(plan: &Plan) -> Named {
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

impl PortalReport {
    /// Whether any file was written or removed.
    pub fn has_written(&self) -> bool {
        self.applied.as_ref().is_some_and(|applied| applied.written + applied.removed > 0)
    }

    /// The report on a portal of which only the declaration is known.
    pub fn declared(charter: &Charter) -> Self {
        PortalReport { summary: Summary::declared(charter), ..PortalReport::default() }
    }
}
