//! What the result of a build depends on besides the trees of its input and output.

use std::fs;
use std::path::Path;

use charte_core::charter::Charter;
use sha2::{Digest as _, Sha256};

use crate::csp;
use crate::plan::Roots;
use crate::site::path::real_path;
use crate::site::theme_folder;

/// A digest of it.
pub(crate) type Key = [u8; 32];

/// Changes with the form of the file.
const FORM: &str = "charte build 1";

/// A digest of several texts, in order.
#[derive(Default)]
pub(crate) struct Digest(Sha256);

impl Digest {
    /// Adds a text. Its length is added too, so that no text runs into the next.
    #[must_use]
    pub(crate) fn with(mut self, text: impl AsRef<[u8]>) -> Digest {
        let text = text.as_ref();
        self.0.update((text.len() as u64).to_le_bytes());
        self.0.update(text);
        self
    }

    fn with_path(self, path: &Path) -> Digest {
        self.with(path.as_os_str().as_encoded_bytes())
    }

    pub(crate) fn done(self) -> Key {
        self.0.finalize().into()
    }
}

/// The key of a portal; `None` where it cannot be told. `declaration` is the digest of the declaration.
pub(super) fn key(declaration: &Key, charter: &Charter, roots: &Roots) -> Option<Key> {
    let mut digest = Digest::default().with(FORM).with(env!("CARGO_PKG_VERSION")).with(program()?);
    digest = digest.with(declaration).with(&charter.id);
    for root in [&roots.input, &roots.output, &roots.manifest] {
        digest = digest.with_path(root).with_path(&real_path(root));
    }
    digest = theme(digest, charter, &roots.manifest);
    for path in csp::files::paths(&roots.input, &roots.manifest) {
        let content = fs::read(&path);
        let state = content.as_ref().map_or_else(|error| error.kind().to_string(), |_| "read".into());
        digest = digest.with_path(&path).with(state).with(content.unwrap_or_default());
    }
    Some(digest.done())
}

/// The name of the file that remembers the build of an output.
pub(super) fn file_name(output: &Path) -> String {
    let digest = Digest::default().with_path(&real_path(output)).done();
    digest[..16].iter().map(|byte| format!("{byte:02x}")).collect()
}

/// What tells this program from another of the same version, such as one that was compiled anew.
#[cfg(unix)]
fn program() -> Option<String> {
    use std::os::unix::fs::MetadataExt as _;
    let file = fs::metadata(std::env::current_exe().ok()?).ok()?;
    let times = (file.mtime(), file.mtime_nsec(), file.ctime(), file.ctime_nsec());
    Some(format!("{} {} {times:?}", file.len(), file.ino()))
}

#[cfg(not(unix))]
fn program() -> Option<String> {
    None
}

/// Adds the files of the portal's theme; for a built-in one, whether a folder has its name too.
fn theme(digest: Digest, charter: &Charter, manifest: &Path) -> Digest {
    match theme_folder::open(charter, manifest) {
        Ok((folder, warning)) => {
            let extends = folder.extends.unwrap_or_default();
            let digest = digest.with(extends).with(folder.path).with([u8::from(warning.is_some())]);
            folder.files.iter().fold(digest, |digest, (path, bytes)| digest.with(path).with(bytes))
        }
        // There is no build of such a theme.
        Err(_) => digest.with("unreadable"),
    }
}
