//! What the author's bar shows about one page: which elements wait for consent and why, which are unknown, and the findings
//! about it.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use charte_build::plan;
use charte_core::diagnostic::Diagnostic;
use charte_rewrite::PageReport;
use charte_rewrite::recognise::{Address, Verdict};
use serde::Serialize;

use super::resolve::{self, Resolved};
use super::state::{PortalView, Snapshot};
use crate::print::plain_text;

/// One page.
#[derive(Debug, Serialize)]
pub(super) struct PageInfo {
    /// The file, relative to the site.
    file: String,
    waiting: Vec<WaitingElement>,
    unknown: Vec<UnknownElement>,
    findings: Vec<String>,
}

#[derive(Debug, Serialize)]
struct WaitingElement {
    service: String,
    name: String,
    purpose: &'static str,
    element: &'static str,
    address: String,
    line: usize,
    /// Where the service is declared, such as `charte.toml:12`.
    declared: Option<String>,
}

#[derive(Debug, Serialize)]
struct UnknownElement {
    host: String,
    element: &'static str,
    line: usize,
}

/// An address that a content security policy blocked.
#[derive(Debug, Serialize)]
pub(super) struct BlockedAddress {
    /// What the declaration says about it: `passes`, `waits`, `known` or `unknown`.
    standing: &'static str,
    /// The name of its service.
    name: Option<String>,
    /// The lines that declare it, to be copied into the manifest.
    entry: Option<String>,
}

/// Looks up a blocked address. `None` when it has no host.
pub(super) fn blocked_address(view: &PortalView, address: &str) -> Option<BlockedAddress> {
    let address = Address::parse(address, None)?;
    let host = address.host.as_deref()?;
    let (standing, service) = match view.portal.recogniser.address(&address) {
        Verdict::Own | Verdict::Allowed => ("passes", None),
        Verdict::Exempt(id) => ("passes", Some(id)),
        Verdict::Waits(id) => ("waits", Some(id)),
        Verdict::Undeclared(id) => ("known", Some(id)),
        Verdict::Unknown => ("unknown", None),
    };
    let declared = view.charter.services.iter().find(|declared| Some(declared.id.as_str()) == service);
    let entry = matches!(standing, "known" | "unknown").then(|| plan::entry(host, service, &view.charter));
    Some(BlockedAddress {
        standing,
        name: declared.map(|declared| declared.name.clone()).or(service.map(str::to_owned)),
        entry,
    })
}

/// Looks at the page at a URL path. `None` when there is none.
pub(super) fn page_info(view: &PortalView, snapshot: &Snapshot, path: &str) -> Option<PageInfo> {
    let Resolved::File(file) = resolve::resolve(&view.output, &view.charter.base_path, path) else { return None };
    let below = file.strip_prefix(&view.output).ok()?;
    let source = view.input.join(below);
    let bytes = fs::read(if source.is_file() { &source } else { &file }).ok()?;
    let absolute = format!("{}{}", view.charter.url, below.display());
    let rules = view.portal.rules(below, Some(&absolute));
    let report = charte_rewrite::rewrite(&bytes, &rules).report;
    Some(PageInfo {
        file: below.display().to_string(),
        findings: findings(snapshot, &report, &source),
        waiting: waiting(view, &report, &bytes),
        unknown: report
            .unknown
            .iter()
            .map(|unknown| UnknownElement {
                host: unknown
                    .host
                    .clone()
                    .or_else(|| unknown.service.clone())
                    .unwrap_or_else(|| "an inline script".into()),
                element: unknown.element,
                line: line_number(&bytes, unknown.offset),
            })
            .collect(),
    })
}

fn waiting(view: &PortalView, report: &PageReport, bytes: &[u8]) -> Vec<WaitingElement> {
    let manifest = fs::read_to_string(&view.manifest).unwrap_or_default();
    let declared = |id: &str| {
        let line = manifest_line(&manifest, id)?;
        Some(format!("{}:{line}", view.manifest.file_name()?.display()))
    };
    let waiting = report.gated.iter().filter_map(|gated| {
        let service = view.charter.services.iter().find(|service| service.id == gated.service)?;
        Some(WaitingElement {
            service: service.id.clone(),
            name: service.name.clone(),
            purpose: service.purpose.id(),
            element: gated.element,
            address: gated.address.clone(),
            line: line_number(bytes, gated.offset),
            declared: declared(&service.id),
        })
    });
    waiting.collect()
}

/// The findings about this file, and about a service or a third party in it.
fn findings(snapshot: &Snapshot, report: &PageReport, source: &Path) -> Vec<String> {
    let services = report.gated.iter().map(|gated| gated.service.as_str());
    let unknown = report.unknown.iter().flat_map(|unknown| [unknown.service.as_deref(), unknown.host.as_deref()]);
    let names: BTreeSet<&str> = services.chain(unknown.flatten()).collect();
    let source = source.display().to_string();
    let is_relevant = |finding: &&Diagnostic| {
        let is_here = finding.place.as_ref().is_some_and(|place| source.ends_with(place.file.trim_start_matches("./")));
        is_here || finding.subjects.iter().any(|subject| names.contains(subject.as_str()))
    };
    snapshot.findings.iter().filter(is_relevant).map(plain_text).collect()
}

/// The line of the manifest that declares a service: the header of its table, else the list that names it. A search for text, not
/// for syntax.
fn manifest_line(text: &str, id: &str) -> Option<usize> {
    let table = format!("[service.{id}]");
    let listed = format!("\"{id}\"");
    let find =
        |wanted: &str| text.lines().position(|line| !line.trim_start().starts_with('#') && line.contains(wanted));
    find(&table).or_else(|| find(&listed)).map(|index| index + 1)
}

/// The line number of an offset, from 1.
fn line_number(bytes: &[u8], offset: usize) -> usize {
    bytes[..offset.min(bytes.len())].iter().filter(|&&byte| byte == b'\n').count() + 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_service_is_declared_by_its_table_or_in_a_list() {
        let text = "# \"arte\"\nservices = [\"arte\", \"matomo\"]\n[service.matomo]\nhosts = []\n";
        assert_eq!(manifest_line(text, "arte"), Some(2));
        assert_eq!(manifest_line(text, "matomo"), Some(3));
        assert_eq!(manifest_line(text, "youtube"), None);
    }
}
