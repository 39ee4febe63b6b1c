//! Turns a manifest into charters: fills in what is inherited, looks services up, and applies the rules of form and of
//! law. Every fault is a finding at its place; a portal with an error yields no charter.

mod aliases;
mod choice;
mod draft;
mod findings;
mod folders;
mod law;
mod portal;
mod services;

use crate::catalogue::Catalogue;
use crate::charter::Charter;
use crate::diagnostic::Diagnostic;
use crate::manifest::Manifest;
use findings::Findings;

/// What cannot be told of a file whose syntax is broken: it may stand in the part that could not be read.
const ABSENCES: [&str; 5] = ["no-portal", "portal-incomplete", "dpo-missing", "contact-missing", "date-missing"];

/// The charters of all portals and everything found on the way. A charter is missing where its portal has an error.
pub fn check(manifest: &Manifest, catalogue: &Catalogue) -> (Vec<Charter>, Vec<Diagnostic>) {
    let mut findings = Findings::default();
    if manifest.portals.is_empty() && !manifest.names_portals {
        let finding = Diagnostic::error("no-portal", "the manifest declares no portal").at(manifest.place());
        findings.push(finding.help("add a table such as `[portal.my-town]` with `name`, `url` and `services`"));
    }
    folders::apart(manifest, &mut findings);
    let known = services::known(manifest, catalogue, &mut findings);
    services::unused(manifest, &mut findings);
    let mut drafts = Vec::new();
    for declared in &manifest.portals {
        let before = findings.errors();
        let charter = portal::charter(manifest, declared, &known, &mut findings);
        if let Some(draft) = charter {
            law::judge(&draft, catalogue, &mut findings);
            if findings.errors() == before {
                drafts.push(draft);
            }
        }
    }
    choice::agree(&drafts, &mut findings);
    let charters = drafts.into_iter().map(|draft| draft.charter).collect();
    let broken = &manifest.broken;
    if !broken.is_empty() {
        findings.list.retain(|finding| !broken.echoes(finding) && !ABSENCES.contains(&finding.code));
    }
    (charters, findings.list)
}
