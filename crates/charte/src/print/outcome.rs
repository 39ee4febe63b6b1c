//! What a command found and did, as data for whoever prints it.

use std::path::Path;

use charte_build::apply::Applied;
use charte_build::plan::Plan;
use charte_build::plan::Summary;
use charte_core::charter::Charter;
use charte_core::diagnostic::Diagnostic;
use serde::Serialize;

use crate::exit::Exit;

/// Everything that a command has to say.
pub(crate) struct Outcome {
    pub(crate) command: &'static str,
    pub(crate) dry_run: bool,
    /// Whether writing began, or would have without `--dry-run`.
    pub(crate) sound: bool,
    pub(crate) findings: Vec<Diagnostic>,
    pub(crate) portals: Vec<Portal>,
    pub(crate) exit: Exit,
}

/// One portal's part of it.
#[derive(Serialize)]
pub(crate) struct Portal {
    #[serde(flatten)]
    pub(crate) summary: Summary,
    /// What was written; nothing after an error, or with `--dry-run`.
    pub(crate) applied: Option<Applied>,
    /// Time taken, in seconds.
    pub(crate) seconds: f64,
    /// What is written, by name.
    #[serde(skip)]
    pub(crate) named: Named,
}

/// What a plan writes, for one line.
#[derive(Default)]
pub(crate) struct Named {
    /// The first files of the site, relative to it.
    pub(crate) pages: Vec<String>,
    /// How many files of the site.
    pub(crate) page_count: usize,
    /// How many of charte's own, removals among them.
    pub(crate) own_count: usize,
}

impl Named {
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

impl Portal {
    /// Whether anything was written or removed for it.
    pub(crate) fn has_written(&self) -> bool {
        self.applied.as_ref().is_some_and(|applied| applied.written + applied.removed > 0)
    }

    /// What is known of a portal before its site is looked at.
    pub(crate) fn declared(charter: &Charter) -> Self {
        Portal { summary: Summary::declared(charter), applied: None, seconds: 0.0, named: Named::default() }
    }
}
