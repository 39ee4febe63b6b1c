//! Names that pages, files and scripts share.

/// Name of the stylesheet of placeholders, in charte's own folder.
pub const PLACEHOLDER_STYLESHEET: &str = "charte.css";
/// Name of the stylesheet of the charter, in charte's own folder.
pub const CHARTER_STYLESHEET: &str = "charter.css";
/// Name of the script of the charter page, in charte's own folder.
pub const OBJECTION_SCRIPT: &str = "objection.js";
/// The id for hosts of undeclared services.
pub const UNKNOWN_SERVICE: &str = "unknown";

/// The name of one of the model's words, as in a manifest.
pub(crate) fn id_of(word: &impl serde::Serialize) -> String {
    let value = serde_json::to_value(word).ok();
    value.as_ref().and_then(serde_json::Value::as_str).unwrap_or_default().to_string()
}
