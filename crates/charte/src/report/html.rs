//! A report as one page that needs no other file.

use std::fmt::Write as _;

use super::collect::Report;
use super::graph;
use super::markup::{class, escape};
use super::rows::{MAX_ROWS, figures, files_of, names_of};
use super::words::{Words, fill};

const STYLE: &str = include_str!("report.css");

/// The whole page.
pub(super) fn page(report: &Report, words: &Words) -> String {
    let title = escape(&fill(words.title, &[&report.name]));
    let read = escape(&fill(words.read, &[&report.url, &words.count(report.page_count), &words.day(&report.date)]));
    let mut body = format!("<header>\n<h1>{title}</h1>\n<p>{read}</p>\n</header>\n<main>\n");
    if report.parties.is_empty() {
        // Writing to a String never fails.
        let _ = writeln!(body, "<p>{}</p>", words.nothing);
    } else {
        body.push_str("<dl class=\"figures\">\n");
        for (label, count, what) in figures(report, words) {
            let _ = writeln!(body, "<div><dt>{label}</dt><dd><b>{count}</b> {what}</dd></div>");
        }
        body.push_str("</dl>\n<div class=\"graphs\">\n");
        body.push_str(&graph::figure(report, words, false));
        body.push_str(&graph::figure(report, words, true));
        body.push_str("</div>\n");
        services(&mut body, report, words);
        pages(&mut body, report, words);
    }
    if !report.named.is_empty() {
        let _ = writeln!(body, "<p>{} {}.</p>", words.named, escape(&report.named.join(", ")));
    }
    let method = fill(words.method, &[env!("CARGO_PKG_VERSION")]);
    format!(
        "<!doctype html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n<meta name=\"robots\" content=\"noindex\">\n\
         <title>{title}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n{body}</main>\n\
         <footer><p>{method}</p></footer>\n</body>\n</html>\n",
        words.language
    )
}

fn services(body: &mut String, report: &Report, words: &Words) {
    let columns = [words.service, words.hosts, words.where_seen, words.after];
    let rows = report.parties.iter().map(|party| {
        let hosts: String = party.hosts.iter().map(|host| format!("<code>{}</code>", escape(host))).collect();
        let fate = format!("<span class=\"{}\">{}</span>", class(party.after), words.fate(party.after));
        vec![escape(&party.name), hosts, escape(&files_of(party, words)), fate]
    });
    table(body, ("services", words.by_service), &columns, rows);
}

fn pages(body: &mut String, report: &Report, words: &Words) {
    let rows = report.pages.iter().take(MAX_ROWS).map(|page| {
        let names = |ids| escape(&names_of(ids, report, words));
        vec![escape(&page.page), names(&page.before), names(&page.after)]
    });
    table(body, ("pages", words.by_page), &[words.page, words.before, words.after], rows);
    if let Some(more) = report.pages.len().checked_sub(MAX_ROWS).filter(|more| *more > 0) {
        let _ = writeln!(body, "<p class=\"more\">{}</p>", fill(words.more_pages, &[&more.to_string()]));
    }
}

/// A table under a heading. On phones its rows are blocks, which takes from browsers what they are: so the roles are written.
fn table(body: &mut String, (id, heading): (&str, &str), columns: &[&str], rows: impl Iterator<Item = Vec<String>>) {
    let head: String =
        columns.iter().map(|column| format!("<th scope=\"col\" role=\"columnheader\">{column}</th>")).collect();
    let _ = writeln!(
        body,
        "<h2 id=\"{id}\">{heading}</h2>\n<div class=\"wide\"><table role=\"table\" aria-labelledby=\"{id}\">\n\
         <thead role=\"rowgroup\"><tr role=\"row\">{head}</tr></thead>\n<tbody role=\"rowgroup\">"
    );
    for cells in rows {
        body.push_str("<tr role=\"row\">");
        for (index, (cell, column)) in cells.iter().zip(columns).enumerate() {
            let _ = match index {
                0 => write!(body, "<th scope=\"row\" role=\"rowheader\">{cell}</th>"),
                _ => write!(body, "<td role=\"cell\" data-label=\"{column}\">{cell}</td>"),
            };
        }
        body.push_str("</tr>\n");
    }
    body.push_str("</tbody></table></div>\n");
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::report::collect::{Fate, Page, Party};
    use crate::report::{markdown, words};

    fn large() -> Report {
        let ids: Vec<String> = (0..15).map(|index| format!("host-{index}.example")).collect();
        let party = |id: &String| Party {
            id: id.clone(),
            name: format!("<{id}>"),
            hosts: [id.clone()].into(),
            page_count: 400,
            files: BTreeSet::new(),
            after: Fate::Exempt,
        };
        let page = |index| Page {
            page: format!("{index}&.html"),
            before: ids.iter().cloned().collect(),
            after: ids.iter().take(1).cloned().collect(),
        };
        Report {
            portal: "town".into(),
            name: "Ville & <b>".into(),
            url: "https://data.example.fr/".into(),
            date: "2026-12-01".into(),
            page_count: 500,
            parties: ids.iter().map(party).collect(),
            pages: (0..400).map(page).collect(),
            named: Vec::new(),
        }
    }

    #[test]
    fn what_has_no_room_is_counted() {
        let report = large();
        let french = page(&report, &words::FRENCH);
        for text in
            ["et 392 autres pages", "et 3 autres services", "et 100 autres pages", "500 pages, le 1er décembre 2026"]
        {
            assert!(french.contains(text), "{text}: {french}");
        }
        assert_eq!(french.matches("<tr role=\"row\"><th scope=\"row\"").count(), 15 + MAX_ROWS);
        assert!(markdown::text(&report, &words::ENGLISH).contains("\nand 100 more pages\n"));
    }

    #[test]
    fn names_are_text() {
        let french = page(&large(), &words::FRENCH);
        assert!(french.contains("Ville &amp; &lt;b>") && french.contains("&lt;host-0.example>"), "{french}");
        assert!(french.contains("0&amp;.html") && !french.contains("<host"), "{french}");
    }

    #[test]
    fn numbers_agree_with_their_nouns() {
        let forms = ["one", "several"];
        let french = [0, 1, 2].map(|count| words::FRENCH.counted(count, forms));
        let english = [0, 1, 2].map(|count| words::ENGLISH.counted(count, forms));
        assert_eq!((french, english), (["one", "one", "several"], ["several", "one", "several"]));
    }
}
