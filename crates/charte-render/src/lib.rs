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
mod waiting;
mod words;

pub use consent_mode::consent_modes;
pub use names::{CHARTER_STYLESHEET, STYLESHEET, UNKNOWN};
pub use renderer::Renderer;
pub use runtime::{MARK, later, to_script};
pub use waiting::Waiting;
