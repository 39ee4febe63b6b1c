//! Prints an outcome as one JSON document, for programs.

use charte_build::PortalReport;
use charte_core::diagnostic::Diagnostic;
use charte_core::fix::Mended;
use serde::Serialize;

use super::outcome::Outcome;

use crate::out;

/// The version of the document's structure, which programs read first.
const SCHEMA: u32 = 1;

#[derive(Serialize)]
struct Document<'a> {
    schema: u32,
    command: &'a str,
    dry_run: bool,
    exit: u8,
    findings: &'a [Diagnostic],
    portals: &'a [PortalReport],
    #[serde(skip_serializing_if = "Option::is_none")]
    mended: Option<&'a [Mended]>,
    #[serde(skip_serializing_if = "Option::is_none")]
    declaration_seconds: Option<f64>,
}

pub(super) fn print(outcome: &Outcome) {
    match text(outcome) {
        Ok(text) => out::println!("{text}"),
        Err(error) => anstream::eprintln!("error: cannot print the result: {error}"),
    }
}

/// The document. Its schema is `schema/report.schema.json`.
pub(super) fn text(outcome: &Outcome) -> serde_json::Result<String> {
    let document = Document {
        schema: SCHEMA,
        command: outcome.command,
        dry_run: outcome.dry_run,
        exit: outcome.exit.code(),
        findings: &outcome.findings,
        portals: &outcome.portals,
        mended: outcome.mended.as_deref(),
        declaration_seconds: outcome.declaration_seconds,
    };
    serde_json::to_string_pretty(&document)
}
