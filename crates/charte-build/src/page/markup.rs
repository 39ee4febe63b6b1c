//! What pages receive, as this module asks for it: it knows neither themes nor templates.

/// The pieces of HTML that a page receives, ASCII only. Each outermost element of a piece carries `data-charte-built`.
pub trait Markup: Sync {
    /// Language of the portal that serves a page marked `lang` (`fr-FR` → `fr`; unknown → the first).
    fn language(&self, lang: Option<&str>) -> &str;
    /// The insertion at the start of the head.
    fn head(&self, language: &str, needs: Needs) -> String;
    /// Whether the browser must hold back what a page's own scripts contact; `names` when the page names third parties.
    fn guards(&self, names: bool) -> bool;
    /// The box shown in place of an embed that waits.
    fn placeholder(&self, language: &str, embed: &Embed<'_>) -> String;
    /// The link that reopens the choice, for the end of the page.
    fn link(&self, language: &str) -> String;
    /// The charter, for an author's slot.
    fn charter(&self, language: &str) -> String;
}

/// What a page needs of charte's besides what all pages have.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Needs {
    /// The style of what charte shows in it.
    pub style: bool,
    /// Something that answers for services that wait, because its scripts talk to them.
    pub queues: bool,
    /// What has the browser hold back whom its own scripts may contact.
    pub guard: bool,
}

/// What stands where a placeholder goes.
#[derive(Debug, Clone)]
pub struct Embed<'a> {
    /// The services that must all be granted; `unknown` for a third party that nobody declared.
    pub services: &'a [String],
    /// Its address, absolute if known.
    pub address: &'a str,
    /// Name of the element.
    pub element: &'a str,
    /// Its `width`.
    pub width: Option<String>,
    /// Its `height`.
    pub height: Option<String>,
    /// Its `title`.
    pub title: Option<String>,
    /// Its `class`.
    pub class: Option<String>,
    /// Its `style`.
    pub style: Option<String>,
    /// Whether it says by `frameborder` that it has no edge.
    pub is_borderless: bool,
}
