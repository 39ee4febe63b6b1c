//! `charte diff`: two declarations compared in the words of a visitor, and the next entry of the charter's history.

mod sentences;

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use anyhow::Result;
use charte_build::Declaration;
use charte_core::charter::Charter;
use charte_core::diagnostic::has_errors;
use serde_json::{Value, json};

use crate::exit::Exit;
use crate::options::Format;
use crate::print::output::{Output, print_errors};
use crate::{clock, declare};
use sentences::{Sentence, differences};

/// Arguments of `charte diff`.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:\n  git show HEAD:charte.toml > old.toml && charte diff old.toml charte.toml")]
pub(crate) struct DiffOptions {
    /// The declaration as it was
    #[arg(value_name = "OLD")]
    old: PathBuf,
    /// The declaration as it is
    #[arg(value_name = "NEW", default_value = "charte.toml")]
    new: PathBuf,
    /// How to print the result
    #[arg(long, value_enum, default_value_t = Format::Human)]
    format: Format,
}

/// `charte diff`.
pub(crate) fn diff(options: &DiffOptions) -> Result<Exit> {
    let (old, new) = match (sound(&options.old)?, sound(&options.new)?) {
        (Ok(old), Ok(new)) => (old, new),
        (Err(exit), _) | (_, Err(exit)) => return Ok(exit),
    };
    let portals: Vec<Comparison<'_>> = new.charters.iter().map(|charter| compare(&old.charters, charter)).collect();
    let gone: Vec<&str> = old
        .charters
        .iter()
        .map(|charter| charter.id.as_str())
        .filter(|id| !new.charters.iter().any(|charter| charter.id == *id))
        .collect();
    let mut text: String = portals.iter().map(Comparison::text).collect();
    for id in &gone {
        // Writing to a String never fails.
        let _ = writeln!(text, "{id}\n  is no longer declared\n");
    }
    let data = json!({ "portals": portals.iter().map(Comparison::data).collect::<Vec<_>>(), "removed": gone });
    Ok(Output { command: "diff", findings: Vec::new(), text, data: ("diff", data) }.print(options.format))
}

/// A declaration without errors.
fn sound(file: &Path) -> Result<Result<Declaration, Exit>> {
    let declaration = declare::declaration(file, &[])?;
    match has_errors(&declaration.findings) {
        true => Ok(Err(print_errors(&declaration.findings))),
        false => Ok(Ok(declaration)),
    }
}

/// One portal of the new declaration, compared with the old one.
struct Comparison<'a> {
    charter: &'a Charter,
    is_new: bool,
    sentences: Vec<Sentence>,
    /// Whether visitors who have chosen are asked again.
    asks_again: bool,
}

fn compare<'a>(old: &[Charter], charter: &'a Charter) -> Comparison<'a> {
    let before = old.iter().find(|before| before.id == charter.id);
    let sentences = before.map(|before| differences(before, charter)).unwrap_or_default();
    let asks_again = before.is_some_and(|before| {
        before.has_choice() && charter.has_choice() && before.fingerprint() != charter.fingerprint()
    });
    Comparison { charter, is_new: before.is_none(), sentences, asks_again }
}

impl Comparison<'_> {
    fn text(&self) -> String {
        let mut text = format!("{}  {}\n", self.charter.id, self.charter.name);
        let mut line = |words: &str| text.push_str(&format!("  {words}\n"));
        if self.is_new {
            line("is new");
        } else if self.sentences.is_empty() {
            line("nothing that concerns visitors has changed");
        }
        self.sentences.iter().for_each(|sentence| line(&sentence.en));
        match (self.is_new, self.asks_again) {
            (true, _) => {}
            (false, true) => line("Visitors are asked again: what they consented to is not the same."),
            (false, false) => line("Visitors are not asked again."),
        }
        if let Some(entry) = self.entry() {
            text.push_str(&format!("\nFor the history of the charter, in charte.toml:\n\n{entry}"));
        }
        text + "\n"
    }

    /// The next `[[portal.x.change]]`, in those of its languages that have the sentences.
    fn entry(&self) -> Option<String> {
        if self.sentences.is_empty() {
            return None;
        }
        let has = |language: &str| self.charter.languages.iter().any(|tag| tag.split('-').next() == Some(language));
        let all = |words: fn(&Sentence) -> &str| self.sentences.iter().map(words).collect::<Vec<_>>().join(" ");
        let (fr, en) = (all(|sentence| &sentence.fr), all(|sentence| &sentence.en));
        // The escapes of a JSON string are those of a basic string in TOML.
        let texts = [("fr", fr), ("en", en)].into_iter().filter(|(tag, _)| has(tag) || (*tag == "en" && !has("fr")));
        let texts: Vec<String> = texts.map(|(tag, text)| format!("{tag} = {}", Value::from(text))).collect();
        Some(format!(
            "[[portal.{}.change]]\ndate = {}\ntext = {{ {} }}\n",
            self.charter.id,
            clock::today(),
            texts.join(", ")
        ))
    }

    fn data(&self) -> Value {
        let differences = self.sentences.iter().map(|Sentence { fr, en }| json!({ "fr": fr, "en": en }));
        json!({
            "portal": self.charter.id,
            "new": self.is_new,
            "differences": differences.collect::<Vec<_>>(),
            "asks_again": self.asks_again,
            "change": self.entry(),
        })
    }
}
