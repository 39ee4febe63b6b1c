//! The files of the site that are no pages: what scripts and style sheets miss until a consent, and what workers and
//! documents contact where no page's policy governs them. They are read and never changed.

mod data;
#[cfg(test)]
mod tests;
mod ungoverned;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use charte_core::diagnostic::{Diagnostic, Kind as FindingKind, Level, Place};
use charte_html::css::{self, Fetch, FetchKind};
use charte_html::{Syntax, sniff, xml};
use charte_rewrite::read_document;
use charte_rewrite::recognise::{
    Address, Manner, Means, Reach, ReachReader, ScriptContact, UngovernedContact, Verdict,
};
use rayon::prelude::*;
use url::Url;

use crate::plan::cache::{CachedFile, FileCache};
use crate::plan::inspection::{Inspection, LONGEST};
use crate::plan::neighbours::precache;
use crate::plan::roots::Roots;
use crate::plan::scheme;
use crate::plan::summary::UndeclaredContact;
use crate::prepare::portal::Portal;
use crate::rules;
use crate::site::path::slashed;
use crate::site::{self, File, IoFault, Kind};

/// The extensions of documents that are no pages.
pub(super) const DOCUMENTS: [&str; 10] = ["svg", "svgz", "xml", "xsl", "xslt", "mml", "mathml", "rdf", "atom", "rss"];

/// Inspects every file of the site that is no page and was not inspected yet; gives the sum of all results.
pub(super) fn inspect(cache: &mut FileCache, roots: &Roots, portal: &Portal) -> Inspection {
    let entries = cache.folders.iter_mut().flat_map(|folder| &mut folder.entries);
    let unseen: Vec<&mut CachedFile> = entries.filter(|entry| entry.inspected.is_none()).collect();
    // In small parts: often one folder has all of them.
    unseen.into_par_iter().with_min_len(16).with_max_len(64).for_each(|entry| {
        entry.inspected = Some(inspect_one(&entry.file, roots, portal).map(Box::new));
    });
    let mut sum = ungoverned::inspect(cache, roots, portal);
    for entry in cache.folders.iter_mut().flat_map(|folder| &mut folder.entries) {
        let Some(Some(one)) = &entry.inspected else { continue };
        sum.findings.extend(one.findings.iter().cloned());
        sum.figures.add(&one.figures);
        sum.started.extend(one.started.iter().cloned());
        sum.imports |= one.imports;
        sum.follows_visitor |= one.follows_visitor;
        sum.lists.extend(one.lists.iter().cloned());
        // What could not be read may be readable the next time.
        if one.findings.iter().any(|finding| finding.kind == FindingKind::InputOutput) {
            entry.inspected = None;
        }
    }
    sum
}

#[derive(Clone, Copy, PartialEq)]
enum Language {
    Script,
    Style,
    Document,
    /// Possibly run by the server.
    Code,
}

impl Language {
    fn of(path: &Path) -> Option<Language> {
        let is = |endings: &[&str]| site::has_ending(path, endings);
        match () {
            () if is(&["js", "mjs", "cjs"]) => Some(Language::Script),
            () if is(&["css"]) => Some(Language::Style),
            () if is(&DOCUMENTS) => Some(Language::Document),
            () if site::may_be_code(path) => Some(Language::Code),
            () => None,
        }
    }
}

fn inspect_one(file: &File, roots: &Roots, portal: &Portal) -> Option<Inspection> {
    let language = Language::of(&file.path).filter(|_| file.kind == Kind::Asset)?;
    let name = slashed(Ok(&file.path));
    let recogniser = &portal.recogniser;
    // A file whose address is a service's is held in the pages that load it.
    let path = format!("{}{name}", portal.charter.base_path);
    let address = Address { host: None, path: path.as_str().into() };
    // A consent manager holds its services back itself.
    if recogniser.manager_by_script(&address).is_some() || recogniser.address(&address) != Verdict::Own {
        return None;
    }
    let source = roots.input.join(&file.path);
    let bytes = match read(&source) {
        Ok(bytes) => bytes,
        Err(finding) => return Some(Inspection { findings: vec![*finding], ..Inspection::default() }),
    };
    let mut inspection = Inspection::default();
    inspection.ungoverned.name.clone_from(&name);
    let mut reader = Reader { portal, name, source: &source, bytes: &bytes, inspection, contacts: Vec::new() };
    match language {
        Language::Script if data::is_search_index(&bytes) => {}
        Language::Script => {
            if precache::is_list(&bytes) {
                reader.inspection.lists.insert(file.path.clone());
            }
            reader.script();
        }
        Language::Style => reader.style(),
        Language::Document => reader.document(),
        Language::Code => reader.code(),
    }
    let Reader { mut inspection, name, contacts, .. } = reader;
    inspection.figures.add_undeclared(&name, contacts.into_iter());
    Some(inspection)
}

