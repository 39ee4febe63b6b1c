//! Whether the process prints errors alone. Like the choice of colours, this is set once, before a command runs.

use std::sync::OnceLock;

static IS_QUIET: OnceLock<bool> = OnceLock::new();

/// Sets whether errors alone are printed. The first call counts.
pub(crate) fn set_quiet(is_quiet: bool) {
    // An error says that it was set before.
    let _ = IS_QUIET.set(is_quiet);
}

/// Whether errors alone are printed, besides what a command was asked for.
pub(crate) fn is_quiet() -> bool {
    IS_QUIET.get().copied().unwrap_or_default()
}
