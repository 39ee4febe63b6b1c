//! One page of HTML as bytes: whom it contacts, what a build inserts so that they wait for consent, and how that is taken out
//! again. Pure: no disk, no theme, no network.
//!
//! `build(page) = insert(strip(page))`, where `strip` takes out exactly what an earlier build inserted. A build only inserts,
//! so every byte of the author's stays, and stripping a built page gives the page.

mod anchor;
pub mod document;
mod edits;
mod element;
mod fragment;
pub mod frame;
mod gate;
mod hold;
mod insert;
mod markup;
pub mod recognise;
mod report;
mod rewrite;
mod rules;
mod slot;
mod strip;
#[cfg(test)]
mod tests;

pub use edits::{Edits, Rewritten};
pub use hold::RUN;
pub use markup::{Embed, Form, Markup, Needs};
pub use report::{Gated, Gravity, PageFinding, PageReport, Stranger};
pub use rewrite::{is_marked, look, policies, rewrite, rewrite_document, with_in_head};
pub use rules::Rules;
pub use strip::strip;
