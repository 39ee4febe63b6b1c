//! Reads a declaration from a file.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};
use charte_build::Declaration;
use charte_core::diagnostic::Diagnostic;

use crate::clock;
use crate::rules;

/// Reads and checks a declaration, for these portals or, where none is named, for all. What is wrong in the file is a finding;
/// an error means that it cannot be read.
pub(crate) fn declaration(file: &Path, portals: &[String]) -> Result<Declaration> {
    Ok(match text(file)? {
        Ok(text) => of_text(file, &text, portals),
        Err(finding) => Declaration { root: root(file), findings: vec![*finding], ..Declaration::default() },
    })
}

/// Checks the text of a declaration that stands, or would stand, in `file`.
pub(crate) fn of_text(file: &Path, text: &str, portals: &[String]) -> Declaration {
    Declaration::read(&file.display().to_string(), text, root(file), portals, Some(&clock::today()))
}

fn root(file: &Path) -> PathBuf {
    file.parent().map_or_else(PathBuf::new, Path::to_owned)
}

/// The text of a declaration, or the finding that it is not written in UTF-8.
pub(crate) fn text(file: &Path) -> Result<Result<String, Box<Diagnostic>>> {
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
    Ok(String::from_utf8(bytes).map_err(|error| {
        let line =
            error.as_bytes()[..error.utf8_error().valid_up_to()].iter().filter(|&&byte| byte == b'\n').count() + 1;
        let finding = rules::NOT_UTF_8.finding(format!("line {line} is not UTF-8, which TOML is written in"));
        Box::new(finding.path(file.display().to_string()).help("save the file as UTF-8"))
    }))
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
