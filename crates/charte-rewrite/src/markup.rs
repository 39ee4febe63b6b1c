//! What pages receive, as this module asks for it: it knows neither themes nor templates.

/// The pieces of HTML that a page receives, ASCII only. Each outermost element of a piece carries `data-charte-built`.
pub trait Markup: Sync {
    /// Language of the portal that serves a page marked `lang` (`fr-FR` → `fr`; unknown → the first).
    fn language(&self, lang: Option<&str>) -> &str;
    /// The insertion at the start of the head.
    fn head(&self, language: &str, needs: Needs) -> String;
    /// The document that a frame shows while it waits.
    fn placeholder(&self, language: &str, embed: &Embed<'_>) -> String;
    /// The link that reopens the choice, for the end of the page.
    fn link(&self, language: &str) -> String;
    /// The charter, for an author's slot.
    fn charter(&self, language: &str) -> String;
}

/// How a page gets the policy by which the browser refuses third parties.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Form {
    /// An inline script adds it before anything else is parsed.
    #[default]
    Script,
    /// It stands in the HTML, behind an inline script that takes it away after a yes.
    Static,
    /// It stands in the HTML, behind a script of charte's own folder.
    File,
}

/// What a page needs of charte's in its head.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Needs {
    /// How it gets its policy.
    pub form: Form,
    /// Whether scripts run in it, which may make elements.
    pub has_scripts: bool,
    /// Whether it is XML.
    pub is_xml: bool,
    /// Whether it is in a sandbox that takes its origin.
    pub has_no_origin: bool,
}

/// A frame that waits.
#[derive(Debug, Clone)]
pub struct Embed<'a> {
    /// The services that must all be granted; `unknown` for a third party that nobody declared.
    pub services: &'a [String],
    /// Its address, absolute if known.
    pub address: &'a str,
    /// Name of the element.
    pub element: &'a str,
    /// Its `title`.
    pub title: Option<String>,
}
