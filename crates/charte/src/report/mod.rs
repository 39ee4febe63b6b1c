//! `charte report`: one page on what a portal contacts, before charte and after it, for those who answer for the site.

mod collect;
mod graph;
mod html;
mod markdown;
mod markup;
mod rows;
mod words;

use std::path::PathBuf;

use anyhow::Result;
use clap::ValueEnum;
use serde_json::json;

use crate::exit::Exit;
use crate::print::output::print_errors;
use crate::sole;
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
    let (declaration, charter) = match sole::portal(&options.config, options.portal.as_ref())? {
        Ok(found) => found,
        Err(exit) => return Ok(exit),
    };
    let report = match collect::collect(&charter, &declaration.root, &declaration.catalogue) {
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
    sole::write(options.output.as_ref(), &text, "report").map(|()| Exit::Done)
}
