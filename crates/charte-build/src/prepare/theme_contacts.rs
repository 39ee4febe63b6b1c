//! The third parties that a portal's own theme contacts. What a theme adds to every page cannot wait for consent, so
//! that it may contact only hosts that need none.

use std::collections::BTreeSet;
use std::path::Path;

use charte_core::diagnostic::{Diagnostic, Level, Place};
use charte_html::css;
use charte_render::UNKNOWN_SERVICE;
use charte_render::theme::Folder;
use charte_rewrite::recognise::Address;

use crate::prepare::portal::Portal;
use crate::rules;

/// The contacts of the portal's theme to third parties that must wait, each address once.
pub(crate) fn check(portal: &Portal) -> Vec<Diagnostic> {
    let mut found = Found { theme: &portal.theme, reported: BTreeSet::new(), findings: Vec::new() };
    for (path, text) in texts(&portal.theme, ".css") {
        for fetch in css::read(text.as_bytes()).fetches {
            let waits = |address: &Address<'_>| portal.recogniser.holds(portal.recogniser.address(address));
            if Address::parse(&fetch.address, None).is_some_and(|address| waits(&address)) {
                let end = fetch.offset + fetch.address.len();
                found.report(&fetch.address, Some(Place::of(&portal.theme.file(path), text, fetch.offset..end)));
            }
        }
    }
    for html in pieces(portal) {
        let report = charte_rewrite::inspect(html.as_bytes(), &portal.rules(Path::new("index.html"), None));
        let contacts = report.unknown.iter().filter(|_| portal.recogniser.blocks_unknown());
        let contacts = contacts.map(|contact| (contact.offset, &contact.address, contact.host.as_ref()));
        let declared = report.gated.iter().filter(|gated| gated.service != UNKNOWN_SERVICE);
        let declared = declared.map(|gated| (gated.offset, &gated.address, Some(&gated.service)));
        let mut places = BTreeSet::new();
        for (offset, address, whom) in contacts.chain(declared) {
            places.insert(offset);
            found.report_markup(address, whom);
        }
        let left = report.findings.iter().filter(|finding| finding.rule.level == Level::Error);
        for finding in left.filter(|finding| !places.contains(&finding.offset)) {
            found.report(&format!("somebody ({})", finding.message), None);
        }
    }
    found.findings
}

/// All markup of the portal's own templates.
fn pieces(portal: &Portal) -> Vec<String> {
    if texts(&portal.theme, ".html").next().is_none() {
        return Vec::new();
    }
    let renderer = &portal.renderer;
    let of = |language: &String| {
        let whole = [renderer.page(language, ""), renderer.link(language)].into_iter().flatten();
        whole.chain(renderer.samples(language)).collect::<Vec<_>>()
    };
    portal.charter.languages.iter().flat_map(of).collect()
}

/// The files of a theme with this ending, by path.
fn texts<'a>(theme: &'a Folder, ending: &'a str) -> impl Iterator<Item = (&'a str, &'a str)> {
    let files = theme.files.iter().filter(move |(path, _)| path.ends_with(ending));
    files.filter_map(|(path, bytes)| Some((path.as_str(), std::str::from_utf8(bytes).ok()?)))
}

struct Found<'a> {
    theme: &'a Folder,
    reported: BTreeSet<String>,
    findings: Vec<Diagnostic>,
}

impl Found<'_> {
    fn report(&mut self, what: &str, place: Option<Place>) {
        if self.reported.insert(what.to_owned()) {
            let message = format!("{what} is contacted before consent: what a theme adds to pages cannot wait");
            let finding = rules::look::THEME_CONTACTS.finding(message).at(place);
            let finding = if finding.place.is_none() { finding.path(self.theme.path.clone()) } else { finding };
            self.findings.push(finding.help("serve the file yourself, or add its host to `allow` if it sets nothing"));
        }
    }

    /// Reports a contact in the markup of a template, at the place of its address in the template.
    fn report_markup(&mut self, address: &str, whom: Option<&String>) {
        let written = if address.is_empty() { whom.map_or("", String::as_str) } else { address };
        let place = texts(self.theme, ".html").filter(|_| !written.is_empty()).find_map(|(path, text)| {
            let at = text.find(written)?;
            Some(Place::of(&self.theme.file(path), text, at..at + written.len()))
        });
        self.report(if written.is_empty() { "a script of its templates" } else { written }, place);
    }
}
