//! A file to write, and where it can be written before the plan is complete.

use std::fmt::Debug;
use std::fs;
use std::hash::{DefaultHasher, Hasher as _};
use std::path::{Path, PathBuf};

use charte_rewrite::Edits;

use crate::packing::Packing;
use crate::site::IoFault;

/// The content that a file will have.
#[derive(Debug)]
pub enum Content {
    /// These bytes.
    Bytes(Vec<u8>),
    /// A page of the site with edits. It is read again when the plan is applied, so that a plan has no pages in memory.
    Page {
        /// The page as it is now.
        source: PathBuf,
        /// What changes in it.
        edits: Edits,
        /// Its [`digest`] when it was planned: the edits fit no other bytes.
        digest: u64,
    },
    /// What charte makes in the place of a file of the author's.
    Made {
        /// Its bytes, before they are compressed.
        inner: Box<Content>,
        /// How they are compressed.
        packing: Option<Packing>,
        /// The author's file, whose permissions it gets.
        like: PathBuf,
    },
    /// The bytes of another file.
    Copy(PathBuf),
    /// A file of the author's, as it was when it was planned: what has taken its place since is no original.
    Original {
        /// Where it is.
        source: PathBuf,
        /// Its [`digest`].
        digest: u64,
    },
    /// A symbolic link to this target, which is as written in the link.
    Link(PathBuf),
    /// It is in the plan's [`Sink`] already.
    Written,
}

/// A fingerprint of a page, the same for the same bytes as long as the process runs.
pub fn digest(page: &[u8]) -> u64 {
    let mut hasher = DefaultHasher::new();
    hasher.write(page);
    hasher.finish()
}

/// One file to write.
#[derive(Debug)]
pub struct Write {
    /// Where.
    pub target: PathBuf,
    /// What.
    pub content: Content,
}

/// What was made: the sums of the stamps of its files and of its folders, by which a later build knows it again.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Made {
    pub(crate) files: u64,
    pub(crate) folders: u64,
}

/// Where an output that does not exist yet is written while it is planned, so that each page is read once. A sink that
/// is dropped before it is finished removes what it wrote.
pub trait Sink: Debug + Send + Sync {
    /// Makes a folder of the output.
    ///
    /// # Errors
    /// It cannot be made.
    fn folder(&self, path: &Path) -> Result<(), IoFault>;

    /// Writes a file of the output, in a folder that exists. Returns the content that is left to write in
    /// [`finish`](Sink::finish): [`Content::Written`] if that is all of it.
    ///
    /// # Errors
    /// It cannot be written.
    fn file(&self, target: &Path, content: Content) -> Result<Content, IoFault>;

    /// Writes a page of the output with the permissions `mode`, those of its source.
    ///
    /// # Errors
    /// It cannot be written.
    fn page(&self, target: &Path, page: &[u8], mode: fs::Permissions) -> Result<(), IoFault>;

    /// Writes what was not written yet, and moves the whole output to its place. Gives what was made, if it can be compared with later.
    ///
    /// # Errors
    /// Every path that could not be written.
    fn finish(&self, folders: &[PathBuf], writes: &[Write]) -> Result<Option<Made>, Vec<IoFault>>;
}

/// Opens a sink for the output, the first path, with charte's own folder in it, the second.
///
/// # Errors
/// Its place is taken, or cannot be made.
pub type OpenSink = fn(&Path, &Path) -> Result<Box<dyn Sink>, IoFault>;
