//! What the author's bar says of one page: what waits on it and why, what is unknown, and which findings concern it.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use charte_build::plan;
use charte_rewrite::PageReport;
use charte_rewrite::recognise::{Address, Verdict};
use serde::Serialize;

use super::place::{self, Place};
use super::stage::{Shown, View};
use crate::print::plain;

/// One page, as its author is told of it.
#[derive(Debug, Serialize)]
pub(super) struct Look {
    /// The file, relative to the site.
    file: String,
    waiting: Vec<Waiting>,
    unknown: Vec<Stranger>,
    findings: Vec<String>,
}

#[derive(Debug, Serialize)]
struct Waiting {
    service: String,
    name: String,
    purpose: &'static str,
    element: &'static str,
    address: String,
    line: usize,
    /// Where the declaration speaks of it, as `charte.toml:12`.
    declared: Option<String>,
}

#[derive(Debug, Serialize)]
struct Stranger {
    host: String,
    element: &'static str,
    line: usize,
}

/// What a page asked for and the browser refused, as the author is told of it.
#[derive(Debug, Serialize)]
pub(super) struct Refused {
    /// `passes`, `waits`, `known` or `unknown`: what the declaration says of it.
    standing: &'static str,
    /// The service that it belongs to.
    name: Option<String>,
    /// What to write into the manifest to declare it.
    entry: Option<String>,
}

/// Judges an address that was refused. Nothing for one that has no host.
pub(super) fn refused(view: &View, address: &str) -> Option<Refused> {
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
    Some(Refused {
        standing,
        name: declared.map(|declared| declared.name.clone()).or(service.map(str::to_owned)),
        entry,
    })
}

/// Looks at the page at an address. Nothing where there is none.
pub(super) fn at(view: &View, shown: &Shown, address: &str) -> Option<Look> {
    let Place::File(file) = place::find(&view.output, &view.charter.base_path, address) else { return None };
    let below = file.strip_prefix(&view.output).ok()?;
    let source = view.input.join(below);
    let bytes = fs::read(if source.is_file() { &source } else { &file }).ok()?;
    let absolute = format!("{}{}", view.charter.url, below.display());
    let rules = view.portal.rules(below, Some(&absolute));
    let report = charte_rewrite::rewrite(&bytes, &rules).report;
    Some(Look {
        file: below.display().to_string(),
        findings: findings(shown, &report, &source),
        waiting: waiting(view, &report, &bytes),
        unknown: report
            .unknown
            .iter()
            .map(|stranger| Stranger {
                host: stranger
                    .host
                    .clone()
                    .or_else(|| stranger.service.clone())
                    .unwrap_or_else(|| "an inline script".into()),
                element: stranger.element,
                line: line(&bytes, stranger.offset),
            })
            .collect(),
    })
}

fn waiting(view: &View, report: &PageReport, bytes: &[u8]) -> Vec<Waiting> {
    let manifest = fs::read_to_string(&view.manifest).unwrap_or_default();
    let declared = |id: &str| {
        let line = manifest_line(&manifest, id)?;
        Some(format!("{}:{line}", view.manifest.file_name()?.display()))
    };
    let known = report.gated.iter().filter_map(|gated| {
        let service = view.charter.services.iter().find(|service| service.id == gated.service)?;
        Some(Waiting {
            service: service.id.clone(),
            name: service.name.clone(),
            purpose: service.purpose.id(),
            element: gated.element,
            address: gated.address.clone(),
            line: line(bytes, gated.offset),
            declared: declared(&service.id),
        })
    });
    known.collect()
}

/// The findings about this file, about a service that is in it, or about a third party that is.
fn findings(shown: &Shown, report: &PageReport, source: &Path) -> Vec<String> {
    let services = report.gated.iter().map(|gated| gated.service.as_str());
    let strangers = report.unknown.iter().flat_map(|stranger| [stranger.service.as_deref(), stranger.host.as_deref()]);
    let names: BTreeSet<&str> = services.chain(strangers.flatten()).collect();
    let source = source.display().to_string();
    let concerns = |finding: &&charte_core::diagnostic::Diagnostic| {
        let is_here = finding.place.as_ref().is_some_and(|place| source.ends_with(place.file.trim_start_matches("./")));
        let words = || finding.message.split(|letter: char| letter.is_whitespace() || "`(),:".contains(letter));
        is_here || words().any(|word| names.contains(word))
    };
    shown.findings.iter().filter(concerns).map(plain).collect()
}

/// The line of the manifest that speaks of a service: its own table, else the list that names it.
fn manifest_line(text: &str, id: &str) -> Option<usize> {
    let table = format!("[service.{id}]");
    let listed = format!("\"{id}\"");
    let line = |sought: &str| {
        text.lines()
            .position(|line| line.trim_start().starts_with('#').then_some(()).is_none() && line.contains(sought))
    };
    line(&table).or_else(|| line(&listed)).map(|index| index + 1)
}

fn line(bytes: &[u8], offset: usize) -> usize {
    bytes[..offset.min(bytes.len())].iter().filter(|&&byte| byte == b'\n').count() + 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_manifest_speaks_of_a_service_in_its_table_or_in_a_list() {
        let text = "# \"arte\"\nservices = [\"arte\", \"matomo\"]\n[service.matomo]\nhosts = []\n";
        assert_eq!(manifest_line(text, "arte"), Some(2));
        assert_eq!(manifest_line(text, "matomo"), Some(3));
        assert_eq!(manifest_line(text, "youtube"), None);
    }
}
