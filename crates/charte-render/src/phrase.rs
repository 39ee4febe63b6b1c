//! A text of which parts may be in another language than the page around it. It knows no HTML.

use serde::Serialize;

use crate::locale;

/// A text, in pieces where not all of it is in the page's language.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Phrase(pub Vec<Piece>);

/// A part of a text, in one language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Piece {
    /// What is read.
    pub text: String,
    /// Its language, unless it is the page's.
    pub lang: Option<String>,
    /// Its direction, where the language is another.
    pub dir: Option<&'static str>,
}

impl Phrase {
    /// A text in another language than the page's.
    pub(super) fn in_language(language: &str, text: &str) -> Self {
        let dir = Some(locale::direction(language));
        Phrase(vec![Piece { text: text.into(), lang: Some(language.into()), dir }])
    }

    /// What is read.
    pub(super) fn text(&self) -> String {
        self.0.iter().map(|piece| piece.text.as_str()).collect()
    }

    /// Its language and direction, where that is not the page's.
    pub(super) fn language(&self) -> Option<(&str, &'static str)> {
        self.0.iter().find_map(|piece| Some((piece.lang.as_deref()?, piece.dir?)))
    }

    /// Goes on in the page's language.
    pub(super) fn push(&mut self, text: &str) {
        match self.0.last_mut().filter(|last| last.lang.is_none()) {
            Some(last) => last.text.push_str(text),
            None if text.is_empty() => {}
            None => self.0.push(Piece { text: text.into(), lang: None, dir: None }),
        }
    }

    /// Goes on with another.
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
