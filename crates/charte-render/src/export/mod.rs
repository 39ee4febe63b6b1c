//! A charter for a system that is not a folder of pages: as HTML for an editor, as Markdown, as text, as data. All are made
//! from the view of the charter page.

mod charter;
mod document;
mod html;
mod markdown;
mod rules;
mod text;

use charte_core::diagnostic::Diagnostic;
use serde_json::{Value, json};

use crate::renderer::Renderer;
use charter::Writer;

/// The version of the structure of [`Format::Json`], which programs read first.
pub const SCHEMA: u32 = 1;

/// The JSON Schema of [`Format::Json`].
pub const SCHEMA_FILE: &str = include_str!("schema.json");

/// The form of an export.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// An HTML fragment without scripts and styles.
    Html,
    /// Markdown.
    Markdown,
    /// Plain text.
    Text,
    /// The variables of `charter.html` as JSON.
    Json,
}

impl Renderer {
    /// The charter in a language, outside the site. Its addresses are absolute.
    ///
    /// # Errors
    /// A language that the portal does not have.
    pub fn export(&self, language: &str, format: Format) -> Result<String, Vec<Diagnostic>> {
        let view = self.charter_view(language)?;
        let words = &self.translation(language)?.words;
        let origin = self.charter.url.strip_suffix(&self.charter.base_path).unwrap_or(&self.charter.url);
        let blocks = || Writer { view: &view, words, origin }.blocks();
        Ok(match format {
            Format::Html => html::print(&blocks(), language, view.dir),
            Format::Markdown => markdown::print(&blocks()),
            Format::Text => text::print(&blocks()),
            Format::Json => {
                let data = serde_json::to_value(&view).unwrap_or(Value::Null);
                format!("{:#}\n", json!({ "schema": SCHEMA, "charter": data }))
            }
        })
    }
}

#[cfg(test)]
mod tests;
