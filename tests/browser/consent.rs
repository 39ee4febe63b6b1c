//! Accepting restores everything, refusing restores nothing; the choice is kept in one plain cookie, for as long as declared
//! and as long as the question stays the same.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use charte_browser::{Page, secure_url};
use serde_json::json;

use crate::portals::COAST;
use crate::site::Site;
use crate::visit::{
    CHOICE, PLACEHOLDERS, Visit, WAITING, accept, await_banner, choice_cookie, cookie_names, go, has_banner, inner,
    refuse, until, value, wait,
};

const DAY: f64 = 86_400.0;

#[test]
fn accepted_pages_ask_for_what_their_authors_wrote() {
    let site = Site::demonstration();
    for path in site.addresses(COAST.source) {
        let source = Visit::source(&site, &[COAST]);
        source.go(COAST, &path);
        let wanted = asked(&source);
        let built = Visit::built(&site, &[COAST]);
        built.go_asked(COAST, &path);
        accept(&built.page);
        until(|| asked(&built).len() >= wanted.len(), || format!("{path}: {:?} of {wanted:?}", asked(&built)));
        let ran = "(window.__ran || []).sort()";
        let scripts = value(&source.page, ran);
        wait(&built.page, &format!("JSON.stringify({ran}) === {:?}", scripts.to_string()));
        assert_eq!(asked(&built), wanted, "{path}");
        assert_eq!(embeds(&built.page), embeds(&source.page), "{path}");
    }
}

/// Every third-party request with its count: the pixel for visitors without scripts must not be among them, and no file may
/// be requested twice.
fn asked(visit: &Visit) -> BTreeMap<String, usize> {
    let mut asked = BTreeMap::new();
    // A connection opened ahead has no request, and browsers open it when they like.
    for request in visit.server.others(&[COAST.host]).iter().filter(|request| request.method != "CONNECT") {
        *asked.entry(request.url()).or_default() += 1;
    }
    asked
}

/// The embeds and hints that the page has, with their attributes.
fn embeds(page: &Page) -> serde_json::Value {
    value(page, include_str!("scripts/embeds.js"))
}

#[test]
fn the_choice_holds_on_reload_and_on_other_pages() {
    for answer in [accept, refuse] {
        let visit = Visit::demonstration();
        visit.go_asked(COAST, "/");
        answer(&visit.page);
        let granted = value(&visit.page, "charte.choice()");
        for path in ["/", "/actualites/", "/en/", "/charte-cookies/", "/charte-cookies/en/"] {
            visit.go_decided(COAST, path);
            assert_eq!(value(&visit.page, "charte.choice()"), granted, "{path}");
        }
        visit.page.reload().unwrap();
        wait(&visit.page, "window.charte && charte.choice()");
        assert!(!has_banner(&visit.page));
    }
}

#[test]
fn accepting_once_is_enough_for_the_next_page() {
    let visit = Visit::demonstration();
    visit.go_asked(COAST, "/");
    accept(&visit.page);
    visit.forget();
    visit.go(COAST, "/actualites/");
    wait(&visit.page, &format!("!{WAITING} && !{PLACEHOLDERS}.length"));
    let youtube = "https://www.youtube.com/embed/MAREES-2026";
    until(|| visit.third_parties().contains(youtube), || format!("{:?}", visit.third_parties()));
}

#[test]
fn the_cookie_is_first_party_plain_and_kept_for_six_months() {
    let value_of = |answer: fn(&Page)| {
        let visit = Visit::demonstration();
        visit.go_asked(COAST, "/");
        answer(&visit.page);
        let cookie = choice_cookie(&visit.page);
        let now = value(&visit.page, "Date.now() / 1000").as_f64().unwrap();
        let days = (cookie.expires.unwrap() - now) / DAY;
        assert!((days - 182.0).abs() < 1.0, "kept for {days} days");
        assert_eq!((cookie.domain.as_str(), cookie.path.as_str()), (COAST.host, "/"));
        assert_eq!((cookie.same_site.as_deref(), cookie.secure), (Some("Lax"), true));
        cookie.value
    };
    let (yes, no) = (value_of(accept), value_of(refuse));
    let [form, day, fingerprint, granted] = yes.splitn(4, '.').collect::<Vec<_>>()[..] else { panic!("{yes}") };
    assert_eq!((form, granted), ("1", "matomo~youtube~openstreetmap"));
    assert!(day.len() == 8 && day.bytes().all(|byte| byte.is_ascii_digit()), "{yes}");
    assert!(!fingerprint.is_empty() && fingerprint.len() <= 8, "{yes}");
    assert_eq!(no, format!("1.{day}.{fingerprint}."), "or the day has changed meanwhile");
    // Nothing in it identifies a visitor.
    assert_eq!([value_of(accept), value_of(refuse)], [yes, no]);
}

