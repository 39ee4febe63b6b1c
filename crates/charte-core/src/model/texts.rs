//! A text in several languages. It does not know which one is shown.

use std::collections::BTreeMap;

/// A text in each language that has one, by language tag (`fr`, `en`).
pub type Texts = BTreeMap<String, String>;
