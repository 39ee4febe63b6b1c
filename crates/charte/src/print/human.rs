//! Prints an outcome for people: each finding with the line that it is about, then what was done for each portal, and what
//! to do next.

use std::collections::BTreeMap;

use charte_build::PortalReport;

use charte_build::{CharterPage, Forms, Summary, UnknownHost, Waiting};
use charte_core::diagnostic::{Level, has_errors};
use charte_core::fix::Mended;
use charte_core::suggest::count;
use charte_rewrite::Form;

use super::findings;
use super::outcome::Outcome;
use crate::exit::Exit;
use crate::out;
use crate::verbosity;

pub(super) fn print(outcome: &Outcome) {
    print_first_build(outcome);
    if !verbosity::is_quiet() {
        out::println!("{}", conclusion(outcome));
    }
}

/// What was changed in the declaration, line by line.
fn mended(outcome: &Outcome) {
    let Some(changes) = outcome.mended.as_ref().filter(|_| !verbosity::is_quiet()) else { return };
    match changes.len() {
        0 if outcome.exit == Exit::Done => out::println!("Nothing had to be mended.\n"),
        0 => out::println!("Nothing could be mended without you.\n"),
        number => out::println!("Mended in {}:", count(number, "place")),
    }
    for Mended { line, before, after, .. } in changes {
        let change = match (before.as_str(), after.as_str()) {
            (before, "") => format!("{before} was taken out"),
            ("", after) => format!("{after} was added"),
            (before, after) => format!("{before} -> {after}"),
        };
        out::println!("  line {line}: {change}");
    }
    if !changes.is_empty() {
        out::println!();
    }
}

/// How many of the findings `check --fix` mends.
fn mendable(outcome: &Outcome) -> String {
    let number =
        outcome.findings.iter().filter(|finding| finding.fix.is_some() && finding.level != Level::Allow).count();
    match (outcome.command, number) {
        ("check", 1..) => format!(" `charte check --fix` mends {number} of them."),
        _ => String::new(),
    }
}

pub(super) fn print_first_build(outcome: &Outcome) {
    mended(outcome);
    findings::print(&outcome.findings);
    // After an error the figures of a portal are incomplete.
    for portal in outcome.portals.iter().filter(|_| outcome.sound && !verbosity::is_quiet()) {
        out::println!("{}", section(outcome, portal));
    }
}

/// One portal: a title, and a line for each figure that is not empty.
fn section(outcome: &Outcome, portal: &PortalReport) -> String {
    let summary = &portal.summary;
    let mut lines = vec![format!("{}  {}", summary.portal, summary.name)];
    let mut line = |title: &str, text: String| {
        if !text.is_empty() {
            lines.push(format!("  {title:<9} {text}"));
        }
    };
    if outcome.command != "check" {
        line("site", site(summary));
    }
    if outcome.command != "strip" {
        line("asks", summary.asked.join(", "));
        line("exempt", summary.exempt.join(", "));
        line("banner", banner(summary).into());
    }
    if outcome.command == "build" {
        line("waits", list(&summary.waiting, waiting));
        line("unknown", list(&summary.unknown, unknown));
        line("charter", list(&summary.charter, charter));
        line("policy", policy(&summary.forms));
        line("script", summary.script_hashes.join(" "));
    }
    if outcome.command != "check" {
        line("files", files(outcome, portal));
    }
    lines.push(String::new());
    lines.join("\n")
}

fn site(summary: &Summary) -> String {
    let mut text = format!("{} in {}", count(summary.pages, "page"), summary.input);
    if summary.not_html > 0 {
        text += &format!(", {} named so that hold no HTML, left alone", summary.not_html);
    }
    text
}

fn banner(summary: &Summary) -> &'static str {
    match (summary.asks, summary.asked.is_empty()) {
        (true, _) => "asks on arrival, until the visitor has chosen",
        (false, true) => "none: nothing here needs consent",
        (false, false) => "none: visitors choose on the charter page or at a placeholder",
    }
}

