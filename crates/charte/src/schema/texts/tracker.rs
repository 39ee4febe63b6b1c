//! The keys of a tracker, and where the facts of a service come from.

use super::note::{LIFETIMES, Note, WORDS, like, say, with};

pub(super) const NOTES: &[(&str, Note)] = &[
    ("service.*.tracker", say("What it keeps or reads on the device: `[[service.x.tracker]]`.")),
    ("service.*.tracker.*", with("", &["name"])),
    ("service.*.tracker.*.name", like("Name of the cookie or entry, with `*` for what varies.", &["\"_pk_id.*\""])),
    ("service.*.tracker.*.kind", say("What it is; a cookie without it.")),
    ("service.*.tracker.*.party", say("Whose it is; the portal's own (`first`) without it.")),
    (
        "service.*.tracker.*.location",
        say("Where it is set: for visitors (`front`), for the site's editors (`back`), or both."),
    ),
    ("service.*.tracker.*.host", like("Host or domain that it is kept for, or a list of them.", &["\".example.org\""])),
    ("service.*.tracker.*.label", like("Title for visitors, by language.", WORDS)),
    ("service.*.tracker.*.description", like("What it is for, by language.", WORDS)),
    ("service.*.tracker.*.lifetime", like("How long it is kept.", LIFETIMES)),
    ("service.*.tracker.*.alternative", say("Other lifetimes, each with the condition under which it holds.")),
    ("service.*.tracker.*.alternative.*", with("", &["lifetime", "when"])),
    ("service.*.tracker.*.alternative.*.lifetime", like("How long it is kept then.", LIFETIMES)),
    ("service.*.tracker.*.alternative.*.when", like("When it is kept so long, by language.", WORDS)),
    ("service.*.tracker.*.lifetime_note", like("What the lifetime depends on, by language.", WORDS)),
    ("service.*.facts", with("Where what is said of the service comes from.", &["source", "checked"])),
    ("service.*.facts.source", say("The sources, in words.")),
    ("service.*.facts.checked", like("Month, or day, in which they were last read.", &["\"2026-11\""])),
];
