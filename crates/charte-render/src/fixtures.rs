//! Portals for the tests: two small ones with real declarations, and one that uses everything.

use std::collections::BTreeMap;

use charte_core::charter::{
    BannerPolicy, Change, Charter, ChoiceCookie, Folders, PolicyForm, Publisher, UnknownPolicy,
};
use charte_core::legal::LegalOrder;
use charte_core::lifetime::{Lifetime, Unit};
use charte_core::model::{
    Alternative, Consent, Details, Ground, Holds, Location, Mechanism, OwnPurpose, Party, Processing, Provider,
    Purpose, Retention, Role, Service, Texts, Tracker, TrackerKind, Transfer,
};

pub(crate) fn texts(fr: &str, en: &str) -> Texts {
    Texts::from([("fr".into(), fr.into()), ("en".into(), en.into())])
}

pub(crate) fn tracker(name: &str, label: (&str, &str), what: (&str, &str)) -> Tracker {
    let mut tracker = Tracker::new(name);
    tracker.location = Some(Location::Both);
    tracker.label = if label.0.is_empty() { Texts::new() } else { texts(label.0, label.1) };
    tracker.description = texts(what.0, what.1);
    tracker
}

pub(crate) fn service(id: &str, name: &str, purpose: Purpose, consent: Consent) -> Service {
    let mut service = Service::new(id, purpose, consent);
    service.name = name.into();
    service.provider = Provider { name: name.into(), country: Some("FR".into()), ..Provider::default() };
    service
}

fn exempt(ground: Ground) -> Consent {
    Consent::Exempt { ground, evidence: None }
}

fn opendatasoft(id: &str, ground: Ground, tracker: Tracker) -> Service {
    let mut service = service(id, "Opendatasoft", Purpose::Necessary, exempt(ground));
    service.provider.country = None;
    service.trackers = vec![tracker];
    service
}

/// The portal with four cookies.
pub(crate) fn seed(url: &str) -> Charter {
    let api = ("Récupérer des données via des appels API", "Getting data through API calls");
    let choice = ("Choix concernant vos préférences sur les cookies", "Choice of your cookie preferences");
    let remember = ("Se souvenir du choix opéré par le visiteur concernant les cookies", "Remembering the choice");
    let session = ("Se souvenir de l'utilisateur d'une page à une autre.", "Remembering the user from page to page.");
    let language = ("Se souvenir de la langue du visiteur", "Remembering the visitor's language");
    let mut preferences = tracker("cookies_preferences", choice, remember);
    preferences.location = None;
    Charter {
        id: "seed".into(),
        name: "Données ouvertes".into(),
        names: BTreeMap::new(),
        hosts: Vec::new(),
        url: format!("{url}/"),
        base_path: "/".into(),
        host: url.trim_start_matches("https://").into(),
        registrable: None,
        first_party: Vec::new(),
        allow: Vec::new(),
        delegated: Default::default(),
        unknown: UnknownPolicy::Block,
        policy: PolicyForm::Auto,
        languages: vec!["fr".into(), "en".into()],
        state_site: false,
        folders: Folders {
            input: "public".into(),
            output: None,
            folder: "charte-cookies".into(),
            frames: BTreeMap::new(),
            theme: "base".into(),
        },
        publisher: Publisher { name: "Commune".into(), ..Publisher::default() },
        order: LegalOrder::of("FR").unwrap(),
        banner: BannerPolicy::Auto,
        choice: ChoiceCookie {
            name: "cookies_preferences".into(),
            days: 182,
            lifetime: Lifetime::Span(6, Unit::Month),
            domain: None,
        },
        consent_modes: Vec::new(),
        services: vec![
            opendatasoft("a", Ground::Authentication, tracker("sessionid", ("Authentification", "Log-in"), session)),
            opendatasoft(
                "b",
                Ground::Interface,
                tracker("django_language", ("Sélection de la langue", "Choice of language"), language),
            ),
            opendatasoft("c", Ground::Security, tracker("csrftoken", ("API (CSRF)", "API (CSRF)"), api)),
            opendatasoft("d", Ground::Choice, preferences),
        ],
        processing: Vec::new(),
        updated: None,
        changes: Vec::new(),
        texts: BTreeMap::new(),
        tokens: BTreeMap::new(),
        places: BTreeMap::new(),
    }
}

