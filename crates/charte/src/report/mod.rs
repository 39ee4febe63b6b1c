//! `charte report`: one page on what a portal contacts, before charte and after it, for those who answer for the site.

mod collect;
mod graph;
mod html;
mod markdown;
mod markup;
mod rows;
mod words;

use std::fs;
use std::io::{self, Write as _};
use std::path::PathBuf;

use anyhow::{Context as _, Result};
use charte_core::diagnostic::has_errors;
use charte_core::suggest;
use clap::ValueEnum;
use serde_json::json;

use crate::exit::Exit;
use crate::print::output::print_errors;
use crate::print::print_usage_error;
use crate::{declare, verbosity};
use words::Words;

/// Arguments of `charte report`.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "Examples:\n  charte report --output report.html\n  charte report --portal town --format md --lang fr\n  charte report --format json"
)]
pub(crate) struct ReportOptions {
    /// The declaration
    #[arg(short, long, value_name = "FILE", default_value = "charte.toml")]
    config: PathBuf,
    /// The portal; it can be left out where there is one
    #[arg(short, long, value_name = "ID")]
    portal: Option<String>,
    /// The form of the report
    #[arg(long, value_enum, default_value_t = ReportForm::Html)]
    format: ReportForm,
    /// The language [default: French where it is the portal's first, else English]
    #[arg(short, long, value_enum)]
    lang: Option<Language>,
    /// Where it is written [default: the standard output]
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
}

/// The form of a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum ReportForm {
    /// A page that needs no other file, for people
    Html,
    /// Markdown, with tables
    Md,
    /// JSON, for programs
    Json,
}

/// The languages of a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Language {
    /// French
    Fr,
    /// English
    En,
}

/// `charte report`.
pub(crate) fn report(options: &ReportOptions) -> Result<Exit> {
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
    let report = match collect::collect(charter, &declaration.root, &declaration.catalogue) {
        Ok(report) => report,
        Err(findings) => return Ok(print_errors(&findings)),
    };
    let is_french = charter.languages.first().is_some_and(|language| language == "fr" || language.starts_with("fr-"));
    let words: &Words = match options.lang {
        Some(Language::Fr) => &words::FRENCH,
        Some(Language::En) => &words::ENGLISH,
        None if is_french => &words::FRENCH,
        None => &words::ENGLISH,
    };
    let text = match options.format {
        ReportForm::Html => html::page(&report, words),
        ReportForm::Md => markdown::text(&report, words),
        // Formatting a `Value` cannot fail.
        ReportForm::Json => format!("{:#}\n", json!({ "schema": 1, "command": "report", "exit": 0, "report": report })),
    };
    write(options, &text).map(|()| Exit::Done)
}

/// Writes the report where it was asked for.
fn write(options: &ReportOptions, text: &str) -> Result<()> {
    let Some(file) = &options.output else {
        return io::stdout().write_all(text.as_bytes()).context("cannot write the report");
    };
    fs::write(file, text).with_context(|| format!("cannot write {}", file.display()))?;
    if !verbosity::is_quiet() {
        anstream::println!("Wrote {}.", file.display());
    }
    Ok(())
}
