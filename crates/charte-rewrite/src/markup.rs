//! The interface to what makes the inserted pieces of HTML. It knows no themes and no templates.

/// Makes the pieces of HTML that are inserted into pages. A piece is ASCII, closes every element that it opens, and has
/// `data-charte-built` on each outermost element; one that is not so is left out, with a finding. An empty piece inserts nothing.
pub trait Markup: Sync {
    /// The language of the portal for a page with this `lang`: `fr` for `fr-FR`, the first one for an unknown language or none.
    fn language(&self, lang: Option<&str>) -> &str;
    /// The insertion at the start of the head.
    fn head(&self, language: &str, needs: Needs) -> String;
    /// The whole document that a frame shows while it waits. It becomes a `srcdoc` and needs no mark.
    fn placeholder(&self, language: &str, embed: &Embed<'_>) -> String;
    /// The link that reopens the choice, for the end of the page.
    fn link(&self, language: &str) -> String;
    /// The charter, for the slot of an author. It needs no mark: a marked `<div>` is put around it.
    fn charter(&self, language: &str) -> String;
}

/// How a page gets charte's content security policy.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Form {
    /// An inline script adds it before anything else is parsed.
    #[default]
    Script,
    /// It is in the HTML as a `<meta>`, after an inline script that removes it after consent.
    Static,
    /// It is in the HTML as a `<meta>`, after a script file in charte's folder that removes it after consent.
    File,
}

/// What the insertion in the head of a page must do.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Needs {
    /// How the page gets the policy.
    pub form: Form,
    /// Whether scripts run in the page, which may make elements.
    pub has_scripts: bool,
    /// Whether browsers read the page as XML.
    pub is_xml: bool,
    /// Whether the page has an opaque origin, because its site's policy has `sandbox` without `allow-same-origin`.
    pub has_no_origin: bool,
}

/// An `<iframe>` that waits for consent.
#[derive(Debug, Clone)]
pub struct Embed<'a> {
    /// The services that must all be granted; [`UNKNOWN_SERVICE`](crate::recognise::UNKNOWN_SERVICE) for a third party that is not
    /// declared.
    pub services: &'a [String],
    /// Its address as written, with references resolved.
    pub address: &'a str,
    /// The name of the element.
    pub element: &'a str,
    /// Its `title` attribute.
    pub title: Option<String>,
}
