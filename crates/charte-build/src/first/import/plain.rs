//! Reads plain text and Markdown: headings, lists, definitions, and tables of tabs or of `|`.

use std::sync::LazyLock;

use regex::Regex;

use super::blocks::{Block, Document, Kind};

/// `[text](address)`.
static LINK: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"!?\[([^\]]*)\]\(([^()\s]+)[^()]*\)").ok());
/// A bullet or a number before a list item.
static BULLET: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"^\s*(?:[-*+•·–]|\d{1,2}[.)])\s+(.+)$").ok());

/// The blocks of a text.
pub(super) fn read(text: &str) -> Document {
    let mut reader = Reader::default();
    for (index, line) in text.lines().enumerate() {
        reader.line(index + 1, line);
    }
    reader.document
}

#[derive(Default)]
struct Reader {
    document: Document,
    table: usize,
    /// Whether the line before was text that this one may continue.
    is_open: bool,
}

impl Reader {
    fn push(&mut self, line: usize, kind: Kind) {
        if !matches!(kind, Kind::Row(..)) {
            self.table += 1;
        }
        self.document.blocks.push(Block { line, kind, is_content: true });
    }

    fn line(&mut self, number: usize, line: &str) {
        let was_open = std::mem::take(&mut self.is_open);
        let trimmed = line.trim();
        if trimmed.is_empty() {
            return;
        }
        if let Some(cells) = cells(line) {
            if !cells.iter().all(|cell| is_rule(cell)) {
                let cells = cells.iter().map(|cell| self.inline(cell)).collect();
                self.push(number, Kind::Row(self.table, cells));
            }
            return;
        }
        let hashes = trimmed.bytes().take_while(|byte| *byte == b'#').count();
        if (1..=6).contains(&hashes) && trimmed[hashes..].starts_with(' ') {
            let text = self.inline(trimmed[hashes..].trim_end_matches('#'));
            self.push(number, Kind::Heading(text));
            return;
        }
        if is_rule(trimmed) {
            if was_open && let Some(block) = self.document.blocks.last_mut() {
                block.kind = Kind::Heading(block.text().unwrap_or_default().to_owned());
            }
            return;
        }
        let item = BULLET.as_ref().and_then(|bullet| bullet.captures(line)).map(|found| found[1].to_owned());
        if let Some(item) = item {
            let text = self.inline(&item);
            self.push(number, Kind::Item(text));
            return;
        }
        if let Some(detail) = trimmed.strip_prefix(": ") {
            if let Some(block) = self.document.blocks.last_mut()
                && let Kind::Text(term) = &block.kind
            {
                block.kind = Kind::Term(term.clone());
            }
            let text = self.inline(detail);
            self.push(number, Kind::Detail(text));
            return;
        }
        self.text(number, trimmed, was_open);
    }

    fn text(&mut self, number: usize, line: &str, was_open: bool) {
        let text = self.inline(line);
        self.is_open = true;
        if was_open
            && !is_field(&text)
            && let Some(Block { kind: Kind::Text(before), .. }) = self.document.blocks.last_mut()
            && !is_field(before)
        {
            before.push(' ');
            before.push_str(&text);
            return;
        }
        self.push(number, Kind::Text(text));
    }

    /// A text without the markup of Markdown; its links are kept apart.
    fn inline(&mut self, text: &str) -> String {
        let mut text = text.trim().to_owned();
        if let Some(link) = LINK.as_ref() {
            for found in link.captures_iter(&text) {
                self.document.links.push((found[2].to_owned(), found[1].to_owned()));
            }
            text = link.replace_all(&text, "$1").into_owned();
        }
        let text = text.replace("**", "").replace("<br>", "\n").replace("<br/>", "\n").replace("<br />", "\n");
        text.replace('`', "").replace("\\_", "_").replace("\\*", "*").trim().to_owned()
    }
}

/// The cells of a row: between tabs, or between `|` where the line begins and ends with one, or has two of them.
fn cells(line: &str) -> Option<Vec<String>> {
    let own = |cells: Vec<&str>| Some(cells.into_iter().map(|cell| cell.trim().to_owned()).collect());
    let trimmed = line.trim();
    if trimmed.contains('\t') {
        return own(trimmed.split('\t').collect());
    }
    let is_row = trimmed.matches('|').count() >= if trimmed.starts_with('|') { 2 } else { 1 };
    let inner = trimmed.strip_prefix('|').unwrap_or(trimmed);
    let inner = inner.strip_suffix('|').unwrap_or(inner);
    is_row.then(|| own(inner.split('|').collect())).flatten()
}

/// A line that only separates others.
fn is_rule(text: &str) -> bool {
    let text = text.trim();
    text.len() >= 2 && text.bytes().all(|byte| matches!(byte, b'-' | b'=' | b':' | b'|' | b' ' | b'_' | b'*'))
}

/// Whether a line is `key: value`.
fn is_field(text: &str) -> bool {
    text.split_once(':').is_some_and(|(key, value)| key.split_whitespace().count() <= 4 && !value.starts_with("//"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_blocks_of_markdown_are_read() {
        let text = "Charte\n======\n\nUne *page*\nsur deux lignes.\n\n| Nom | But |\n|---|:-:|\n| `_ga` | Compter |\n\n\
                    - `a_b` : [ici](https://a.example)\n\nsid\n: Reste connecté\n\nA\tB\n\nC\tD\n## Fin ##\n";
        let kinds: Vec<Kind> = read(text).blocks.into_iter().map(|block| block.kind).collect();
        let row = |table, a: &str, b: &str| Kind::Row(table, vec![a.into(), b.into()]);
        assert_eq!(
            kinds,
            [
                Kind::Heading("Charte".into()),
                Kind::Text("Une *page* sur deux lignes.".into()),
                row(2, "Nom", "But"),
                row(2, "_ga", "Compter"),
                Kind::Item("a_b : ici".into()),
                Kind::Term("sid".into()),
                Kind::Detail("Reste connecté".into()),
                row(5, "A", "B"),
                row(5, "C", "D"),
                Kind::Heading("Fin".into()),
            ]
        );
    }
}
