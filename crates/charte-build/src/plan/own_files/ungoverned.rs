//! Workers and documents of the site that are no pages. The policy of a page does not govern their requests (HTML
//! Standard, policy container), so that the files themselves have to be read, each with all that it uses.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use charte_core::diagnostic::Diagnostic;
use charte_html::Syntax;
use charte_rewrite::read_document;
use charte_rewrite::recognise::{Reach, ReachReader, StartedWorker, UNKNOWN_SERVICE, Usage, WorkerKind};
use url::Url;

use crate::plan::cache::FileCache;
use crate::plan::inspection::{DocumentContacts, Inspection, LONGEST, Ungoverned};
use crate::plan::roots::Roots;
use crate::prepare::portal::Portal;
use crate::site::path::slashed;
use crate::{rules, site};

/// Inspects all workers and documents of the site.
pub(super) fn inspect(cache: &FileCache, roots: &Roots, portal: &Portal) -> Inspection {
    let mut sum = Inspection::default();
    let Ok(root) = Url::parse(&portal.charter.url) else { return sum };
    let mut reader = Reader { roots, portal, root, known: BTreeMap::new() };
    let entries = || cache.folders.iter().flat_map(|folder| &folder.entries);
    let files: Vec<&Ungoverned> =
        entries().filter_map(|entry| Some(&entry.inspected.as_ref()?.as_ref()?.ungoverned)).collect();
    for (name, role) in workers(cache, &files, &reader.root) {
        let reach = reader.with_used(BTreeSet::from([(Usage::Script, reader.path(&name))]), Reach::default());
        if reach.is_clean() {
            sum.workers.insert(reader.path(&name));
        } else if portal.recogniser.blocks_unknown() {
            sum.findings.push(worker(&name, role, &reach).path(roots.input.join(&name).display().to_string()));
        }
    }
    for file in files {
        let (name, Some(document)) = (&file.name, &file.document) else { continue };
        let reach = reader.with_used(document.own.clone(), document.clone());
        if reach.is_clean()
            || !portal.recogniser.blocks_unknown() && reach.services.iter().all(|id| id == UNKNOWN_SERVICE)
        {
            continue;
        }
        // A transformation is no document of its own.
        if !site::has_ending(Path::new(name), &["xsl", "xslt"]) {
            sum.findings.push(shown(name, &reach).path(roots.input.join(name).display().to_string()));
        }
        sum.documents.insert(name.clone(), DocumentContacts { services: reach.services, parties: reach.parties });
    }
    sum
}

/// The files that are workers: because of their own content, or because a script starts them.
fn workers(cache: &FileCache, files: &[&Ungoverned], root: &Url) -> BTreeMap<String, WorkerKind> {
    let mut workers: BTreeMap<String, WorkerKind> = BTreeMap::new();
    let mut add = |name: &str, role: WorkerKind| {
        let known = workers.entry(name.to_owned()).or_insert(role);
        *known = role.max(*known);
    };
    let mut wanted: BTreeMap<String, WorkerKind> = BTreeMap::new();
    for file in files {
        if let Some(role) = file.role {
            add(&file.name, role);
        }
        wanted.extend(file.starts.iter().filter_map(|started| Some((end(started, &file.name, root)?, started.kind))));
    }
    if !wanted.is_empty() {
        for name in cache.files().map(|file| slashed(Ok(&file.path))) {
            // A path has one suffix for each of its folders.
            let path = format!("/{name}");
            for (at, _) in path.match_indices('/') {
                if let Some(role) = wanted.get(&path[at..]) {
                    add(&name, *role);
                }
            }
        }
    }
    workers
}

/// The suffix of the path of a worker that the script of this name starts. An address that is relative to an unknown
/// page gives only the end of a path.
fn end(started: &StartedWorker, script: &str, root: &Url) -> Option<String> {
    let url = root.join(script).ok()?.join(&started.address).ok()?;
    if url.host_str() != root.host_str() {
        return None;
    }
    let written = started.address.split(['?', '#']).next().unwrap_or_default();
    let is_whole = started.is_script_relative || written.starts_with('/') || written.contains("//");
    match is_whole {
        true => Some(format!("/{}", url.path().strip_prefix(root.path())?)),
        false => Some(format!("/{}", written.trim_start_matches(['.', '/']))),
    }
}

