//! Reads a declaration from a file.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};
use charte_build::Declaration;

use crate::clock;
use crate::rules;

/// Reads and checks a declaration, for these portals or, where none is named, for all. What is wrong in the file is a finding;
/// an error means that it cannot be read.
pub(crate) fn declaration(file: &Path, portals: &[String]) -> Result<Declaration> {
    let bytes = match fs::read(file) {
        Ok(bytes) => bytes,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            let file = file.display();
            bail!(
                "there is no {file}; write it, or name another with `-c FILE` (the README has ten lines to start from)"
            )
        }
        Err(_) if file.is_dir() => bail!(folder(file)),
        Err(error) => return Err(error).with_context(|| format!("cannot read {}", file.display())),
    };
    let name = file.display().to_string();
    let root = file.parent().map_or_else(PathBuf::new, Path::to_owned);
    let text = match String::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => {
            let line =
                error.as_bytes()[..error.utf8_error().valid_up_to()].iter().filter(|&&byte| byte == b'\n').count() + 1;
            let finding = rules::NOT_UTF_8.finding(format!("line {line} is not UTF-8, which TOML is written in"));
            let findings = vec![finding.path(name).help("save the file as UTF-8")];
            return Ok(Declaration { root, findings, ..Declaration::default() });
        }
    };
    Ok(Declaration::read(&name, &text, root, portals, Some(&clock::today())))
}

/// The message about a folder in the place of a declaration.
fn folder(file: &Path) -> String {
    let inside = file.join("charte.toml");
    let help = match inside.is_file() {
        true => format!("did you mean `-c {}`?", inside.display()),
        false => "`-c` names the declaration, a file; the folder of the built site is its `input`".into(),
    };
    format!("{} is a folder; {help}", file.display())
}
