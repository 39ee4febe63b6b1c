//! The built site on disk: its files, by folder, and the kind of each. It reads and never writes.

mod names;
pub(crate) mod path;
pub(crate) mod stamps;
pub(crate) mod stylesheets;
pub mod theme_folder;

use std::fs;
use std::io::{self, Read as _};
use std::path::{Component, Path, PathBuf};

use charte_core::diagnostic::Diagnostic;
use charte_html::sniff;
use rayon::prelude::*;
use walkdir::WalkDir;

use crate::rules;
use crate::site::names::{control_character, has_control_character};

/// The file by which charte recognises its own folder.
pub(crate) const SENTINEL: &str = ".charte";

/// Folder for files that are being written, in charte's own folder.
pub(crate) const STAGE: &str = ".staged";

/// How charte treats a file of the site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Named as a page, or without an extension and a page by its content. Whether one named so is HTML is decided when
    /// it is read.
    Page,
    /// Everything else.
    Asset,
    /// A symbolic link to a file or folder of the site, with its target as written.
    Link(PathBuf),
}

/// One file of the site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct File {
    /// Path below the site's root.
    pub path: PathBuf,
    /// What it is.
    pub kind: Kind,
}

impl File {
    /// A file below `root` that is no link.
    pub(crate) fn regular(root: &Path, path: &Path) -> File {
        let is_page = match path.extension() {
            None => start(&root.join(path)).is_some_and(|start| sniff::starts_as_html(&start)),
            _ if may_be_code(path) => fs::read(root.join(path)).is_ok_and(|bytes| sniff::is_static_html(&bytes)),
            _ => is_page_name(path),
        };
        File { path: path.to_owned(), kind: if is_page { Kind::Page } else { Kind::Asset } }
    }
}

/// The files of one folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Folder {
    /// Path below the site's root; empty for the root.
    pub path: PathBuf,
    /// Its files, by name.
    pub files: Vec<File>,
}

/// The files of a site.
#[derive(Debug, Default)]
pub(crate) struct Listing {
    /// Every folder, empty ones too, parents first.
    pub folders: Vec<Folder>,
    /// What could not be listed or must not be followed.
    pub findings: Vec<Diagnostic>,
}

/// A fault of the file system, with the path it is about.
#[derive(Debug, thiserror::Error)]
#[error("{}: cannot {action}: {source}", path.display())]
pub struct IoFault {
    /// What was tried, as it follows "cannot" in a message: "read it", "make the folder".
    pub action: &'static str,
    /// On what.
    pub path: PathBuf,
    /// What the system said.
    pub source: io::Error,
}

impl IoFault {
    /// For `map_err`: `fs::read(path).map_err(IoFault::on("read it", path))`.
    pub fn on(action: &'static str, path: &Path) -> impl FnOnce(io::Error) -> IoFault {
        let path = path.to_owned();
        move |source| IoFault { action, path, source }
    }
}

impl From<IoFault> for Diagnostic {
    fn from(fault: IoFault) -> Self {
        let message = format!("cannot {}: {}", fault.action, fault.source);
        rules::files::FILE_SYSTEM.finding(message).path(fault.path.display().to_string())
    }
}

/// Reads a file into `bytes`, whose content is replaced. Returns its permissions.
pub(crate) fn read(path: &Path, bytes: &mut Vec<u8>) -> io::Result<fs::Permissions> {
    let mut file = open(path)?;
    bytes.clear();
    file.read_to_end(bytes)?;
    Ok(file.metadata()?.permissions())
}

