//! The built site on disk: its files, by folder, and the kind of each. It reads and never writes.

mod fault;
mod names;
pub(crate) mod path;
pub(crate) mod stamps;
pub(crate) mod stylesheets;
pub mod theme_folder;
pub(crate) mod walk;

use std::collections::BTreeSet;
use std::fs;
use std::io::{self, Read as _};
use std::path::{Component, Path, PathBuf};

use charte_core::diagnostic::Diagnostic;
use charte_html::sniff;
use rayon::prelude::*;

use crate::rules;
use crate::site::names::{control_character, has_control_character};
use crate::site::walk::{Walk, WalkedFolder, Want, walk};

pub use crate::site::fault::IoFault;
pub(crate) use crate::site::names::{SENTINEL, STAGE};

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
    pub(crate) fn regular(root: &Path, path: PathBuf) -> File {
        let is_page = match path.extension() {
            None => start(&root.join(&path)).is_some_and(|start| sniff::starts_as_html(&start)),
            _ if may_be_code(&path) => fs::read(root.join(&path)).is_ok_and(|bytes| sniff::is_static_html(&bytes)),
            _ => is_page_name(&path),
        };
        File { path, kind: if is_page { Kind::Page } else { Kind::Asset } }
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

/// Reads a file into `bytes`, whose content is replaced. Returns its permissions. A link is not followed: see [`open`].
pub(crate) fn read(path: &Path, bytes: &mut Vec<u8>) -> io::Result<fs::Permissions> {
    read_all(open(path)?, bytes)
}

/// The same for a file or the target of a link.
pub(crate) fn read_followed(path: &Path, bytes: &mut Vec<u8>) -> io::Result<fs::Permissions> {
    read_all(fs::File::open(path)?, bytes)
}

fn read_all(mut file: fs::File, bytes: &mut Vec<u8>) -> io::Result<fs::Permissions> {
    let metadata = file.metadata()?;
    // One byte more than it has, so that its end is found by the next read.
    let size = usize::try_from(metadata.len()).unwrap_or(usize::MAX).saturating_add(1);
    bytes.try_reserve(size.saturating_sub(bytes.len()))?;
    bytes.resize(size, 0);
    let mut length = 0;
    loop {
        match file.read(&mut bytes[length..]) {
            Ok(0) => break,
            Ok(more) => length += more,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
        if length == bytes.len() {
            bytes.resize(2 * length, 0);
        }
    }
    bytes.truncate(length);
    Ok(metadata.permissions())
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
    Listing::of(walk(root, Want::Names), root, folder)
}

/// The finding about a folder that charte wrote under another name in the manifest.
fn earlier(path: &Path) -> Diagnostic {
    let message = "charte wrote this folder under another name than the declaration's `folder`: it is left out";
    rules::files::EARLIER_FOLDER.finding(message).path(path.display().to_string()).help("remove it")
}

impl Listing {
    /// The listing of a site from a walk below its root, as [`list`] has it.
    pub(crate) fn of(walk: Walk, root: &Path, folder: &str) -> Listing {
        let Ok(real_root) = fs::canonicalize(root) else {
            let finding = rules::files::INPUT_MISSING.finding("the folder of the built site does not exist");
            let finding = finding.path(root.display().to_string()).help("build the site first, or correct `input`");
            return Listing { folders: Vec::new(), findings: vec![finding] };
        };
        let mut findings = Vec::new();
        let tops = walk.folders.iter().filter(|one| one.path.components().count() == 1);
        let left_out: BTreeSet<PathBuf> = tops
            .filter(|one| {
                let is_earlier = one.path != Path::new(folder) && owned(&root.join(&one.path)) == Owned::Ours;
                findings.extend(is_earlier.then(|| earlier(&root.join(&one.path))));
                is_earlier || one.path == Path::new(folder)
            })
            .map(|one| one.path.clone())
            .collect();
        let is_left_out = |path: &Path| path.iter().next().is_some_and(|top| left_out.contains(Path::new(top)));
        let faults = walk.faults.into_iter();
        findings
            .extend(faults.filter(|fault| !fault.path.strip_prefix(root).is_ok_and(is_left_out)).map(Diagnostic::from));
        let folders = walk.folders.into_par_iter().filter(|folder| !is_left_out(&folder.path));
        // `collect` keeps the order of the folders.
        let listed: Vec<_> = folders.map(|folder| list_folder(folder, root, &real_root)).collect();
        let mut folders = Vec::with_capacity(listed.len());
        for (folder, found) in listed {
            folders.extend(folder);
            findings.extend(found);
        }
        Listing { folders, findings }
    }
}

/// The files of one folder; none where its path has a control character.
fn list_folder(walked: WalkedFolder, root: &Path, real_root: &Path) -> (Option<Folder>, Vec<Diagnostic>) {
    let mut findings = Vec::new();
    let is_shown = !has_control_character(&walked.path);
    if !is_shown {
        findings.extend(control_character(&root.join(&walked.path)));
    }
    let mut files = Vec::with_capacity(walked.files.len());
    for (name, kind) in walked.files {
        let path = walked.path.join(&name);
        if !is_shown || has_control_character(Path::new(&name)) {
            findings.extend(control_character(&root.join(&path)));
        } else if kind.is_file() {
            files.push(File::regular(root, path));
        } else if kind.is_symlink() {
            match link(&root.join(&path), &path, real_root) {
                Ok((to, finding)) => {
                    findings.extend(finding);
                    files.push(File { path, kind: Kind::Link(to) });
                }
                Err(finding) => findings.push(*finding),
            }
        } else {
            let finding = rules::files::SPECIAL_FILE.finding("neither a file, a folder nor a link: left out");
            findings.push(finding.path(root.join(&path).display().to_string()));
        }
    }
    (is_shown.then_some(Folder { path: walked.path, files }), findings)
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
