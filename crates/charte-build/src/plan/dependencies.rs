//! What a page asked of its portal and was answered. As long as the answers are the same, so is what becomes of the page:
//! a change of texts or of the theme reaches the pages that show them, and no others.

use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::sync::{Mutex, PoisonError};

use charte_rewrite::{Embed, Markup, Needs};

/// One question, and its answer in short.
pub(super) struct Dependency {
    question: Question,
    answer: u64,
}

#[derive(PartialEq)]
enum Question {
    Head(String, Needs),
    Placeholder(String, Box<OwnedEmbed>),
    Link(String),
    Charter(String),
}

/// An [`Embed`] that outlives its page.
#[derive(PartialEq)]
struct OwnedEmbed {
    services: Vec<String>,
    address: String,
    element: String,
    title: Option<String>,
}

impl OwnedEmbed {
    fn of(embed: &Embed<'_>) -> OwnedEmbed {
        let Embed { services, address, element, title } = embed.clone();
        OwnedEmbed { services: services.to_vec(), address: address.to_owned(), element: element.to_owned(), title }
    }

    fn embed(&self) -> Embed<'_> {
        Embed { services: &self.services, address: &self.address, element: &self.element, title: self.title.clone() }
    }
}

impl Dependency {
    /// Whether it asks for a placeholder, which costs more to answer than all else.
    pub(super) fn is_placeholder(&self) -> bool {
        matches!(self.question, Question::Placeholder(..))
    }

    /// Whether the answer would be the same.
    pub(super) fn holds(&self, portal: &dyn Markup) -> bool {
        let answer = match &self.question {
            Question::Head(language, needs) => portal.head(language, *needs),
            Question::Placeholder(language, embed) => portal.placeholder(language, &embed.embed()),
            Question::Link(language) => portal.link(language),
            Question::Charter(language) => portal.charter(language),
        };
        short(&answer) == self.answer
    }
}

fn short(answer: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    answer.hash(&mut hasher);
    hasher.finish()
}

/// Passes questions on, and takes note of them.
pub(super) struct Recorder<'a> {
    portal: &'a dyn Markup,
    dependencies: Mutex<Vec<Dependency>>,
}

impl<'a> Recorder<'a> {
    pub(super) fn new(portal: &'a dyn Markup) -> Self {
        Recorder { portal, dependencies: Mutex::default() }
    }

    pub(super) fn into_dependencies(self) -> Vec<Dependency> {
        self.dependencies.into_inner().unwrap_or_else(PoisonError::into_inner)
    }

    fn note(&self, question: Question, answer: String) -> String {
        let mut dependencies = self.dependencies.lock().unwrap_or_else(PoisonError::into_inner);
        if !dependencies.iter().any(|known| known.question == question) {
            dependencies.push(Dependency { question, answer: short(&answer) });
        }
        answer
    }
}

impl Markup for Recorder<'_> {
    // Depends on the portal's languages alone, which the memory compares by themselves.
    fn language(&self, lang: Option<&str>) -> &str {
        self.portal.language(lang)
    }

    fn head(&self, language: &str, needs: Needs) -> String {
        self.note(Question::Head(language.into(), needs), self.portal.head(language, needs))
    }

    fn placeholder(&self, language: &str, embed: &Embed<'_>) -> String {
        let question = Question::Placeholder(language.into(), Box::new(OwnedEmbed::of(embed)));
        self.note(question, self.portal.placeholder(language, embed))
    }

    fn link(&self, language: &str) -> String {
        self.note(Question::Link(language.into()), self.portal.link(language))
    }

    fn charter(&self, language: &str) -> String {
        self.note(Question::Charter(language.into()), self.portal.charter(language))
    }
}
