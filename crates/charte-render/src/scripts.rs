//! The scripts that visitors download, as `runtime/build.mjs` bundles and minifies them. A build replaces `CHARTE` in each by
//! its arguments.

/// In every page: puts the policy in force and holds what scripts make.
pub const INLINE: &str = include_str!("../runtime/inline.min.js");
/// The same where the policy stands in the HTML.
pub const INLINE_STATIC: &str = include_str!("../runtime/inline-static.min.js");
/// The same for pages without scripts.
pub const INLINE_SMALL: &str = include_str!("../runtime/inline-small.min.js");
/// Lets through and gives back what the visitor allowed.
pub const FIRST: &str = include_str!("../runtime/first.min.js");
/// The banner and the preferences.
pub const BANNER: &str = include_str!("../runtime/charte.min.js");
/// The same with the class names of the State's design system.
pub const STATE_BANNER: &str = include_str!("../runtime/charte-dsfr.min.js");
/// What few pages need: placeholders, withdrawal, the choice in words.
pub const LATER: &str = include_str!("../runtime/later.min.js");
/// The keys of the scripts' configuration, as a JSON array of pairs: a readable name and the short key that scripts use.
pub const KEYS: &str = include_str!("../runtime/keys.json");
