//! Rewrites one page of HTML, as bytes: finds which third parties it contacts, makes insertions so that these wait for consent, and
//! strips the insertions again. It knows no disk, no theme and no network.
//!
//! [`rewrite`] first strips what an earlier build inserted, then decides what to insert; [`strip`] removes exactly that. A build
//! only inserts, so that every byte of the author's stays: `strip(build(page)) == page`.
//!
//! ```
//! use charte_core::catalogue::Catalogue;
//! use charte_core::{check, manifest};
//! use charte_html::Syntax;
//! use charte_rewrite::recognise::{Recogniser, scope};
//! use charte_rewrite::{Embed, Markup, Needs, Rules, rewrite, strip};
//!
//! struct Plain;
//! impl Markup for Plain {
//!     fn language(&self, _: Option<&str>) -> &str { "fr" }
//!     fn head(&self, _: &str, _: Needs) -> String { "<script src=/c.js data-charte-built></script>".into() }
//!     fn placeholder(&self, _: &str, embed: &Embed<'_>) -> String { format!("<p>{}", embed.address) }
//!     fn link(&self, _: &str) -> String { String::new() }
//!     fn charter(&self, _: &str) -> String { String::new() }
//! }
//!
//! # let declaration = "version = 1\n[publisher]\nname = \"A\"\ncontact = \"a@b.fr\"\ndpo = \"d@b.fr\"\n[portal.a]\nname = \"A\"\n\
//! #   url = \"https://a.fr\"\ninput = \"public\"\nupdated = 2026-11-23\nservices = [\"youtube\"]";
//! let catalogue = Catalogue::embedded();
//! let (manifest, _) = manifest::parse("charte.toml", declaration);
//! let charter = check::check(&manifest, &catalogue).0.remove(0);
//! let recogniser = Recogniser::new(&scope(&charter), catalogue.claims());
//!
//! let page = br#"<!doctype html><title>Film</title><iframe src="https://www.youtube.com/embed/x" title="Film"></iframe>"#;
//! let rewritten = rewrite(page, &Rules::new(&recogniser, &Plain, None));
//! let built = rewritten.edits.apply(page);
//! assert_eq!(rewritten.report.gated[0].service, "youtube");
//! assert_ne!(built, page);
//! assert_eq!(*strip(&built, Syntax::Html), page[..]);
//! ```
//!
//! What is inserted comes from a [`Markup`]; what must wait, from a [`Recogniser`](recognise::Recogniser). Three modules group the rest:
//!
//! - [`recognise`]: the owners of addresses, what scripts start, and whom files contact;
//! - [`frame`]: the page of the charter, made out of a page of the site;
//! - [`page_rules`]: the rules that findings are made from.

mod anchor;
mod contacts;
mod document;
mod edits;
mod element;
mod fragment;
pub mod frame;
mod gate;
mod hold;
mod insert;
mod markup;
pub mod page_rules;
pub mod recognise;
mod report;
mod rewrite;
mod rules;
mod slot;
mod strip;
#[cfg(test)]
mod tests;

pub use document::read_document;
pub use edits::{Edits, Rewritten};
pub use hold::HELD_SCRIPT_TEXT;
pub use markup::{Embed, Form, Markup, Needs};
pub use report::{Gated, PageFinding, PageReport, UndeclaredContact};
pub use rewrite::{insert_into_head, inspect, is_marked, policies, rewrite, rewrite_document};
pub use rules::Rules;
pub use strip::strip;
