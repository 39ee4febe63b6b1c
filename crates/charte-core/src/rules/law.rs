//! What the law asks of a declaration.

use crate::legal::Topic;
use crate::rule::{DIRECTIVE, FRENCH_ACT, Weight};

crate::rules! {
    NEVER_EXEMPT = ERROR {
        code: "never-exempt",
        title: "a service that no exemption fits claims one",
        why: "The catalogue knows why this service needs consent. To load it before a yes, under the name of a \
              necessary one, is a breach that has been fined.",
        source: DIRECTIVE, french: FRENCH_ACT, topic: Some(Topic::Act),
        weight: Weight::Law,
        example: "services = [\"recaptcha\"]\n[service.recaptcha]\nconsent = { exempt = \"security\" }",
        passing: "services = [\"recaptcha\"]",
        mend: "Write `consent = \"required\"`, or leave `consent` out.",
    }
    PURPOSE_NOT_EXEMPT = ERROR {
        code: "purpose-not-exempt",
        title: "advertising, social networks or a tag manager claim an exemption",
        why: "Only what carries the communication, or what the visitor asks for and cannot work without, is exempt. \
              These purposes are neither.",
        source: DIRECTIVE, french: FRENCH_ACT, topic: Some(Topic::Act),
        weight: Weight::Law,
        example: "services = [\"matomo\"]\n[service.matomo]\npurpose = \"social\"\nconsent = { exempt = \"interface\" }",
        passing: "services = [\"matomo\"]\n[service.matomo]\npurpose = \"social\"\nconsent = \"required\"",
        mend: "Write `consent = \"required\"`, or correct the service's `purpose`.",
    }
    WRONG_GROUND = ERROR {
        code: "wrong-ground",
        title: "the ground of an exemption does not fit the service's purpose",
        why: "Each ground has conditions of its own. Audience measurement under another ground would escape the limits \
              that it must keep, and visitors would read a wrong reason.",
        source: DIRECTIVE, french: "CNIL, lignes directrices du 17 septembre 2020, article 5",
        topic: Some(Topic::Exemptions),
        weight: Weight::Guidance,
        example: "services = [\"matomo\"]\n[service.matomo]\nconsent = { exempt = \"security\" }",
        passing: "services = [\"matomo\"]\n[service.matomo]\nconsent = { exempt = \"audience-measurement\" }",
        mend: "Make `purpose` and the ground agree: `audience-measurement` for both, or for neither.",
    }
    EXEMPTION_EVIDENCE = WARNING {
        code: "exemption-evidence",
        title: "nothing shows that an exempt audience measurement meets the conditions",
        why: "The tool alone does not make the exemption: its settings and its provider's use of the data do. The \
              publisher answers for them.",
        source: DIRECTIVE, french: "CNIL, solutions pour les outils de mesure d’audience, 4 juillet 2025",
        topic: Some(Topic::Audience),
        weight: Weight::Guidance,
        example: "services = [\"matomo\"]\n[service.matomo]\nconsent = { exempt = \"audience-measurement\" }",
        passing: "services = [\"matomo\"]\n[service.matomo]\n\
                  consent = { exempt = \"audience-measurement\", evidence = \"https://example.fr/matomo\" }",
        mend: "Add `evidence = \"https://…\"` to the exemption: the provider's self-assessment, or a page with your \
               settings.",
    }
    AUDIENCE_RETENTION = ERROR {
        code: "audience-retention",
        title: "an exempt audience measurement keeps its data longer than 25 months, or does not say how long",
        why: "Beyond 25 months the measurement is no longer exempt and needs a yes. Where no retention is written, this \
              is a warning.",
        source: DIRECTIVE, french: "CNIL, recommandation du 17 septembre 2020, article 5", topic: Some(Topic::Audience),
        weight: Weight::Recommendation,
        example: "services = [\"matomo\"]\n[service.matomo]\nconsent = { exempt = \"audience-measurement\" }\n\
                  retention = \"3 years\"",
        passing: "services = [\"matomo\"]\n[service.matomo]\nconsent = { exempt = \"audience-measurement\" }\n\
                  retention = \"25 months\"",
        mend: "Shorten the retention in the tool and write it here as `retention`, or write `consent = \"required\"`.",
    }
    AUDIENCE_LIFETIME = ERROR {
        code: "audience-lifetime",
        title: "a tracker of an exempt audience measurement lives longer than 13 months, or has no lifetime",
        why: "The exemption holds for trackers that live 13 months at most. A longer one, or one that nobody can vouch \
              for, needs a yes.",
        source: DIRECTIVE, french: "CNIL, recommandation du 17 septembre 2020, article 5", topic: Some(Topic::Audience),
        weight: Weight::Recommendation,
        example: "services = [\"matomo\"]\n[service.matomo]\nconsent = { exempt = \"audience-measurement\" }\n\
                  tracker = [{ name = \"_pk_id.*\", lifetime = \"2 years\" }]",
        passing: "services = [\"matomo\"]\n[service.matomo]\nconsent = { exempt = \"audience-measurement\" }\n\
                  tracker = [{ name = \"_pk_id.*\", lifetime = \"13 months\" }]",
        mend: "Shorten the lifetime in the tool and write it here as `lifetime`, or write `consent = \"required\"`.",
    }
    AUDIENCE_THIRD_PARTY = ERROR {
        code: "audience-third-party",
        title: "a third party's tracker claims the exemption of audience measurement",
        why: "A cookie of a third party's domain is the same on every site that uses it, so that visitors can be \
              followed from site to site. That excludes the exemption.",
        source: DIRECTIVE, french: "CNIL, solutions pour les outils de mesure d’audience, 4 juillet 2025",
        topic: Some(Topic::Audience),
        weight: Weight::Guidance,
        example: "services = [\"matomo\"]\n[service.matomo]\nconsent = { exempt = \"audience-measurement\" }\n\
                  tracker = [{ name = \"_pk_id.*\", party = \"third\" }]",
        passing: "services = [\"matomo\"]\n[service.matomo]\nconsent = { exempt = \"audience-measurement\" }\n\
                  tracker = [{ name = \"_pk_id.*\", party = \"first\" }]",
        mend: "Measure from your own domain and write `party = \"first\"`, or write `consent = \"required\"`.",
    }
    LIFETIME_MISSING = WARNING {
        code: "lifetime-missing",
        title: "trackers have no lifetime",
        why: "How long a tracker stays on their device is part of what visitors must know before they say yes.",
        source: "CJEU, C-673/17 (Planet49)",
        topic: Some(Topic::Lifetimes),
        weight: Weight::Law,
        example: "services = [\"youtube\"]\n[[service.youtube.tracker]]\nname = \"extra\"\nlocation = \"front\"\n\
                  description = { fr = \"Reconnaît le lecteur.\" }",
        passing: "services = [\"youtube\"]\n[[service.youtube.tracker]]\nname = \"extra\"\nlocation = \"front\"\n\
                  lifetime = \"1 year\"\ndescription = { fr = \"Reconnaît le lecteur.\" }",
        mend: "Write the tracker's `lifetime`, as observed in a browser if its provider does not state it.",
    }
    LIFETIME_LONG = NOTE {
        code: "lifetime-long",
        title: "trackers that wait for consent live longer than 13 months",
        why: "The law sets no ceiling for them, yet data is not to be kept longer than its purpose needs.",
        source: "GDPR, article 5(1)(e)",
        topic: Some(Topic::Retention),
        weight: Weight::Law,
        example: "services = [\"eulerian\"]\n[[service.eulerian.tracker]]\nname = \"etuix\"\n\
                  lifetime = \"2 years\"",
        passing: "services = [\"eulerian\"]\n[[service.eulerian.tracker]]\nname = \"etuix\"\n\
                  lifetime = \"13 months\"",
        mend: "Shorten it in the tool if that can be set, and write the new `lifetime` here.",
    }
    LOCATION_MISSING = WARNING {
        code: "location-missing",
        title: "some trackers of a service say where they are set and others do not",
        why: "The charter shows the place of the one and leaves that of the other open, as if it were set nowhere.",
        example: "services = [\"opendatasoft\"]\n[[service.opendatasoft.tracker]]\nname = \"extra\"\n\
                  lifetime = \"1 year\"\ndescription = { fr = \"Reconnaît le lecteur.\" }",
        passing: "services = [\"opendatasoft\"]\n[[service.opendatasoft.tracker]]\nname = \"extra\"\n\
                  location = \"front\"\nlifetime = \"1 year\"\ndescription = { fr = \"Reconnaît le lecteur.\" }",
        mend: "Write `location = \"front\"`, `\"back\"` or `\"both\"` for each tracker.",
    }
    TRANSFER_UNEXPLAINED = WARNING {
        code: "transfer-unexplained",
        title: "data leaves the European Economic Area and the declaration does not say where or by what right",
        why: "Visitors must be told of a transfer and of what allows it, such as an adequacy decision or standard \
              clauses.",
        source: "GDPR, articles 13(1)(f) and 44 to 49",
        topic: Some(Topic::Transfers),
        weight: Weight::Law,
        example: "services = [\"matomo\"]\n[service.matomo]\nprovider = { name = \"Stats Inc.\", country = \"US\" }",
        passing: "services = [\"matomo\"]\n[service.matomo]\n\
                  provider = { name = \"Stats Inc.\", country = \"US\" }\n\
                  transfer = { countries = [\"US\"], mechanism = [\"dpf\"] }",
        mend: "Write `countries` and `mechanism = [\"clauses\"]`, or `mechanism = { fr = \"…\" }`, in the service's `transfer` table.",
    }
    UNRECOGNISABLE = WARNING {
        code: "unrecognisable",
        title: "nothing tells how to find a service in the pages",
        why: "The service must wait for a yes, and what charte cannot recognise it cannot hold back.",
        source: DIRECTIVE, french: FRENCH_ACT, topic: Some(Topic::Act),
        weight: Weight::Law,
        example: "services = [\"matomo\"]\n[service.matomo]\npaths = []\nsignatures = []",
        passing: "services = [\"matomo\"]\n[service.matomo]\npaths = []\nsignatures = []\n\
                  hosts = [\"stats.example.com\"]",
        mend: "Write the `hosts` that it loads from, or `paths` or `signatures` by which its code is known.",
    }
    POLICY_MISSING = WARNING {
        code: "policy-missing",
        title: "the provider of a service that waits has no privacy policy",
        why: "Those who are asked for a yes must be able to read what each recipient does with their data.",
        source: "GDPR, article 13(1)(e)", french: "CNIL, recommandation du 17 septembre 2020",
        topic: Some(Topic::Information),
        weight: Weight::Recommendation,
        example: "services = [\"guestbook\"]\n[service.guestbook]\nname = \"Livre d’or\"\npurpose = \"comments\"\n\
                  consent = \"required\"\nhosts = [\"livres.example.com\"]\nretention = \"1 year\"\n\
                  description = { fr = \"Reçoit vos messages.\" }\n\
                  provider = { name = \"Livres SARL\", country = \"FR\" }",
        passing: "services = [\"guestbook\"]\n[service.guestbook]\nname = \"Livre d’or\"\npurpose = \"comments\"\n\
                  consent = \"required\"\nhosts = [\"livres.example.com\"]\nretention = \"1 year\"\n\
                  description = { fr = \"Reçoit vos messages.\" }\n\
                  provider = { name = \"Livres SARL\", country = \"FR\", policy = \"https://livres.example.com/\" }",
        mend: "Write the address of its policy as `policy` under `provider`.",
    }
    TEXT_MISSING = ERROR {
        code: "text-missing",
        title: "a text of the declaration is missing in a language of the portal",
        why: "Visitors who read the charter in that language would find a gap where a service or a tracker is explained.",
        source: "GDPR, article 12(1)",
        topic: Some(Topic::Clarity),
        weight: Weight::Law,
        example: "languages = [\"fr\", \"en\"]\nservices = [\"youtube\"]\n[service.youtube]\n\
                  tracker = [{ name = \"extra\", location = \"front\", lifetime = \"1 year\", description = { fr = \"Reconnaît le lecteur.\" } }]",
        passing: "languages = [\"fr\", \"en\"]\nservices = [\"youtube\"]\n[service.youtube]\n\
                  tracker = [{ name = \"extra\", location = \"front\", lifetime = \"1 year\", description = { fr = \"Reconnaît le lecteur.\", en = \"Recognises the player.\" } }]",
        mend: "Write the text in each of the portal's `languages`, or take the language out.",
    }
    TEXT_BORROWED = NOTE {
        code: "text-borrowed",
        title: "the catalogue describes services in another language than the portal's",
        why: "Visitors read these descriptions in French or English, marked as such. Not all of them understand these.",
        source: "GDPR, article 12(1)",
        topic: Some(Topic::Clarity),
        weight: Weight::Law,
        example: "languages = [\"fr\", \"br\"]\nservices = [\"matomo\"]",
        passing: "languages = [\"fr\", \"en\"]\nservices = [\"matomo\"]",
        mend: "To translate them, write `description.br = \"…\"` and the like under the service and its trackers.",
    }
    DPO_MISSING = ERROR {
        code: "dpo-missing",
        title: "the charter cannot say how to reach the data-protection officer",
        why: "A public body must have one and give its contact. For other publishers this is a warning: they owe the \
              contact only if they have one.",
        source: "GDPR, articles 13(1)(b) and 37(1)(a)",
        topic: Some(Topic::Officer),
        weight: Weight::Law,
        example: "[publisher]\nname = \"Commune d’Exemple\"\npublic_body = true\ncontact = \"mairie@example.fr\"",
        passing: "[publisher]\nname = \"Commune d’Exemple\"\npublic_body = true\ncontact = \"mairie@example.fr\"\n\
                  dpo = \"dpo@example.fr\"",
        mend: "Write `dpo = \"dpo@example.fr\"`, an e-mail or web address, under `[publisher]`.",
    }
    CONTACT_MISSING = WARNING {
        code: "contact-missing",
        title: "the charter cannot say how to reach its publisher",
        why: "Visitors who want to use their rights must know whom to write to.",
        source: "GDPR, article 13(1)(a)",
        topic: Some(Topic::Information),
        weight: Weight::Law,
        example: "[publisher]\nname = \"Commune d’Exemple\"\ndpo = \"dpo@example.fr\"",
        passing: "[publisher]\nname = \"Commune d’Exemple\"\ncontact = \"mairie@example.fr\"\n\
                  dpo = \"dpo@example.fr\"",
        mend: "Write `contact`, an e-mail or web address, under `[publisher]`.",
    }
    DATE_MISSING = WARNING {
        code: "date-missing",
        title: "the charter bears no date",
        why: "Without one, nobody can tell whether the charter still describes the site.",
        example: "[portal.town]\nname = \"Données ouvertes\"\nurl = \"https://data.example.fr\"",
        passing: "[portal.town]\nname = \"Données ouvertes\"\nurl = \"https://data.example.fr\"\n\
                  updated = 2026-11-23",
        mend: "Write `updated = 2026-11-23`, the day of the last change, in the portal's table or under `[site]`.",
    }
    CHOICE_LIFETIME = ERROR {
        code: "choice-lifetime",
        title: "the visitor's choice is kept too long, or less than a day",
        why: "A yes of more than 13 months ago does not tell what the visitor wants today, and one kept for less than \
              a day is asked for again and again. Above what the country's authority advises this is a warning.",
        source: "GDPR, article 7", french: "CNIL, questions-réponses sur la délibération 2020-092",
        topic: Some(Topic::Choice),
        weight: Weight::GoodPractice,
        example: "choice = { lifetime = \"2 years\" }",
        passing: "choice = { lifetime = \"6 months\" }",
        mend: "Write `choice = { lifetime = \"6 months\" }`, or leave it out: 6 months is the default.",
    }
    CHOICE_LIFETIME_DIFFERS = ERROR {
        code: "choice-lifetime-differs",
        title: "the cookie that keeps the choice is declared for another lifetime",
        why: "The charter would tell visitors one lifetime and the banner would set another.",
        example: "services = [\"opendatasoft\", \"youtube\"]\nchoice = { lifetime = \"3 months\" }",
        passing: "services = [\"opendatasoft\", \"youtube\"]\nchoice = { lifetime = \"6 months\" }",
        mend: "Give the `choice` and the tracker of that name the same lifetime.",
    }
    BANNER_FOR_NOTHING = WARNING {
        code: "banner-for-nothing",
        title: "the banner is always shown and no service waits for consent",
        why: "Exempt trackers need no consent. A banner that asks for nothing teaches visitors to click without reading.",
        source: DIRECTIVE, french: FRENCH_ACT, topic: Some(Topic::Act),
        weight: Weight::Law,
        example: "services = [\"opendatasoft\"]\nbanner = \"always\"",
        passing: "services = [\"youtube\"]\nbanner = \"always\"",
        mend: "Leave `banner` out: it is shown where something waits.",
    }
    BANNER_NEVER = NOTE {
        code: "banner-never",
        title: "services wait for consent and no banner asks",
        why: "This is lawful, as silence means no. Visitors can accept a service only from its placeholder or on the \
              charter page.",
        example: "services = [\"youtube\"]\nbanner = \"never\"",
        passing: "services = [\"youtube\"]\nbanner = \"auto\"",
        mend: "Leave `banner` out to ask on the first visit, or keep it if the placeholders are enough.",
    }
    CONSENT_MODE_IDLE = WARNING {
        code: "consent-mode-idle",
        title: "`consent_mode` names a vendor none of whose services waits",
        why: "The vendor is told of a consent that nobody is asked for. A service is missing from the list, or the \
              vendor is named for nothing.",
        example: "services = [\"youtube\"]\nconsent_mode = [\"piano\"]",
        passing: "services = [\"piano\"]\nconsent_mode = [\"piano\"]",
        mend: "Declare the vendor's services, or take it out of `consent_mode`.",
    }
    PROMISE_NOT_KEPT = WARNING {
        code: "promise-not-kept",
        title: "third parties that nobody declared load before consent",
        why: "With `unknown = \"allow\"` the browser is given no policy, and what charte does not recognise in the pages \
              may set trackers before a yes. The publisher answers for those it lets in.",
        source: DIRECTIVE, french: FRENCH_ACT, topic: Some(Topic::Act),
        weight: Weight::Law,
        example: "unknown = \"allow\"",
        passing: "unknown = \"block\"",
        mend: "Leave `unknown` out, and name in `allow` the hosts that set nothing.",
    }
    ALLOW_CLAIMED = ERROR {
        code: "allow-claimed",
        title: "`allow` lets through a host of a service that waits for consent",
        why: "The browser would load from that host before the visitor has answered.",
        source: DIRECTIVE, french: FRENCH_ACT, topic: Some(Topic::Act),
        weight: Weight::Law,
        example: "services = [\"youtube\"]\nallow = [\"www.youtube.com\"]",
        passing: "services = [\"youtube\"]\nallow = [\"cdn.example.org\"]",
        mend: "Take the host out of `allow`, or correct the service's `hosts` if it is not one of them.",
    }
    DELEGATED_SERVICE = ERROR {
        code: "delegated-service",
        title: "`delegated` gives a host to a service that the portal does not list",
        why: "Behind an alias of the portal's own domain stands a third party. Visitors are told of it as of any other.",
        source: DIRECTIVE, french: "CNIL, questions-réponses sur la délibération 2020-091, n° 12",
        topic: Some(Topic::Act),
        weight: Weight::GoodPractice,
        example: "services = []\ndelegated = { \"stats.example.fr\" = \"eulerian\" }",
        passing: "services = [\"eulerian\"]\ndelegated = { \"stats.example.fr\" = \"eulerian\" }",
        mend: "Add the service to `services`, or correct its name.",
    }
    DELEGATED_CONTRADICTED = ERROR {
        code: "delegated-contradicted",
        title: "a host is delegated to a service and also listed as the portal's own or as allowed",
        why: "A host that answers for somebody else is not first-party, whatever its name: it waits if its service does.",
        source: DIRECTIVE, french: "CNIL, questions-réponses sur la délibération 2020-091, n° 12",
        topic: Some(Topic::Act),
        weight: Weight::GoodPractice,
        example: "services = [\"eulerian\"]\ndelegated = { \"stats.example.fr\" = \"eulerian\" }\n\
                  first_party = [\"stats.example.fr\"]",
        passing: "services = [\"eulerian\"]\ndelegated = { \"stats.example.fr\" = \"eulerian\" }\n\
                  first_party = [\"www.example.fr\"]",
        mend: "Take the host out of `first_party` or `allow`, or out of `delegated` if no alias leads elsewhere.",
    }
}
