//! An export as plain text, as it can be sent or pasted anywhere.

use super::document::{Block, Line, Span};

/// The blocks, with an empty line between any two.
pub(super) fn print(blocks: &[Block]) -> String {
    let blocks: Vec<String> = blocks.iter().map(block).collect();
    blocks.join("\n\n") + "\n"
}

fn block(block: &Block) -> String {
    match block {
        Block::Heading(level, text) => {
            let text = spans(text);
            let rule = match level {
                1 => "=",
                2 => "-",
                _ => return text,
            };
            format!("{text}\n{}", rule.repeat(text.chars().count().min(80)))
        }
        Block::Paragraph(text) => spans(text),
        Block::List(items) => items.iter().map(|item| format!("- {}", spans(item))).collect::<Vec<_>>().join("\n"),
        Block::Facts(facts) => {
            let fact = |(name, lines): &(Line, Vec<Line>)| format!("{}\n{}", spans(name), under(lines));
            facts.iter().map(fact).collect::<Vec<_>>().join("\n")
        }
        Block::Table(caption, heads, rows) => {
            let row = |cells: &Vec<Vec<Line>>| {
                let cell = |(head, lines): (&String, &Vec<Line>)| format!("  {head}\n{}", under(lines));
                heads.iter().zip(cells).map(cell).collect::<Vec<_>>().join("\n")
            };
            format!("{caption}\n\n{}", rows.iter().map(row).collect::<Vec<_>>().join("\n\n"))
        }
    }
}

fn under(lines: &[Line]) -> String {
    lines.iter().map(|line| format!("    {}", spans(line))).collect::<Vec<_>>().join("\n")
}

fn spans(line: &[Span]) -> String {
    let span = |span: &Span| match span {
        Span::Text(text, _) | Span::Code(text) => text.clone(),
        Span::Link(text, address) if address.strip_prefix("mailto:").or(address.strip_prefix("tel:")).is_some() => {
            text.clone()
        }
        Span::Link(text, address) if address.trim_end_matches('/') == text.trim_end_matches('/') => text.clone(),
        Span::Link(text, address) => format!("{text} ({address})"),
    };
    line.iter().map(span).collect()
}
