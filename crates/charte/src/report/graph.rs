//! The drawing of a report: pages on the left, third parties on the right, a line for each contact.

use std::fmt::Write as _;

use super::collect::Report;
use super::markup::{class, escape};
use super::words::{Words, fill};

/// The most pages and third parties that are drawn; the others are counted.
const MAX_PAGES: usize = 8;
const MAX_PARTIES: usize = 12;
/// The width of the drawing, where its columns end and begin, and the height of a row, in units of its view box.
const WIDTH: usize = 400;
const LEFT: usize = 145;
const RIGHT: usize = 255;
const ROW: usize = 24;
/// How far a contact gets that waits.
const STOP: usize = 45;
/// The most letters that a column has room for.
const LETTERS: usize = 18;

/// The figure of the site as it came, or as charte builds it.
pub(super) fn figure(report: &Report, words: &Words, is_after: bool) -> String {
    let pages = &report.pages[..report.pages.len().min(MAX_PAGES)];
    let parties = &report.parties[..report.parties.len().min(MAX_PARTIES)];
    let rows = (pages.len() + usize::from(report.pages.len() > MAX_PAGES))
        .max(parties.len() + usize::from(report.parties.len() > MAX_PARTIES));
    let height = rows * ROW + ROW;
    let (heading, caption) = match is_after {
        false => (words.before, words.graph_before),
        true => (words.after, words.graph_after),
    };
    let mut drawing = format!(
        "<figure>\n<h2>{heading}</h2>\n<svg viewBox=\"0 0 {WIDTH} {height}\" role=\"img\" aria-label=\"{}\">\n",
        escape(caption)
    );
    // Each column is centred against the higher one.
    let middle = |index: usize, count: usize| ROW + (rows - count.min(rows)) * ROW / 2 + index * ROW;
    for (row, page) in pages.iter().enumerate() {
        for (column, party) in parties.iter().enumerate().filter(|(_, party)| page.before.contains(&party.id)) {
            let (from, to) = (middle(row, pages.len()), middle(column, parties.len()));
            let class = if is_after { class(party.after) } else { "contacts" };
            // What waits gets as far as the visitor's answer.
            let path = match class {
                "waits" | "refused" => {
                    let stop = (from * (RIGHT - LEFT - STOP) + to * STOP) / (RIGHT - LEFT);
                    format!("M{LEFT} {from}L{} {stop}", LEFT + STOP)
                }
                _ => format!("M{LEFT} {from}C{0} {from} {0} {to} {RIGHT} {to}", WIDTH / 2 - 5),
            };
            // Writing to a String never fails.
            let _ = writeln!(drawing, "<path class=\"{class}\" d=\"{path}\"/>");
        }
    }
    for (row, page) in pages.iter().enumerate() {
        label(&mut drawing, (LEFT - 8, middle(row, pages.len())), "end", &end(&page.page), "");
    }
    for (row, party) in parties.iter().enumerate() {
        let class = if is_after { class(party.after) } else { "contacts" };
        let at = middle(row, parties.len());
        let _ = writeln!(drawing, "<circle class=\"{class}\" cx=\"{RIGHT}\" cy=\"{at}\" r=\"4\"/>");
        label(&mut drawing, (RIGHT + 10, at), "start", &start(&party.name), "");
    }
    for (count, max, words, x, anchor) in [
        (report.pages.len(), MAX_PAGES, words.more_pages, LEFT - 8, "end"),
        (report.parties.len(), MAX_PARTIES, words.more_services, RIGHT + 10, "start"),
    ] {
        if count > max {
            let text = fill(words, &[&(count - max).to_string()]);
            label(&mut drawing, (x, middle(max, max)), anchor, &text, " class=\"more\"");
        }
    }
    let _ = write!(drawing, "</svg>\n<figcaption>{}</figcaption>\n</figure>\n", escape(caption));
    drawing
}

fn label(drawing: &mut String, (x, y): (usize, usize), anchor: &str, text: &str, class: &str) {
    let text = escape(text);
    // Writing to a String never fails.
    let _ = writeln!(drawing, "<text{class} x=\"{x}\" y=\"{}\" text-anchor=\"{anchor}\">{text}</text>", y + 4);
}

/// The start of a name, as far as there is room.
fn start(text: &str) -> String {
    match text.chars().count() > LETTERS {
        true => format!("{}…", text.chars().take(LETTERS - 1).collect::<String>()),
        false => text.to_owned(),
    }
}

/// The end of a path, which says more than its start.
fn end(text: &str) -> String {
    match text.chars().count().checked_sub(LETTERS) {
        Some(more @ 1..) => format!("…{}", text.chars().skip(more + 1).collect::<String>()),
        _ => text.to_owned(),
    }
}
