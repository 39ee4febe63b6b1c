//! The text of a new `theme.toml`: every token with its value and what it is for. It writes nothing to disk.

use charte_core::diagnostic::Diagnostic;

use crate::theme::Folder;
use crate::theme::listing::{Listing, TokenLine};
use crate::theme::tokens::{EXTENDS, TOKENS_FILE};

/// The comment on the table of dark colours.
const DARK: &str = "the same for visitors who prefer a dark screen; colours only";

/// The content of a new `theme.toml`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Draft {
    /// Comment lines at its start.
    pub head: Vec<String>,
    /// The built-in theme that it extends.
    pub extends: Option<String>,
    /// The tokens under `[tokens]`.
    pub light: Vec<Line>,
    /// The tokens under `[dark]`.
    pub dark: Vec<Line>,
}

/// One token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Its name.
    pub token: String,
    /// Its value.
    pub value: String,
    /// Its comment.
    pub comment: String,
}

impl Draft {
    /// A draft with all tokens of a built-in theme.
    ///
    /// # Errors
    /// There is no such theme.
    pub fn over(theme: &str) -> Result<Draft, Vec<Diagnostic>> {
        let folder = Folder { extends: Some(theme.to_owned()), ..Folder::default() };
        let tokens = Listing::of(theme, &folder, None)?.tokens;
        let line = |token: &TokenLine, value: &str, comment: &str| Line {
            token: token.name.clone(),
            value: value.to_owned(),
            comment: comment.to_owned(),
        };
        let says = |token: &TokenLine| charte_themes::token(&token.name).unwrap_or_default().replace('`', "");
        let light = tokens.iter().map(|token| line(token, &token.light.value, &says(token))).collect();
        let dark = tokens.iter().filter_map(|token| Some(line(token, &token.dark.as_ref()?.value, ""))).collect();
        Ok(Draft { head: Vec::new(), extends: Some(theme.to_owned()), light, dark })
    }

    /// The text of the file.
    pub fn text(&self) -> String {
        let mut rows = vec![Row::of("requires", "1", "the version of themes that this one is written for")];
        let under = self.extends.as_deref().filter(|theme| *theme != charte_themes::BASE_NAME);
        rows.extend(
            under.map(|theme| Row::of(EXTENDS, theme, "the theme under it, which has all that is not said here")),
        );
        let tables = [
            (String::new(), rows),
            ("[tokens]\n".to_owned(), self.light.iter().map(Row::from).collect()),
            (format!("[dark]{:22}# {DARK}\n", ""), self.dark.iter().map(Row::from).collect()),
        ];
        let tables = tables.iter().filter(|(_, rows)| !rows.is_empty());
        let tables = tables.map(|(title, rows)| format!("{title}{}", rows.iter().map(Row::text).collect::<String>()));
        let head: String = self.head.iter().map(|line| format!("# {line}").trim_end().to_owned() + "\n").collect();
        let parts: Vec<String> = std::iter::once(head).filter(|head| !head.is_empty()).chain(tables).collect();
        parts.join("\n")
    }

    /// A theme folder with only this file.
    pub fn folder(&self, path: &str) -> Folder {
        let files = [(TOKENS_FILE.to_owned(), self.text().into_bytes())].into();
        Folder { path: path.to_owned(), files, ..Folder::default() }
    }
}

/// A line of the file.
struct Row {
    key: String,
    value: String,
    comment: String,
}

impl Row {
    fn of(key: &str, value: &str, comment: &str) -> Row {
        let value = toml::Value::String(value.to_owned()).to_string();
        Row { key: key.to_owned(), value, comment: comment.to_owned() }
    }

    fn text(&self) -> String {
        let line = format!("{:<10} = {}", self.key, self.value);
        match self.comment.as_str() {
            "" => format!("{line}\n"),
            comment => format!("{line:<27} # {comment}\n"),
        }
    }
}

impl From<&Line> for Row {
    fn from(line: &Line) -> Row {
        Row::of(&line.token, &line.value, &line.comment)
    }
}
