//! The meaning of each key of a declaration, in a sentence for editors. The reader decides which keys there are; a test
//! checks that each has its sentence and that no sentence is left over.

/// Which words a text can be.
#[derive(Debug, Clone, Copy, Default)]
pub(super) enum Words {
    /// Any.
    #[default]
    Any,
    /// One of these.
    Only(&'static [&'static str]),
    /// Any; these are proposed.
    Among(&'static [&'static str]),
    /// The id of a service.
    Services,
}

/// The description of a key.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Note {
    /// What it means; empty where the key can be any name.
    pub(super) text: &'static str,
    /// Values, as JSON.
    pub(super) examples: &'static [&'static str],
    pub(super) words: Words,
    /// The keys that its table must have.
    pub(super) required: &'static [&'static str],
}

const fn say(text: &'static str) -> Note {
    Note { text, examples: &[], words: Words::Any, required: &[] }
}

const fn like(text: &'static str, examples: &'static [&'static str]) -> Note {
    Note { examples, ..say(text) }
}

const fn of(text: &'static str, words: Words) -> Note {
    Note { words, ..say(text) }
}

const fn with(text: &'static str, required: &'static [&'static str]) -> Note {
    Note { required, ..say(text) }
}

const THEMES: &[&str] = &["base", "townhall", "night", "contrast", "card", "strip", "dsfr"];
const PURPOSES: &[&str] = &[
    "necessary",
    "preferences",
    "audience-measurement",
    "video",
    "map",
    "social",
    "comments",
    "support",
    "content",
    "security",
    "tag-manager",
    "advertising",
];
const LIFETIMES: &[&str] = &["\"session\"", "\"13 months\"", "\"24 hours\"", "\"persistent\""];
const WORDS: &[&str] = &["{ \"fr\": \"…\", \"en\": \"…\" }"];

/// The keys with their meaning. What `[site]` and `[portal.x]` share stands under `site`, publishers under `publisher`.
const NOTES: &[(&str, Note)] = &[
    ("", with("", &["version"])),
    ("version", like("Version of this format: 1.", &["1"])),
    ("site", say("What every portal inherits, unless it says otherwise.")),
    ("publisher", say("Who answers for the portals (GDPR, article 13).")),
    ("portal", say("The portals, each in a table of its own: `[portal.my-town]`.")),
    ("purpose", say("Purposes of your own beside the known ones, each in a table: `[purpose.comfort]`.")),
    ("purpose.*", with("", &["like", "title", "description"])),
    ("purpose.*.like", say("The known purpose that comes nearest: the law treats it like that.")),
    ("purpose.*.title", like("Its name, by language.", WORDS)),
    ("purpose.*.description", like("What its services are for, by language.", WORDS)),
    ("service", say("Services of your own, and changes to those of the catalogue: `[service.matomo]`.")),
    ("rules", say("The levels of rules. A lower one needs its `reason`, which every report repeats.")),
    ("rules.*", with("", &["level"])),
    ("rules.*.level", say("How grave a finding of this rule is.")),
    ("rules.*.reason", say("Why the rule does not count here, or counts less.")),
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
        like("What allows it, by language: an adequacy decision, standard clauses.", WORDS),
    ),
    ("service.*.without", like("Names of the catalogue's trackers that it does not set here.", &["[\"_pk_ref.*\"]"])),
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

/// The description of every text by language.
const IN_LANGUAGE: Note = say("The text in this language.");

/// The description of the key that `path` leads to.
pub(super) fn note(path: &str) -> Note {
    let known = |path: &str| NOTES.iter().find(|(known, _)| *known == path).map(|(_, note)| *note);
    let texts = path.strip_suffix(".*").filter(|above| note(above).examples == WORDS);
    let other =
        || shared(path).map(|path| note(&path)).filter(|note| !note.text.is_empty() || !note.required.is_empty());
    known(path).or_else(other).or(texts.map(|_| IN_LANGUAGE)).unwrap_or_default()
}

/// The path for a key that several tables have: those of `[site]`, of a publisher, and those that a service shares with its
/// trackers or a processing.
fn shared(path: &str) -> Option<String> {
    if let Some(key) = path.strip_prefix("portal.*.") {
        return Some(if key.starts_with("publisher.") { key.to_owned() } else { format!("site.{key}") });
    }
    let key = path.strip_prefix("site.processing.*.").or_else(|| path.strip_prefix("service.*.tracker.*."))?;
    Some(format!("service.*.{key}"))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use charte_core::manifest;
    use charte_core::model::Purpose;

    use super::{NOTES, PURPOSES, note, shared};

    #[test]
    fn every_key_that_the_reader_knows_is_explained_and_no_other() {
        let keys: BTreeSet<String> = manifest::keys().into_iter().map(|key| key.path).collect();
        let silent: Vec<&String> =
            keys.iter().filter(|path| note(path).text.is_empty() && !path.ends_with(".*")).collect();
        assert!(silent.is_empty(), "without a sentence: {silent:#?}");
        let known = |path: &str| {
            path.is_empty() || keys.contains(path) || keys.iter().any(|key| shared(key).as_deref() == Some(path))
        };
        // The index of a table in a list is no key.
        let stale: Vec<&str> = NOTES
            .iter()
            .map(|(path, _)| *path)
            .filter(|path| !known(path) && !known(path.trim_end_matches(".*")))
            .collect();
        assert!(stale.is_empty(), "no key: {stale:#?}");
        assert_eq!(PURPOSES, Purpose::ALL.map(Purpose::id));
    }
}