#[test]
fn a_choice_grows_old() {
    let visit = Visit::demonstration();
    visit.go_asked(COAST, "/");
    accept(&visit.page);
    let today = choice_cookie(&visit.page).value;
    let aged = |days: f64| {
        let day = format!("new Date(Date.now() - {} * 1000).toISOString().slice(0, 10).replace(/-/g, '')", days * DAY);
        let day = value(&visit.page, &day).as_str().unwrap().to_string();
        [&today[..2], &day, &today[10..]].concat()
    };
    let values = [aged(180.0), aged(184.0), aged(4000.0), aged(-10.0)];
    let unreadable = ["", "1", "2.20261101.x.matomo", "1.20261101..matomo"].map(String::from);
    let holds = |value: &str| {
        let page = visit.another();
        let later = Some(4.0e9);
        page.context().set_cookie(&secure_url(COAST.host, "/"), CHOICE, value, later).unwrap();
        visit.forget();
        go(&page, COAST, "/");
        wait(&page, &format!("window.charte && (charte.choice() || !!{})", inner(".banner")));
        // The scripts in the page judge an answer as the banner does, in full and in part.
        let is_asked = has_banner(&page);
        if is_asked {
            assert_eq!(visit.third_parties(), BTreeSet::new(), "contacted for `{value}`");
        }
        !is_asked
    };
    assert!(holds(&today) && holds(&values[0]));
    let in_part = [&values[1], &values[3]].map(|value| value.replace("matomo~", ""));
    for value in values[1..].iter().chain(&in_part).chain(&unreadable) {
        assert!(!holds(value), "`{value}` is taken for a choice");
    }
}

#[test]
fn the_clock_is_followed_too() {
    let visit = Visit::demonstration();
    visit.go_asked(COAST, "/");
    refuse(&visit.page);
    visit.page.shift_clock(184.0).unwrap();
    visit.go_asked(COAST, "/");
    assert_eq!(value(&visit.page, "charte.choice()"), json!(null));
}

#[test]
fn another_question_is_asked_again_and_another_wording_is_not() {
    let site = Arc::new(Site::copy());
    let visit = Visit::built(&site, &[COAST]);
    visit.go_asked(COAST, "/");
    refuse(&visit.page);
    let kept = choice_cookie(&visit.page);

    let provider = "[service.matomo.provider]";
    let wording = "data = { fr = \"des nombres\", en = \"numbers\" }\nretention = \"25 months\"";
    site.edit("charte.toml", "retention = \"25 months\"", wording);
    site.edit(
        "charte.toml",
        "updated  = 2026-11-20",
        "updated = 2026-11-21\ntext.fr.\"banner.title\" = \"Vos choix, ici\"",
    );
    site.build();
    visit.go_decided(COAST, "/");
    assert_eq!(choice_cookie(&visit.page), kept);

    site.edit("charte.toml", "\"youtube\", \"openstreetmap\"]", "\"youtube\", \"openstreetmap\", \"vimeo\"]");
    site.build();
    visit.go_asked(COAST, "/");
    assert_eq!(value(&visit.page, &format!("{}.textContent", inner("h2"))), "Vos choix, ici");
    refuse(&visit.page);

    // Another controller, and the same service.
    site.edit("charte.toml", provider, "[service.youtube.provider]\nname = \"Un autre\"\n\n[service.matomo.provider]");
    site.build();
    visit.go_asked(COAST, "/");
    assert_eq!(cookie_names(&visit.page), [CHOICE]);
    await_banner(&visit.page);
}
