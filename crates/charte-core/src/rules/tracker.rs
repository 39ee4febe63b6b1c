//! Trackers that are declared more than once, or as what they cannot be.

use crate::legal::Topic;
use crate::rule::{DIRECTIVE, Weight};

/// A service of the portal's own.
macro_rules! chat {
    ($consent:literal, $trackers:literal) => {
        concat!(
            "[service.chat]\nname = \"Chat\"\npurpose = \"support\"\nconsent = ", $consent,
            "\nhosts = [\"chat.example.com\"]\ndescription = { fr = \"Répond aux questions.\" }\nretention = \"1 month\"\n\
             provider = { name = \"Chat SARL\", country = \"FR\", policy = \"https://chat.example.com/\" }\ntracker = [",
            $trackers, "]"
        )
    };
}

crate::rules! {
    TRACKER_TWICE = ERROR {
        code: "tracker-twice",
        title: "a service declares the same tracker twice",
        why: "Name, host and kind say which tracker is meant. Of two that agree in all three only the last would be in the \
              charter.",
        example: concat!("services = [\"chat\"]\n", chat!("\"required\"",
            "{ name = \"sid\", description = { fr = \"Session.\" }, lifetime = \"session\" }, \
             { name = \"sid\", description = { fr = \"Session.\" }, lifetime = \"2 weeks\" }")),
        passing: concat!("services = [\"chat\"]\n", chat!("\"required\"",
            "{ name = \"sid\", description = { fr = \"Session.\" }, lifetime = \"session\" }, \
             { name = \"sid\", host = \"comptes.example.fr\", description = { fr = \"Session.\" }, lifetime = \"2 weeks\" }")),
        mend: "Take one of them out, or write the `host` or the `kind` by which they differ.",
    }
    TRACKER_LIFETIMES_DIFFER = WARNING {
        code: "tracker-lifetimes-differ",
        title: "two services declare the same tracker with different lifetimes",
        why: "A browser has one cookie of that name for that host. Visitors read two lifetimes, of which one is wrong.",
        source: "CJEU, C-673/17 (Planet49)",
        topic: Some(Topic::Lifetimes),
        weight: Weight::Law,
        example: concat!("services = [\"matomo\", \"chat\"]\n", chat!("\"required\"",
            "{ name = \"_pk_id.*\", description = { fr = \"Visiteur.\" }, lifetime = \"2 months\" }")),
        passing: concat!("services = [\"matomo\", \"chat\"]\n", chat!("\"required\"",
            "{ name = \"_pk_id.*\", description = { fr = \"Visiteur.\" }, lifetime = \"13 months\" }")),
        mend: "Write the same `lifetime` for both, or the `host` by which they differ.",
    }
    TRACKER_SHARED = WARNING {
        code: "tracker-shared",
        title: "an exempt service and one that waits declare the same tracker",
        why: "A tracker that also serves a purpose which needs consent is not exempt: it may not be set before a yes. And \
              it stays when visitors withdraw, since the exempt service needs it.",
        source: DIRECTIVE, french: "CNIL, lignes directrices du 17 septembre 2020, article 5",
        topic: Some(Topic::Exemptions),
        weight: Weight::Guidance,
        example: concat!("services = [\"opendatasoft\", \"chat\"]\n", chat!("\"required\"",
            "{ name = \"sessionid\", description = { fr = \"Session.\" }, lifetime = \"2 weeks\" }")),
        passing: concat!("services = [\"opendatasoft\", \"chat\"]\n", chat!("\"required\"",
            "{ name = \"chatid\", description = { fr = \"Session.\" }, lifetime = \"2 weeks\" }")),
        mend: "Take it out of the service that does not set it, write the `host` by which they differ, or let both wait.",
    }
    TRACKER_SWALLOWED = WARNING {
        code: "tracker-swallowed",
        title: "the pattern of a tracker also fits another tracker",
        why: "Visitors find the cookie in their browser and two lines for it in the charter. When they withdraw from the \
              one service, the cookie of the other is erased too.",
        example: concat!("services = [\"opendatasoft\", \"chat\"]\n", chat!("\"required\"",
            "{ name = \"sess*\", description = { fr = \"Session.\" }, lifetime = \"2 weeks\" }")),
        passing: concat!("services = [\"opendatasoft\", \"chat\"]\n", chat!("\"required\"",
            "{ name = \"sess_*\", description = { fr = \"Session.\" }, lifetime = \"2 weeks\" }")),
        mend: "Write more of the name before the `*`, or leave the tracker that it covers out with `without`.",
    }
    PARTY_CONTRADICTED = WARNING {
        code: "party-contradicted",
        title: "the `party` of a tracker contradicts its `host`",
        why: "First-party is what a browser keeps for the portal's own domain. Visitors would be told that nobody else \
              reads what another domain reads, or the other way round.",
        source: "GDPR, article 12(1)",
        topic: Some(Topic::Clarity),
        weight: Weight::Law,
        example: concat!("services = [\"chat\"]\n", chat!("\"required\"",
            "{ name = \"sid\", host = \"chat.example.com\", description = { fr = \"Session.\" }, lifetime = \"1 day\" }")),
        passing: concat!("services = [\"chat\"]\n", chat!("\"required\"",
            "{ name = \"sid\", host = \"chat.example.com\", party = \"third\", description = { fr = \"Session.\" }, \
             lifetime = \"1 day\" }")),
        mend: "Write `party = \"third\"` for a host that is not the portal's, or correct the `host`.",
    }
    TRACKER_GROUND = ERROR {
        code: "tracker-ground",
        title: "a tracker is exempt on a ground that its service or its purpose contradicts",
        why: "An exemption holds for its own purpose only. Advertising, social networks and tag managers have none, for none of their trackers.",
        source: DIRECTIVE, french: "CNIL, lignes directrices du 17 septembre 2020, article 5",
        topic: Some(Topic::Exemptions),
        weight: Weight::Law,
        example: concat!("services = [\"chat\"]\n", chat!("\"required\"",
            "{ name = \"sid\", consent = { exempt = \"audience-measurement\" }, description = { fr = \"Session.\" }, \
             lifetime = \"session\" }")),
        passing: concat!("services = [\"chat\"]\n", chat!("\"required\"",
            "{ name = \"sid\", consent = { exempt = \"security\" }, description = { fr = \"Session.\" }, \
             lifetime = \"session\" }")),
        mend: "Write `consent = \"required\"` for the tracker, or correct its ground or its `purpose`.",
    }
    TRACKER_PURPOSE = WARNING {
        code: "tracker-purpose",
        title: "a tracker needs consent for another purpose than its service is asked for",
        why: "A yes holds for the purpose that was asked for. Who accepts a video has not accepted to be followed for \
              advertising, even if one script sets both trackers.",
        source: "GDPR, article 4(11) and recital 32", french: "CNIL, lignes directrices du 17 septembre 2020, article 2",
        topic: Some(Topic::Consent),
        weight: Weight::Law,
        example: concat!("services = [\"chat\"]\n", chat!("\"required\"",
            "{ name = \"sid\", purpose = \"advertising\", description = { fr = \"Publicité.\" }, lifetime = \"1 month\" }")),
        passing: concat!("services = [\"chat\"]\n", chat!("\"required\"",
            "{ name = \"sid\", description = { fr = \"Session.\" }, lifetime = \"1 month\" }")),
        mend: "Declare the tracker under a service of its own with that `purpose`. Where both load together, say so in its \
               `description`.",
    }
}
