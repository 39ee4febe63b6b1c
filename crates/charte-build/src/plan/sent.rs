//! What the site's server has browsers contact by headers, and the paths of the site that others answer.

use std::collections::BTreeSet;

use charte_core::diagnostic::Diagnostic;
use charte_rewrite::recognise::{Address, Verdict};

use crate::csp::files::Proxied;
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
    findings.extend(portal.facts.server.proxied().filter_map(|proxied| answered(portal, proxied)));
    findings
}

/// A finding about a path that a server answers whose service must wait, unless the portal declares the path as that service's.
fn answered(portal: &Portal, proxied: &Proxied) -> Option<Diagnostic> {
    let recogniser = &portal.recogniser;
    let address = Address::parse(&proxied.address, None)?;
    let host = address.host.as_deref().unwrap_or_default();
    let verdict = recogniser.address(&address);
    let start = proxied.start();
    let own = Address { host: None, path: start.as_str().into() };
    if !recogniser.holds(verdict) || recogniser.address(&own) != Verdict::Own {
        return None;
    }
    let path = &proxied.path;
    let message = format!("{host} answers `{path}`: to browsers that is the site's own, and nothing waits for consent");
    let help = match verdict {
        // Of a rule for the whole site nobody can say which part is a service's.
        Verdict::Waits(id) | Verdict::Undeclared(id) if start != "/" => format!(
            "write `files = [\"{}*\"]` under `[service.{id}]`: what pages load from there then waits",
            start.trim_start_matches('/')
        ),
        _ => format!("declare {host} as a service with this path in its `files`, or take the rule out"),
    };
    let finding = rules::contacts::PATH_LEAVES_SITE.finding(message).at(proxied.place.clone()).help(help);
    let subject = match verdict {
        Verdict::Waits(id) | Verdict::Undeclared(id) => id,
        _ => host,
    };
    Some(finding.about([subject]))
}
