//! What is to be written: one file, and where it may go before the plan is complete.

use std::fmt::Debug;
use std::fs;
use std::path::{Path, PathBuf};

use charte_rewrite::Edits;

use crate::site::IoFault;

/// The content that a file will have.
#[derive(Debug)]
pub enum Content {
    /// These bytes.
    Bytes(Vec<u8>),
    /// A page of the site with edits; read again when applied, so that a plan holds no pages.
    Page {
        /// The page as it is now.
        source: PathBuf,
        /// What changes in it.
        edits: Edits,
        /// Its length when it was planned, in bytes.
        length: usize,
    },
    /// Those of another file.
    Copy(PathBuf),
    /// A symbolic link to this.
    Link(PathBuf),
    /// What is written already, in the plan's stage.
    Written,
}

/// One file to write.
#[derive(Debug)]
pub struct Write {
    /// Where.
    pub target: PathBuf,
    /// What.
    pub content: Content,
}

/// Where an output that does not exist yet goes while it is planned, so that each page is read once only. What is not finished
/// leaves nothing behind.
pub trait Sink: Debug + Send + Sync {
    /// Makes a folder of the output.
    ///
    /// # Errors
    /// It cannot be made.
    fn folder(&self, path: &Path) -> Result<(), IoFault>;

    /// Takes a file of the output, in a folder that is there; gives what is left to write of it.
    ///
    /// # Errors
    /// It cannot be written.
    fn file(&self, target: &Path, content: Content) -> Result<Content, IoFault>;

    /// Takes a page of the output, with the permissions of its source.
    ///
    /// # Errors
    /// It cannot be written.
    fn page(&self, target: &Path, page: &[u8], mode: fs::Permissions) -> Result<(), IoFault>;

    /// Writes what has not been taken yet, and moves all of it to its place. Gives what went wrong.
    fn finish(&self, folders: &[PathBuf], writes: &[Write]) -> Vec<IoFault>;
}

/// Opens a sink for the output, the first path, with charte's own folder in it, the second.
///
/// # Errors
/// Its place is taken, or cannot be made.
pub type OpenSink = fn(&Path, &Path) -> Result<Box<dyn Sink>, IoFault>;