/// Reads files when they are needed, each once.
struct Reader<'a> {
    roots: &'a Roots,
    portal: &'a Portal,
    root: Url,
    known: BTreeMap<(Usage, String), Reach>,
}

impl Reader<'_> {
    /// The path on the portal of a file of the site.
    fn path(&self, name: &str) -> String {
        self.root.join(name).map_or_else(|_| format!("/{name}"), |url| url.path().to_owned())
    }

    /// Adds to `total` what the files `first` contact, and the files that they use in turn.
    fn with_used(&mut self, first: BTreeSet<(Usage, String)>, mut total: Reach) -> Reach {
        let mut left: Vec<(Usage, String)> = first.iter().cloned().collect();
        let mut seen = first;
        while let Some(file) = left.pop() {
            if !self.known.contains_key(&file) {
                let reach = self.read(&file);
                self.known.insert(file.clone(), reach);
            }
            let Some(reach) = self.known.get(&file).cloned() else { continue };
            left.extend(reach.own.iter().filter(|own| seen.insert((*own).clone())).cloned());
            total.merge(reach);
        }
        total
    }

    fn read(&self, (used, path): &(Usage, String)) -> Reach {
        let name = path.strip_prefix(self.root.path()).unwrap_or(path);
        let mut base = self.root.clone();
        base.set_path(path);
        let mut reading = ReachReader::new(&self.portal.recogniser, &base);
        match (self.bytes(name), used) {
            (Some(bytes), Usage::Script) => reading.script(&bytes),
            (Some(bytes), Usage::Style) => reading.style(&bytes),
            (Some(bytes), Usage::Document) => read_document(&charte_rewrite::strip(&bytes, Syntax::Xml), &mut reading),
            // A server may generate it.
            (None, Usage::Script) => reading.reach.doubt("a script that it runs is no file of the site"),
            (None, _) => {}
        }
        reading.reach
    }

    /// The content of a regular file of the site; `None` for links and for very long files.
    fn bytes(&self, name: &str) -> Option<Vec<u8>> {
        let is_plain = name.split('/').all(|part| !matches!(part, "" | "." | ".."));
        let path = self.roots.input.join(name);
        let metadata = fs::symlink_metadata(&path).ok().filter(|_| is_plain)?;
        (metadata.is_file() && metadata.len() <= LONGEST).then(|| fs::read(&path).ok()).flatten()
    }
}

/// Whom it contacts, or why that is not known.
fn whom(reach: &Reach) -> String {
    let parties = reach.parties.iter().cloned().collect::<Vec<_>>().join(", ");
    match (reach.parties.is_empty(), reach.doubt) {
        (false, _) => format!("contacts {parties}"),
        (true, Some(why)) => format!("may contact third parties ({why})"),
        (true, None) => "contacts nobody".to_owned(),
    }
}

/// The declared services and the hosts that it contacts.
fn subjects(reach: &Reach) -> impl Iterator<Item = &String> {
    reach.services.iter().filter(|id| *id != UNKNOWN_SERVICE).chain(&reach.parties)
}

/// The finding about a worker that may contact third parties.
fn worker(name: &str, role: WorkerKind, reach: &Reach) -> Diagnostic {
    let (what, rest) = match role {
        WorkerKind::Worker => ("a worker", ""),
        WorkerKind::Service => ("a service worker", "; one that a browser has already goes on"),
    };
    let message = format!(
        "{name}, {what}, {}: its policy is its own, so that the browser does not start it on any page before a consent{rest}",
        whom(reach)
    );
    let help = match reach.parties.is_empty() {
        true => "let it import files of the site by names that stand in it",
        false => "bundle what it imports into files of the site, or declare the services that it contacts",
    };
    rules::contacts::WORKER_CONTACTS.finding(message).about(subjects(reach)).help(help)
}

/// The finding about a document that contacts third parties.
fn shown(name: &str, reach: &Reach) -> Diagnostic {
    let message = format!(
        "{name} {} when a browser shows it as a document, which has no policy and can ask nobody: what is seen to do so is \
         switched off in it, whatever a visitor accepts",
        whom(reach)
    );
    let help = "put what it fetches into it, or beside it on the portal; in an `<img>` it contacts nobody";
    rules::contacts::DOCUMENT_CONTACTS.finding(message).about(subjects(reach)).help(help)
}
