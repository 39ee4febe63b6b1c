//! Writes the content of one file to a path where nothing is yet.

use std::fs;
use std::io::{self, Write as _};
use std::path::Path;

use charte_rewrite::Edits;

use crate::plan::{self, Content, Write};
use crate::site::{self, IoFault};

/// Writes what `write` holds to `path`, with the permissions of its source; messages name its target.
pub(super) fn write(write: &Write, path: &Path) -> Result<(), IoFault> {
    let fault = |error| IoFault::on("write it", &write.target)(error);
    match &write.content {
        Content::Bytes(bytes) => create(path, bytes, None).map(drop).map_err(fault),
        Content::Copy(source) => copy(source, path).map_err(IoFault::on("copy it", source)),
        Content::Original { source, digest } => {
            let (bytes, mode) = as_planned(source, *digest)?;
            create(path, &bytes, Some(mode)).map(drop).map_err(fault)
        }
        Content::Page { source, edits, digest } => {
            let (page, mode) = page(source, edits, *digest)?;
            create(path, &page, Some(mode)).map(drop).map_err(fault)
        }
        Content::Made { inner, packing, like } => {
            let bytes = match inner.as_ref() {
                Content::Page { source, edits, digest } => page(source, edits, *digest)?.0,
                Content::Bytes(bytes) => bytes.clone(),
                Content::Copy(source) => fs::read(source).map_err(IoFault::on("read it", source))?,
                Content::Original { .. } | Content::Made { .. } | Content::Link(_) | Content::Written => return Ok(()),
            };
            let packed = packing.map_or(Ok(bytes.clone()), |packing| packing.pack(&bytes)).map_err(fault)?;
            let mode = fs::metadata(like).map_err(IoFault::on("read it", like))?.permissions();
            create(path, &packed, Some(mode)).map(drop).map_err(fault)
        }
        Content::Link(target) => link(target, path).map_err(fault),
        Content::Written => Ok(()),
    }
}

/// Copies a file with its permissions to where none is.
fn copy(source: &Path, path: &Path) -> io::Result<()> {
    let mut from = site::open(source)?;
    let mut to = fs::File::create_new(path)?;
    io::copy(&mut from, &mut to)?;
    to.set_permissions(from.metadata()?.permissions())
}

/// A page with its edits, and its permissions.
fn page(source: &Path, edits: &Edits, digest: u64) -> Result<(Vec<u8>, fs::Permissions), IoFault> {
    let (page, mode) = as_planned(source, digest)?;
    Ok((edits.apply(&page), mode))
}

/// The bytes of a file, if they are those that were planned with, and its permissions.
fn as_planned(source: &Path, digest: u64) -> Result<(Vec<u8>, fs::Permissions), IoFault> {
    let mut bytes = Vec::new();
    let mode = site::read(source, &mut bytes).map_err(IoFault::on("read it", source))?;
    if plan::digest(&bytes) != digest {
        let error = io::Error::other("it changed while charte was at work; run charte again");
        return Err(IoFault::on("read it", source)(error));
    }
    Ok((bytes, mode))
}

/// Makes a file of these bytes, where none is. Gives its metadata.
pub(super) fn create(path: &Path, bytes: &[u8], mode: Option<fs::Permissions>) -> io::Result<fs::Metadata> {
    let mut file = fs::File::create_new(path)?;
    file.write_all(bytes)?;
    let metadata = file.metadata()?;
    match mode.filter(|mode| metadata.permissions() != *mode) {
        Some(mode) => file.set_permissions(mode).and_then(|()| file.metadata()),
        None => Ok(metadata),
    }
}

#[cfg(unix)]
fn link(target: &Path, path: &Path) -> io::Result<()> {
    std::os::unix::fs::symlink(target, path)
}

#[cfg(windows)]
fn link(target: &Path, path: &Path) -> io::Result<()> {
    std::os::windows::fs::symlink_file(target, path)
}

#[cfg(not(any(unix, windows)))]
fn link(_: &Path, _: &Path) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}
