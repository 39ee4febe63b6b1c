//! How the file of a declaration is written.

use crate::legal::Topic;
use crate::rule::{DIRECTIVE, FRENCH_ACT, Weight};

crate::rules! {
    TOML_SYNTAX = ERROR {
        code: "toml-syntax",
        title: "the file breaks the syntax of TOML",
        why: "What stands on a broken line cannot be read, and below a broken head every key belongs to the wrong table.",
        source: "TOML specification",
        weight: Weight::Specification,
        example: "[publisher]\nname = Ville de Saint-Exemple",
        passing: "[publisher]\nname = \"Ville de Saint-Exemple\"",
        mend: "Put texts between straight quotes, close what is opened, and write each key once, as `key = value`.",
    }
    VERSION_MISSING = ERROR {
        code: "version-missing",
        title: "the declaration does not say its version",
        why: "The version says by which rules the file is read, so that a later charte does not take it for something else.",
        example: "[site]\ninput = \"public\"",
        passing: "version = 1\n[site]\ninput = \"public\"",
        mend: "Write `version = 1` on the first line.",
    }
    UNSUPPORTED_VERSION = ERROR {
        code: "unsupported-version",
        title: "the declaration is of a version that this charte does not read",
        why: "The same keys can mean something else in another version, and charte does not guess.",
        example: "version = 2",
        passing: "version = 1",
        mend: "Take a charte that reads this version, or write `version = 1` if the file is for this one.",
    }
    UNKNOWN_KEY = ERROR {
        code: "unknown-key",
        title: "a key stands where nothing reads it",
        why: "A misspelt or misplaced key would change nothing without anybody noticing: a contact that is missing from the page, a service that is not declared.",
        example: "[site]\nlanguage = [\"fr\"]",
        passing: "[site]\nlanguages = [\"fr\"]",
        mend: "Correct its spelling, or move it to the table that it belongs to; the finding says which.",
    }
    RETIRED_KEY = WARNING {
        code: "retired-key",
        title: "a key of an earlier version is still there",
        why: "The key changes nothing any more, and who reads the file believes that it does.",
        example: "[site]\nguard = true",
        passing: "[site]\npolicy = \"static\"",
        mend: "Leave the key out; the finding says what took its place.",
    }
    WRONG_TYPE = ERROR {
        code: "wrong-type",
        title: "a value is of another type than its key takes",
        why: "A list is not a text, and a date not a number: such a value cannot be used, and the key counts as not read.",
        example: "[site]\nlanguages = \"fr\"",
        passing: "[site]\nlanguages = [\"fr\"]",
        mend: "Write a value of the type that the finding names. Tables with a name are headed `[portal.<id>]`, not `[[portal]]`.",
    }
    WRONG_VALUE = ERROR {
        code: "wrong-value",
        title: "a value is not among those that its key takes",
        why: "charte fills in nothing for a value that it does not understand: a banner, a lifetime or a contact would be another than was meant.",
        example: "[site]\nbanner = \"sometimes\"",
        passing: "[site]\nbanner = \"never\"",
        mend: "Take one of the values, or the form, that the finding names.",
    }
    EMPTY_VALUE = ERROR {
        code: "empty-value",
        title: "a text is empty",
        why: "An empty text says nothing on the page, and it looks as if the question had been answered.",
        example: "[publisher]\nname = \"\"",
        passing: "[publisher]\nname = \"Commune d’Exemple\"",
        mend: "Write a value, or leave the key out.",
    }
    WRONG_IDENTIFIER = ERROR {
        code: "wrong-identifier",
        title: "a portal or a service has a name that cannot be used",
        why: "The name stands in addresses, file names and cookies, where blanks, capitals and accents do not come through. `unknown` is what charte calls a service that nobody declared.",
        example: "[portal.\"Données\"]\nname = \"Données ouvertes\"",
        passing: "[portal.data]\nname = \"Données ouvertes\"",
        mend: "Use lower-case letters, digits and hyphens. What visitors read is the text in `name`.",
    }
    CHANGE_INCOMPLETE = ERROR {
        code: "change-incomplete",
        title: "a change lacks its date or its text",
        why: "The list of changes tells visitors what became different and when; with one of the two it tells them neither.",
        example: "[[site.change]]\ndate = 2026-11-23",
        passing: "[[site.change]]\ndate = 2026-11-23\ntext = { fr = \"Un service de plus.\" }",
        mend: "Write both: `date = 2026-11-23` and `text = { fr = \"…\" }`.",
    }
    WRONG_HOST = ERROR {
        code: "wrong-host",
        title: "something else than a host stands where a host is asked for",
        why: "Requests are compared with the host alone: with a scheme, a port or a path in it, it is like none of them.",
        example: "[site]\nallow = [\"https://example.org/\"]",
        passing: "[site]\nallow = [\"example.org\"]",
        mend: "Write `example.org`, or `*.example.org` for everything below it. `delegated` takes each host by itself.",
    }
    WRONG_PATH = ERROR {
        code: "wrong-path",
        title: "an address in `paths` is not a host and a path",
        why: "A service is recognised by what stands before the first slash and by what follows it; half of that recognises nothing.",
        example: "[service.film]\npaths = [\"example.org\"]",
        passing: "[service.film]\npaths = [\"example.org/film*\"]",
        mend: "Write `example.org/path*`, or `*/file.js` for any host. A whole host belongs in `hosts`.",
    }
    WRONG_SELECTOR = ERROR {
        code: "wrong-selector",
        title: "a selector in `embeds` is not that of one element",
        why: "An embed is looked for by what the element itself is; a selector that leans on other elements finds none, and the embed would not wait for consent.",
        example: "[service.film]\nembeds = [\"div > .film\"]",
        passing: "[service.film]\nembeds = [\"div.film\"]",
        mend: "Write a tag, a class, an id, an attribute, or these together, without blanks: `blockquote.quote[data-id]`.",
    }
    EXEMPTION_WITHOUT_GROUND = ERROR {
        code: "exemption-without-ground",
        title: "a service is exempt from consent on no ground",
        why: "The law exempts few trackers from consent, by what they serve; without a ground there is no exemption, and nothing to tell the visitors.",
        source: DIRECTIVE, french: FRENCH_ACT, topic: Some(Topic::Act),
        weight: Weight::Law,
        example: "[service.stats]\nconsent = { evidence = \"https://example.org/cnil\" }",
        passing: "[service.stats]\nconsent = { exempt = \"security\" }",
        mend: "Write `consent = { exempt = \"<ground>\" }`, or `consent = \"required\"`.",
    }
    FACTS_INCOMPLETE = ERROR {
        code: "facts-incomplete",
        title: "the facts of a service lack their source or their date",
        why: "Services change. Without the source nobody can check again what is told of one, and without the date nobody knows when to.",
        example: "[service.film]\nfacts = { source = \"the vendor's documentation\" }",
        passing: "[service.film]\nfacts = { source = \"the vendor's documentation\", checked = \"2026-11\" }",
        mend: "Write both: `facts = { source = \"the vendor's documentation\", checked = \"2026-11\" }`.",
    }
    TRACKER_WITHOUT_NAME = ERROR {
        code: "tracker-without-name",
        title: "a tracker has no name",
        why: "The name is what visitors find in their browser, and by it a cookie is recognised.",
        example: "[[service.stats.tracker]]\nlifetime = \"13 months\"",
        passing: "[[service.stats.tracker]]\nname = \"visit\"\nlifetime = \"13 months\"",
        mend: "Write the name of the cookie or entry in `name`, with `*` for what varies.",
    }
    RANGE_REVERSED = ERROR {
        code: "range-reversed",
        title: "a time from … to … begins with the longer one",
        why: "Nobody can tell whether the numbers were exchanged or one of them is wrong.",
        example: "services = [\"youtube\"]\n[service.youtube]\nretention = \"12 to 6 months\"",
        passing: "services = [\"youtube\"]\n[service.youtube]\nretention = \"6 to 12 months\"",
        mend: "Write the shorter time first: `6 to 12 months`.",
    }
    ALTERNATIVE_INCOMPLETE = ERROR {
        code: "alternative-incomplete",
        title: "another lifetime of a tracker lacks its time or its condition",
        why: "Visitors would read two lifetimes and not know which is theirs.",
        example: "services = [\"wordpress\"]\n[[service.wordpress.tracker]]\nname = \"wordpress_logged_in_*\"\n\
                  lifetime = \"2 days\"\nalternative = [{ lifetime = \"2 weeks\" }]",
        passing: "services = [\"wordpress\"]\n[[service.wordpress.tracker]]\nname = \"wordpress_logged_in_*\"\n\
                  lifetime = \"2 days\"\n\
                  alternative = [{ lifetime = \"2 weeks\", when = { fr = \"si vous cochez « Se souvenir de moi »\" } }]",
        mend: "Write both: `alternative = [{ lifetime = \"2 weeks\", when = { fr = \"…\" } }]`.",
    }
    PROVIDER_WITHOUT_NAME = ERROR {
        code: "provider-without-name",
        title: "the provider of a tracker or a processing has no name",
        why: "A country or a policy without a name tells visitors nothing about who has their data.",
        example: "services = [\"youtube\"]\n[[service.youtube.tracker]]\nname = \"CONSENT\"\n\
                  provider = { country = \"US\" }",
        passing: "services = [\"youtube\"]\n[[service.youtube.tracker]]\nname = \"CONSENT\"\n\
                  provider = { name = \"Google LLC\", country = \"US\" }",
        mend: "Write `provider = { name = \"…\" }`, or leave `provider` out: it is then that of the service.",
    }
    PROCESSING_INCOMPLETE = ERROR {
        code: "processing-incomplete",
        title: "a processing without trackers lacks its name or its description",
        why: "The charter gives each a section, headed by the name; without both there is nothing to read in it.",
        example: "[[portal.town.processing]]\nname = { fr = \"Journaux du serveur\" }",
        passing: "[[portal.town.processing]]\nname = { fr = \"Journaux du serveur\" }\n\
                  description = { fr = \"Le serveur note chaque accès, pour repérer les pannes.\" }",
        mend: "Write `name` and `description`, each in the languages of the portal.",
    }
    PURPOSE_INCOMPLETE = ERROR {
        code: "purpose-incomplete",
        title: "a purpose of your own lacks what charte needs to show and to judge it",
        why: "Visitors read its title and its sentence where they choose. Which trackers can be exempt follows from the known purpose that it is like.",
        example: "[purpose.comfort]\ntitle = { fr = \"Confort\" }",
        passing: "[purpose.comfort]\nlike = \"preferences\"\ntitle = { fr = \"Confort\" }\n\
                  description = { fr = \"Ces traceurs rendent la visite plus agréable.\" }",
        mend: "Write `like`, one of charte's own purposes, and `title` and `description` in each language of the portal.",
    }
}

#[cfg(test)]
mod tests {
    use super::ALL;
    use crate::manifest;

    #[test]
    fn every_example_breaks_its_rule() {
        for rule in ALL {
            let (_, findings) = manifest::parse("charte.toml", rule.example);
            let broken = findings.iter().find(|finding| finding.code == rule.code);
            assert_eq!(broken.map(|finding| finding.level), Some(rule.level), "{}: {findings:#?}", rule.code);
        }
    }
}
