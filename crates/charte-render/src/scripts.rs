//! The scripts that visitors download, as `runtime/build.mjs` bundles and minifies them. A build replaces `CHARTE` in each by
//! its arguments.

/// In every page: sets the policy, and holds elements that scripts make.
pub const INLINE: &str = include_str!("../runtime/inline.min.js");
/// The same for pages with the policy in their HTML.
pub const INLINE_STATIC: &str = include_str!("../runtime/inline-static.min.js");
/// The same for pages without scripts.
pub const INLINE_SMALL: &str = include_str!("../runtime/inline-small.min.js");
/// Relaxes the policy for granted services and restores their elements.
pub const FIRST: &str = include_str!("../runtime/first.min.js");
/// The switch on the charter page by which visitors object to measurement; it takes no argument.
pub const OBJECTION: &str = include_str!("../runtime/objection.min.js");
/// The banner.
pub const BANNER: &str = include_str!("../runtime/charte.min.js");
/// The same with the class names of the French State's design system (DSFR).
pub const DSFR_BANNER: &str = include_str!("../runtime/charte-dsfr.min.js");
/// What few pages need: preferences, placeholders for embeds that scripts make, withdrawal, the choice in words.
pub const LATER: &str = include_str!("../runtime/later.min.js");
/// The same with the preferences of the design system.
pub const DSFR_LATER: &str = include_str!("../runtime/later-dsfr.min.js");
/// The keys of the scripts' configuration, as a JSON array of pairs: a readable name and the short key that scripts use.
pub const KEYS: &str = include_str!("../runtime/keys.json");
