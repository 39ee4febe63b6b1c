//! The tables that keys belong to, for advice about a key in the wrong table.

/// The keys of `[site]` that a portal can have, too.
const SETTINGS: &[&str] = &[
    "input",
    "output",
    "theme",
    "state_site",
    "frame",
    "folder",
    "languages",
    "services",
    "unknown",
    "policy",
    "banner",
    "allow",
    "delegated",
    "first_party",
    "choice",
    "consent_mode",
    "updated",
    "change",
    "processing",
    "text",
    "tokens",
];
/// The keys of publishers.
pub(super) const PUBLISHER: &[&str] = &[
    "country",
    "region",
    "representative",
    "address",
    "phone",
    "email",
    "contact",
    "dpo",
    "dpo_name",
    "dpo_address",
    "dpo_phone",
    "public_body",
    "privacy",
    "legal_notice",
    "accessibility",
];
/// The tables that known keys belong to, for advice about a key in the wrong table.
pub(super) const HOMES: &[(&str, &[&str])] = &[
    ("under its portal, headed `[[portal.<id>.change]]`, or `[[site.change]]` for all", &["change"]),
    ("under its portal, headed `[[portal.<id>.processing]]`, or `[[site.processing]]` for all", &["processing"]),
    ("under `[site]`", SETTINGS),
    ("under `[publisher]`", PUBLISHER),
    ("under `[site.choice]`", &["cookie", "lifetime", "domain"]),
    ("under `[portal.<id>]`", &["url", "hosts"]),
    ("at the top of the file", &["version", "rules", "purpose"]),
];