fn read(source: &Path) -> Result<Vec<u8>, Box<Diagnostic>> {
    let fault = |error| Box::new(IoFault::on("read it", source)(error).into());
    if fs::metadata(source).map_err(fault)?.len() > LONGEST {
        let message = "it is too long to be looked into: what its visitors miss without consent is not known";
        return Err(Box::new(rules::pages::FILE_TOO_LONG.finding(message).path(source.display().to_string())));
    }
    fs::read(source).map_err(fault)
}

/// One file under inspection.
struct Reader<'a> {
    portal: &'a Portal,
    name: String,
    source: &'a Path,
    bytes: &'a [u8],
    inspection: Inspection,
    contacts: Vec<UndeclaredContact>,
}

impl Reader<'_> {
    /// The place at an offset in the file.
    fn place(&self, offset: usize) -> Place {
        Place::in_bytes(&self.source.display().to_string(), self.bytes, offset)
    }

    fn style(&mut self) {
        self.inspection.follows_visitor = scheme::follows_visitor(self.bytes);
        // A sheet in an encoding that is not read, such as UTF-16, may import anything.
        self.inspection.imports = memchr::memchr(0, self.bytes).is_some();
        // Without an absolute address there is no third party to contact: so it is for most sheets.
        if memchr::memmem::find(self.bytes, b"//").is_none() && memchr::memchr(b'\\', self.bytes).is_none() {
            return;
        }
        let base = Url::parse(&format!("{}{}", self.portal.charter.url, self.name)).ok();
        let mut reported: BTreeSet<String> = BTreeSet::new();
        for fetch in css::read(self.bytes).fetches {
            let Some(address) = Address::parse(&fetch.address, base.as_ref()) else { continue };
            let verdict = self.portal.recogniser.address(&address);
            let host = address.host.as_deref().unwrap_or_default();
            self.inspection.imports |= fetch.kind == FetchKind::Import && verdict.must_wait();
            // Those that are not declared have one finding for the whole site.
            if self.count(verdict, host)
                && let Verdict::Waits(service) = verdict
                && reported.insert(service.to_owned())
            {
                self.report_fetch(&fetch, host, service);
            }
        }
    }

    fn report_fetch(&mut self, fetch: &Fetch, host: &str, service: &str) {
        let what = match fetch.kind {
            FetchKind::Import => "a style sheet",
            FetchKind::Font => "a font",
            FetchKind::Image => "a picture",
        };
        let name = &self.name;
        let finding = match self.is_held() {
            true => rules::contacts::WAITS_IN_STYLESHEET.finding(format!(
                "{name} asks {host} for {what}, which comes only once the visitor agrees to {service}"
            )),
            false => rules::contacts::LOADS_IN_STYLESHEET.finding(format!(
                "{name} asks {host} for {what} before consent: with `unknown = \"allow\"` nothing holds it"
            )),
        };
        let help = "serve the file yourself, and it is there from the start";
        self.inspection.findings.push(finding.at(self.place(fetch.offset)).about([service]).help(help));
    }

    fn script(&mut self) {
        self.inspection.follows_visitor = scheme::follows_visitor(self.bytes);
        let portal = self.portal;
        let script = portal.recogniser.script_file(self.bytes);
        self.inspection.figures.add_named(&self.name, &script.named);
        for start in &script.contacts {
            let host = start.host.as_deref().unwrap_or_default();
            if let Verdict::Waits(service) = start.verdict {
                self.inspection.started.insert(service.to_owned());
            }
            let is_certain = matches!(start.manner, Manner::Loads | Manner::Imports);
            let matters = match is_certain {
                true => self.count(start.verdict, host),
                false => self.portal.recogniser.holds(start.verdict),
            };
            // The contacts of a worker are reported with the worker.
            if matters && script.worker_kind.is_none() {
                self.report_start(start);
            }
        }
        script.ungoverned.iter().for_each(|call| self.report_call(call));
        let ungoverned = &mut self.inspection.ungoverned;
        (ungoverned.starts, ungoverned.role) = (script.workers, script.worker_kind);
    }

    fn report_start(&mut self, start: &ScriptContact<'_>) {
        let (whom, is_declared) = match start.verdict {
            Verdict::Waits(service) => (service, true),
            Verdict::Undeclared(service) => (service, false),
            _ => (start.host.as_deref().unwrap_or_default(), false),
        };
        let name = &self.name;
        let until = match is_declared {
            true => "until the visitor agrees",
            false => "whatever the visitor answers, since the portal does not declare it",
        };
        let finding = match (start.manner, self.is_held()) {
            (Manner::Loads, true) => {
                let message = format!("{name} starts {whom}: the browser refuses that {until}");
                rules::pages::STARTS_IN_FILE.finding(message).level(Level::Note)
            }
            (Manner::Loads, false) => {
                rules::pages::STARTS_IN_FILE.finding(format!("{name} starts {whom}, whatever the visitor answers"))
            }
            (Manner::Imports, true) => rules::contacts::IMPORT_REFUSED
                .finding(format!("{name} imports a script from {whom}, and does not run at all {until}")),
            (Manner::Imports, false) => rules::contacts::THIRD_PARTY_IN_FILE
                .finding(format!("{name} imports a script from {whom}, and nothing makes it wait for consent")),
            // As it should be: it works once the visitor agrees.
            (Manner::Starts | Manner::Names, true) if is_declared => return,
            (Manner::Starts | Manner::Names, true) => rules::contacts::THIRD_PARTY_IN_FILE
                .finding(format!("{name} may contact {whom}: the browser refuses that {until}")),
            (Manner::Starts | Manner::Names, false) => rules::contacts::THIRD_PARTY_IN_FILE
                .finding(format!("{name} may contact {whom}, and nothing makes it wait for consent")),
        };
        let help = match start.manner {
            Manner::Imports => "serve a copy yourself".to_owned(),
            Manner::Loads if is_declared => format!(
                "if it does nothing else, write `files = [\"{name}\"]` under `[service.{whom}]`: pages then load it only after \
                 consent"
            ),
            _ if !is_declared => format!("declare {whom} if the site needs it"),
            _ => format!("make it wait for the event `charte:choice`, or for a click that asks for {whom}"),
        };
        let subject = Some(whom).filter(|whom| !whom.is_empty());
        self.inspection.findings.push(finding.at(self.place(start.offset)).about(subject).help(help));
    }

    /// Reports a contact that no policy prevents.
    fn report_call(&mut self, call: &UngovernedContact<'_>) {
        if !self.portal.recogniser.holds(call.verdict) {
            return;
        }
        let (name, host) = (&self.name, &call.host);
        let finding = match call.means {
            Means::WebRtc => rules::contacts::WEBRTC_CONTACTS
                .finding(format!("{name} makes connections of WebRTC through {host}: no policy of a page stops them"))
                .help("make them only after the visitor has agreed (`charte:choice`), or use a server of your own"),
            Means::Speculation => {
                let whom = if host == "…" { "whatever its links lead to" } else { host };
                rules::contacts::SPECULATION_CONTACTS
                    .finding(format!("{name} lets browsers fetch ahead from {whom}: no policy of a page stops that"))
                    .help("write rules for pages of the site alone: `\"href_matches\": \"/*\"`")
            }
        };
        let finding = finding.about([host]).path(self.source.display().to_string());
        self.inspection.findings.push(finding);
    }

    fn document(&mut self) {
        let mut reach = Reach::default();
        if site::has_ending(self.source, &["svgz"]) {
            reach.doubt("it is compressed");
        } else if !xml::is_self_contained(self.bytes)
            && let Ok(base) = Url::parse(&format!("{}{}", self.portal.charter.url, self.name))
        {
            let mut reading = ReachReader::new(&self.portal.recogniser, &base);
            read_document(&charte_rewrite::strip(self.bytes, Syntax::Xml), &mut reading);
            reach = reading.reach;
        }
        if reach != Reach::default() {
            self.inspection.ungoverned.document = Some(reach);
        }
    }

    fn code(&mut self) {
        let Some(offset) = sniff::server_code_offset(self.bytes) else { return };
        let message = "it holds code for the server and is left alone: what it sends is not held";
        let finding = rules::pages::SERVER_CODE.finding(message).at(self.place(offset));
        let help = "build what the server sends: save its pages as HTML, or let it include parts that were built";
        self.inspection.findings.push(finding.help(help));
    }

    /// Whether pages have a policy, so that browsers refuse third parties that it does not list.
    fn is_held(&self) -> bool {
        self.portal.recogniser.blocks_unknown()
    }

    /// Whether a contact that is certain breaks what the portal declares; undeclared third parties are counted.
    fn count(&mut self, verdict: Verdict<'_>, host: &str) -> bool {
        let service = match verdict {
            Verdict::Undeclared(service) => Some(service),
            Verdict::Unknown => None,
            _ => return self.portal.recogniser.holds(verdict),
        };
        let host = Some(host).filter(|host| !host.is_empty()).map(str::to_owned);
        self.contacts.push(UndeclaredContact {
            service: service.map(str::to_owned),
            host,
            beside: None,
            waits: self.is_held(),
        });
        self.portal.recogniser.holds(verdict)
    }
}
