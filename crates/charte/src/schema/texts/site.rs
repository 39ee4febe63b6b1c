//! What `[site]` and `[portal.x]` share, and what a portal alone has.

use super::note::{Note, THEMES, WORDS, Words, like, of, say, with};

pub(super) const NOTES: &[(&str, Note)] = &[
    ("site.input", like("Folder of the built site, from the folder of this file.", &["\"public\""])),
    ("site.output", like("Folder for the result; without it the site is built in place.", &["\"dist\""])),
    ("site.theme", of("A built-in theme, or a folder with one of your own.", Words::Among(THEMES))),
    (
        "site.state_site",
        say("Whether it is a site of the French State, which alone may use the State's design system (DSFR)."),
    ),
    (
        "site.frame",
        like(
            "Page of the site, below `input`, whose frame the charter takes; one for all languages, or one for each.",
            &["\"legal/index.html\""],
        ),
    ),
    ("site.frame.*", say("The page for this language.")),
    (
        "site.folder",
        like("Name of charte's own folder in the output; `charte-cookies` without it.", &["\"charte-cookies\""]),
    ),
    (
        "site.languages",
        like(
            "Languages of the portal as language tags, its first one first; `[\"fr\"]` without it.",
            &["[\"fr\", \"en\"]"],
        ),
    ),
    (
        "site.services",
        Note {
            words: Words::Services,
            ..like("Ids of the services in use; `[]` when there are none.", &["[\"matomo\", \"youtube\"]"])
        },
    ),
    (
        "site.unknown",
        say(
            "What is done about third parties that nobody declared: `block` makes them wait, `allow` lets them load before consent.",
        ),
    ),
    (
        "site.policy",
        say(
            "How pages get their content security policy: `auto` by an inline script where that is safe, `static` always in the HTML.",
        ),
    ),
    ("site.banner", say("When the banner asks: `auto` where something needs consent, `always`, or `never`.")),
    (
        "site.allow",
        like(
            "Hosts that may be contacted before consent because they set nothing and keep nothing.",
            &["[\"cdn.example\"]"],
        ),
    ),
    (
        "site.first_party",
        like("Hosts that are the portal's own, besides that of its `url`.", &["[\"static.example.fr\"]"]),
    ),
    (
        "site.delegated",
        like(
            "Hosts of your own domain behind which a service stands (DNS aliases), each with the id of the service.",
            &["{ \"stats.example.fr\": \"eulerian\" }"],
        ),
    ),
    ("site.delegated.*", of("The service behind this host.", Words::Services)),
    ("site.choice", say("How the visitor's choice is kept.")),
    (
        "site.choice.cookie",
        like(
            "Name of the cookie that keeps the choice; `cookies_preferences` without it.",
            &["\"cookies_preferences\""],
        ),
    ),
    (
        "site.choice.lifetime",
        like(
            "How long an acceptance or a refusal holds; 6 months without it, which the French authority advises.",
            &["\"6 months\""],
        ),
    ),
    (
        "site.choice.domain",
        like("Domain whose hosts share the choice; without it, the portal's host alone.", &["\"example.fr\""]),
    ),
    ("site.consent_mode", say("Vendors that are told what was granted, right before their scripts run.")),
    ("site.updated", like("Day of the last change, which the charter shows.", &["\"2026-11-23\""])),
    ("site.change", say("What changed in the charter, each with its day.")),
    ("site.change.*", with("", &["date", "text"])),
    ("site.change.*.date", say("Day of the change.")),
    ("site.change.*.text", like("What changed, by language.", WORDS)),
    ("site.change.*.text.*", say("The text in this language.")),
    ("site.processing", say("Personal data that is processed without any tracker: server logs, forms, a newsletter.")),
    ("site.processing.*", with("", &["name", "description"])),
    ("site.processing.*.name", like("What a visitor calls it, by language.", WORDS)),
    ("site.processing.*.description", like("What is done and why, by language.", WORDS)),
    ("site.text", say("Texts that replace the theme's, by language: `[site.text.fr]`.")),
    ("site.text.*", say("Texts in this language, by their keys.")),
    ("site.text.*.*", say("The text for this key; `charte theme show` lists the keys.")),
    ("site.tokens", like("Values that replace the theme's.", &["{ \"accent\": \"#0b5394\" }"])),
    ("site.tokens.*", say("The value; `charte theme show` lists the names.")),
    ("site.guard", say("Means nothing any more; `charte check --fix` takes it out.")),
    ("site.allow_files", say("Means nothing any more; `charte check --fix` takes it out.")),
    ("portal.*", say("A portal: a site with a charter of its own.")),
    ("portal.*.name", like("Name that visitors know.", &["\"Données ouvertes d’Exemple\""])),
    ("portal.*.url", like("Address as visitors see it.", &["\"https://data.example.fr\""])),
    ("portal.*.hosts", like("Further hosts of this portal, which its charter names.", &["[\"www.data.example.fr\"]"])),
    ("portal.*.publisher", say("Who answers for this portal; what it leaves out is that of `[publisher]`.")),
];