fn waiting(waiting: &Waiting) -> String {
    format!("{} ({} on {})", waiting.service, count(waiting.places, "place"), count(waiting.pages, "page"))
}

fn unknown(unknown: &UnknownHost) -> String {
    format!("{} ({})", unknown.known_as.as_ref().unwrap_or(&unknown.host), count(unknown.places, "place"))
}

/// How pages get the content security policy. The hash of the inline script is in the line `script`.
fn policy(forms: &[Forms]) -> String {
    let mut pages: BTreeMap<(Form, &str), usize> = BTreeMap::new();
    for forms in forms {
        *pages.entry((forms.needs.form, &forms.reason)).or_default() += forms.sighting.page_count;
    }
    let form = |((form, reason), number): (&(Form, &str), &usize)| {
        let reason = if reason.is_empty() { String::new() } else { format!(", since {reason}") };
        let how = match form {
            Form::Script => "by an inline script",
            Form::Static => "in the HTML",
            Form::File => "in the HTML, with a script file",
        };
        format!("{how} on {}{reason}", count(*number, "page"))
    };
    pages.iter().map(form).collect::<Vec<_>>().join("; ")
}

fn charter(page: &CharterPage) -> String {
    let slot = if page.slot { ", in the author's slot" } else { "" };
    format!("{} ({}{slot})", page.path, page.language)
}

fn files(outcome: &Outcome, portal: &PortalReport) -> String {
    let summary = &portal.summary;
    let changes = summary.changed + summary.own_changed;
    match &portal.applied {
        Some(applied) => format!(
            "{} written, {} removed, {} unchanged in {} ({:.2} s)",
            applied.written, applied.removed, summary.unchanged, summary.output, portal.seconds
        ),
        None if outcome.dry_run => {
            format!("{changes} would be written in {}, {} unchanged", summary.output, summary.unchanged)
        }
        None => format!("not all could be written in {} ({:.2} s)", summary.output, portal.seconds),
    }
}

fn conclusion(outcome: &Outcome) -> String {
    let of = |level: Level| outcome.findings.iter().filter(|finding| finding.level == level).count();
    let (errors, warnings) = (of(Level::Error), of(Level::Warning));
    let found = match (errors, warnings) {
        (0, 0) => String::new(),
        (0, warnings) => format!("{}. ", count(warnings, "warning")),
        (errors, 0) => format!("{}. ", count(errors, "error")),
        (errors, warnings) => format!("{}, {}. ", count(errors, "error"), count(warnings, "warning")),
    };
    let next = match (outcome.exit, outcome.command) {
        (Exit::Findings, "check") if !has_errors(&outcome.findings) => {
            "Warnings are denied: mend them, or give their rules a level under `[rules]`."
        }
        (Exit::Findings, _) if !outcome.sound && !has_errors(&outcome.findings) => {
            "Nothing was written, since warnings are denied: mend them, or give their rules a level under `[rules]`."
        }
        (Exit::Findings | Exit::InputOutput | Exit::Command(_), _) if !outcome.sound => {
            "Nothing was written. Mend the errors above, then run charte again."
        }
        (Exit::Findings | Exit::InputOutput, _) => {
            "Not all could be written; each file is whole, the old one or the new. Mend the cause, then run charte again."
        }
        (_, "check") => "The declaration is sound. Next: `charte build`.",
        (_, _) if outcome.dry_run => "Nothing was written. Run the same command without `--dry-run` to do it.",
        (_, "strip") => "Every page is as its author wrote it.",
        (_, _) => "Done. Publish the output folder; `charte strip` takes everything back.",
    };
    format!("{found}{next}{}", mendable(outcome))
}

fn list<T>(items: &[T], text: impl Fn(&T) -> String) -> String {
    items.iter().map(text).collect::<Vec<_>>().join(", ")
}
