//! An export as an HTML fragment for the editor of another system: no scripts, no styles, one class.

use super::document::{Block, Line, Span};

/// The blocks in one section. The heading of the document is of the second level: the page around it has the first.
pub(super) fn print(blocks: &[Block], language: &str, direction: &str) -> String {
    let mut html = format!("<section class=\"charte\" lang=\"{}\" dir=\"{direction}\">\n", escape(language));
    for block in blocks {
        html += &match block {
            Block::Heading(level, text) => {
                let level = (level + 1).min(6);
                format!("<h{level}>{}</h{level}>\n", spans(text))
            }
            Block::Paragraph(text) => format!("<p>{}</p>\n", spans(text)),
            Block::List(items) => {
                let items: String = items.iter().map(|item| format!("<li>{}</li>\n", spans(item))).collect();
                format!("<ul>\n{items}</ul>\n")
            }
            Block::Facts(facts) => {
                let fact = |(name, lines): &(Line, Vec<Line>)| {
                    format!("<dt>{}</dt>\n<dd>{}</dd>\n", spans(name), broken(lines))
                };
                format!("<dl>\n{}</dl>\n", facts.iter().map(fact).collect::<String>())
            }
            Block::Table(caption, heads, rows) => table(caption, heads, rows),
        };
    }
    html + "</section>\n"
}

fn table(caption: &str, heads: &[String], rows: &[Vec<Vec<Line>>]) -> String {
    let head = |text: &String| format!("<th scope=\"col\">{}</th>", escape(text));
    let row = |cells: &Vec<Vec<Line>>| {
        let cell = |(index, lines): (usize, &Vec<Line>)| match index {
            0 => format!("<th scope=\"row\">{}</th>", broken(lines)),
            _ => format!("<td>{}</td>", broken(lines)),
        };
        format!("<tr>{}</tr>\n", cells.iter().enumerate().map(cell).collect::<String>())
    };
    format!(
        "<table>\n<caption>{}</caption>\n<thead><tr>{}</tr></thead>\n<tbody>\n{}</tbody>\n</table>\n",
        escape(caption),
        heads.iter().map(head).collect::<String>(),
        rows.iter().map(row).collect::<String>()
    )
}

fn broken(lines: &[Line]) -> String {
    lines.iter().map(|line| spans(line)).collect::<Vec<_>>().join("<br>")
}

fn spans(line: &[Span]) -> String {
    let span = |span: &Span| match span {
        Span::Text(text, None) => escape(text),
        Span::Text(text, Some(language)) => format!("<span lang=\"{}\">{}</span>", escape(language), escape(text)),
        Span::Code(text) => format!("<code dir=\"ltr\">{}</code>", escape(text)),
        Span::Link(text, address) => format!("<a href=\"{}\">{}</a>", escape(address), escape(text)),
    };
    line.iter().map(span).collect()
}

/// Text as HTML has it, between tags and in attributes.
fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;").replace('\'', "&#39;")
}
