//! A text with parts in another language than the page.

use serde::Serialize;

use crate::locale;

/// A text, as pieces by language.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Phrase(pub Vec<Piece>);

/// A part of a text, in one language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Piece {
    /// The text.
    pub text: String,
    /// Its language, unless it is the page's.
    pub lang: Option<String>,
    /// Its direction, `ltr` or `rtl`, where `lang` is set.
    pub dir: Option<&'static str>,
}

impl Phrase {
    /// A text in another language than the page's.
    pub(super) fn in_language(language: &str, text: &str) -> Self {
        let dir = Some(locale::direction(language));
        Phrase(vec![Piece { text: text.into(), lang: Some(language.into()), dir }])
    }

    /// The whole text.
    pub(super) fn text(&self) -> String {
        self.0.iter().map(|piece| piece.text.as_str()).collect()
    }

    /// Language and direction of the first piece in another language.
    pub(super) fn language(&self) -> Option<(&str, &'static str)> {
        self.0.iter().find_map(|piece| Some((piece.lang.as_deref()?, piece.dir?)))
    }

    /// Appends text in the page's language.
    pub(super) fn push(&mut self, text: &str) {
        match self.0.last_mut().filter(|last| last.lang.is_none()) {
            Some(last) => last.text.push_str(text),
            None if text.is_empty() => {}
            None => self.0.push(Piece { text: text.into(), lang: None, dir: None }),
        }
    }

    /// Appends another phrase.
    pub(super) fn extend(&mut self, other: &Phrase) {
        for piece in &other.0 {
            match piece.lang {
                None => self.push(&piece.text),
                Some(_) => self.0.push(piece.clone()),
            }
        }
    }
}

impl From<&str> for Phrase {
    fn from(text: &str) -> Self {
        let mut phrase = Phrase::default();
        phrase.push(text);
        phrase
    }
}
