//! What a declaration must say and must not.

use crate::rule::Weight;

crate::rules! {
    NO_PORTAL = ERROR {
        code: "no-portal",
        title: "the declaration names no portal",
        why: "Charters, banners and gates are made for a portal: without one there is nothing to build.",
        example: "version = 1",
        passing: "version = 1\n[publisher]\nname = \"Commune d’Exemple\"\ncontact = \"mairie@example.fr\"\n\
                  dpo = \"dpo@example.fr\"\n[portal.town]\nname = \"Données ouvertes\"\n\
                  url = \"https://data.example.fr\"\ninput = \"public\"\nservices = []\nupdated = 2026-11-23",
        mend: "Add a table such as `[portal.my-town]` with `name`, `url`, `input` and `services`.",
    }
    PORTAL_INCOMPLETE = ERROR {
        code: "portal-incomplete",
        title: "a portal lacks a key that it cannot do without",
        why: "The charter says who answers for which site and what it uses, and charte reads the built site: none of \
              this can be guessed.",
        example: "[portal.town]\nname = \"Données ouvertes\"",
        passing: "[portal.town]\nname = \"Données ouvertes\"\nurl = \"https://data.example.fr\"\n\
                  input = \"public\"\nservices = []\nupdated = 2026-11-23",
        mend: "Write the key that the message names, in the portal's table or, for `input` and `services`, under \
               `[site]`. `services = []` says that the portal uses nothing.",
    }
    WRONG_URL = ERROR {
        code: "wrong-url",
        title: "`url` is not the plain address of a site",
        why: "Its host decides what is first-party, and its path where charte's own files are loaded from. A query, a \
              fragment or a user name has no part in that.",
        example: "url = \"data.example.fr\"",
        passing: "url = \"https://data.example.fr\"",
        mend: "Write it as visitors see it, with `https://`, the host and, where there is one, the path.",
    }
    NO_LANGUAGE = ERROR {
        code: "no-language",
        title: "`languages` is an empty list",
        why: "A charter is written in at least one language.",
        example: "languages = []",
        passing: "languages = [\"fr\"]",
        mend: "Write `languages = [\"fr\"]`, or leave the key out: French is the default.",
    }
    WRONG_LANGUAGE = ERROR {
        code: "wrong-language",
        title: "a language is not a language tag, or is listed twice",
        why: "The tag stands in the `lang` attribute and names files: browsers and screen readers choose their words \
              and voice by it.",
        source: "BCP 47",
        weight: Weight::Specification,
        example: "languages = [\"français\"]",
        passing: "languages = [\"fr\", \"pt-BR\"]",
        mend: "Write tags such as `fr`, `en` or `pt-BR`, each once.",
    }
    STRAY_TEXT = WARNING {
        code: "stray-text",
        title: "a portal has texts in a language that it does not have",
        why: "Nobody sees these texts: the charter and the banner exist only in the portal's `languages`.",
        example: "[portal.town.text.de]\ntitle = \"Cookies\"",
        passing: "languages = [\"fr\", \"de\"]\n[portal.town.text.de]\ntitle = \"Cookies\"",
        mend: "Add the language to the portal's `languages`, or take the texts out.",
    }
    SERVICE_INCOMPLETE = ERROR {
        code: "service-incomplete",
        title: "a service that the catalogue does not know lacks a part of its description",
        why: "For a service of its own the declaration is the only source: without its purpose, its consent, its \
              provider and its description, visitors cannot be told what it does.",
        example: "services = [\"guestbook\"]\n[service.guestbook]\nname = \"Livre d’or\"",
        passing: "services = [\"guestbook\"]\n[service.guestbook]\nname = \"Livre d’or\"\npurpose = \"comments\"\n\
                  consent = { exempt = \"security\" }\nprovider = { name = \"Commune\", country = \"FR\" }\n\
                  description = { fr = \"Reçoit vos messages.\" }",
        mend: "Add the keys that the message lists. Where a service of the catalogue is meant, correct the name.",
    }
    UNKNOWN_SERVICE = ERROR {
        code: "unknown-service",
        title: "a list names a service that neither the catalogue nor the declaration has",
        why: "Nothing is known of it, so that it can be neither told to visitors nor held back.",
        example: "services = [\"youtub\"]",
        passing: "services = [\"youtube\"]",
        mend: "Correct the name, or declare the service with a `[service.…]` table of its own.",
    }
    UNKNOWN_TRACKER = ERROR {
        code: "unknown-tracker",
        title: "`without` names a tracker that the service does not have",
        why: "Nothing would be left out, and the charter would list a tracker that its author believes gone.",
        example: "services = [\"matomo\"]\n[service.matomo]\nwithout = [\"_pk_ident\"]",
        passing: "services = [\"matomo\"]\n[service.matomo]\nwithout = [\"_pk_ref.*\"]",
        mend: "Write the tracker's name as the catalogue has it, or take it out of `without`.",
    }
    UNUSED_SERVICE = WARNING {
        code: "unused-service",
        title: "a service is declared and no portal lists it",
        why: "It appears on no charter and waits on no page. Most often its name, or that in a list, is misspelt.",
        example: "services = []\n[service.matomo]\nretention = \"6 months\"",
        passing: "services = [\"matomo\"]\n[service.matomo]\nretention = \"6 months\"",
        mend: "Add it to the `services` of a portal or of `[site]`, or take its table out.",
    }
    DUPLICATE_SERVICE = ERROR {
        code: "duplicate-service",
        title: "a portal lists the same service twice",
        why: "Visitors are told of a service and asked about it once. The second mention may stand for another service \
              that is now missing.",
        example: "services = [\"youtube\", \"youtube\"]",
        passing: "services = [\"youtube\", \"vimeo\"]",
        mend: "Take one of them out, or correct it.",
    }
    DELEGATED_OWN_HOST = ERROR {
        code: "delegated-own-host",
        title: "`delegated` names the portal's own host",
        why: "The pages themselves come from that host: if it belonged to a service, the whole site would wait for \
              consent.",
        example: "services = [\"eulerian\"]\ndelegated = { \"data.example.fr\" = \"eulerian\" }",
        passing: "services = [\"eulerian\"]\ndelegated = { \"stats.example.fr\" = \"eulerian\" }",
        mend: "Name the host below the domain that DNS hands to somebody else, such as `stats.example.fr`.",
    }
    OUTPUT_INSIDE_INPUT = ERROR {
        code: "output-inside-input",
        title: "`output` and `input` lie within each other",
        why: "The next build would read what the last one wrote, or write over the site that it reads.",
        example: "input = \"public\"\noutput = \"public/dist\"",
        passing: "input = \"public\"\noutput = \"dist\"",
        mend: "Choose an `output` beside the input, or leave it out to build in place.",
    }
    SHARED_OUTPUT = ERROR {
        code: "shared-output",
        title: "a portal writes where another one reads or writes",
        why: "One portal's pages would be overwritten by the other's, or carry its charter and its gates.",
        example: "[portal.a]\ninput = \"public\"\n[portal.b]\ninput = \"public\"",
        passing: "[portal.a]\ninput = \"public\"\noutput = \"a\"\n[portal.b]\ninput = \"public\"\noutput = \"b\"",
        mend: "Give each portal an `output` of its own.",
    }
    CHOICE_DOMAIN = ERROR {
        code: "choice-domain",
        title: "the choice's `domain` cannot hold the portal's cookie",
        why: "Browsers refuse a cookie for a domain that is not above the page's host, or below which everybody may \
              register a name. The choice would be forgotten and the banner shown on each page.",
        source: "RFC 6265, section 5.3",
        weight: Weight::Specification,
        example: "url = \"https://data.example.fr\"\nchoice = { domain = \"fr\" }",
        passing: "url = \"https://data.example.fr\"\nchoice = { domain = \"example.fr\" }",
        mend: "Write the domain that the portals have in common, such as `example.fr`, or leave it out: the choice \
               then holds for this host.",
    }
    CHOICE_SHARED = WARNING {
        code: "choice-shared",
        title: "portals share their choice and ask for different services, or for another time",
        why: "A choice holds for the services that were asked about, and for the time that was said. Visitors who go from \
              one portal to the other are asked again each time.",
        example: "[site.choice]\ndomain = \"example.fr\"\n[portal.a]\nurl = \"https://a.example.fr\"\n\
                  input = \"a\"\nservices = [\"youtube\"]\n[portal.b]\nurl = \"https://b.example.fr\"\n\
                  input = \"b\"\nservices = [\"vimeo\"]",
        passing: "[site.choice]\ndomain = \"example.fr\"\n[portal.a]\nurl = \"https://a.example.fr\"\n\
                  input = \"a\"\nservices = [\"youtube\"]\n[portal.b]\nurl = \"https://b.example.fr\"\n\
                  input = \"b\"\nservices = [\"youtube\"]",
        mend: "Declare the same services that wait and the same `choice.lifetime` in both portals, or give each its own `cookie` name under `choice`.",
    }
    INSECURE_URL = WARNING {
        code: "insecure-url",
        title: "`url` begins with `http://`",
        why: "Whoever stands between the visitor and the server can read and change the pages, the banner and the choice. \
              Browsers refuse several functions on such pages.",
        source: "GDPR, article 32", french: "ANSSI, recommandations de sécurité relatives à TLS",
        example: "url = \"http://data.example.fr\"",
        passing: "url = \"https://data.example.fr\"",
        mend: "Write `https://` if the site answers there; else have the server do so.",
    }
    DATE_FUTURE = WARNING {
        code: "date-future",
        title: "`updated`, or a `change`, is of a day that has not come yet",
        why: "Visitors read that date as the day of the last change; a day to come says that nobody looked.",
        example: "updated = 2999-01-01",
        passing: "updated = 2026-11-23",
        mend: "Write the day on which the declaration was last changed.",
    }
    UNKNOWN_RULE = ERROR {
        code: "unknown-rule",
        title: "`[rules]` names a rule that does not exist",
        why: "The level would apply to nothing, and its author believes that a finding is settled.",
        example: "[rules]\nlifetime-longer = { level = \"allow\", reason = \"fixed by the vendor\" }",
        passing: "[rules]\nlifetime-long = { level = \"allow\", reason = \"fixed by the vendor\" }",
        mend: "Write a code as it stands between the brackets of a finding; `charte explain` lists all of them.",
    }
    LEVEL_WITHOUT_REASON = ERROR {
        code: "level-without-reason",
        title: "a rule is given a lower level than its own and nobody says why",
        why: "Whoever reads the declaration next cannot tell a decision from an oversight.",
        example: "[rules]\nlifetime-long = { level = \"allow\" }",
        passing: "[rules]\nlifetime-long = { level = \"allow\", reason = \"fixed by the vendor\" }",
        mend: "Add `reason = \"…\"`. It is printed with each report.",
    }
    LEVEL_FIXED = ERROR {
        code: "level-fixed",
        title: "an error is to be lowered that has to stay one",
        why: "Most errors mean that nothing can be built, or that something would load before consent: charte would break \
              its promises to the visitors.",
        example: "[rules]\nnever-exempt = { level = \"warning\", reason = \"we need it\" }",
        passing: "[rules]\ndpo-missing = { level = \"warning\", reason = \"appointed in January\" }",
        mend: "Mend what the rule finds. Errors about duties of the publisher alone can be lowered: \
               `choice-lifetime-differs`, `dpo-missing` and `text-missing`.",
    }
}
