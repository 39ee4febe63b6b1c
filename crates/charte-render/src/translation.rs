//! One language of one portal: its words, its templates, the address of its charter. It knows no page.

use std::sync::Arc;

use charte_core::charter::Charter;
use charte_core::diagnostic::Diagnostic;

use crate::address::folder;
use crate::engine::Engine;
use crate::theme::{Theme, Wording};
use crate::words::Words;

/// What one language needs to speak.
#[derive(Clone)]
pub(super) struct Translation {
    pub(super) words: Arc<Words>,
    pub(super) engine: Arc<Engine>,
    /// Address of the charter in this language, from the root of the host.
    pub(super) address: String,
}

impl Translation {
    pub(super) fn new(
        theme: &Theme,
        wording: &Wording,
        charter: &Charter,
        language: &str,
    ) -> Result<Translation, Vec<Diagnostic>> {
        let mut words = Words::new(language, wording.complete(language)?, &charter.languages);
        words.let_be("site", charter.name.clone());
        words.let_be("url", charter.url.trim_end_matches('/').into());
        words.let_be("host", whole(charter, &words));
        words.let_be("publisher", charter.publisher.name.clone());
        words.let_be("cookie", charter.choice.name.clone());
        words.let_be("duration", words.lifetime(Some(charter.choice.lifetime)));
        let words = Arc::new(words);
        let engine = Arc::new(Engine::new(&theme.templates, Arc::clone(&words))?);
        Ok(Translation { words, engine, address: address(charter, language) })
    }
}

/// Where the charter of a language stands in charte's own folder: at its root for the portal's first one.
fn address(charter: &Charter, language: &str) -> String {
    let is_first = charter.languages.first().is_some_and(|first| first == language);
    if is_first { folder(charter) } else { format!("{}{language}/", folder(charter)) }
}

/// Where the choice holds: the portal's host, or the domain that shares it.
fn whole(charter: &Charter, words: &Words) -> String {
    match &charter.choice.domain {
        Some(domain) => words.say_with("preferences.shared", &[("domain", domain)]),
        None => charter.host.clone(),
    }
}
