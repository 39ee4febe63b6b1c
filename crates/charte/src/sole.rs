//! What commands about a single portal share: which portal it is, and where their result goes.

use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};
use charte_build::Declaration;
use charte_core::charter::Charter;
use charte_core::diagnostic::has_errors;
use charte_core::suggest;

use crate::exit::Exit;
use crate::out;
use crate::print::output::print_errors;
use crate::print::print_usage_error;
use crate::{declare, verbosity};

/// The declaration without errors, and the one portal of it that is meant. Where there is none, the reason is printed, and the exit
/// code is the result.
pub(crate) fn portal(config: &Path, id: Option<&String>) -> Result<Result<(Declaration, Charter), Exit>> {
    let wanted: Vec<String> = id.cloned().into_iter().collect();
    let declaration = declare::declaration(config, &wanted)?;
    if let Some(message) = &declaration.unknown_portal {
        return Ok(Err(print_usage_error(message)));
    }
    if has_errors(&declaration.findings) {
        return Ok(Err(print_errors(&declaration.findings)));
    }
    let [charter] = &declaration.charters[..] else {
        let ids = suggest::list(declaration.charters.iter().map(|charter| charter.id.as_str()));
        return Ok(Err(print_usage_error(&format!("say which portal with `--portal`: {ids}"))));
    };
    let charter = charter.clone();
    Ok(Ok((declaration, charter)))
}

/// Writes a text to the file of the command line, or to the standard output. `what` names it in an error.
pub(crate) fn write(file: Option<&PathBuf>, text: &str, what: &str) -> Result<()> {
    let Some(file) = file else {
        return io::stdout().write_all(text.as_bytes()).with_context(|| format!("cannot write the {what}"));
    };
    fs::write(file, text).with_context(|| format!("cannot write {}", file.display()))?;
    if !verbosity::is_quiet() {
        out::println!("Wrote {}.", file.display());
    }
    Ok(())
}
