//! What a build would put into charte's own folder, made without a site: for pages that another server makes.

use std::collections::BTreeMap;
use std::sync::Arc;

use charte_build::Declaration;
use charte_build::bundle;
use charte_build::prepare;
use charte_core::charter::Charter;
use charte_core::diagnostic::has_errors;

use crate::exit::Exit;
use crate::print::Outcome;
use crate::round::Preview;

/// Makes what each portal needs.
pub(super) fn make(declaration: Declaration) -> (Outcome, BTreeMap<String, Preview>) {
    let mut findings = declaration.findings.clone();
    let mut previews = BTreeMap::new();
    if !has_errors(&findings) {
        for charter in &declaration.charters {
            match one(charter, &declaration) {
                Ok(preview) => {
                    findings.extend(preview.portal.warnings.iter().cloned());
                    previews.insert(charter.id.clone(), preview);
                }
                Err(faults) => findings.extend(faults),
            }
        }
    }
    let sound = !has_errors(&findings);
    let exit = if sound { Exit::Done } else { Exit::Findings };
    let portals = declaration.charters.iter().map(charte_build::PortalReport::declared).collect();
    (Outcome { command: "check", dry_run: false, sound, findings, portals, exit }, previews)
}

fn one(charter: &Charter, declaration: &Declaration) -> Result<Preview, Vec<charte_core::diagnostic::Diagnostic>> {
    let input = declaration.root.join(&charter.folders.input);
    let mut charter = charter.clone();
    // A page that only the other server has cannot lend its frame.
    charter.folders.frames.retain(|_, page| input.join(page).is_file());
    let portal = prepare::ready(&charter, &declaration.root, &declaration.catalogue)?;
    let files = bundle::make(&portal, &input, bundle::charter_pages(&portal, &[]))?.files;
    Ok(Preview { portal: Arc::new(portal), files })
}
