//! Third parties that the site's own scripts contact: the browser refuses them until the visitor agrees.

use std::collections::BTreeSet;
use std::sync::Arc;

use charte_audit::{Firefox, FirefoxOptions, Reply, url};
use serde_json::json;

use crate::site::{SMALL, Site};
use crate::visit::{CHOICE, Visit, accept, click, cookie_names, refuse, turn, until, value, wait};

const SERVICES: &str = r#"services = ["matomo", "youtube", "openstreetmap"]
allow = ["api.example.org"]
[service.matomo]
hosts = ["stats.example.net"]
"#;

/// Contacts four third parties in as many ways, of which only one may be contacted at once.
const SCRIPT: &str = r#"const hosts = { stats: "https://stats.example.net/", film: "https://www.youtube.com/", nobody: "https://nobody.example.org/" };
const script = document.createElement("script");
script.src = hosts.stats + "matomo.js";
document.head.append(script);
const frame = document.createElement("iframe");
frame.src = hosts.film + "embed/MAREES-2026";
document.querySelector("main").append(frame);
fetch(hosts.nobody + "count", { mode: "no-cors" }).catch(() => (window.refused = true));
fetch("https://api.example.org/tides", { mode: "no-cors" }).then(() => (window.allowed = true));
new Image().src = "/own.png";
"#;

/// A page that runs that script, and holds something that waits in the usual way.
const PAGE: &str = r#"<!doctype html><html lang="fr"><head><meta charset="utf-8"><title>Essai</title></head><body><main><h1>Essai</h1>
<script src="/site.js" defer></script>
<iframe src="https://www.openstreetmap.org/export/embed.html" title="Carte" width="400" height="300"></iframe></main><footer></footer></body></html>"#;

const PLAIN: &str = r#"<!doctype html><html lang="fr"><head><meta charset="utf-8"><title>Essai</title></head><body><main><h1>Essai</h1>
<p>Rien qui s’exécute.</p></main></body></html>"#;

fn site() -> Arc<Site> {
    Site::small(SERVICES, &[("index.html", PAGE), ("plain.html", PLAIN), ("site.js", SCRIPT), ("own.png", "")])
}

/// The hosts of others that were asked for something. Chromium opens a connection for a frame before it looks whether the
/// page may have it, and then asks nothing: that is not counted.
fn reached(visit: &Visit) -> BTreeSet<String> {
    let asked = visit.server.requests().into_iter().filter(|request| request.method != "CONNECT");
    asked.map(|request| request.host).filter(|host| host != SMALL.host).collect()
}

fn hosts(list: &[&str]) -> BTreeSet<String> {
    list.iter().map(|host| (*host).to_owned()).collect()
}

const FREE: [&str; 1] = ["api.example.org"];

#[track_caller]
fn settled(visit: &Visit) {
    wait(&visit.page, "window.allowed && document.readyState === 'complete'");
}

#[test]
fn a_script_of_the_site_reaches_nobody_before_a_yes_nor_after_a_no() {
    let visit = Visit::built(&site(), &[SMALL]);
    visit.go_asked(SMALL, "/");
    settled(&visit);
    wait(&visit.page, "window.refused");
    assert_eq!(reached(&visit), hosts(&FREE));
    refuse(&visit.page);
    visit.forget();
    visit.go_decided(SMALL, "/");
    settled(&visit);
    assert_eq!(reached(&visit), hosts(&FREE));
}

/// Firefox reads policies and looks ahead in its own ways.
#[test]
fn nor_in_firefox() {
    let site = site();
    let visit = Visit::built(&site, &[SMALL]);
    let mut firefox = Firefox::launch(&visit.server, &FirefoxOptions::default()).unwrap();
    firefox.goto(&url(SMALL.host, "/")).unwrap();
    // It asks for a tunnel before it asks for anything, which this server logs and refuses.
    let tunnels = || -> BTreeSet<String> { visit.server.requests().into_iter().map(|request| request.host).collect() };
    until(|| tunnels().contains(FREE[0]), || "the page never asked for anything".into());
    std::thread::sleep(std::time::Duration::from_secs(1));
    assert_eq!(tunnels(), hosts(&[SMALL.host, FREE[0]]));
}

