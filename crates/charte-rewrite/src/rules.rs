//! The options of a rewrite.

use charte_html::Syntax;

use crate::markup::Markup;
use crate::recognise::Recogniser;

/// The options of a rewrite. [`Rules::new`] gives those of a usual page.
#[derive(Clone, Copy)]
pub struct Rules<'a> {
    /// Knows which contacts must wait.
    pub recogniser: &'a Recogniser,
    /// Makes the pieces that are inserted.
    pub markup: &'a dyn Markup,
    /// The absolute address at which the page will be served. It is needed to resolve a relative `<base>`, and relative addresses
    /// where files of the site belong to services.
    pub address: Option<&'a str>,
    /// How browsers read the page.
    pub syntax: Syntax,
    /// Why the policy has to be in the HTML of this page ([`Form::Static`](crate::Form::Static)), in English; `None` if it has not.
    pub static_reason: Option<&'static str>,
    /// Whether a style sheet of the site imports one of a third party's that must wait.
    pub has_imports: bool,
    /// Why charte's inline script cannot run ([`Form::File`](crate::Form::File)), in English; `None` if it can. The site's own policy
    /// may refuse it.
    pub inline_refusal: Option<&'static str>,
    /// Whether the site's own policy allows the texts of held scripts ([`HELD_SCRIPT_TEXT`](crate::HELD_SCRIPT_TEXT)) to run.
    pub allows_inline: bool,
    /// Whether the page has an opaque origin; see [`Needs::has_no_origin`](crate::Needs::has_no_origin).
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
            static_reason: None,
            has_imports: false,
            inline_refusal: None,
            allows_inline: true,
            has_no_origin: false,
        }
    }
}
