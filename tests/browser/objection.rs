//! A visitor objects to a measurement that loads without consent: it gets no more requests, until the visitor takes the
//! objection back.

use charte_browser::Page;
use serde_json::json;

use crate::look::{assert_none, examine_all};
use crate::portals::SMALL;
use crate::site::Site;
use crate::visit::{CHOICE, Visit, accept, cookie_names, until, value, wait};

/// An exempt measurement, and where `services` has more, what waits besides it.
const MATOMO: &str = r#"
[service.matomo]
hosts = ["stats.example.net"]
provider = { name = "Commune", country = "FR" }
consent = { exempt = "audience-measurement", evidence = "https://example.fr/matomo" }
retention = "25 months"
without = ["_pk_ref.*", "_pk_hsr.*"]
"#;

/// The vendor's snippet: an inline script that makes an element.
const PAGE: &str = r#"<!doctype html><html lang="fr"><head><meta charset="utf-8"><title>Essai</title></head><body><main><h1>Essai</h1>
<script>var _paq = window._paq = window._paq || []; _paq.push(["trackPageView"]);
(function() { var g = document.createElement("script"); g.async = true; g.src = "https://stats.example.net/matomo.js";
document.head.append(g); })();</script></main><footer></footer></body></html>"#;

const OBJECTION: &str = "cookies_preferences_objection";
const CHARTER: &str = "/charte-cookies/";
const BOX: &str = "document.querySelector('[data-charte-objection] input')";
const STATUS: &str = "document.querySelector('[data-charte-objection] [role=status]').textContent";

/// A plain tag, which preload scanners see.
const TAG: &str = r#"<!doctype html><html lang="fr"><head><meta charset="utf-8"><title>Essai</title>
<script defer src="https://stats.example.net/matomo.js"></script></head><body><main><h1>Essai</h1></main><footer></footer></body></html>"#;

/// A tag that blocks, and a script behind it that needs it.
const ORDER: &str = r#"<!doctype html><html lang="fr"><head><meta charset="utf-8"><title>Essai</title></head><body><main><h1>Essai</h1></main>
<script src="https://stats.example.net/matomo.js"></script><script>window.__after = Boolean(window.__ran)</script><footer></footer></body></html>"#;

/// A tag that waits for nothing, behind a style sheet.
const ASYNC: &str = r#"<!doctype html><html lang="fr"><head><meta charset="utf-8"><title>Essai</title><link rel="stylesheet" href="/site.css">
<script async src="https://stats.example.net/matomo.js"></script></head><body><main><h1>Essai</h1></main><footer></footer></body></html>"#;

const TAGS: [&str; 3] = ["/tag.html", "/order.html", "/async.html"];

fn visit(services: &str) -> Visit {
    let pages = [("index.html", PAGE), ("tag.html", TAG), ("order.html", ORDER), ("async.html", ASYNC)];
    Visit::built(&Site::small(&format!("services = [{services}]{MATOMO}"), &pages), &[SMALL])
}

/// Goes to a page, and returns whether the measurement got a request.
fn is_counted(visit: &Visit) -> bool {
    is_counted_on(visit, "/")
}

fn is_counted_on(visit: &Visit, path: &str) -> bool {
    visit.server.clear();
    visit.go(SMALL, path);
    visit.await_silence();
    visit.third_parties().iter().any(|url| url.contains("stats.example.net"))
}

/// Turns the switch on the charter page by the keyboard.
fn switch(visit: &Visit, is_on: bool) {
    visit.go(SMALL, CHARTER);
    wait(&visit.page, &format!("{BOX}.disabled === false"));
    value(&visit.page, &format!("{BOX}.focus()"));
    visit.page.press("Space").unwrap();
    wait(&visit.page, &format!("{BOX}.checked === {is_on}"));
    let has_cookie = |page: &Page| cookie_names(page).iter().any(|name| name == OBJECTION);
    until(|| has_cookie(&visit.page) == is_on, || format!("{:?}", cookie_names(&visit.page)));
}

