//! What decides how a page is rewritten.

use charte_html::Syntax;

use crate::markup::Markup;
use crate::recognise::Recogniser;

/// What decides how a page is rewritten.
#[derive(Clone, Copy)]
pub struct Rules<'a> {
    /// Tells what must wait.
    pub recogniser: &'a Recogniser,
    /// Gives what is inserted.
    pub markup: &'a dyn Markup,
    /// Absolute address at which the page will be served; needed only where a `<base>` is relative.
    pub address: Option<&'a str>,
    /// How browsers read the page.
    pub syntax: Syntax,
    /// Why the policy is to stand in the HTML of every page, where it is.
    pub is_static: Option<&'static str>,
    /// Whether a style sheet of the site may import one of a third party's.
    pub imports: bool,
    /// Why the site's own policy refuses charte's inline script, where it does.
    pub refused: Option<&'static str>,
    /// Whether the site's own policy lets inline scripts run in the body of the page.
    pub runs_inline: bool,
    /// Whether the page is in a sandbox that takes its origin.
    pub has_no_origin: bool,
}

impl<'a> Rules<'a> {
    /// For a page of HTML on a site without a policy of its own.
    pub fn new(recogniser: &'a Recogniser, markup: &'a dyn Markup, address: Option<&'a str>) -> Self {
        let syntax = Syntax::Html;
        Rules {
            recogniser,
            markup,
            address,
            syntax,
            is_static: None,
            imports: false,
            refused: None,
            runs_inline: true,
            has_no_origin: false,
        }
    }
}
