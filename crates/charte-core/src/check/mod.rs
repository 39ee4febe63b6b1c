//! Turns a manifest into charters: fills in what is inherited, looks services up, and applies the rules of form and of
//! law. Every fault is a finding at its place; a portal with an error yields no charter.

mod aliases;
mod choice;
mod folders;
mod law;
mod portal;
mod services;

use std::collections::BTreeSet;

use crate::catalogue::Catalogue;
use crate::charter::Charter;
use crate::diagnostic::{Diagnostic, Level, Place};
use crate::manifest::Manifest;
use crate::model::ConsentMode;
use crate::reader::Located;

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

/// A charter that is complete in form, with the places that the rules of law point at.
struct Draft {
    charter: Charter,
    /// `[portal.x]`.
    portal: Place,
    /// Keys that the portal and its publisher have, with a sound value or not.
    written: BTreeSet<String>,
    /// Each service's place, in the order of `charter.services`: its own table, else its name in the portal's list.
    services: Vec<Place>,
    /// Where the choice's lifetime was written.
    keep: Option<Place>,
    /// Where the banner's policy was written.
    banner: Option<Place>,
    /// Where the domain that shares the choice was written.
    domain: Option<Place>,
    /// The vendors to be told of consent, as written.
    consent_modes: Vec<Located<ConsentMode>>,
}

/// Findings gathered so far; the same one is told once, however many portals share its cause.
#[derive(Default)]
struct Findings {
    list: Vec<Diagnostic>,
}

impl Findings {
    fn push(&mut self, finding: Diagnostic) {
        if !self.list.contains(&finding) {
            self.list.push(finding);
        }
    }

    /// Errors told so far, counting those that were already there.
    fn errors(&self) -> usize {
        self.list.iter().filter(|finding| finding.level == Level::Error).count()
    }
}
