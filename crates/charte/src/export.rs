//! `charte export`: one portal's charter for a system that is not a folder of pages.

use std::fs;
use std::io::{self, Write as _};
use std::path::PathBuf;

use anyhow::{Context as _, Result};
use charte_build::prepare;
use charte_core::diagnostic::has_errors;
use charte_core::suggest;
use charte_render::export::{Format, SCHEMA_FILE};
use clap::ValueEnum;

use crate::exit::Exit;
use crate::print::output::print_errors;
use crate::print::print_usage_error;
use crate::{declare, verbosity};

/// Arguments of `charte export`.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  charte export --format html > charter.html\n  charte export --portal town --format md --lang en --output content/cookies.md\n  charte export --format json-schema"
)]
pub(crate) struct ExportOptions {
    /// The declaration
    #[arg(short, long, value_name = "FILE", default_value = "charte.toml")]
    config: PathBuf,
    /// The portal; it can be left out where there is one
    #[arg(short, long, value_name = "ID")]
    portal: Option<String>,
    /// The form of the charter
    #[arg(long, value_enum, default_value_t = ExportFormat::Html)]
    format: ExportFormat,
    /// The language [default: the portal's first]
    #[arg(short, long, value_name = "TAG")]
    lang: Option<String>,
    /// Where it is written [default: the standard output]
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
}

/// The form of an export.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum ExportFormat {
    /// An HTML fragment for a page editor: no scripts, no styles
    Html,
    /// Markdown, with tables
    Md,
    /// Plain text
    Txt,
    /// JSON, for programs
    Json,
    /// The JSON Schema of `json`
    JsonSchema,
}

/// `charte export`.
pub(crate) fn export(options: &ExportOptions) -> Result<Exit> {
    let format = match options.format {
        ExportFormat::Html => Format::Html,
        ExportFormat::Md => Format::Markdown,
        ExportFormat::Txt => Format::Text,
        ExportFormat::Json => Format::Json,
        ExportFormat::JsonSchema => return write(options, SCHEMA_FILE).map(|()| Exit::Done),
    };
    let wanted: Vec<String> = options.portal.iter().cloned().collect();
    let declaration = declare::declaration(&options.config, &wanted)?;
    if let Some(message) = &declaration.unknown_portal {
        return Ok(print_usage_error(message));
    }
    if has_errors(&declaration.findings) {
        return Ok(print_errors(&declaration.findings));
    }
    let [charter] = &declaration.charters[..] else {
        let ids = suggest::list(declaration.charters.iter().map(|charter| charter.id.as_str()));
        return Ok(print_usage_error(&format!("say which portal with `--portal`: {ids}")));
    };
    let language = options.lang.as_ref().or(charter.languages.first()).cloned().unwrap_or_default();
    if !charter.languages.contains(&language) {
        let languages = suggest::list(charter.languages.iter().map(String::as_str));
        return Ok(print_usage_error(&format!("`{}` has no language `{language}`; it has {languages}", charter.id)));
    }
    let exported = prepare::ready(charter, &declaration.root, &declaration.catalogue)
        .and_then(|portal| portal.renderer.export(&language, format));
    match exported {
        Ok(text) => write(options, &text).map(|()| Exit::Done),
        Err(findings) => Ok(print_errors(&findings)),
    }
}

/// Writes the charter to the file of the command line, or to the standard output.
fn write(options: &ExportOptions, text: &str) -> Result<()> {
    let Some(file) = &options.output else {
        return io::stdout().write_all(text.as_bytes()).context("cannot write the charter");
    };
    fs::write(file, text).with_context(|| format!("cannot write {}", file.display()))?;
    if !verbosity::is_quiet() {
        anstream::println!("Wrote {}.", file.display());
    }
    Ok(())
}
