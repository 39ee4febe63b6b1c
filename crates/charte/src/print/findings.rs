//! Prints findings for people: errors last, next to the prompt, and of a rule no more than somebody can read.

use std::collections::BTreeMap;
use std::io::Write as _;

use annotate_snippets::{AnnotationKind, Level as Severity, Origin, Renderer, Snippet};
use charte_core::diagnostic::{Diagnostic, Level};

use crate::verbosity;

/// Findings with one cause, printed as one: a finding by itself, or those of a rule that are folded into a line.
enum Entry<'a> {
    Finding(&'a Diagnostic),
    /// Allowed by the declaration.
    Allowed(Vec<&'a Diagnostic>),
    /// So many more than [`LISTED`] of one rule.
    More(Vec<&'a Diagnostic>),
}

/// The number of findings of one rule that are listed. A file that breaks a rule more often was mostly made by a program, and is
/// mended at once; whoever wants all of them takes another format.
const LISTED: usize = 100;

/// Prints findings to the error stream.
pub(super) fn print(findings: &[Diagnostic]) {
    let renderer = Renderer::styled();
    let mut stream = std::io::BufWriter::new(anstream::stderr().lock());
    for entry in entries(findings) {
        // Nobody reads a stream that was closed.
        let _ = writeln!(stream, "{}\n", entry.render(&renderer));
    }
    let _ = stream.flush();
}

/// A finding without colours.
pub(super) fn plain_text(finding: &Diagnostic) -> String {
    render(finding, &Renderer::plain())
}

/// What is printed, the gravest last; of one level, in the order of the findings.
fn entries(findings: &[Diagnostic]) -> Vec<Entry<'_>> {
    let mut entries: Vec<(Level, Entry<'_>)> = Vec::new();
    let mut folds: BTreeMap<(Level, &str, bool), usize> = BTreeMap::new();
    let mut listed: BTreeMap<(Level, &str), usize> = BTreeMap::new();
    for finding in findings.iter().filter(|finding| finding.level == Level::Error || !verbosity::is_quiet()) {
        let entry = Entry::of(finding);
        let entry = match entry {
            Entry::Finding(_) => {
                let number = listed.entry((finding.level, finding.code)).or_default();
                *number += 1;
                if *number > LISTED { Entry::More(vec![finding]) } else { entry }
            }
            entry => entry,
        };
        let is_folded = !matches!(entry, Entry::Finding(_));
        let fold = (finding.level, finding.code, matches!(entry, Entry::More(_)));
        let at = is_folded.then(|| *folds.entry(fold).or_insert(entries.len()));
        match at.and_then(|at| entries.get_mut(at)) {
            Some((_, Entry::Allowed(folded) | Entry::More(folded))) => folded.push(finding),
            _ => entries.push((finding.level, entry)),
        }
    }
    entries.sort_by_key(|(level, _)| *level);
    entries.into_iter().map(|(_, entry)| entry).collect()
}

impl<'a> Entry<'a> {
    fn of(finding: &'a Diagnostic) -> Entry<'a> {
        match finding.level {
            Level::Allow => Entry::Allowed(vec![finding]),
            _ => Entry::Finding(finding),
        }
    }

    fn render(&self, renderer: &Renderer) -> String {
        match self {
            Entry::Finding(finding) => render(finding, renderer),
            Entry::More(folded) => line(folded, severity(folded), &more_line(folded), renderer),
            Entry::Allowed(folded) => {
                let severity = Severity::NOTE.with_name("allowed");
                line(folded, severity, &allowed_line(folded), renderer)
            }
        }
    }
}

fn severity(folded: &[&Diagnostic]) -> Severity<'static> {
    folded.first().map_or(Severity::NOTE, |finding| severity_of(finding.level))
}

fn severity_of(level: Level) -> Severity<'static> {
    match level {
        Level::Error => Severity::ERROR,
        Level::Warning => Severity::WARNING,
        Level::Note | Level::Allow => Severity::NOTE,
    }
}

fn line(folded: &[&Diagnostic], severity: Severity<'_>, message: &str, renderer: &Renderer) -> String {
    let code = folded.first().map_or("", |finding| finding.code);
    renderer.render(&[severity.primary_title(message).id(code).elements(None::<Origin<'_>>)])
}

/// "1,900 more …": nothing is left out of the other formats.
fn more_line(folded: &[&Diagnostic]) -> String {
    format!("{} more of this rule, not listed here; `--format json` has them all", folded.len())
}

/// "2 findings, since …".
fn allowed_line(folded: &[&Diagnostic]) -> String {
    let reason = folded.iter().find_map(|finding| finding.reason.as_deref()).unwrap_or_default();
    match folded.len() {
        1 => format!("1 finding: {reason}"),
        count => format!("{count} findings: {reason}"),
    }
}

fn render(finding: &Diagnostic, renderer: &Renderer) -> String {
    let severity = severity_of(finding.level);
    let mut group = severity.primary_title(finding.message.as_str()).id(finding.code).elements(None::<Origin<'_>>);
    if let Some(place) = &finding.place {
        group = if place.excerpt.is_empty() {
            group.element(Origin::path(place.file.as_str()).line(place.line))
        } else {
            let span = place.range.start..place.range.end.max(place.range.start + 1).min(place.excerpt.len());
            let snippet = Snippet::source(place.excerpt.as_str()).line_start(place.line).path(place.file.as_str());
            group.element(snippet.annotation(AnnotationKind::Primary.span(span)))
        };
    } else if let Some(path) = &finding.path {
        group = group.element(Origin::path(path.as_str()));
    }
    let reason =
        finding.reason.as_ref().map(|reason| format!("the declaration makes it a {}: {reason}", finding.level.name()));
    if let Some(reason) = &reason {
        group = group.element(Severity::NOTE.message(reason.as_str()));
    }
    if let Some(help) = &finding.help {
        group = group.element(Severity::HELP.message(help.as_str()));
    }
    // A message that names its source does not say it again.
    let of_country = finding.source.as_ref().filter(|source| !finding.message.contains(*source));
    let of_country = of_country.map(|source| (Severity::NOTE.with_name("source"), source.as_str()));
    if let Some((name, source)) = of_country {
        group = group.element(name.message(source));
    }
    renderer.render(&[group])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::NOT_UTF_8;

    #[test]
    fn of_a_rule_as_many_findings_are_listed_as_somebody_reads() {
        let findings: Vec<Diagnostic> = (0..LISTED + 3).map(|number| NOT_UTF_8.finding(number.to_string())).collect();
        let entries = entries(&findings);
        assert_eq!(entries.len(), LISTED + 1);
        let last = entries.last().unwrap().render(&Renderer::plain());
        assert!(last.contains("3 more of this rule") && last.contains("--format json"), "{last}");
    }
}
