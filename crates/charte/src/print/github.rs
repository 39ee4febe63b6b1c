//! Prints findings as the workflow commands of GitHub Actions, which annotate files with them.

use charte_core::diagnostic::{Diagnostic, Level};

use crate::out;

pub(super) fn print(findings: &[Diagnostic]) {
    for line in findings.iter().filter_map(command) {
        out::println!("{line}");
    }
}

/// The command for one finding (GitHub, "Workflow commands for GitHub Actions"); none for what the declaration allows.
fn command(finding: &Diagnostic) -> Option<String> {
    let name = match finding.level {
        Level::Error => "error",
        Level::Warning => "warning",
        Level::Note => "notice",
        Level::Allow => return None,
    };
    let mut properties = Vec::new();
    if let Some(place) = &finding.place {
        properties.push(("file", place.file.clone()));
        properties.push(("line", place.line.to_string()));
        properties.push(("col", place.column.to_string()));
        properties.push(("endColumn", place.end_column().to_string()));
    } else if let Some(path) = &finding.path {
        properties.push(("file", path.clone()));
    }
    properties.push(("title", finding.code.to_owned()));
    let properties: Vec<String> =
        properties.iter().map(|(key, value)| format!("{key}={}", escaped(value, &[':', ',']))).collect();
    let message = finding.help.iter().fold(finding.message.clone(), |message, help| format!("{message}\n{help}"));
    Some(format!("::{name} {}::{}", properties.join(","), escaped(&message, &[])))
}

/// Escapes what would end a command or, with `more`, one of its properties.
fn escaped(text: &str, more: &[char]) -> String {
    let mut escaped = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '%' | '\r' | '\n' => escaped.push_str(&format!("%{:02X}", u32::from(letter))),
            letter if more.contains(&letter) => escaped.push_str(&format!("%{:02X}", u32::from(letter))),
            letter => escaped.push(letter),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::escaped;

    #[test]
    fn what_would_end_a_command_is_escaped() {
        assert_eq!(escaped("100 %\r\na, b: c", &[]), "100 %25%0D%0Aa, b: c");
        assert_eq!(escaped("C:\\a,b", &[':', ',']), "C%3A\\a%2Cb");
    }
}