/// A portal that uses every part of the model.
pub(crate) fn rich() -> Charter {
    let mut charter = seed("https://data.stmalo-agglomeration.fr");
    charter.name = "Open data de Saint-Malo Agglomération".into();
    charter.publisher = Publisher {
        name: "Saint-Malo Agglomération".into(),
        address: Some("6 rue de la Ville Jégu, 35260 Cancale".into()),
        contact: Some("https://www.stmalo-agglomeration.fr/contact/".into()),
        dpo: Some("dpo@example.fr".into()),
        public_body: true,
        privacy: "donnees-personnelles/".into(),
        legal_notice: "/mentions-legales/".into(),
        accessibility: "https://data.stmalo-agglomeration.fr/accessibilite/".into(),
        ..Publisher::default()
    };
    charter.publisher.representative = Some("Anne Exemple, présidente".into());
    charter.publisher.phone = Some("02 99 00 00 00".into());
    charter.publisher.email = Some("opendata@example.fr".into());
    charter.hosts = vec!["agenda.example.fr".into()];
    charter.processing = vec![logs()];
    charter.services.extend([counter(), foreign_counter(), video(), map()]);
    charter.allow = vec!["static.example.fr".into()];
    charter.updated = Some("2026-11-01".into());
    let change = texts("Ajout des vidéos.", "Videos added.");
    charter.changes = vec![Change { date: "2026-11-01".into(), text: change }];
    charter
}

/// A processing without trackers that has every statement.
fn logs() -> Processing {
    Processing {
        name: texts("Journaux du serveur", "Server logs"),
        description: texts("Le serveur note chaque accès.", "The server notes each access."),
        data: texts("adresse demandée, heure", "address asked for, time"),
        recipients: texts("hébergeur du portail", "host of the portal"),
        retention: Some(Retention::Said(texts("jusqu’à la fin du semestre", "until the end of the half-year"))),
        provider: Some(Provider {
            name: "Hébergeur SA".into(),
            country: Some("BE".into()),
            policy: Some("https://hebergeur.example/donnees".into()),
            role: Some(Role::Processor),
        }),
        details: Details {
            when: texts("à chaque visite", "at each visit"),
            legal_basis: vec![
                texts("intérêt légitime", "legitimate interest"),
                texts("votre contrat", "your contract"),
            ],
            hosting: texts("centre de données de Rennes", "data centre in Rennes"),
            masking: texts("dernier octet de l’adresse IP", "last byte of the IP address"),
            deletion: texts("effacement automatique", "automatic erasure"),
            opt_out: Some("https://hebergeur.example/opposition".into()),
        },
    }
}

/// A tracker that differs from its service in every possible way.
fn particular() -> Tracker {
    let mut tracker = tracker("reglages", ("Réglages", "Settings"), ("Garder le volume.", "Keeping the volume."));
    tracker.party = Party::Third;
    tracker.host = Some(".lecteur.example".into());
    tracker.more_hosts = vec![".lecteur-miroir.example".into()];
    tracker.consent =
        Some(Consent::Exempt { ground: Ground::Interface, evidence: Some("https://lecteur.example/exemption".into()) });
    tracker.purpose = Some(Purpose::Preferences);
    tracker.provider = Some(Provider {
        name: "Lecteur SARL".into(),
        country: Some("LU".into()),
        policy: Some("https://lecteur.example/donnees".into()),
        role: Some(Role::Joint),
    });
    tracker.when = texts("quand vous changez le volume", "when you change the volume");
    tracker.lifetime = Some(Lifetime::Range((6, Unit::Month), (12, Unit::Month)));
    let when = texts("si vous êtes connecté", "if you are logged in");
    tracker.alternatives = vec![Alternative { lifetime: Lifetime::Span(2, Unit::Week), when }];
    tracker
}

