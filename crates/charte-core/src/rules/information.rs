//! What visitors are owed besides what [`law`](super::law) has: how long, where, by whom, and nothing that misleads.

use crate::legal::Topic;
use crate::rule::{DIRECTIVE, FRENCH_ACT, Weight};

/// A service of the portal's own that lacks what differs.
macro_rules! chat {
    ($($lines:literal)*) => {
        concat!(
            "services = [\"chat\"]\n[service.chat]\nname = \"Chat\"\npurpose = \"support\"\nconsent = \"required\"\n\
             hosts = [\"chat.example.com\"]\n", $($lines),*
        )
    };
}

crate::rules! {
    RETENTION_MISSING = WARNING {
        code: "retention-missing",
        title: "a service of your own does not say how long its data is kept",
        why: "Those who are asked for a yes are owed the time for which their data is kept, which is not the lifetime of \
              the cookie.",
        source: "GDPR, article 13(2)(a)",
        topic: Some(Topic::Retention),
        weight: Weight::Law,
        example: chat!("description = { fr = \"Répond aux questions.\" }\n"
            "provider = { name = \"Chat SARL\", country = \"FR\", policy = \"https://chat.example.com/\" }"),
        passing: chat!("description = { fr = \"Répond aux questions.\" }\nretention = \"1 month\"\n"
            "provider = { name = \"Chat SARL\", country = \"FR\", policy = \"https://chat.example.com/\" }"),
        mend: "Write `retention = \"…\"`, a number and a unit such as `6 months`, as your contract with the provider has it.",
    }
    COUNTRY_MISSING = NOTE {
        code: "country-missing",
        title: "a service of your own does not say in which country its provider is",
        why: "Without it nobody can tell whether data leaves the European Economic Area, of which visitors must be told.",
        source: "GDPR, article 13(1)(f)",
        topic: Some(Topic::Transfers),
        weight: Weight::Law,
        example: chat!("description = { fr = \"Répond aux questions.\" }\nretention = \"1 month\"\n"
            "provider = { name = \"Chat SARL\", policy = \"https://chat.example.com/\" }"),
        passing: chat!("description = { fr = \"Répond aux questions.\" }\nretention = \"1 month\"\n"
            "provider = { name = \"Chat SARL\", country = \"FR\", policy = \"https://chat.example.com/\" }"),
        mend: "Write `country`, a two-letter code such as `FR`, under the service's `provider`.",
    }
    TRANSFER_WITHIN_EEA = WARNING {
        code: "transfer-within-eea",
        title: "a country of the European Economic Area stands under `transfer`",
        why: "The charter lists it among the places outside the Area, which is untrue and alarms for nothing.",
        source: "GDPR, articles 44 to 49",
        weight: Weight::Law,
        example: "services = [\"youtube\"]\n[service.youtube]\n\
                  transfer = { countries = [\"US\", \"IE\"], mechanism = { fr = \"décision d’adéquation\" } }",
        passing: "services = [\"youtube\"]\n[service.youtube]\n\
                  transfer = { countries = [\"US\"], mechanism = { fr = \"décision d’adéquation\" } }",
        mend: "Take the country out of `countries`. Where the provider has its seat is the `country` of its `provider`.",
    }
    PROVIDER_SELF_HOSTED = NOTE {
        code: "provider-self-hosted",
        title: "software on a host of your own is ascribed to those who wrote it",
        why: "Who runs the server answers for the data. The charter would name the makers of the software, who receive \
              none of it.",
        source: "GDPR, article 13(1)(a)",
        topic: Some(Topic::Information),
        weight: Weight::Law,
        example: "services = [\"matomo\"]\n[service.matomo]\nhosts = [\"stats.example.fr\"]",
        passing: "services = [\"matomo\"]\n[service.matomo]\nhosts = [\"stats.example.fr\"]\n\
                  provider = { name = \"Commune d’Exemple\", country = \"FR\", policy = \"https://data.example.fr/donnees/\" }",
        mend: "Write the publisher, or the company that runs the server for it, as `provider = { name = \"…\" }`.",
    }
    ADDRESS_MISSING = NOTE {
        code: "address-missing",
        title: "the charter of a public body gives neither its address nor its legal notice",
        why: "Those who use no e-mail have a right to write as well, and need to know where.",
        source: "GDPR, article 13(1)(a)",
        topic: Some(Topic::Information),
        weight: Weight::GoodPractice,
        example: "[publisher]\nname = \"Commune d’Exemple\"\npublic_body = true\ncontact = \"mairie@example.fr\"\n\
                  dpo = \"dpo@example.fr\"",
        passing: "[publisher]\nname = \"Commune d’Exemple\"\npublic_body = true\ncontact = \"mairie@example.fr\"\n\
                  dpo = \"dpo@example.fr\"\naddress = \"1 place de la Mairie, 35000 Exemple\"",
        mend: "Write `address` under `[publisher]`, or `legal_notice`, the page that has it.",
    }
    DATE_BEFORE_CHANGE = WARNING {
        code: "date-before-change",
        title: "the charter is dated before its last change",
        why: "Visitors read that nothing has changed since the date at the top.",
        example: "updated = 2026-11-01\n[[portal.town.change]]\ndate = 2026-11-23\ntext = { fr = \"Un service de plus.\" }",
        passing: "updated = 2026-11-23\n[[portal.town.change]]\ndate = 2026-11-23\ntext = { fr = \"Un service de plus.\" }",
        mend: "Write the day of the last change as `updated`.",
    }
    LANGUAGES_TWO = NOTE {
        code: "languages-two",
        title: "the site of a public body is translated into one foreign language only",
        why: "In France, what a public body has translated for the public is translated into two languages at least. \
              Regional languages do not count, and are free.",
        source: "the French law on the use of French", french: "loi 94-665, article 4",
        weight: Weight::Law,
        example: "publisher = { public_body = true, address = \"1 place de la Mairie\" }\nlanguages = [\"fr\", \"en\"]",
        passing: "publisher = { public_body = true, address = \"1 place de la Mairie\" }\n\
                  languages = [\"fr\", \"en\", \"de\"]",
        mend: "Add a second foreign language to `languages` if the site itself has one.",
    }
    BROWSER_SETTINGS = WARNING {
        code: "browser-settings",
        title: "a text sends visitors to the settings of their browser to refuse",
        why: "Such settings are no way to refuse one service, and none to agree to it. charte asks on the page: the text \
              hides the button that works.",
        source: "GDPR, article 4(11)", french: "CNIL, questions-réponses sur la délibération 2020-091, n° 9",
        topic: Some(Topic::Consent),
        weight: Weight::Guidance,
        example: "services = [\"youtube\"]\n[service.youtube]\n\
                  refused = { fr = \"Pour refuser, changez les paramètres de votre navigateur.\" }",
        passing: "services = [\"youtube\"]\n[service.youtube]\nrefused = { fr = \"Un lien mène à la vidéo.\" }",
        mend: "Say what the visitor goes without. The button to refuse is in the banner and in the charter.",
    }
    ALLOW_KNOWN = WARNING {
        code: "allow-known",
        title: "`allow` lets through a host of a service that the catalogue knows to need consent",
        why: "Such a service keeps trackers, and loads before anybody has answered. `allow` is for hosts that set nothing.",
        source: DIRECTIVE, french: FRENCH_ACT, topic: Some(Topic::Act),
        weight: Weight::Law,
        example: "allow = [\"www.youtube.com\"]",
        passing: "allow = [\"cdn.example.org\"]",
        mend: "Take the host out of `allow` and add the service to `services`: it then waits.",
    }
}
