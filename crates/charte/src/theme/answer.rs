//! What `charte theme` says: findings and a text for people, one document for programs.

use charte_core::diagnostic::{Diagnostic, Level};
use serde_json::{Value, json};

use crate::exit::Exit;
use crate::options::Format;
use crate::print::print_findings;

/// Version of the document's form; programs read it first.
const SCHEMA: u32 = 1;

/// All that a command has to say.
pub(super) struct Answer {
    pub(super) command: &'static str,
    pub(super) findings: Vec<Diagnostic>,
    /// For people.
    pub(super) text: String,
    /// For programs, beside the findings: a name and what it holds.
    pub(super) data: (&'static str, Value),
}

impl Answer {
    /// Says it.
    pub(super) fn give(self, format: Format) -> Exit {
        let exit = Exit::of(&self.findings);
        match format {
            Format::Human => {
                print_findings(&self.findings);
                anstream::print!("{}", self.text);
            }
            Format::Json => {
                let (name, value) = self.data;
                let mut document =
                    json!({ "schema": SCHEMA, "command": self.command, "exit": exit as u8, "findings": self.findings });
                document[name] = value;
                // Pretty-printing a value of its own never fails.
                anstream::println!("{document:#}");
            }
        }
        exit
    }
}

/// Tells why nothing was done.
pub(super) fn refused(findings: &[Diagnostic]) -> Exit {
    let errors: Vec<Diagnostic> = findings.iter().filter(|finding| finding.level == Level::Error).cloned().collect();
    print_findings(&errors);
    Exit::of(&errors)
}

/// Rows in columns that begin under each other. After a cell that is too long for its column, the rest of its row follows
/// at once.
pub(super) fn table(indent: &str, rows: &[Vec<String>]) -> String {
    const WIDEST: usize = 34;
    let width = |column: usize| {
        let cells = rows.iter().filter(|row| row.len() > column + 1).map(|row| row[column].chars().count());
        cells.filter(|width| *width <= WIDEST).max().unwrap_or_default()
    };
    let widths: Vec<usize> = (0..rows.iter().map(Vec::len).max().unwrap_or_default()).map(width).collect();
    let line = |row: &Vec<String>| {
        let (mut line, mut fits) = (indent.to_owned(), true);
        for (cell, &width) in row.iter().zip(&widths) {
            if cell.is_empty() && !fits {
                continue;
            }
            fits &= cell.chars().count() <= width;
            line += &if fits { format!("{cell:<width$}  ") } else { format!("{cell}  ") };
        }
        line.trim_end().to_owned() + "\n"
    };
    rows.iter().map(line).collect()
}