fn counter() -> Service {
    let ground = Ground::AudienceMeasurement;
    let consent = Consent::Exempt { ground, evidence: Some("https://example.fr/auto-evaluation".into()) };
    let mut service = service("matomo", "Matomo", Purpose::AudienceMeasurement, consent);
    service.provider.name = "InnoCraft Ltd".into();
    service.provider.country = Some("NZ".into());
    service.data = texts("adresse IP tronquée, pages vues", "shortened IP address, pages viewed");
    service.recipients = texts("personnel habilité de l’agglomération", "authorised staff");
    service.retention = Some(Retention::For(Lifetime::Span(25, Unit::Month)));
    let mut id = tracker("_pk_id*", ("", ""), ("Compter les visites.", "Counting visits."));
    id.lifetime = Some(Lifetime::Span(13, Unit::Month));
    service.trackers = vec![id];
    service
}

fn foreign_counter() -> Service {
    let mut service = service("analytics", "Google Analytics", Purpose::AudienceMeasurement, Consent::Required);
    service.provider.name = "Google Ireland Limited".into();
    service.provider.country = Some("IE".into());
    let mut id = tracker("_ga", ("", ""), ("Distinguer les visiteurs.", "Telling visitors apart."));
    id.lifetime = Some(Lifetime::Span(2, Unit::Year));
    service.trackers = vec![id];
    service
}

fn video() -> Service {
    let mut service = service("youtube", "YouTube", Purpose::Video, Consent::Required);
    service.provider = Provider {
        name: "Google Ireland Limited".into(),
        country: Some("IE".into()),
        policy: Some("https://policies.google.com/privacy".into()),
        role: Some(Role::Controller),
    };
    service.hosts = vec!["*.youtube.com".into(), "youtu.be".into()];
    service.description = texts("Lit des vidéos dans la page.", "Plays videos in the page.");
    service.data = texts("adresse IP, vidéos vues, identifiants", "IP address, videos watched, identifiers");
    service.refused = texts("Les vidéos ne se lisent pas dans la page.", "Videos do not play in the page.");
    service.transfer = Some(Transfer {
        countries: vec!["US".into()],
        mechanism: Some(Mechanism::Said(texts(
            "décision d’adéquation (UE) 2023/1795",
            "adequacy decision (EU) 2023/1795",
        ))),
        holds: Holds::All,
    });
    let mut cookie = tracker("VISITOR_INFO1_LIVE", ("Lecteur", "Player"), ("Estimer le débit.", "Estimating speed."));
    cookie.party = Party::Third;
    cookie.host = Some(".youtube.com".into());
    cookie.location = Some(Location::Front);
    cookie.lifetime = Some(Lifetime::Span(1, Unit::Month));
    let mut entry = tracker("yt-*", ("", ""), ("Garder les réglages du lecteur.", "Keeping the player's settings."));
    entry.kind = TrackerKind::LocalStorage;
    entry.lifetime = Some(Lifetime::Persistent);
    entry.lifetime_note = texts("renouvelé à chaque lecture", "renewed at each play");
    let mut session = tracker("YSC", ("", ""), ("Compter les lectures.", "Counting plays."));
    session.lifetime = Some(Lifetime::Session);
    service.trackers = vec![cookie, entry, session, particular()];
    service
}

fn map() -> Service {
    let mut service = service("jawg", "Jawg Maps", Purpose::Map, Consent::Required);
    service.hosts = vec!["*.jawg.io".into()];
    service.description = texts("Fournit les fonds de carte.", "Provides map backgrounds.");
    service.own_purpose = Some(OwnPurpose {
        id: "plan".into(),
        title: texts("Plan de ville", "Town map"),
        description: texts("Le plan des rues.", "The map of the streets."),
    });
    service
}
