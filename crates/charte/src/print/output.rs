//! The output of commands that plan nothing: findings and text for people, or one JSON document for programs.

use charte_build::Denied;
use charte_core::diagnostic::{Diagnostic, Level};
use serde_json::{Value, json};

use crate::exit::Exit;
use crate::options::Format;
use crate::out;
use crate::print::print_findings;

/// The version of the document's structure, which programs read first.
const SCHEMA: u32 = 1;

/// What a command found and prints.
pub(crate) struct Output {
    pub(crate) command: &'static str,
    pub(crate) findings: Vec<Diagnostic>,
    /// For people.
    pub(crate) text: String,
    /// For programs: the key and value of the document that are this command's own.
    pub(crate) data: (&'static str, Value),
}

impl Output {
    /// Prints it, and returns the exit code for its findings.
    pub(crate) fn print(self, format: Format) -> Exit {
        let exit = Exit::of(&self.findings, Denied::Errors);
        match format {
            Format::Human => {
                print_findings(&self.findings);
                out::print!("{}", self.text);
            }
            Format::Json => {
                let (name, value) = self.data;
                let mut document = json!({ "schema": SCHEMA, "command": self.command, "exit": exit.code(), "findings": self.findings });
                document[name] = value;
                // Unlike `serde_json::to_string_pretty`, formatting a `Value` cannot fail.
                out::println!("{document:#}");
            }
        }
        exit
    }
}

/// Prints the errors that stopped a command, and returns their exit code.
pub(crate) fn print_errors(findings: &[Diagnostic]) -> Exit {
    let errors: Vec<Diagnostic> = findings.iter().filter(|finding| finding.level == Level::Error).cloned().collect();
    print_findings(&errors);
    Exit::of(&errors, Denied::Errors)
}

/// Formats rows as aligned columns. A cell longer than the widest column is not padded, and the rest of its row is not aligned.
pub(crate) fn table(indent: &str, rows: &[Vec<String>]) -> String {
    const MAX_WIDTH: usize = 34;
    let width = |column: usize| {
        let cells = rows.iter().filter(|row| row.len() > column + 1).map(|row| row[column].chars().count());
        cells.filter(|width| *width <= MAX_WIDTH).max().unwrap_or_default()
    };
    let widths: Vec<usize> = (0..rows.iter().map(Vec::len).max().unwrap_or_default()).map(width).collect();
    let line = |row: &Vec<String>| {
        let (mut line, mut is_aligned) = (indent.to_owned(), true);
        for (cell, &width) in row.iter().zip(&widths) {
            if cell.is_empty() && !is_aligned {
                continue;
            }
            is_aligned &= cell.chars().count() <= width;
            line += &if is_aligned { format!("{cell:<width$}  ") } else { format!("{cell}  ") };
        }
        line.trim_end().to_owned() + "\n"
    };
    rows.iter().map(line).collect()
}
