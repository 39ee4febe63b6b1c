//! Turns a manifest into charters: fills in what is inherited, looks services up, and applies the rules of form and of
//! law. Every fault is a finding at its place.

mod choice;
mod country;
mod delegated;
mod draft;
mod findings;
mod folders;
mod law;
mod origin;
mod portal;
mod publisher;
mod services;

use crate::catalogue::Catalogue;
use crate::charter::Charter;
use crate::diagnostic::Diagnostic;
use crate::manifest::Manifest;
use crate::rule::Rule;
use crate::rules;
use findings::Findings;

/// Rules about something that is missing. In a file with faults of syntax it may be in the part that could not be read.
static ABSENCES: [&Rule; 6] = [
    &rules::declaration::NO_PORTAL,
    &rules::declaration::PORTAL_INCOMPLETE,
    &rules::law::DPO_MISSING,
    &rules::law::CONTACT_MISSING,
    &rules::law::DATE_MISSING,
    &rules::information::ADDRESS_MISSING,
];

/// The charters of the portals and all findings. A portal with an error has no charter.
pub fn check(manifest: &Manifest, catalogue: &Catalogue) -> (Vec<Charter>, Vec<Diagnostic>) {
    let core: Vec<&Rule> = rules::all().collect();
    let mut findings = Findings::new(manifest.levels(&core).0);
    if manifest.portals.is_empty() && !manifest.names_portals {
        let finding = rules::declaration::NO_PORTAL.finding("the declaration has no portal").at(manifest.place());
        findings.push(finding.help("add a table such as `[portal.my-town]` with `name`, `url` and `services`"));
    }
    folders::check(manifest, &mut findings);
    let known = services::known(manifest, catalogue, &mut findings);
    if !manifest.portals.is_empty() {
        services::unused(manifest, &known, &mut findings);
    }
    let mut drafts = Vec::new();
    for declared in &manifest.portals {
        let before = findings.errors();
        let charter = portal::charter(manifest, declared, &known, &mut findings);
        if let Some(draft) = charter {
            let mut found = Findings::default();
            law::check(&draft, &known, catalogue, &mut found);
            let mut found = found.into_list();
            country::attribute(&draft.charter.order, &mut found);
            origin::attribute(found, &draft, &known).for_each(|finding| findings.push(finding));
            if findings.errors() == before {
                drafts.push(draft);
            }
        }
    }
    choice::check_shared(&drafts, &mut findings);
    law::check_together(&drafts, &mut findings);
    let charters = drafts.into_iter().map(|draft| draft.charter).collect();
    let mut findings = findings.into_list();
    let faults = &manifest.syntax_faults;
    if !faults.is_empty() {
        let absent = |finding: &Diagnostic| ABSENCES.iter().any(|rule| rule.code == finding.code);
        findings.retain(|finding| !faults.explain(finding) && !absent(finding));
    }
    (charters, findings)
}

/// What is wrong with the dates of a manifest on the day `today`, as `YYYY-MM-DD`.
pub fn check_dates(manifest: &Manifest, today: &str) -> Vec<Diagnostic> {
    portal::future(manifest, today)
}
