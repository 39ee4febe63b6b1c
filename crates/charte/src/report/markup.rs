//! What the parts of the page in HTML share.

use super::collect::Fate;

/// The class of what becomes of a contact.
pub(super) fn class(fate: Fate) -> &'static str {
    match fate {
        Fate::Allowed | Fate::Exempt => "loads",
        Fate::Waits => "waits",
        Fate::Refused => "refused",
    }
}

/// Escapes text for HTML content and attributes in double quotes.
pub(super) fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;")
}
