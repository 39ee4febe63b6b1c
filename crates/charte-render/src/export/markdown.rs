//! An export as Markdown (CommonMark, with the tables of GitHub) for a generator's own content.

use super::document::{Block, Line, Span};

/// The blocks, with an empty line between any two.
pub(super) fn print(blocks: &[Block]) -> String {
    let blocks: Vec<String> = blocks.iter().map(block).collect();
    blocks.join("\n\n") + "\n"
}

fn block(block: &Block) -> String {
    match block {
        Block::Heading(level, text) => format!("{} {}", "#".repeat(usize::from(*level)), spans(text)),
        Block::Paragraph(text) => start(&spans(text)),
        Block::List(items) => items.iter().map(|item| format!("- {}", spans(item))).collect::<Vec<_>>().join("\n"),
        Block::Facts(facts) => {
            let fact = |(name, lines): &(Line, Vec<Line>)| {
                let said: Vec<String> = lines.iter().map(|line| spans(line)).collect();
                // A hard break, and the next line inside the item.
                format!("- **{}**\\\n  {}", spans(name), said.join("\\\n  "))
            };
            facts.iter().map(fact).collect::<Vec<_>>().join("\n")
        }
        Block::Table(caption, heads, rows) => {
            let line = |cells: &[String]| format!("| {} |", cells.join(" | "));
            let cell = |lines: &Vec<Line>| lines.iter().map(|line| spans(line)).collect::<Vec<_>>().join("<br>");
            let heads: Vec<String> = heads.iter().map(|head| escape(head)).collect();
            let mut lines = vec![format!("**{}**\n", escape(caption)), line(&heads)];
            lines.push(line(&vec!["---".to_owned(); heads.len()]));
            lines.extend(rows.iter().map(|cells| line(&cells.iter().map(cell).collect::<Vec<_>>())));
            lines.join("\n")
        }
    }
}

fn spans(line: &[Span]) -> String {
    let span = |span: &Span| match span {
        Span::Text(text, _) => escape(text),
        // In a cell, even code must not have an unescaped bar.
        Span::Code(text) => format!("`{}`", text.replace('`', "'").replace('|', "\\|")),
        Span::Link(text, address) => {
            let address = address.replace('(', "%28").replace(')', "%29").replace(' ', "%20").replace('|', "%7C");
            format!("[{}]({address})", escape(text))
        }
    };
    line.iter().map(span).collect()
}

/// Text without characters that mean something in Markdown.
fn escape(text: &str) -> String {
    let mut out = String::new();
    for sign in text.chars() {
        match sign {
            '\n' | '\r' => out.push(' '),
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '|' | '#' | '~' | '&' => out.extend(['\\', sign]),
            _ => out.push(sign),
        }
    }
    out
}

/// A paragraph that Markdown could take for a list or a rule.
fn start(text: &str) -> String {
    let digits = text.trim_start_matches(|sign: char| sign.is_ascii_digit());
    match text.chars().next() {
        Some('-' | '+' | '=') => format!("\\{text}"),
        Some('0'..='9') if digits.starts_with(['.', ')']) => {
            let (number, rest) = text.split_at(text.len() - digits.len());
            format!("{number}\\{rest}")
        }
        _ => text.to_owned(),
    }
}
