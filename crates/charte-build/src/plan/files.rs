//! The site's own scripts and style sheets: what they contact, which no wrapper in a page can hold back. They are read and
//! never changed.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use charte_core::diagnostic::Diagnostic;
use rayon::prelude::*;
use url::Url;

use super::Roots;
use super::pages::place;
use super::summary::{Figures, Seen};
use super::tree::{Leaf, Tree};
use crate::guard;
use crate::portal::{Portal, slashed};
use crate::recognise::css::{self, Use};
use crate::recognise::{Address, Manner, Start, Verdict};
use crate::site::{File, IoFault, Kind};

/// Files longer than this are data under a script's name.
const LONGEST: u64 = 64 << 20;

/// What one file, or all of them, come to.
#[derive(Default)]
pub(super) struct Inspection {
    pub(super) findings: Vec<Diagnostic>,
    pub(super) figures: Figures,
    /// Services that wait and that scripts of the site's own start.
    pub(super) started: BTreeSet<String>,
}

/// Reads every script and style sheet of the site that nobody has looked into.
pub(super) fn inspect(tree: &mut Tree, roots: &Roots, portal: &Portal) -> Inspection {
    let leaves = tree.branches.iter_mut().flat_map(|branch| &mut branch.leaves);
    let unseen: Vec<&mut Leaf> = leaves.filter(|leaf| leaf.inspected.is_none()).collect();
    // A few at a time: often one folder has all of them.
    unseen.into_par_iter().with_min_len(16).with_max_len(64).for_each(|leaf| {
        leaf.inspected = Some(inspect_one(&leaf.file, roots, portal).map(Box::new));
    });
    let mut sum = Inspection::default();
    for leaf in tree.branches.iter_mut().flat_map(|branch| &mut branch.leaves) {
        let Some(Some(one)) = &leaf.inspected else { continue };
        sum.findings.extend(one.findings.iter().cloned());
        sum.figures.add(&one.figures);
        sum.started.extend(one.started.iter().cloned());
        // What could not be read may be readable the next time.
        if one.findings.iter().any(|finding| finding.code == "file-system") {
            leaf.inspected = None;
        }
    }
    sum
}

#[derive(Clone, Copy, PartialEq)]
enum Language {
    Script,
    Style,
}

impl Language {
    fn of(path: &Path) -> Option<Language> {
        let ending = path.extension()?.to_str()?;
        let is = |known: &[&str]| known.iter().any(|known| ending.eq_ignore_ascii_case(known));
        match () {
            () if is(&["js", "mjs", "cjs"]) => Some(Language::Script),
            () if is(&["css"]) => Some(Language::Style),
            () => None,
        }
    }
}

fn inspect_one(file: &File, roots: &Roots, portal: &Portal) -> Option<Inspection> {
    let language = Language::of(&file.path).filter(|_| file.kind == Kind::Asset)?;
    let name = slashed(Ok(&file.path));
    let recogniser = &portal.recogniser;
    // What pages load by an address that is a service's own waits there.
    let path = format!("{}{name}", portal.charter.base_path);
    let address = Address { host: None, path: path.as_str().into() };
    // A consent manager holds its services back itself.
    let is_manager = recogniser.manager(&address).is_some();
    if recogniser.allows_file(&name) || is_manager || recogniser.address(&address) != Verdict::Own {
        return None;
    }
    let source = roots.input.join(&file.path);
    let bytes = match read(&source) {
        Ok(bytes) => bytes,
        Err(finding) => return Some(Inspection { findings: vec![*finding], ..Inspection::default() }),
    };
    let mut reader = Reader {
        portal,
        name,
        source: &source,
        bytes: &bytes,
        inspection: Inspection::default(),
        strangers: Vec::new(),
    };
    match language {
        Language::Script => reader.script(),
        Language::Style => reader.style(),
    }
    let Reader { mut inspection, name, strangers, .. } = reader;
    inspection.figures.add_strangers(&name, strangers.into_iter());
    Some(inspection)
}

