//! Prepares portals in memory, without a site: for pages that another server makes, or that are in the binary.

use std::collections::BTreeMap;
use std::sync::Arc;

use charte_build::{Declaration, bundle, prepare};
use charte_core::charter::Charter;
use charte_core::diagnostic::{Diagnostic, has_errors};

use crate::exit::Exit;
use crate::print::Outcome;
use crate::rebuild::PreparedPortal;

/// Prepares each portal of a declaration. All findings are in the outcome, those of the declaration included.
pub(super) fn prepare_portals(declaration: Declaration) -> (Outcome, BTreeMap<String, PreparedPortal>) {
    let mut findings = declaration.findings.clone();
    let mut portals = BTreeMap::new();
    if !has_errors(&findings) {
        for charter in &declaration.charters {
            match prepare_portal(charter, &declaration) {
                Ok(prepared) => {
                    findings.extend(prepared.portal.warnings.iter().cloned());
                    portals.insert(charter.id.clone(), prepared);
                }
                Err(faults) => findings.extend(faults),
            }
        }
    }
    declaration.levels.apply(&mut findings);
    let sound = !has_errors(&findings);
    let exit = if sound { Exit::Done } else { Exit::Findings };
    let declared = declaration.charters.iter().map(charte_build::PortalReport::declared).collect();
    let file = String::new();
    (
        Outcome {
            command: "check",
            file,
            dry_run: false,
            sound,
            findings,
            portals: declared,
            mended: None,
            declaration_seconds: None,
            exit,
        },
        portals,
    )
}

fn prepare_portal(charter: &Charter, declaration: &Declaration) -> Result<PreparedPortal, Vec<Diagnostic>> {
    let input = declaration.root.join(&charter.folders.input);
    let mut charter = charter.clone();
    // The charter page takes its frame from a page on disk; one that only the other server has cannot be read.
    charter.folders.frames.retain(|_, page| input.join(page).is_file());
    let portal = prepare::ready(&charter, &declaration.root, &declaration.catalogue)?;
    let files = bundle::make(&portal, &input, bundle::charter_pages(&portal, &[]))?.files;
    Ok(PreparedPortal { portal: Arc::new(portal), files })
}
