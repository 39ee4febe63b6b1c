//! A rebuild in one line.

use charte_build::PortalReport;

use crate::print::Outcome;

/// The line of a successful rebuild; `None` when it wrote nothing.
pub(super) fn rebuilt(outcome: &Outcome, milliseconds: u128) -> Option<String> {
    let changed: Vec<String> = outcome.portals.iter().filter_map(|portal| changed(portal, outcome)).collect();
    (!changed.is_empty()).then(|| format!("{} ({milliseconds} ms)", changed.join("; ")))
}

/// What was written for one portal, with its ID when there are several.
fn changed(portal: &PortalReport, outcome: &Outcome) -> Option<String> {
    let named = &portal.named;
    if !portal.has_written() {
        return None;
    }
    let mut parts = Vec::new();
    if named.page_count > 0 {
        let more = named.page_count.saturating_sub(named.pages.len());
        let names = named.pages.join(", ");
        parts.push(if more == 0 { names } else { format!("{names} and {more} more") });
    }
    if named.own_count > 0 {
        let files = if named.own_count == 1 { "file" } else { "files" };
        parts.push(format!("{} {files} of the charter and the banner", named.own_count));
    }
    let what = parts.join(", ");
    Some(if outcome.portals.len() > 1 { format!("{}: {what}", portal.summary.portal) } else { what })
}

/// The line of a failed rebuild.
pub(super) fn failed(errors: usize) -> String {
    let errors = if errors == 1 { "1 error".to_owned() } else { format!("{errors} errors") };
    format!("{errors}: nothing was written, the last good build stays")
}
