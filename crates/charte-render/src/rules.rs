//! The rules for themes, their texts and the HTML that they make.

pub mod files;
pub mod texts;
pub mod theme;
pub mod weight;

use charte_core::rule::Rule;

/// Every rule of this crate.
pub fn all() -> impl Iterator<Item = &'static Rule> {
    [theme::ALL, weight::ALL, files::ALL, texts::ALL].into_iter().flatten().copied()
}