#[test]
fn after_a_yes_it_reaches_all() {
    let visit = Visit::built(&site(), &[SMALL]);
    visit.go_asked(SMALL, "/");
    settled(&visit);
    value(&visit.page, "window.before = true");
    click(&visit.page, ".banner .accept");
    wait(&visit.page, "!window.before && window.charte?.choice()?.refused.length === 0");
    settled(&visit);
    wait(&visit.page, "!document.querySelector('[data-charte]') && document.querySelectorAll('iframe').length === 2");
    let all = hosts(&[
        "api.example.org",
        "nobody.example.org",
        "stats.example.net",
        "www.openstreetmap.org",
        "www.youtube.com",
    ]);
    until(|| reached(&visit) == all, || format!("{:?}", reached(&visit)));
}

/// What was allowed for this page comes back with it and is nobody's afterwards.
#[test]
fn what_is_granted_for_this_page_outlives_only_the_second_load() {
    let visit = Visit::built(&site(), &[SMALL]);
    visit.go_asked(SMALL, "/");
    settled(&visit);
    value(&visit.page, "history.replaceState({ own: 1 }, ''); window.before = true");
    click_placeholder(&visit, "openstreetmap");
    wait(&visit.page, "!window.before && document.querySelector('iframe[src*=openstreetmap]')");
    settled(&visit);
    assert_eq!(value(&visit.page, "history.state"), json!({ "own": 1 }));
    assert!(!cookie_names(&visit.page).contains(&CHOICE.into()));
    let some = hosts(&["api.example.org", "www.openstreetmap.org"]);
    until(|| reached(&visit) == some, || format!("{:?}", reached(&visit)));
    visit.forget();
    visit.go_asked(SMALL, "/");
    settled(&visit);
    assert_eq!(reached(&visit), hosts(&FREE));
}

#[test]
fn only_what_was_granted_is_let_through() {
    let visit = Visit::built(&site(), &[SMALL]);
    visit.go_asked(SMALL, "/");
    settled(&visit);
    click(&visit.page, ".banner .customise");
    turn(&visit.page, "matomo");
    value(&visit.page, "window.before = true");
    click(&visit.page, "dialog .save");
    wait(&visit.page, "!window.before && window.charte?.choice()?.granted[0] === 'matomo'");
    settled(&visit);
    until(|| reached(&visit).contains("stats.example.net"), || format!("{:?}", reached(&visit)));
    assert_eq!(reached(&visit), hosts(&["api.example.org", "stats.example.net"]));
}

/// Puts a box around each film that it finds, once, wherever in the page it runs; the last one waits for the end of the page.
const DRESSER: &str = r#"const host = "https://www.youtube.com/";
const dress = (when) => {
  for (const film of document.querySelectorAll("iframe:not(.box iframe), img:not(.box img)")) {
    const box = document.createElement("div");
    box.className = "box " + when;
    film.before(box);
    box.append(film);
  }
};
dress(document.currentScript.dataset.when);
addEventListener("DOMContentLoaded", () => dress("parsed"), { once: true });
"#;

const DRESSED: &str = r#"<!doctype html><html lang="fr"><head><meta charset="utf-8"><title>Essai</title></head><body><main><h1>Essai</h1>
<section><iframe src="https://www.youtube.com/embed/MAREES-2026" title="Film"></iframe></section><p>Plus bas <img src="https://www.youtube.com/a.png" alt="<!-- A -->"> puis</p>
<table><tr><td><iframe src="https://www.youtube.com/embed/VAGUES-2026" title="Autre film"></iframe></td></tr></table>
<script src="/dress.js" data-when="here"></script>
<div class="late"><iframe src="https://www.youtube.com/embed/RESSAC-2026" title="Dernier film"></iframe></div></main></body></html>"#;

/// What the page's own scripts do to elements at load they do to those that waited, too.
#[test]
fn what_is_allowed_is_there_when_the_page_s_own_scripts_look() {
    let site = Site::small(SERVICES, &[("index.html", DRESSED), ("dress.js", DRESSER)]);
    let main = "document.readyState === 'complete' && !document.querySelector('[data-charte-for]') \
                && document.querySelector('main').innerHTML";
    let wanted = {
        let visit = Visit::source(&site, &[SMALL]);
        visit.page.goto(&url(SMALL.host, "/")).unwrap();
        wait(&visit.page, main)
    };
    assert_eq!(wanted.as_str().unwrap().matches("box here").count(), 3);
    assert_eq!(wanted.as_str().unwrap().matches("box parsed").count(), 1);
    let visit = Visit::built(&site, &[SMALL]);
    visit.go_asked(SMALL, "/");
    value(&visit.page, "window.before = true");
    click(&visit.page, ".banner .accept");
    wait(&visit.page, "!window.before && window.charte?.choice()?.refused.length === 0");
    assert_eq!(wait(&visit.page, main), wanted);
}

