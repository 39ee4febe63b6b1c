//! Services that visitors are asked about and that nothing in the built site shows.

use std::collections::BTreeSet;

use charte_core::diagnostic::{Diagnostic, has_errors};

use crate::plan::summary::Summary;
use crate::prepare::portal::Portal;
use crate::rules;

/// Services of the catalogue that load others, as somebody has set them up elsewhere.
const TAG_MANAGERS: [&str; 4] = ["google-tag-manager", "piwik-pro", "adobe-analytics", "tagcommander"];

/// The finding about such services, where it is certain: no script of the site names a third party, no tag manager may load
/// them, and every page could be read. `findings` are those of the site's files.
pub(super) fn report(summary: &Summary, findings: &[Diagnostic], portal: &Portal) -> Option<Diagnostic> {
    let charter = &portal.charter;
    let waits = |id: &str| summary.waiting.iter().any(|waiting| waiting.service == id);
    let unread = [rules::pages::SERVER_CODE.code, rules::beside::PACKED_ALONE.code];
    let is_unread =
        has_errors(findings) || summary.not_html > 0 || findings.iter().any(|finding| unread.contains(&finding.code));
    let loads_others = summary.managers.len() + summary.named.len() + summary.unknown.len() > 0
        || TAG_MANAGERS.iter().any(|id| waits(id) || charter.services.iter().any(|service| service.id == *id));
    if is_unread || loads_others || summary.pages == 0 {
        return None;
    }
    // What a style sheet or a document fetches is reported, and does not wait in a page.
    let reported =
        findings.iter().flat_map(|finding| &finding.subjects).chain(portal.facts.documents.values().flatten());
    let reported: BTreeSet<&str> = reported.map(String::as_str).collect();
    let is_unused = |id: &str| {
        let is_delegated = charter.delegated.values().any(|service| service == id);
        portal.recogniser.has_hosts(id) && !is_delegated && !waits(id) && !reported.contains(id)
    };
    let unused: Vec<&str> =
        charter.requiring_consent().map(|service| service.id.as_str()).filter(|id| is_unused(id)).collect();
    let names = unused.iter().map(|id| format!("`{id}`")).collect::<Vec<_>>().join(", ");
    let message = format!("visitors are asked about {names}, which nothing in the built site uses");
    let finding =
        rules::pages::SERVICE_UNUSED.finding(message).about(unused.iter().copied()).path(summary.input.clone());
    let help = "take it out of `services`, unless a part of the site that is not here uses it";
    (!unused.is_empty()).then(|| finding.help(help))
}
