//! What the site's server has browsers contact by headers.

use std::collections::BTreeSet;

use charte_core::diagnostic::Diagnostic;
use charte_rewrite::recognise::Address;

use crate::prepare::portal::Portal;
use crate::rules;

/// A finding for each header and host that does not wait for consent though it must.
pub(super) fn findings(portal: &Portal) -> Vec<Diagnostic> {
    let mut reported = BTreeSet::new();
    let mut findings = Vec::new();
    for contact in portal.facts.server.contacts() {
        let Some(address) = Address::parse(&contact.address, None) else { continue };
        let host = address.host.as_deref().unwrap_or_default();
        let mut is_new = || reported.insert((contact.header.to_ascii_lowercase(), host.to_owned()));
        if portal.recogniser.holds(portal.recogniser.address(&address)) && is_new() {
            let message = format!("`{}` has browsers contact {host}, and nothing in a page holds that", contact.header);
            let finding = rules::contacts::HEADER_CONTACTS.finding(message).about([host]).at(contact.place.clone());
            findings.push(finding.help("take it out of the host's settings, or serve what it leads to yourself"));
        }
    }
    findings
}
