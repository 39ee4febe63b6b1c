//! The keys of a service, which trackers and processing share in part.

use super::note::{Note, PURPOSES, WORDS, Words, like, of, say};

pub(super) const NOTES: &[(&str, Note)] = &[
    ("service.*", say("A service. For one of the catalogue, only what is different here.")),
    ("service.*.name", say("Name that a visitor knows.")),
    ("service.*.provider", say("The legal entity behind the service.")),
    ("service.*.provider.name", say("Name of the legal entity.")),
    ("service.*.provider.country", like("Two-letter code of its country (ISO 3166-1).", &["\"FR\""])),
    ("service.*.provider.policy", like("Address of its privacy policy.", &["\"https://example.org/privacy\""])),
    (
        "service.*.provider.role",
        say("What it is for the publisher: a processor, a controller of its own, or a joint one."),
    ),
    ("service.*.purpose", of("What it is for: a known purpose, or one of `[purpose.x]`.", Words::Among(PURPOSES))),
    ("service.*.when", like("On which occasion it is set or used, by language.", WORDS)),
    (
        "service.*.legal_basis",
        like(
            "On which legal basis the data is processed, by language (GDPR, article 6); a list where there are several.",
            WORDS,
        ),
    ),
    ("service.*.masking", like("What is masked or cut off, such as a part of the IP address, by language.", WORDS)),
    ("service.*.deletion", like("How the data is deleted, by language.", WORDS)),
    ("service.*.hosting", like("Where the data is hosted, by language.", WORDS)),
    ("service.*.opt_out", like("Address of a page where visitors object.", &["\"https://example.org/opt-out\""])),
    (
        "service.*.consent",
        Note {
            words: Words::Only(&["required"]),
            required: &["exempt"],
            ..say("Whether it waits for consent: `required`, or the ground of an exemption.")
        },
    ),
    (
        "service.*.consent.exempt",
        say(
            "The ground on which the law exempts it (directive 2002/58/EC, article 5(3); in France law 78-17, article 82).",
        ),
    ),
    (
        "service.*.consent.evidence",
        like(
            "Address of a page that shows it: the provider's self-assessment, your settings.",
            &["\"https://example.org/cnil\""],
        ),
    ),
    ("service.*.never_exempt", say("Why no declaration may exempt it from consent.")),
    ("service.*.placeholder", say("What a visitor would see of it in a page, for the placeholder.")),
    (
        "service.*.embeds",
        like(
            "Elements that its scripts fill or replace, each by a simple selector.",
            &["[\"blockquote.twitter-tweet\"]"],
        ),
    ),
    (
        "service.*.hosts",
        like(
            "Hosts by which it is recognised: `example.org`, or `*.example.org` for all below it too.",
            &["[\"*.example.org\"]"],
        ),
    ),
    (
        "service.*.paths",
        like(
            "Addresses by which it is recognised, `host/path` with `*` for any characters; they win over `hosts`.",
            &["[\"example.org/film*\"]"],
        ),
    ),
    ("service.*.signatures", say("Pieces of inline scripts that start it.")),
    ("service.*.instead_of", of("Services whose signatures its scripts contain too.", Words::Services)),
    (
        "service.*.files",
        like(
            "Scripts of your site that do nothing but start it, as paths below its root with `*` for any characters.",
            &["[\"js/stats.js\"]"],
        ),
    ),
    (
        "service.*.queues",
        like("Global arrays in which other scripts queue their calls before it has loaded.", &["[\"_paq\"]"]),
    ),
    ("service.*.calls", like("Global functions that other scripts call.", &["[\"gtag\"]"])),
    ("service.*.description", like("What it does on the portal, by language.", WORDS)),
    ("service.*.data", like("What data it collects, by language.", WORDS)),
    ("service.*.refused", like("What does not work for a visitor who refuses it, by language.", WORDS)),
    ("service.*.recipients", like("Who else receives the data, by language.", WORDS)),
    ("service.*.retention", like("How long the data is kept by those who collect it.", &["\"25 months\""])),
    ("service.*.transfer", say("Where outside the European Economic Area the data goes (GDPR, articles 44 to 49).")),
    ("service.*.transfer.countries", like("Two-letter codes of the countries (ISO 3166-1).", &["[\"US\"]"])),
    (
        "service.*.transfer.mechanism",
        like(
            "What allows it: `dpf`, the decision on the Data Privacy Framework; `adequacy`, the decision on each of the countries; \
             `clauses`, standard contractual clauses; `corporate-rules`, binding corporate rules. Or a text by language.",
            &["[\"dpf\"]", "[\"clauses\", \"adequacy\"]", "{ \"fr\": \"…\" }"],
        ),
    ),
    (
        "service.*.transfer.holds",
        like(
            "How several of them go together: `all`, which is so without it, `any` of them, or the `first` that holds, failing that the next.",
            &["\"first\""],
        ),
    ),
    ("service.*.without", like("Names of the catalogue's trackers that it does not set here.", &["[\"_pk_ref.*\"]"])),
];
