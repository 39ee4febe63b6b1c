//! The keys of a publisher.

use super::note::{Note, like, say};

pub(super) const NOTES: &[(&str, Note)] = &[
    ("publisher.name", say("Name of the publisher.")),
    (
        "publisher.country",
        like("Two-letter code of the country whose law the portal is under; France without it.", &["\"FR\"", "\"BE\""]),
    ),
    (
        "publisher.region",
        like("Region whose authority the publisher answers to, where the country has several.", &["\"BY\""]),
    ),
    ("publisher.representative", say("Who represents the publisher.")),
    ("publisher.phone", like("Telephone number.", &["\"+33 2 00 00 00 00\""])),
    ("publisher.email", like("Address for electronic mail.", &["\"mairie@example.fr\""])),
    ("publisher.address", say("Postal address.")),
    ("publisher.contact", like("How to reach the publisher: an e-mail or web address.", &["\"mairie@example.fr\""])),
    (
        "publisher.dpo",
        like("How to reach the data-protection officer: an e-mail or web address.", &["\"dpo@example.fr\""]),
    ),
    ("publisher.dpo_name", say("Name of the data-protection officer, or of the body that is it.")),
    ("publisher.dpo_address", say("Postal address of the data-protection officer.")),
    ("publisher.dpo_phone", like("Telephone number of the data-protection officer.", &["\"+33 2 00 00 00 00\""])),
    ("publisher.public_body", say("Whether it is a public body, which must have a data-protection officer.")),
    (
        "publisher.privacy",
        like("Where the privacy policy stands: an address, or a path of the portal.", &["\"/privacy/\""]),
    ),
    (
        "publisher.legal_notice",
        like("Where the legal notice stands: an address, or a path of the portal.", &["\"/legal/\""]),
    ),
    (
        "publisher.accessibility",
        like(
            "Where the accessibility statement stands: an address, or a path of the portal.",
            &["\"/accessibility/\""],
        ),
    ),
];