/// Starts a service in the way of its vendor, from a file; the service tells what it found in its queue.
const STARTER: &str = r#"var _paq = window._paq = window._paq || [];
_paq.push(["setSiteId", "7"]);
const start = () => {
  const script = document.createElement("script");
  script.src = "https://stats.example.net/matomo.js";
  document.head.append(script);
};
"#;

const TALKER: &str = r#"<!doctype html><html lang="fr"><head><meta charset="utf-8"><title>Essai</title><script src="/app.js"></script></head><body><main><h1>Essai</h1>
<script>_paq.push(["trackEvent"])</script><p><img src="https://www.openstreetmap.org/a.png" alt=""></p></main></body></html>"#;

fn starting(services: &str, start: &str) -> Visit {
    let site = Site::small(services, &[("index.html", TALKER), ("app.js", &format!("{STARTER}{start}"))]);
    let visit = Visit::built(&site, &[SMALL]);
    let told = "window.told = [...window._paq].map((call) => call[0]).join()";
    visit.server.route("stats.example.net", "/matomo.js", Reply::new(200, "text/javascript", told));
    visit
}

/// What is said after a yes counts: a tracker that a script of the site's own starts finds its own queue, not the stand-in.
#[test]
fn what_the_site_starts_itself_is_told_what_was_said() {
    let visit = starting(SERVICES, "start();");
    visit.go_asked(SMALL, "/");
    value(&visit.page, "window.before = true");
    accept(&visit.page);
    wait(&visit.page, "!window.before && window.told === 'setSiteId,trackEvent'");
    // A file that the publisher answers for starts it at the event that tells of the choice.
    let event = "document.addEventListener('charte:choice', ({ detail }) => { if (!detail.granted.includes('matomo')) return; _paq.push(['trackPageView']); start(); });";
    let visit = starting(&SERVICES.replace("allow =", "allow_files = [\"app.js\"]\nallow ="), event);
    visit.go_asked(SMALL, "/");
    accept(&visit.page);
    wait(&visit.page, "window.told === 'trackPageView'");
}

/// Also where nothing else is asked for, so that nobody is held any more.
#[test]
fn the_only_service_can_be_granted_for_this_page() {
    let one = "services = [\"openstreetmap\"]\nallow = [\"api.example.org\"]";
    let script = "const host = 'https://www.openstreetmap.org/';";
    let page = PAGE.replace("<iframe", "<script src=\"https://www.openstreetmap.org/map.js\"></script><iframe");
    let visit = Visit::built(&Site::small(one, &[("index.html", &page), ("site.js", script)]), &[SMALL]);
    visit.server.route("www.openstreetmap.org", "/map.js", Reply::new(200, "text/javascript", "window.mapped = true"));
    visit.go_asked(SMALL, "/");
    value(&visit.page, "window.before = true");
    click_placeholder(&visit, "openstreetmap");
    wait(&visit.page, "!window.before && window.mapped && document.querySelector('iframe[src*=openstreetmap]')");
}

/// A page without scripts needs no guard, and one whose scripts name nobody neither.
#[test]
fn only_pages_that_need_it_are_guarded() {
    let visit = Visit::built(&site(), &[SMALL]);
    visit.go_asked(SMALL, "/plain.html");
    assert_eq!(value(&visit.page, "[!!window.charteGuard, document.scripts.length]"), json!([false, 1]));
    accept(&visit.page);
    let quiet =
        [("index.html", PAGE), ("site.js", "document.title += ' // https'; fetch('//' + location.host + '/x')")];
    let visit = Visit::built(&Site::small(SERVICES, &quiet), &[SMALL]);
    visit.go_asked(SMALL, "/");
    assert_eq!(value(&visit.page, "!!window.charteGuard"), json!(false));
    let always = format!("guard = \"always\"\n{SERVICES}");
    let visit = Visit::built(&Site::small(&always, &quiet), &[SMALL]);
    visit.go_asked(SMALL, "/");
    assert_eq!(value(&visit.page, "!!window.charteGuard"), json!(true));
}

#[track_caller]
fn click_placeholder(visit: &Visit, service: &str) {
    let button = format!("document.querySelector('[data-charte-accept={service}]')");
    wait(&visit.page, &format!("!!{button}"));
    visit.page.click(&button).unwrap();
}
