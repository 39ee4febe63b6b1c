//! Makes the pieces of HTML and the files that a portal shows, from its charter and a theme. It knows neither the site's pages
//! nor the disk.

mod address;
mod ascii;
mod charter_view;
mod consent_mode;
mod dsfr;
mod engine;
#[cfg(test)]
mod fixtures;
mod held_embed;
mod insertable;
mod keys;
pub mod locale;
mod names;
mod phrase;
mod placeholder;
mod renderer;
mod resource;
pub mod rules;
mod runtime;
pub mod scripts;
mod style;
#[cfg(test)]
mod tests;
pub mod theme;
mod translation;
mod try_templates;
pub mod view;
mod words;

pub use consent_mode::consent_modes;
pub use held_embed::HeldEmbed;
pub use names::{CHARTER_STYLESHEET, PLACEHOLDER_STYLESHEET, UNKNOWN_SERVICE};
pub use renderer::Renderer;
pub use runtime::{BYTE_ORDER_MARK, later_file_name, to_script_json};
