//! Names that pages, files and scripts agree on.

/// Name of the stylesheet of placeholders, in charte's own folder.
pub const STYLESHEET: &str = "charte.css";
/// Name of the stylesheet of the charter, in charte's own folder.
pub const CHARTER_STYLESHEET: &str = "charter.css";
/// The id that services have which nobody declared.
pub const UNKNOWN: &str = "unknown";
