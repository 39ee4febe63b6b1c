//! `charte export`: one portal's charter for a system that is not a folder of pages.

use std::path::PathBuf;

use anyhow::Result;
use charte_build::prepare;
use charte_core::suggest;
use charte_render::export::{Format, SCHEMA_FILE};
use clap::ValueEnum;

use crate::exit::Exit;
use crate::print::output::print_errors;
use crate::print::print_usage_error;
use crate::sole;

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
        ExportFormat::JsonSchema => {
            return sole::write(options.output.as_ref(), SCHEMA_FILE, "charter").map(|()| Exit::Done);
        }
    };
    let (declaration, charter) = match sole::portal(&options.config, options.portal.as_ref())? {
        Ok(found) => found,
        Err(exit) => return Ok(exit),
    };
    let language = options.lang.as_ref().or(charter.languages.first()).cloned().unwrap_or_default();
    if !charter.languages.contains(&language) {
        let languages = suggest::list(charter.languages.iter().map(String::as_str));
        return Ok(print_usage_error(&format!("`{}` has no language `{language}`; it has {languages}", charter.id)));
    }
    let exported = prepare::ready(&charter, &declaration.root, &declaration.catalogue)
        .and_then(|portal| portal.renderer.export(&language, format));
    match exported {
        Ok(text) => sole::write(options.output.as_ref(), &text, "charter").map(|()| Exit::Done),
        Err(findings) => Ok(print_errors(&findings)),
    }
}
