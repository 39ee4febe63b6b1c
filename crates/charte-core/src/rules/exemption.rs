//! What an exemption from consent must keep to, beyond what [`law`](super::law) refuses.

use crate::legal::Topic;
use crate::rule::{DIRECTIVE, Weight};

/// An audience measurement that keeps to all conditions of its exemption but for the part that differs.
macro_rules! matomo {
    ($services:literal, $without:literal $(, $more:literal)?) => {
        concat!(
            "services = [", $services, "]\n[service.matomo]\nconsent = { exempt = \"audience-measurement\", ",
            "evidence = \"https://example.fr/matomo\" }\nretention = \"25 months\"\nwithout = [", $without, "]",
            $("\n", $more)?
        )
    };
}

crate::rules! {
    EXEMPTION_CONTRADICTED = WARNING {
        code: "exemption-contradicted",
        title: "a service that the catalogue knows to need consent claims an exemption without a proof",
        why: "To call a tracker strictly necessary when it is not is a breach of its own. Where your use of the service \
              really is exempt, somebody who checks it must be able to see why.",
        source: DIRECTIVE, french: "loi Informatique et Libertés, article 82; CNIL, SAN-2025-010",
        topic: Some(Topic::Act),
        weight: Weight::Law,
        example: "services = [\"readspeaker\"]\n[service.readspeaker]\nconsent = { exempt = \"interface\" }",
        passing: "services = [\"readspeaker\"]\n[service.readspeaker]\n\
                  consent = { exempt = \"interface\", evidence = \"https://example.fr/lecture\" }",
        mend: "Leave `consent` out, or add `evidence = \"https://…\"` to the exemption: a page that shows why nothing is \
               kept that the visitor did not ask for.",
    }
    GROUND_NOT_LISTED = WARNING {
        code: "ground-not-listed",
        title: "an exemption rests on the session of a media player, which the authorities' lists do not have",
        why: "European authorities named it in 2012; later guidelines, such as the French of 2020, do not take it \
              up. You would have to argue it yourself.",
        source: "WP29, opinion 04/2012", french: "CNIL, lignes directrices du 17 septembre 2020, article 5",
        topic: Some(Topic::Exemptions),
        weight: Weight::GoodPractice,
        example: "services = [\"film\"]\n[service.film]\nname = \"Films\"\npurpose = \"video\"\n\
                  consent = { exempt = \"player\" }\nprovider = { name = \"Commune\", country = \"FR\" }\n\
                  description = { fr = \"Montre les films de la commune.\" }",
        passing: "services = [\"film\"]\n[service.film]\nname = \"Films\"\npurpose = \"video\"\n\
                  consent = { exempt = \"player\", evidence = \"https://example.fr/films\" }\n\
                  provider = { name = \"Commune\", country = \"FR\" }\n\
                  description = { fr = \"Montre les films de la commune.\" }",
        mend: "Write `consent = \"required\"`, or add `evidence = \"https://…\"`: a page that shows that the player keeps \
               nothing but its session.",
    }
    LANGUAGE_GROUND = NOTE {
        code: "language-ground",
        title: "a tracker remembers the language on a portal with one language",
        why: "The choice of a language is exempt where the visitor can make it. If the site has more languages than the \
              charter, the exemption holds.",
        source: DIRECTIVE, french: "CNIL, lignes directrices du 17 septembre 2020, article 5",
        topic: Some(Topic::Exemptions),
        weight: Weight::Guidance,
        example: "services = [\"menu\"]\n[service.menu]\nname = \"Menu\"\npurpose = \"preferences\"\n\
                  consent = { exempt = \"interface\" }\nprovider = { name = \"Commune\", country = \"FR\" }\n\
                  description = { fr = \"Retient la langue.\" }\n\
                  tracker = [{ name = \"lang\", description = { fr = \"Langue.\" }, lifetime = \"1 year\" }]",
        passing: "languages = [\"fr\", \"en\", \"de\"]\nservices = [\"menu\"]\n[service.menu]\nname = \"Menu\"\n\
                  purpose = \"preferences\"\nconsent = { exempt = \"interface\" }\n\
                  provider = { name = \"Commune\", country = \"FR\" }\n\
                  description = { fr = \"Retient la langue.\", en = \"Keeps the language.\", de = \"Merkt sich die Sprache.\" }\n\
                  tracker = [{ name = \"lang\", description = { fr = \"Langue.\", en = \"Language.\", de = \"Sprache.\" }, \
                  lifetime = \"1 year\" }]",
        mend: "Take the tracker out of the site if there is no choice of language, or add the site's `languages`.",
    }
    EXEMPT_LIFETIME = WARNING {
        code: "exempt-lifetime",
        title: "a necessary tracker is kept for longer than what it is necessary for",
        why: "The exemption reaches as far as the need: a player's session ends within a day, load is spread anew each \
              week, and nothing that somebody asked for once is still asked for after 13 months, or without end.",
        source: "GDPR, article 5(1)(e)", french: "CNIL, lignes directrices du 17 septembre 2020, article 5",
        topic: Some(Topic::Exemptions),
        weight: Weight::Law,
        example: "services = [\"opendatasoft\"]\n[[service.opendatasoft.tracker]]\nname = \"django_language\"\n\
                  lifetime = \"persistent\"",
        passing: "services = [\"opendatasoft\"]\n[[service.opendatasoft.tracker]]\nname = \"django_language\"\n\
                  lifetime = \"12 months\"",
        mend: "Shorten it in the tool and write the new `lifetime` here, or write `consent = \"required\"`.",
    }
    EXEMPT_REFUSED = WARNING {
        code: "exempt-refused",
        title: "a text says what happens on a refusal, and the service is exempt from consent",
        why: "Nobody is asked about an exempt service, so nobody can refuse it. One of the two is wrong, and visitors \
              read a promise that is not kept.",
        source: "GDPR, article 12(1)",
        topic: Some(Topic::Clarity),
        weight: Weight::Law,
        example: "services = [\"opendatasoft\"]\n[service.opendatasoft]\nrefused = { fr = \"Vous restez anonyme.\" }",
        passing: "services = [\"youtube\"]\n[service.youtube]\nrefused = { fr = \"Un lien mène à la vidéo.\" }",
        mend: "Take `refused` out, or write `consent = \"required\"`.",
    }
    AUDIENCE_OPT_OUT = WARNING {
        code: "audience-opt-out",
        title: "visitors cannot object to an exempt audience measurement",
        why: "They were not asked, and keep the right to object to the use of their data, which a measurement without \
              consent rests on public task or legitimate interest for.",
        source: "GDPR, article 21", french: "CNIL, délibération 2019-093",
        topic: Some(Topic::Objection),
        weight: Weight::GoodPractice,
        example: matomo!("\"matomo\"", "\"_pk_ref.*\", \"_pk_hsr.*\""),
        passing: matomo!("\"matomo\", \"matomo-opt-out\"", "\"_pk_ref.*\", \"_pk_hsr.*\""),
        mend: "Let it load from a host of its own and write that in the service's `hosts`: the charter page then gets a switch, \
               after which nothing of it loads. Or put the tool's form to object on a page and add its service, such as \
               `matomo-opt-out`, to `services`. Where visitors object elsewhere, write the address of that page as `opt_out` \
               under the measurement.",
    }
    AUDIENCE_CAMPAIGN = WARNING {
        code: "audience-campaign",
        title: "an exempt audience measurement lists trackers for campaigns, tests or recordings",
        why: "The exemption covers figures about the site itself. Where visitors came from by a campaign, which variant \
              they saw and how they moved the mouse need a yes.",
        source: DIRECTIVE, french: "CNIL, solutions pour les outils de mesure d’audience, 4 juillet 2025",
        topic: Some(Topic::Audience),
        weight: Weight::GoodPractice,
        example: matomo!("\"matomo\", \"matomo-opt-out\"", "\"_pk_ref.*\""),
        passing: matomo!("\"matomo\", \"matomo-opt-out\"", "\"_pk_ref.*\", \"_pk_hsr.*\""),
        mend: "Switch them off in the tool and leave them out here: `without = [\"_pk_ref.*\", \"_pk_hsr.*\"]`. Or write \
               `consent = \"required\"`.",
    }
    AUDIENCE_SEVERAL_SITES = ERROR {
        code: "audience-several-sites",
        title: "an exempt audience measurement keeps one identifier for several portals",
        why: "A tracker on the domain above them follows visitors from one site to the other, which excludes the \
              exemption.",
        source: DIRECTIVE, french: "CNIL, solutions pour les outils de mesure d’audience, 4 juillet 2025",
        topic: Some(Topic::Audience),
        weight: Weight::Guidance,
        example: concat!(
            "[portal.a]\nurl = \"https://a.example.fr\"\ninput = \"a\"\nservices = [\"matomo\", \"matomo-opt-out\"]\n\
             [portal.b]\nurl = \"https://b.example.fr\"\ninput = \"b\"\n",
            matomo!("\"matomo\", \"matomo-opt-out\"", "\"_pk_ref.*\", \"_pk_hsr.*\"",
                "tracker = [{ name = \"_pk_id.*\", host = \".example.fr\" }]")
        ),
        passing: concat!(
            "[portal.a]\nurl = \"https://a.example.fr\"\ninput = \"a\"\nservices = [\"matomo\", \"matomo-opt-out\"]\n\
             [portal.b]\nurl = \"https://b.example.fr\"\ninput = \"b\"\n",
            matomo!("\"matomo\", \"matomo-opt-out\"", "\"_pk_ref.*\", \"_pk_hsr.*\"")
        ),
        mend: "Let each portal keep its own tracker in the tool (no cookie domain) and take `host` out, or write \
               `consent = \"required\"`.",
    }
}
