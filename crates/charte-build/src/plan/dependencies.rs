//! The markup that a page takes from its portal. While it is the same, the rewritten page is the same: after a change
//! of texts or of the theme only the pages that have them are planned again.

use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::sync::{Mutex, PoisonError};

use charte_rewrite::{Embed, Markup, Needs};

/// One request for markup, and the hash of the answer.
pub(super) struct Dependency {
    request: Request,
    answer: u64,
}

#[derive(PartialEq)]
enum Request {
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
    /// Whether it is a placeholder, which takes longer to render than all other markup.
    pub(super) fn is_placeholder(&self) -> bool {
        matches!(self.request, Request::Placeholder(..))
    }

    /// Whether `portal` gives the same markup.
    pub(super) fn holds(&self, portal: &dyn Markup) -> bool {
        let answer = match &self.request {
            Request::Head(language, needs) => portal.head(language, *needs),
            Request::Placeholder(language, embed) => portal.placeholder(language, &embed.embed()),
            Request::Link(language) => portal.link(language),
            Request::Charter(language) => portal.charter(language),
        };
        hash(&answer) == self.answer
    }
}

fn hash(answer: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    answer.hash(&mut hasher);
    hasher.finish()
}

/// Passes requests on to the portal, and records them.
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

    fn note(&self, request: Request, answer: String) -> String {
        let mut dependencies = self.dependencies.lock().unwrap_or_else(PoisonError::into_inner);
        if !dependencies.iter().any(|known| known.request == request) {
            dependencies.push(Dependency { request, answer: hash(&answer) });
        }
        answer
    }
}

impl Markup for Recorder<'_> {
    // Not recorded: it depends on the portal's languages alone, which are part of the memory's key.
    fn language(&self, lang: Option<&str>) -> &str {
        self.portal.language(lang)
    }

    fn head(&self, language: &str, needs: Needs) -> String {
        self.note(Request::Head(language.into(), needs), self.portal.head(language, needs))
    }

    fn placeholder(&self, language: &str, embed: &Embed<'_>) -> String {
        let request = Request::Placeholder(language.into(), Box::new(OwnedEmbed::of(embed)));
        self.note(request, self.portal.placeholder(language, embed))
    }

    fn link(&self, language: &str) -> String {
        self.note(Request::Link(language.into()), self.portal.link(language))
    }

    fn charter(&self, language: &str) -> String {
        self.note(Request::Charter(language.into()), self.portal.charter(language))
    }
}
