//! What differs from country to country: whose law holds, who watches over it, and what it exempts.

use crate::legal::Topic;
use crate::rule::{DIRECTIVE, Weight};

/// A publisher whose contacts are complete, with what differs.
macro_rules! publisher {
    ($lines:literal $(, $rest:literal)?) => {
        concat!(
            "[publisher]\nname = \"Stadt Beispiel\"\ncontact = \"info@example.org\"\ndpo = \"dsb@example.org\"\n\
             address = \"Markt 1\"\n", $lines, "\n[portal.town]\n", $($rest)?
        )
    };
}

crate::rules! {
    UNKNOWN_COUNTRY = ERROR {
        code: "unknown-country",
        title: "charte does not know the law of the publisher's country",
        why: "The page names an act and an authority. Those of another country would mislead visitors: they would complain to \
              somebody who cannot help them.",
        example: publisher!("country = \"XX\""),
        passing: publisher!("country = \"AT\"", "languages = [\"de\"]"),
        mend: "Write the two letters of a state of the European Economic Area, `CH` or `GB`.",
    }
    UNKNOWN_REGION = ERROR {
        code: "unknown-region",
        title: "`region` is none of those that have an authority of their own",
        why: "The page would name the authority of the whole country, and its author believes that it names the region's.",
        example: publisher!("country = \"DE\"\nregion = \"XX\"", "languages = [\"de\"]"),
        passing: publisher!("country = \"DE\"\nregion = \"SH\"", "languages = [\"de\"]"),
        mend: "Write the code of the Land, such as `SH`, or `Bund` for the Federation; in other countries leave it out.",
    }
    REGION_MISSING = WARNING {
        code: "region-missing",
        title: "the authority depends on the region, and the publisher does not say its own",
        why: "In Germany a Land's authority watches over its public bodies and over companies; the federal one is for federal \
              bodies. Visitors would be sent to an authority that passes them on. For a publisher that is no public body \
              this is a note.",
        source: "GDPR, article 77",
        weight: Weight::Law,
        example: publisher!("country = \"DE\"\npublic_body = true", "languages = [\"de\"]"),
        passing: publisher!("country = \"DE\"\npublic_body = true\nregion = \"MV\"", "languages = [\"de\"]"),
        mend: "Write `region = \"MV\"`, the code of the Land, under `[publisher]`; `region = \"Bund\"` for a federal body.",
    }
    COUNTRY_ASSUMED = WARNING {
        code: "country-assumed",
        title: "the publisher does not say its country, and its address is that of another than France",
        why: "Without a country charte takes French law: the page then names a French act and the French authority.",
        example: "url = \"https://data.example.be\"",
        passing: publisher!("country = \"BE\"", "url = \"https://data.example.be\"\nlanguages = [\"nl\"]"),
        mend: "Write `country = \"BE\"`, or another two-letter code, under `[publisher]`; `country = \"FR\"` if it is France.",
    }
    AUDIENCE_NOT_EXEMPT = ERROR {
        code: "audience-not-exempt",
        title: "audience measurement is exempt from consent, which the country does not provide for",
        why: "French law and that of some other countries exempt a measurement that keeps to certain conditions. Where the \
              authority says that it needs a yes, no setting of the tool replaces that. Where it decides by the single case, \
              this is a warning while no `evidence` is given.",
        source: DIRECTIVE,
        topic: Some(Topic::Audience),
        weight: Weight::Guidance,
        example: publisher!("country = \"BE\"", "languages = [\"nl\", \"fr\"]\nservices = [\"matomo\", \"matomo-opt-out\"]\n\
                  [service.matomo]\nconsent = { exempt = \"audience-measurement\", evidence = \"https://example.org/\" }\n\
                  retention = \"6 months\"\nwithout = [\"_pk_ref.*\", \"_pk_hsr.*\"]"),
        passing: publisher!("country = \"NL\"", "languages = [\"nl\"]\nservices = [\"matomo\", \"matomo-opt-out\"]\n\
                  [service.matomo]\nconsent = { exempt = \"audience-measurement\", evidence = \"https://example.org/\" }\n\
                  retention = \"6 months\"\nwithout = [\"_pk_ref.*\", \"_pk_hsr.*\"]"),
        mend: "Write `consent = \"required\"`, or leave `consent` out.",
    }
    CHOICE_ASKED_EARLY = WARNING {
        code: "choice-asked-early",
        title: "the choice is kept for a shorter time than that before which visitors may be asked again",
        why: "Who has refused is left in peace for a while: asking again and again wears down a refusal.",
        source: "GDPR, article 7",
        topic: Some(Topic::Choice),
        weight: Weight::Guidance,
        example: publisher!("country = \"IT\"", "languages = [\"it\"]\nchoice = { lifetime = \"3 months\" }"),
        passing: publisher!("country = \"IT\"", "languages = [\"it\"]\nchoice = { lifetime = \"6 months\" }"),
        mend: "Write `choice = { lifetime = \"6 months\" }`, or leave it out.",
    }
    LANGUAGE_MISSING = WARNING {
        code: "language-missing",
        title: "the charter of a public body is in no official language of its country",
        why: "Public bodies inform the public in an official language. Other languages come besides it.",
        source: "the country's law on official languages", french: "loi 94-665",
        topic: Some(Topic::Language),
        weight: Weight::Law,
        example: "publisher = { public_body = true }\nlanguages = [\"en\"]",
        passing: "publisher = { public_body = true }\nlanguages = [\"fr\", \"en\", \"de\"]",
        mend: "Add an official language to `languages`, such as \"fr\" in France.",
    }
}
