//! One language of one portal: its texts, its templates, the address of its charter.

use std::sync::Arc;

use charte_core::charter::Charter;
use charte_core::diagnostic::Diagnostic;
use charte_core::legal::DEFAULT_COUNTRY;

use crate::address::folder;
use crate::engine::Engine;
use crate::theme::{Theme, Wording};
use crate::words::Words;

/// The texts and templates of one language.
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
        let texts = wording.complete(language, &charter.order.country)?;
        let mut words = Words::new(language, texts, &charter.languages);
        words.define("site", charter.name_in(language).to_owned());
        words.define("url", charter.url.trim_end_matches('/').into());
        words.define("host", choice_scope(charter, &words));
        words.define("publisher", charter.publisher.name.clone());
        words.define("cookie", charter.choice.name.clone());
        words.define("duration", words.lifetime(Some(charter.choice.lifetime)));
        let order = &charter.order;
        if order.country != DEFAULT_COUNTRY {
            words.fall_back_to("en");
        }
        words.define("authority", order.authority.short.clone());
        for (name, months) in [("tracker_months", order.tracker_months()), ("data_months", order.data_months())] {
            words.define(name, months.map(|months| months.to_string()).unwrap_or_default());
        }
        words.define("law", order.citation(language).1.to_owned());
        let words = Arc::new(words);
        let engine = Arc::new(Engine::new(&theme.templates, Arc::clone(&words))?);
        Ok(Translation { words, engine, address: address(charter, language) })
    }
}

/// Address of a language's charter in charte's own folder: the root of the folder for the portal's first language.
fn address(charter: &Charter, language: &str) -> String {
    let is_first = charter.languages.first().is_some_and(|first| first == language);
    if is_first { folder(charter) } else { format!("{}{language}/", folder(charter)) }
}

/// The name of where the choice is valid: the portal's host, or the domain that shares the cookie.
fn choice_scope(charter: &Charter, words: &Words) -> String {
    match &charter.choice.domain {
        Some(domain) => words.text_with("preferences.shared", &[("domain", domain)]),
        None => charter.host.clone(),
    }
}
