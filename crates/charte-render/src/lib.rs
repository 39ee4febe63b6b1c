//! Renders the HTML and the files of a portal from its charter and a theme. It does not read the site's pages or the disk.
//!
//! [`Renderer`] renders one portal: charter, link, placeholders, style sheets. [`theme`] loads themes, and lists, drafts and
//! proposes them; [`view`] documents the variables of their templates. [`scripts`] are the visitors' scripts:
//! [`Renderer::runtime_argument`], [`Renderer::later_argument`] and [`consent_modes`] make their configuration. [`rules`] are the
//! rules for themes and texts, [`locale`] what depends on a language.

mod address;
mod ascii;
mod charter_view;
mod consent_mode;
mod cookie_names;
mod country;
mod dsfr;
mod engine;
pub mod export;
#[cfg(test)]
mod fixtures;
mod held_embed;
mod insertable;
mod keys;
pub mod locale;
mod mechanism;
mod names;
mod phrase;
mod placeholder;
mod renderer;
mod resource;
pub mod rules;
mod runtime;
pub mod scripts;
mod service_view;
mod style;
#[cfg(test)]
mod tests;
pub mod theme;
mod translation;
mod try_templates;
pub mod view;
mod words;

// Rendering.
pub use held_embed::HeldEmbed;
pub use mechanism::mechanism;
pub use names::{CHARTER_STYLESHEET, OBJECTION_SCRIPT, PLACEHOLDER_STYLESHEET, UNKNOWN_SERVICE};
pub use renderer::Renderer;

// Configuration of the scripts.
pub use consent_mode::consent_modes;
pub use runtime::{BYTE_ORDER_MARK, later_file_name, to_script_json};