/// Opens a file of the site to read it. A link that has taken its place since the site was listed is not followed: it could
/// lead to a file that is not meant for the public.
pub(crate) fn open(path: &Path) -> io::Result<fs::File> {
    let mut options = fs::OpenOptions::new();
    options.read(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::custom_flags(&mut options, rustix::fs::OFlags::NOFOLLOW.bits().cast_signed());
    options.open(path)
}

/// Lists the site below `root`, leaving out charte's own `folder`. Links are not followed: those that stay in the site
/// are listed, those that leave it are findings, so that no loop and no foreign file is ever entered.
pub(crate) fn list(root: &Path, folder: &str) -> Listing {
    let (mut listing, mut below) = (Lister::default(), Vec::new());
    let Ok(real_root) = fs::canonicalize(root) else {
        let finding = rules::files::INPUT_MISSING.finding("the folder of the built site does not exist");
        listing
            .findings
            .push(finding.path(root.display().to_string()).help("build the site first, or correct `input`"));
        return listing.done();
    };
    for entry in WalkDir::new(root).follow_root_links(true).max_depth(1).sort_by_file_name() {
        match entry {
            Ok(entry) if entry.depth() == 1 && entry.file_name() == folder => {}
            Ok(entry) if entry.depth() == 1 && entry.file_type().is_dir() => {
                if owned(entry.path()) == Owned::Ours {
                    listing.findings.push(earlier(entry.path()));
                } else {
                    below.push(entry.into_path());
                }
            }
            Ok(entry) => listing.add(root, &real_root, &entry),
            Err(error) => listing.fault(root, &error),
        }
    }
    // `collect` keeps the order of the folders.
    let walked: Vec<Lister> = below.par_iter().map(|folder| Lister::walk(folder, root, &real_root)).collect();
    walked.into_iter().fold(listing, Lister::join).done()
}

/// The finding about a folder that charte wrote under another name in the manifest.
fn earlier(path: &Path) -> Diagnostic {
    let message = "charte wrote this folder under another name than the declaration's `folder`: it is left out";
    rules::files::EARLIER_FOLDER.finding(message).path(path.display().to_string()).help("remove it")
}

/// A listing under way.
#[derive(Default)]
struct Lister {
    /// In the order of the walk, which is that of their paths: a folder comes before what it holds, by name.
    folders: Vec<Folder>,
    /// Indices of the folders that contain the current entry, outermost first.
    open: Vec<usize>,
    findings: Vec<Diagnostic>,
}

impl Lister {
    /// What one folder of the site holds, at all depths.
    fn walk(folder: &Path, root: &Path, real_root: &Path) -> Lister {
        let mut lister = Lister::default();
        // Among entries of one folder, the order of paths is that of names, and whole paths are compared faster.
        for entry in WalkDir::new(folder).sort_by(|one, other| one.path().as_os_str().cmp(other.path().as_os_str())) {
            match entry {
                Ok(entry) => lister.add(root, real_root, &entry),
                Err(error) => lister.fault(root, &error),
            }
        }
        lister
    }

    fn join(mut self, other: Lister) -> Lister {
        self.folders.extend(other.folders);
        self.findings.extend(other.findings);
        self
    }

    fn fault(&mut self, root: &Path, error: &walkdir::Error) {
        let path = error.path().unwrap_or(root).display().to_string();
        let reason = error.io_error().map_or_else(|| error.to_string(), ToString::to_string);
        self.findings.push(rules::files::FILE_SYSTEM.finding(format!("cannot list it: {reason}")).path(path));
    }

    fn done(self) -> Listing {
        Listing { folders: self.folders, findings: self.findings }
    }

    fn add(&mut self, root: &Path, real_root: &Path, entry: &walkdir::DirEntry) {
        let Ok(path) = entry.path().strip_prefix(root) else { return };
        if has_control_character(path) {
            return self.findings.extend(control_character(entry.path()));
        }
        let kind = entry.file_type();
        if kind.is_dir() || entry.depth() == 0 {
            self.open.truncate(entry.depth());
            self.open.push(self.folders.len());
            self.folders.push(Folder { path: path.to_owned(), files: Vec::new() });
            return;
        }
        let file = if kind.is_file() {
            File::regular(root, path)
        } else if kind.is_symlink() {
            match link(entry.path(), path, real_root) {
                Ok((to, finding)) => {
                    self.findings.extend(finding);
                    File { path: path.to_owned(), kind: Kind::Link(to) }
                }
                Err(finding) => return self.findings.push(*finding),
            }
        } else {
            let finding = rules::files::SPECIAL_FILE.finding("neither a file, a folder nor a link: left out");
            return self.findings.push(finding.path(entry.path().display().to_string()));
        };
        if let Some(folder) = self.open.get(entry.depth() - 1).and_then(|folder| self.folders.get_mut(*folder)) {
            folder.files.push(file);
        }
    }
}

/// A link to a target in the site is copied as a link; its target is listed for itself. One that leads nowhere is copied
/// as well, with a finding. `below` is the path of the link below the root.
fn link(path: &Path, below: &Path, real_root: &Path) -> Result<(PathBuf, Option<Diagnostic>), Box<Diagnostic>> {
    let target = fs::read_link(path).map_err(|error| Box::new(IoFault::on("read the link", path)(error).into()))?;
    let Ok(real) = fs::canonicalize(path) else {
        let finding =
            rules::beside::LINK_NOWHERE.finding("a link that leads nowhere, or round in a circle: it stays as it is");
        let finding = finding.path(path.display().to_string()).help("remove it, or mend its target");
        let inside = target.strip_prefix(real_root).ok().map(|inside| relative(below, inside));
        return Ok((inside.unwrap_or(target), Some(finding)));
    };
    match real.strip_prefix(real_root) {
        Ok(inside) if target.is_absolute() || leaves(below, &target) => Ok((relative(below, inside), None)),
        Ok(_) => Ok((target, None)),
        Err(_) => {
            let finding = rules::files::LINK_LEAVES_SITE
                .finding("a link that leaves the site: charte neither follows nor copies it");
            let finding = finding.path(path.display().to_string());
            Err(Box::new(finding.help("put a copy of its target in its place")))
        }
    }
}

/// Whether a link at `below` climbs above the root of the site on its way. Copied to another folder, it would lead back.
fn leaves(below: &Path, target: &Path) -> bool {
    let mut depth = below.components().count() as isize - 1;
    target.components().any(|part| {
        depth += match part {
            Component::ParentDir => -1,
            Component::Normal(_) => 1,
            _ => 0,
        };
        depth < 0
    })
}

/// The path from the folder of the link at `below` to `inside`; both are below the root.
fn relative(below: &Path, inside: &Path) -> PathBuf {
    let up = below.components().skip(1).map(|_| "..");
    let path: PathBuf = up.collect::<PathBuf>().join(inside);
    if path.as_os_str().is_empty() { PathBuf::from(".") } else { path }
}

/// Whether the name is one that servers send as a page.
pub fn is_page_name(path: &Path) -> bool {
    has_ending(path, &["html", "htm", "xhtml", "xht", "shtml"])
}

/// Whether the name is one that servers may run before they send it.
pub(crate) fn may_be_code(path: &Path) -> bool {
    has_ending(path, &["php", "phtml", "shtml", "asp", "aspx", "jsp"])
}

/// Whether the name ends so, in any case.
pub(crate) fn has_ending(path: &Path, endings: &[&str]) -> bool {
    path.extension().is_some_and(|ending| endings.iter().any(|known| ending.eq_ignore_ascii_case(known)))
}

/// The first bytes of a file.
fn start(path: &Path) -> Option<Vec<u8>> {
    let mut start = Vec::new();
    fs::File::open(path).ok()?.take(1024).read_to_end(&mut start).ok()?;
    Some(start)
}

/// The finding about a file that is named as a page and is not HTML.
pub(crate) fn not_a_page(path: &Path, bytes: &[u8]) -> Option<Diagnostic> {
    let why = sniff::why_not_html(bytes)?;
    let finding = rules::pages::NOT_A_PAGE.finding(format!("it is named as a page and left alone: {why}"));
    Some(finding.path(path.display().to_string()).help("give it the name of what it is, if you can"))
}

/// The finding about a file or link at a path where charte has to make a folder. It never writes through a link.
pub(crate) fn in_the_way(path: &Path) -> Option<Diagnostic> {
    let metadata = fs::symlink_metadata(path).ok().filter(|metadata| !metadata.is_dir())?;
    let (message, help) = if metadata.is_symlink() {
        ("a link stands where charte would write a folder: it never writes through one", "remove the link")
    } else {
        ("a file stands where a folder has to be", "remove it, or name another folder in the declaration")
    };
    Some(rules::files::IN_THE_WAY.finding(message).path(path.display().to_string()).help(help))
}

/// Whether a folder has no entries, or is not there.
pub(crate) fn is_empty(folder: &Path) -> bool {
    match fs::read_dir(folder) {
        Ok(mut entries) => entries.next().is_none(),
        Err(error) => error.kind() == io::ErrorKind::NotFound,
    }
}

/// What is at the path of charte's own folder.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Owned {
    /// Nothing.
    Absent,
    /// An empty folder, which a run that was killed can leave.
    Empty,
    /// A folder that charte wrote.
    Ours,
    /// Something else, which charte must not touch.
    Foreign,
}

/// What is at `folder`, the path of charte's own folder in a site.
pub(crate) fn owned(folder: &Path) -> Owned {
    match fs::symlink_metadata(folder) {
        Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => Owned::Absent,
        Ok(metadata) if metadata.is_dir() => match fs::symlink_metadata(folder.join(SENTINEL)) {
            Ok(sentinel) if sentinel.is_file() => Owned::Ours,
            _ if is_empty(folder) => Owned::Empty,
            _ => Owned::Foreign,
        },
        _ => Owned::Foreign,
    }
}
