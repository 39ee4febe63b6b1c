//! A report as Markdown.

use std::fmt::Write as _;

use super::collect::{Page, Party, Report};
use super::rows::{MAX_ROWS, figures, files_of, names_of};
use super::words::{Words, fill};

/// The whole text.
pub(super) fn text(report: &Report, words: &Words) -> String {
    let mut text = format!("# {}\n\n", fill(words.title, &[&escape(&report.name)]));
    let read = fill(words.read, &[&report.url, &words.count(report.page_count), &words.day(&report.date)]);
    // Writing to a String never fails.
    let _ = writeln!(text, "{read}.\n");
    if report.parties.is_empty() {
        let _ = writeln!(text, "{}", words.nothing);
    } else {
        for (label, count, what) in figures(report, words) {
            let _ = writeln!(text, "- **{label}**{} {count} {what}", colon(words));
        }
        let _ = writeln!(text, "\n## {}\n", words.by_service);
        head(&mut text, &[words.service, words.hosts, words.where_seen, words.after]);
        for party in &report.parties {
            row(&mut text, &service(party, words));
        }
        let _ = writeln!(text, "\n## {}\n", words.by_page);
        head(&mut text, &[words.page, words.before, words.after]);
        for page in report.pages.iter().take(MAX_ROWS) {
            row(&mut text, &of_page(page, report, words));
        }
        if let Some(more) = report.pages.len().checked_sub(MAX_ROWS).filter(|more| *more > 0) {
            let _ = writeln!(text, "\n{}", fill(words.more_pages, &[&more.to_string()]));
        }
    }
    if !report.named.is_empty() {
        let _ = writeln!(text, "\n{} {}.", words.named, escape(&report.named.join(", ")));
    }
    let _ = writeln!(text, "\n{}", fill(words.method, &[env!("CARGO_PKG_VERSION")]));
    text
}

/// A colon as the language writes it.
fn colon(words: &Words) -> &'static str {
    if words.language == "fr" { "\u{a0}:" } else { ":" }
}

fn service(party: &Party, words: &Words) -> [String; 4] {
    let hosts: Vec<&str> = party.hosts.iter().map(String::as_str).collect();
    let fate = words.fate(party.after).to_owned();
    [party.name.clone(), hosts.join(", "), files_of(party, words), fate]
}

fn of_page(page: &Page, report: &Report, words: &Words) -> [String; 3] {
    [page.page.clone(), names_of(&page.before, report, words), names_of(&page.after, report, words)]
}

fn head(text: &mut String, cells: &[&str]) {
    let _ = writeln!(text, "| {} |\n|{}", cells.join(" | "), " --- |".repeat(cells.len()));
}

fn row(text: &mut String, cells: &[String]) {
    let cells: Vec<String> = cells.iter().map(|cell| escape(cell)).collect();
    let _ = writeln!(text, "| {} |", cells.join(" | "));
}

/// Escapes text for a cell of a table.
fn escape(text: &str) -> String {
    text.replace('\\', "\\\\").replace('|', "\\|").replace('<', "&lt;").replace('*', "\\*").replace('_', "\\_")
}
