//! Says what allows a transfer of the catalogue's, outside any portal.

use charte_core::model::Transfer;
use charte_themes::BASE;

use crate::theme::{Folder, Theme};
use crate::words::Words;

/// What allows a transfer, in charte's own words of a language.
pub fn mechanism(transfer: &Transfer, language: &str) -> Option<String> {
    let texts = Theme::load(BASE, &Folder::default()).and_then(|theme| theme.texts(language)).ok()?;
    Words::new(language, texts, &[]).mechanism(transfer, true).map(|said| said.text())
}