#[test]
fn an_objection_stops_the_measurement_and_can_be_taken_back() {
    let visit = visit("\"matomo\"");
    assert!(is_counted(&visit), "the measurement is exempt");
    visit.go(SMALL, CHARTER);
    wait(&visit.page, &format!("{STATUS} === 'Vos visites sont comptées.'"));
    switch(&visit, true);
    assert!(value(&visit.page, STATUS).as_str().unwrap().starts_with("Vos visites ne sont pas comptées"));
    assert!(!is_counted(&visit), "after an objection: {:?}", visit.third_parties());
    switch(&visit, false);
    assert!(is_counted(&visit), "after the objection was taken back");
}

/// No request leaves for a file that is named in the HTML, which browsers fetch ahead of all scripts; without an objection each
/// tag runs once, at its place.
#[test]
fn a_tag_in_the_html_makes_no_request_after_an_objection() {
    for services in ["\"matomo\"", "\"matomo\", \"youtube\""] {
        let visit = visit(services);
        let counted = |moment: &str| {
            for page in TAGS {
                assert!(is_counted_on(&visit, page), "{page} {moment}");
                wait(&visit.page, "window.__ran");
                assert!(visit.third_parties().iter().eq(["https://stats.example.net/matomo.js"]), "{page} {moment}");
            }
            visit.go(SMALL, "/order.html");
            wait(&visit.page, "window.__after === true");
        };
        counted("before an objection");
        switch(&visit, true);
        for page in TAGS {
            assert!(!is_counted_on(&visit, page), "{page} after an objection: {:?}", visit.third_parties());
            assert_eq!(value(&visit.page, "window.__ran ?? null"), json!(null), "{page}");
        }
        switch(&visit, false);
        counted("after the objection was taken back");
        if services.contains("youtube") {
            visit.go_asked(SMALL, "/");
            accept(&visit.page);
            counted("after an acceptance");
        }
    }
}

/// Nothing but the objection is stored, and it identifies nobody.
#[test]
fn an_objection_is_remembered_without_an_identifier() {
    let visit = visit("\"matomo\"");
    switch(&visit, true);
    let cookies = visit.page.cookies().unwrap();
    assert_eq!(
        cookies.iter().map(|one| (one.name.as_str(), one.value.as_str())).collect::<Vec<_>>(),
        [(OBJECTION, "1")]
    );
    // The page that declares it shows it.
    let row = format!("[...document.querySelectorAll('th code')].some(name => name.textContent === '{OBJECTION}')");
    assert_eq!(value(&visit.page, &row), true);
}

/// Cookies that the measurement has set are deleted, and those of others stay.
#[test]
fn an_objection_deletes_what_was_counted_by() {
    let visit = visit("\"matomo\"");
    visit.go(SMALL, "/");
    value(&visit.page, "document.cookie = '_pk_id.1.abcd=1;path=/'; document.cookie = 'sid=2;path=/'");
    switch(&visit, true);
    let is_deleted = |page: &Page| !cookie_names(page).iter().any(|name| name.starts_with("_pk_id"));
    until(|| is_deleted(&visit.page), || format!("{:?}", cookie_names(&visit.page)));
    assert!(cookie_names(&visit.page).contains(&"sid".to_owned()), "{:?}", cookie_names(&visit.page));
}

/// Accepting everything does not cancel an objection, and an objection does not change a choice.
#[test]
fn an_objection_and_a_choice_do_not_touch_each_other() {
    let visit = visit("\"matomo\", \"youtube\"");
    visit.go_asked(SMALL, "/");
    accept(&visit.page);
    assert!(is_counted(&visit));
    switch(&visit, true);
    assert!(!is_counted(&visit), "after an acceptance and an objection: {:?}", visit.third_parties());
    assert_eq!(value(&visit.page, "charte.choice().granted"), json!(["youtube"]));
    assert!(cookie_names(&visit.page).contains(&CHOICE.to_owned()));
    let frame = "document.createElement('iframe')";
    value(
        &visit.page,
        &format!("Object.assign(document.body.appendChild({frame}), {{ src: 'https://www.youtube.com/embed/a' }})"),
    );
    until(
        || visit.third_parties().iter().any(|url| url.contains("youtube")),
        || format!("{:?}", visit.third_parties()),
    );
}

#[test]
fn axe_finds_nothing_on_the_switch() {
    let visit = visit("\"matomo\", \"youtube\"");
    visit.go(SMALL, CHARTER);
    wait(&visit.page, &format!("{BOX}.disabled === false"));
    assert_none(&examine_all(&visit.page, CHARTER));
}