fn read(source: &Path) -> Result<Vec<u8>, Box<Diagnostic>> {
    let fault = |error| Box::new(IoFault::on("read it", source)(error).into());
    if fs::metadata(source).map_err(fault)?.len() > LONGEST {
        let message = "it is too long to be looked into: what it contacts is not known";
        let finding = Diagnostic::warning("file-too-long", message).path(source.display().to_string());
        return Err(Box::new(finding.help("write it into `allow_files` if it contacts nobody, or is no script")));
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
    strangers: Vec<Seen>,
}

impl Reader<'_> {
    fn style(&mut self) {
        // Without an absolute address, as most are, there is nobody to contact.
        if memchr::memmem::find(self.bytes, b"//").is_none() && memchr::memchr(b'\\', self.bytes).is_none() {
            return;
        }
        let base = Url::parse(&format!("{}{}", self.portal.charter.url, self.name)).ok();
        let mut told: Vec<String> = Vec::new();
        for fetch in css::read(self.bytes).fetches {
            let Some(address) = Address::parse(&fetch.address, base.as_ref()) else { continue };
            let verdict = self.portal.recogniser.address(&address);
            let host = address.host.as_deref().unwrap_or_default();
            if self.count(verdict, host) && !told.iter().any(|known| known == host) {
                told.push(host.to_owned());
                self.tell_style(host, fetch.what, fetch.offset);
            }
        }
    }

    fn tell_style(&mut self, host: &str, what: Use, offset: usize) {
        let what = match what {
            Use::Import => "a style sheet",
            Use::Font => "a font",
            Use::Picture => "a picture",
        };
        let message =
            format!("{host} is asked for {what} before consent: a style sheet of the site's own cannot wait for it");
        let way = match what {
            "a style sheet" | "a font" => "load it from a `<link>` or a `<style>` of the pages, where it waits",
            _ => "leave it out",
        };
        let finding = Diagnostic::error("loads-in-stylesheet", message).at(place(self.source, self.bytes, offset));
        self.inspection.findings.push(finding.help(format!(
            "serve the file yourself, {way}, or add the host to `allow` if it sets nothing; `allow_files = [\"{}\"]` if no \
             page uses this one",
            self.name
        )));
    }

    fn script(&mut self) {
        let recogniser = &self.portal.recogniser;
        self.inspection.figures.talks.extend(recogniser.talks(self.bytes, |_| true).map(str::to_owned));
        let named = recogniser.mentions(self.bytes);
        // A host of the site's own is not held back by a list of the others.
        let is_held = guard::is_possible(&self.portal.charter) && !named.is_empty();
        self.inspection.figures.add_named(&self.name, &named);
        for start in self.portal.recogniser.own_script(self.bytes) {
            let host = start.host.as_deref().unwrap_or_default();
            if let Verdict::Waits(service) = start.verdict {
                self.inspection.started.insert(service.to_owned());
            }
            let is_certain = matches!(start.manner, Manner::Loads | Manner::Imports);
            let matters = match is_certain {
                true => self.count(start.verdict, host),
                false => self.matters(start.verdict),
            };
            if matters {
                self.tell_script(&start, is_held);
            }
        }
    }

    fn tell_script(&mut self, start: &Start<'_>, is_held: bool) {
        let whom = match start.verdict {
            Verdict::Waits(service) | Verdict::Undeclared(service) => service,
            _ => start.host.as_deref().unwrap_or_default(),
        };
        let name = &self.name;
        let (deed, help) = match start.manner {
            Manner::Loads => (
                format!("starts {whom}"),
                format!(
                    "if it does nothing else, write `files = [\"{name}\"]` under `[service.{whom}]`: pages then load it after \
                     consent. Else start {whom} from a `<script>` of the pages, which waits, or in this file at the event \
                     `charte:choice`; `allow_files = [\"{name}\"]` says that it waits already"
                ),
            ),
            Manner::Imports => (
                format!("imports a script from {whom}"),
                format!(
                    "serve a copy yourself, or write `allow_files = [\"{name}\"]` if this file waits or is not used"
                ),
            ),
            Manner::Starts => (
                format!("can start {whom}"),
                format!(
                    "make it wait for the event `charte:choice`, or for a click that asks for {whom}; then write \
                     `allow_files = [\"{name}\"]`"
                ),
            ),
            Manner::Names => (
                format!("names a host of {whom}, and may contact it"),
                format!("look whether it does; if not, write `allow_files = [\"{name}\"]`"),
            ),
        };
        let code = if start.manner == Manner::Loads { "starts-in-file" } else { "third-party-in-file" };
        let finding = match (is_held, start.manner) {
            (true, _) => {
                let fate = "the browser refuses it until the visitor agrees, and then loads the page again";
                Diagnostic::warning(code, format!("{name} {deed}: {fate}"))
            }
            (false, Manner::Loads) => Diagnostic::error(code, format!("{name} {deed}, whatever the visitor answers")),
            (false, _) => Diagnostic::warning(code, format!("{name} {deed}, and nothing makes it wait for consent")),
        };
        let help = if is_held { format!("safe as it is; to do without the second load: {help}") } else { help };
        self.inspection.findings.push(finding.at(place(self.source, self.bytes, start.offset)).help(help));
    }

    /// Whether a contact without consent breaks what the portal declares.
    fn matters(&self, verdict: Verdict<'_>) -> bool {
        match verdict {
            Verdict::Waits(_) => true,
            Verdict::Undeclared(_) | Verdict::Unknown => self.portal.recogniser.blocks_unknown(),
            _ => false,
        }
    }

    /// The same, for a contact that is certain: third parties that nobody declared are counted.
    fn count(&mut self, verdict: Verdict<'_>, host: &str) -> bool {
        let service = match verdict {
            Verdict::Undeclared(service) => Some(service),
            Verdict::Unknown => None,
            _ => return self.matters(verdict),
        };
        let host = Some(host).filter(|host| !host.is_empty()).map(str::to_owned);
        self.strangers.push(Seen { service: service.map(str::to_owned), host, beside: None, waits: false });
        self.matters(verdict)
    }
}
