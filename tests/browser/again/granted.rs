//! What a page may load after consent: what was granted, for as long as it was.

use std::collections::BTreeSet;

use serde_json::json;

use super::{SERVICES, SUITE, small};
use crate::portals::SMALL;
use crate::site::Site;
use crate::visit::{
    CHOICE, SHOWN, Visit, WAITING, accept, choice_cookie, click, click_placeholder, cookie_names, has_banner, leave,
    turn, until, value, wait,
};

/// A page whose own script contacts third parties, and records what it was granted.
const STARTER: &str = "<script>const load = src => { const own = document.createElement('script'); own.src = src; document.head.append(own) };\
    load('https://suite.example.net/own.js'); load('https://other.example.net/own.js'); fetch('https://nobody.example.org/x', { mode: 'no-cors' }).catch(() => window.refused = true)</script>\
    <iframe src=\"https://other.example.net/frame\" title=\"Autre\" width=\"400\" height=\"300\"></iframe>";

/// The third parties that got a request.
fn reached(visit: &Visit) -> BTreeSet<String> {
    let asked = visit.server.requests().into_iter().filter(|request| request.method != "CONNECT");
    asked.map(|request| request.host).filter(|host| host != SMALL.host).collect()
}

fn hosts(list: &[&str]) -> BTreeSet<String> {
    list.iter().map(|host| (*host).to_owned()).collect()
}

#[test]
fn only_what_was_granted_is_let_through() {
    let visit = Visit::built(&small(STARTER), &[SMALL]);
    visit.go_asked(SMALL, "/");
    wait(&visit.page, "window.refused");
    assert_eq!(reached(&visit), hosts(&[]));
    click(&visit.page, ".banner .customise");
    turn(&visit.page, "suite");
    leave(&visit.page, || click(&visit.page, "dialog .save"));
    wait(&visit.page, "window.refused");
    until(|| reached(&visit).contains(SUITE), || format!("{:?}", reached(&visit)));
    assert_eq!(reached(&visit), hosts(&[SUITE]));
    // Granting the rest lifts the policy: all that visitors are asked about was granted.
    value(&visit.page, "document.querySelector('[data-charte-open]').click()");
    click(&visit.page, "dialog .accept");
    let all = hosts(&[SUITE, "other.example.net", "nobody.example.org"]);
    until(|| reached(&visit) == all, || format!("{:?}", reached(&visit)));
}

/// What was allowed for this page comes back with the page, and holds for no other page.
#[test]
fn what_is_granted_for_this_page_outlives_only_the_second_load() {
    let visit = Visit::built(&small(STARTER), &[SMALL]);
    visit.go_asked(SMALL, "/");
    value(&visit.page, "history.replaceState({ own: 1 }, '')");
    leave(&visit.page, || click_placeholder(&visit.page, "[data-charte-accept]"));
    wait(&visit.page, &format!("window.refused && {SHOWN}"));
    assert_eq!(value(&visit.page, "history.state"), json!({ "own": 1 }));
    assert!(!cookie_names(&visit.page).contains(&CHOICE.into()));
    until(|| reached(&visit) == hosts(&["other.example.net"]), || format!("{:?}", reached(&visit)));
    assert!(has_banner(&visit.page));
    visit.forget();
    visit.go_asked(SMALL, "/");
    wait(&visit.page, "window.refused");
    assert_eq!(reached(&visit), hosts(&[]));
}

/// Browsers that keep no cookies, or delete them at once.
const NO_COOKIES: &str =
    "Object.defineProperty(Document.prototype, 'cookie', { configurable: true, get: () => '', set() {} })";

#[test]
fn where_no_cookies_are_kept_the_choice_holds_for_this_page() {
    let site = small(STARTER);
    let visit = Visit::built(&site, &[SMALL]);
    visit.page.add_script(NO_COOKIES).unwrap();
    visit.go_asked(SMALL, "/");
    leave(&visit.page, || click(&visit.page, ".banner .accept"));
    wait(&visit.page, &format!("charte.choice()?.refused.length === 0 && !{WAITING}"));
    assert!(!has_banner(&visit.page));
    visit.await_silence();
    let loads = visit.server.to(SMALL.host).into_iter().filter(|request| request.path == "/").count();
    assert_eq!(loads, 2, "the page is loaded again and again");
    until(|| reached(&visit).contains(SUITE), || format!("{:?}", reached(&visit)));
    visit.forget();
    visit.go_asked(SMALL, "/");
    wait(&visit.page, "window.refused");
    assert_eq!(reached(&visit), hosts(&[]));
}

#[test]
fn of_two_choices_the_stricter_counts() {
    let page = include_str!("../pages/order.html");
    let site = Site::small(
        SERVICES,
        &[("index.html", page), ("sub/index.html", page), ("suite.js", include_str!("../pages/suite.js"))],
    );
    let visit = Visit::built(&site, &[SMALL]);
    visit.go_asked(SMALL, "/sub/");
    accept(&visit.page);
    let whole = choice_cookie(&visit.page).value;
    let some = whole.replace("other~suite", "other");
    assert_ne!(some, whole);
    for (first, second) in [(&whole, &some), (&some, &whole)] {
        let both = format!(
            "document.cookie = '{CHOICE}={first};path=/;secure'; document.cookie = '{CHOICE}={second};path=/sub;secure'"
        );
        value(&visit.page, &both);
        visit.forget();
        visit.go_decided(SMALL, "/sub/");
        assert_eq!(value(&visit.page, "charte.choice().granted"), json!(["other"]));
        visit.await_silence();
        assert!(visit.third_parties().is_empty(), "{:?}", visit.third_parties());
    }
}
