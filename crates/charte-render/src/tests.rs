//! What the rendered pieces must have for visitors, and what must never get into them.

use charte_core::charter::Charter;
use charte_core::model::{Consent, Ground, PlaceholderKind};
use charte_themes::BASE;

use crate::fixtures::{rich, seed, texts};
use crate::keys::key;
use crate::theme::{Folder, Theme};
use crate::{HeldEmbed, Renderer};

fn base() -> Theme {
    Theme::load(BASE, &Folder::default()).unwrap()
}

fn renderer(charter: &Charter) -> Renderer {
    Renderer::new(&base(), charter).unwrap()
}

/// The visible text of a piece of HTML: no tags, references resolved, white space collapsed.
fn read(html: &str) -> String {
    let mut text = String::new();
    for piece in html.split('<').flat_map(|piece| piece.split_once('>').map_or(Some(piece), |(_, text)| Some(text))) {
        text.push_str(piece);
        text.push(' ');
    }
    let mut out = String::new();
    let mut rest = text.as_str();
    while let Some((before, after)) = rest.split_once('&') {
        out.push_str(before);
        let (reference, tail) = after.split_once(';').unwrap();
        out.push(match reference {
            "amp" => '&',
            "lt" => '<',
            "gt" => '>',
            "quot" => '"',
            code => char::from_u32(code.strip_prefix('#').unwrap().parse().unwrap()).unwrap(),
        });
        rest = tail;
    }
    out.push_str(rest);
    out.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The sentences of a page, each with its number of words. What ends without a full stop is no sentence: names, headings, cells.
fn sentences(html: &str) -> Vec<(usize, String)> {
    let blocks =
        ["</p>", "</dd>", "</td>", "</li>", "</span>"].iter().fold(html.to_owned(), |all, end| all.replace(end, "\n"));
    let mut found = Vec::new();
    for block in blocks.split('\n').map(read).filter(|text| text.ends_with(['.', '?', '!'])) {
        for sentence in block.split(". ").flat_map(|part| part.split("? ")).flat_map(|part| part.split("! ")) {
            let is_word = |word: &&str| word.chars().any(char::is_alphanumeric);
            found.push((sentence.split_whitespace().filter(is_word).count(), sentence.to_owned()));
        }
    }
    found
}

/// The French page is for everybody: its sentences have at most 20 words on average, and none has more than 35.
#[test]
fn french_sentences_are_short() {
    for charter in [rich(), seed("https://data.example.fr")] {
        let found = sentences(&renderer(&charter).charter("fr").unwrap());
        assert!(found.len() > 30, "{found:#?}");
        let long: Vec<_> = found.iter().filter(|(words, _)| *words > 35).collect();
        assert!(long.is_empty(), "{long:#?}");
        let words: usize = found.iter().map(|(words, _)| words).sum();
        assert!(words <= 20 * found.len(), "{words} words in {} sentences", found.len());
    }
}

#[test]
fn every_row_of_the_seeds_is_in_the_charter() {
    for url in ["https://data.saint-pierre-du-perray.fr", "https://data.stmalo-agglomeration.fr"] {
        let page = read(&renderer(&seed(url)).charter("fr").unwrap());
        assert!(page.contains(&format!("À quoi servent les cookies sur la plateforme {url}")), "{page}");
        for row in [
            "Prestataire Opendatasoft",
            "sessionid cookie · interne Authentification (pages publiques et espace d’administration) Se souvenir de l'utilisateur d'une page à une autre.",
            "django_language cookie · interne Sélection de la langue (pages publiques et espace d’administration) Se souvenir de la langue du visiteur",
            "csrftoken cookie · interne API (CSRF) (pages publiques et espace d’administration) Récupérer des données via des appels API",
            "cookies_preferences cookie · interne Choix concernant vos préférences sur les cookies Se souvenir du choix opéré par le visiteur concernant les cookies",
        ] {
            assert!(page.contains(row), "{row}\n{page}");
        }
        for fact in [
            "Charte cookies",
            "Traceurs nécessaires au bon fonctionnement de la plateforme, ou fonctionnels",
            "suite d’informations, identifiée par un nom",
            "entre deux visites d’un même site sur un même appareil",
            "Traceurs statistiques Ils suivent les actions des visiteurs d’un site",
            "Traceurs internes ( first-party ) Le site consulté les dépose lui-même",
            "Traceurs tiers ( third-party ) Ils sont déposés par (ou pour) un site B, souvent une régie publicitaire",
            "Nom du traceur Finalité Durée de vie",
            "assurer son bon fonctionnement",
        ] {
            assert!(page.contains(fact), "{fact}\n{page}");
        }
    }
}

#[test]
fn a_portal_with_nothing_to_ask_says_why_and_shows_no_control() {
    let charter = renderer(&seed("https://data.example.fr")).charter("fr").unwrap();
    assert!(charter.contains("Pourquoi nous ne vous demandons rien"));
    assert!(!charter.contains("data-charte-open") && !charter.contains("Si vous refusez"));
}

#[test]
fn a_portal_that_asks_says_everything_about_each_service() {
    let renderer = renderer(&rich());
    let html = renderer.charter("fr").unwrap();
    let page = read(&html);
    for fact in [
        "Mesure d’audience (statistiques) : soumis à votre accord",
        "Mesure d’audience (statistiques) : dispensé d’accord",
        "13 mois",
        "Conservation des données 25 mois",
        "InnoCraft Ltd (Nouvelle-Zélande)",
        "États-Unis : décision d’adéquation (UE) 2023/1795",
        "VISITOR_INFO1_LIVE cookie · tiers · .youtube.com",
        "yt-* stockage local · interne",
        "illimitée (jusqu’à ce que vous effaciez ce traceur) renouvelé à chaque lecture",
        "Lecteur (pages publiques)",
        "Jawg Maps Soumis à votre accord",
        "Si vous refusez Les vidéos ne se lisent pas dans la page.",
        "votre choix est gardé 6 mois, sur data.stmalo-agglomeration.fr seulement",
        "1er novembre 2026 Ajout des vidéos.",
        "Politique de confidentialité : Google Ireland Limited",
        "dpo@example.fr",
        "3 place de Fontenoy",
        "static.example.fr",
    ] {
        assert!(page.contains(fact), "{fact}\n{page}");
    }
    for markup in [
        "<button type=\"button\" class=\"charte-button\" data-charte-open>",
        "data-charte-state>Vous n&#8217;avez pas encore choisi",
    ] {
        assert!(html.contains(markup), "{markup}");
    }
    assert!(html.contains("href=\"/donnees-personnelles/\"") && html.contains("mailto:dpo@example.fr"));
}

#[test]
fn what_stands_in_pages_is_ascii_in_every_language_and_made_twice_is_the_same() {
    let renderer = renderer(&rich());
    for language in ["fr", "en"] {
        let known = ["youtube".to_string()];
        let waiting = HeldEmbed { services: &known, address: "https://www.youtube.com/é", ..HeldEmbed::default() };
        let pieces = || {
            [
                renderer.charter(language).unwrap(),
                renderer.page(language, "<script></script>").unwrap(),
                renderer.placeholder(language, &waiting).unwrap(),
                renderer.link(language).unwrap(),
                renderer.runtime_argument(language).unwrap(),
                renderer.later_argument(language).unwrap(),
            ]
        };
        // Script files declare that they are UTF-8.
        assert!(pieces()[..4].iter().all(|piece| piece.is_ascii()), "{:?}", pieces());
        for piece in pieces() {
            assert!(!piece.contains("{{") && !piece.contains("{%"), "{piece}");
        }
        assert_eq!(pieces(), pieces());
        let page = renderer.page(language, "").unwrap();
        for (nothing, start) in [("variable", "{"), ("key", "charter."), ("key", "purpose.")] {
            assert!(!read(&page).contains(start), "a {nothing} is left in {}", read(&page));
        }
        assert_eq!(page.matches("<h1").count(), 1);
    }
}

#[test]
fn hostile_text_stays_text_everywhere() {
    const HOSTILE: &str = "\"><script>alert('x')</script></template>{{ 7*7 }}{site}";
    let mut charter = rich();
    charter.name = HOSTILE.into();
    charter.publisher.name = HOSTILE.into();
    charter.publisher.contact = Some("javascript:alert(1)".into());
    for service in &mut charter.services {
        service.name = HOSTILE.into();
        service.provider.name = HOSTILE.into();
        service.provider.policy = Some("javascript:alert(1)".into());
        service.description = texts(HOSTILE, HOSTILE);
        service.trackers.iter_mut().for_each(|tracker| tracker.name = HOSTILE.into());
    }
    let banner = [("banner.title".to_string(), HOSTILE.to_string())];
    charter.texts = [("fr".to_string(), banner.into())].into();
    let renderer = renderer(&charter);
    let known = ["youtube".to_string()];
    let waiting = HeldEmbed { services: &known, address: "javascript:alert(1)", title: Some(HOSTILE) };
    for piece in [
        renderer.charter("fr").unwrap(),
        renderer.page("fr", "").unwrap(),
        renderer.placeholder("fr", &waiting).unwrap(),
        renderer.link("fr").unwrap(),
        renderer.runtime_argument("fr").unwrap(),
        renderer.later_argument("fr").unwrap(),
    ] {
        assert!(!piece.contains("<script") && !piece.contains("</template"), "{piece}");
        assert!(!piece.contains("\"javascript:"), "{piece}");
    }
    assert!(read(&renderer.charter("fr").unwrap()).contains(HOSTILE));
    let details = renderer.later_config("fr").unwrap()[key!(serviceDetails)].take();
    assert!(details.as_object().unwrap().values().all(|service| service[key!(serviceName)] == HOSTILE));
}

#[test]
fn a_placeholder_names_the_service_or_says_that_it_is_not_declared() {
    let renderer = renderer(&rich());
    let known = ["youtube".to_string()];
    let address = "https://www.youtube.com/embed/x?a=1&b=2";
    let waiting = HeldEmbed { services: &known, address, ..HeldEmbed::default() };
    let html = renderer.placeholder("fr", &waiting).unwrap();
    let start = "<!doctype html><html lang=\"fr\" dir=\"ltr\"><meta name=\"color-scheme\" content=\"light dark\">\
                 <link rel=\"stylesheet\" href=\"/charte-cookies/charte.css\"><body>\
                 <div class=\"charte-placeholder\" data-charte-for=\"youtube\">";
    assert!(html.starts_with(start), "{html}");
    assert!(
        html.contains("<button type=\"button\" data-charte-accept=\"youtube\">Accepter YouTube</button>"),
        "{html}"
    );
    assert!(
        html.contains("<a href=\"https://www.youtube.com/watch?v=x\" target=\"_top\">Voir sur youtube.com</a>"),
        "{html}"
    );
    let unknown = ["unknown".to_string()];
    let html = renderer.placeholder("fr", &HeldEmbed { services: &unknown, ..waiting }).unwrap();
    assert!(
        !html.contains("<button") && read(&html).contains("Ce contenu, hébergé sur youtube.com, est bloqué"),
        "{html}"
    );
}

#[test]
fn the_link_of_a_placeholder_names_what_is_behind_it() {
    let mut charter = rich();
    let link = |charter: &Charter, language: &str, services: &[&str]| {
        let services: Vec<String> = services.iter().map(|id| (*id).into()).collect();
        let waiting = HeldEmbed { services: &services, address: "https://www.example.org/x", ..HeldEmbed::default() };
        let html = renderer(charter).placeholder(language, &waiting).unwrap();
        read(
            html.split("<a href=\"https://www.example.org/x\" target=\"_top\">")
                .nth(1)
                .unwrap()
                .split("</a>")
                .next()
                .unwrap(),
        )
    };
    let ids: Vec<String> = charter.services.iter().map(|service| service.id.clone()).collect();
    let (one, other) = (ids[0].as_str(), ids[1].as_str());
    charter.services[0].placeholder = Some(PlaceholderKind::Video);
    assert_eq!(link(&charter, "fr", &[one]), "Voir la vidéo sur example.org");
    assert_eq!(link(&charter, "en", &[one]), "Watch the video on example.org");
    charter.services[1].placeholder = Some(PlaceholderKind::Map);
    assert_eq!(link(&charter, "fr", &[one, other]), "Voir sur example.org");
    charter.services[1].placeholder = Some(PlaceholderKind::Video);
    assert_eq!(link(&charter, "fr", &[one, other]), "Voir la vidéo sur example.org");
    charter.services[0].placeholder = Some(PlaceholderKind::Captcha);
    assert_eq!(link(&charter, "fr", &[one]), "Voir sur example.org");
}

#[test]
fn the_script_asks_about_each_purpose_that_needs_consent() {
    let config = renderer(&rich()).runtime_config("fr").unwrap();
    assert_eq!(config[key!(ask)], true);
    assert_eq!((&config[key!(path)], &config[key!(charterAddress)]), (&"/".into(), &"/charte-cookies/".into()));
    let purposes = config[key!(purposes)].as_array().unwrap();
    let titles: Vec<&str> = purposes.iter().map(|purpose| purpose[key!(purposeTitle)].as_str().unwrap()).collect();
    assert_eq!(titles, ["Mesure d’audience", "Vidéos", "Plan de ville"]);
    assert_eq!(purposes[1][key!(purposeServices)][0][key!(cookiePattern)], "YSC");
    let texts = config[key!(interfaceTexts)].as_object().unwrap();
    assert!(texts.values().all(|text| !text.as_str().unwrap().is_empty()));
}

/// An exempt tracker of a service that waits, such as the session of a log-in, is not deleted on withdrawal.
#[test]
fn exempt_trackers_stay_when_a_visitor_withdraws() {
    let mut charter = rich();
    let video = charter.services.iter_mut().find(|service| service.id == "youtube").unwrap();
    let session = video.trackers.iter_mut().find(|tracker| tracker.name == "YSC").unwrap();
    session.consent = Some(Consent::Exempt { ground: Ground::Player, evidence: None });
    let config = renderer(&charter).runtime_config("fr").unwrap();
    assert!(config[key!(purposes)][1][key!(purposeServices)][0].get(key!(cookiePattern)).is_none());
}

#[test]
fn stylesheets_carry_the_tokens_that_they_use_and_no_other() {
    let renderer = renderer(&rich());
    let (embeds, charter) = renderer.stylesheets();
    assert!(embeds.starts_with(".charte-placeholder{--charte-accent:#"), "{embeds}");
    // A placeholder is a document of its own, which inherits no font from the page around it.
    assert!(embeds.contains("--charte-font:") && charter.contains("--charte-font:"));
    assert!(!embeds.contains("--charte-position:"), "{embeds}");
    assert!(renderer.banner_css().starts_with(":host{--charte-accent:#"));
    for css in [embeds, charter, renderer.banner_css()] {
        assert_eq!(css.matches('{').count(), css.matches('}').count());
        for used in css.split("var(--charte-").skip(1).map(|rest| rest.split([')', ',']).next().unwrap()) {
            assert!(css.contains(&format!("--charte-{used}:")), "{used}");
        }
    }
}

#[test]
fn a_charter_of_the_authors_own_page_is_where_every_link_goes() {
    let renderer = renderer(&rich()).with_address("en", "/en/cookies/");
    assert!(renderer.link("en").unwrap().contains("href=\"/en/cookies/\""));
    assert!(renderer.charter("fr").unwrap().contains("href=\"/en/cookies/\" lang=\"en\" dir=\"ltr\" hreflang=\"en\""));
    assert!(renderer.page("fr", "").unwrap().contains("https://data.stmalo-agglomeration.fr/en/cookies/"));
}

#[test]
fn what_a_charter_asks_of_a_theme_must_exist() {
    let mut charter = rich();
    charter.languages.push("eo".into());
    charter.tokens = [("acent".to_string(), "#000".to_string()), ("font".into(), "a;b".into())].into();
    let wrong = [("baner.title".to_string(), "x".to_string()), ("banner.intro".into(), "{nam}".into())];
    charter.texts = [("fr".to_string(), wrong.into())].into();
    let findings = Renderer::new(&base(), &charter).err().unwrap();
    let mut codes: Vec<&str> = findings.iter().map(|finding| finding.code).collect();
    codes.sort_unstable();
    let expected =
        ["text-language", "text-unknown-key", "text-unknown-variable", "theme-token-value", "theme-unknown-token"];
    assert_eq!(codes, expected);
    let help = |code| findings.iter().find(|finding| finding.code == code).and_then(|it| it.help.clone()).unwrap();
    assert!(help("text-language").contains("`fr`"));
    assert!(help("theme-unknown-token").contains("`accent`") && help("text-unknown-key").contains("`banner.title`"));
}
