//! What waited runs as its author's page would have run it: in order, once, and whatever else on the page hangs or fails.

use std::sync::Arc;
use std::time::Duration;

use charte_audit::{Reply, Server};
use serde_json::json;

use crate::site::{SMALL, Site};
use crate::visit::{SOON, Visit, accept, await_banner, has_banner, value, wait};

const SUITE: &str = "suite.example.net";

/// Two services, recognised by host and by what their inline scripts call.
const SERVICES: &str = r#"
services = ["suite", "other"]
[service.suite]
name = "Suite"
purpose = "content"
consent = "required"
hosts = ["suite.example.net"]
signatures = ["suite.log('"]
description = { fr = "Affiche une suite." }
provider = { name = "Suite SAS", country = "FR", policy = "https://suite.example.net/policy" }
[service.other]
name = "Autre"
purpose = "map"
consent = "required"
hosts = ["other.example.net"]
description = { fr = "Affiche autre chose." }
provider = { name = "Autre SAS", country = "FR", policy = "https://other.example.net/policy" }
"#;

/// The scripts of the page: name, what it does, how late it is.
const SCRIPTS: [(&str, &str, u64); 8] = [
    ("a", "suite.log('A')", 400),
    ("c", "suite.log('C')", 20),
    ("e", "suite.log('E')", 20),
    ("late", "suite.log('late')", 1600),
    ("nested", "suite.log('nested')", 100),
    ("write", "suite.log('W'); document.write('<p id=written>written</p>')", 20),
    ("deferred", "suite.log('deferred'); addEventListener('DOMContentLoaded', () => suite.log('deferred ready'))", 20),
    ("module", "suite.log('M'); window.onload = () => suite.log('M onload')", 20),
];

/// Serves those scripts.
fn serve(server: &Server) {
    let script = |text: &str| {
        let reply = Reply::new(200, "text/javascript; charset=utf-8", text).with("Access-Control-Allow-Origin", "*");
        reply.with("Cache-Control", "max-age=60")
    };
    for (name, text, delay) in SCRIPTS {
        server.route(SUITE, &format!("/{name}.js"), script(text));
        server.delay(SUITE, &format!("/{name}.js"), Duration::from_millis(delay));
    }
    server.route(SUITE, "/missing.js", Reply::new(404, "text/plain", ""));
    server.route(SUITE, "/old.js", script("suite.log('old')"));
}

fn order() -> Arc<Site> {
    let suite = include_str!("pages/suite.js");
    Site::small(SERVICES, &[("index.html", include_str!("pages/order.html")), ("suite.js", suite)])
}

/// A page whose main part holds `html`.
fn small(html: &str) -> Arc<Site> {
    let page = format!(
        "<!doctype html><html lang=\"fr\"><head><meta charset=\"utf-8\"><title>Essai</title><script src=\"suite.js\"></script>\
         </head><body><main><h1>Essai</h1>{html}</main></body></html>"
    );
    Site::small(SERVICES, &[("index.html", &page), ("suite.js", include_str!("pages/suite.js"))])
}

/// What stands in the section, in order.
const CHILDREN: &str = "[...document.querySelectorAll('#order > *')].map(child => child.localName + '#' + child.id)";

#[test]
fn the_order_is_that_of_the_page_as_written() {
    let site = order();
    let source = Visit::source(&site, &[SMALL]);
    serve(&source.server);
    source.go(SMALL, "/");
    wait(&source.page, "suite.lines.includes('H load')");
    let wanted = value(&source.page, "suite.lines");
    assert_eq!(wanted.as_array().unwrap().len(), 22, "{wanted:#}");

    let built = Visit::built(&site, &[SMALL]);
    serve(&built.server);
    built.go_asked(SMALL, "/");
    assert_eq!(value(&built.page, "suite.lines"), json!([]));
    accept(&built.page);
    // Not by length: were something to run twice, it would be waited for.
    let _ = built.page.wait_for("suite.lines.includes('H load') && suite.lines.includes('M onload')", SOON);
    assert_eq!(value(&built.page, "suite.lines"), wanted, "as written: {wanted:#}");
    assert_eq!(value(&built.page, CHILDREN), value(&source.page, CHILDREN));
    assert_eq!(value(&built.page, "document.getElementById('half').textContent"), "written in two");
}

#[test]
fn files_are_fetched_once_and_at_the_same_time() {
    let built = Visit::built(&order(), &[SMALL]);
    serve(&built.server);
    built.go_asked(SMALL, "/");
    accept(&built.page);
    wait(&built.page, "suite.lines.includes('H load')");
    let mut requests = built.server.to(SUITE);
    requests.retain(|request| request.method != "CONNECT");
    let time = |name: &str| {
        let of: Vec<_> = requests.iter().filter(|request| request.path == name).collect();
        assert_eq!(of.len(), 1, "{name} was asked for {} times", of.len());
        of[0].time
    };
    // The first one takes 400 ms; those that wait for it are under way by then.
    let lag = time("/e.js").duration_since(time("/a.js")).unwrap_or_default();
    assert!(lag < Duration::from_millis(400), "{lag:?} behind the first");
    assert!(requests.iter().all(|request| request.path != "/old.js"), "for browsers without modules");
}

#[test]
fn a_script_that_hangs_is_passed_over() {
    let site = small("<script src=\"https://suite.example.net/hang.js\"></script><script>suite.log('after');</script>");
    let visit = Visit::built(&site, &[SMALL]);
    visit.server.delay(SUITE, "/hang.js", Duration::from_secs(60));
    visit.go_asked(SMALL, "/");
    accept(&visit.page);
    assert_eq!(wait(&visit.page, "suite.lines.length && suite.lines.length"), 1);
}

#[test]
fn granting_again_runs_nothing_again() {
    let site = small(
        "<script>suite.log('one');</script><script src=\"https://other.example.net/two.js\"></script>\
         <iframe src=\"https://suite.example.net/frame\" title=\"t\"></iframe>",
    );
    let visit = Visit::built(&site, &[SMALL]);
    visit.go_asked(SMALL, "/");
    value(&visit.page, "charte.grant('suite'); charte.grant('suite')");
    wait(&visit.page, "suite.lines.length");
    assert!(has_banner(&visit.page));
    assert_eq!(value(&visit.page, "window.__ran"), json!(null), "the other was not granted");
    accept(&visit.page);
    wait(&visit.page, "window.__ran");
    value(&visit.page, "charte.grant('suite', 'other'); charte.scan()");
    wait(&visit.page, "!document.querySelector('[data-charte]')");
    assert_eq!(
        value(&visit.page, "[suite.lines.length, __ran.length, document.querySelectorAll('iframe').length]"),
        json!([1, 1, 1])
    );
}

#[test]
fn what_needs_two_services_waits_for_both() {
    let site = small("<template data-charte=\"suite other\"><p id=\"both\">Les deux</p></template>");
    let visit = Visit::built(&site, &[SMALL]);
    visit.go_asked(SMALL, "/");
    value(&visit.page, "charte.grant('suite')");
    value(&visit.page, "new Promise(done => setTimeout(done, 200))");
    assert_eq!(value(&visit.page, "!!document.getElementById('both')"), false);
    value(&visit.page, "charte.grant('other')");
    wait(&visit.page, "document.getElementById('both')");
}

#[test]
fn what_nobody_declared_is_never_granted() {
    let site = small("<iframe src=\"https://stranger.example.net/x\" title=\"t\"></iframe><p>Fin</p>");
    let visit = Visit::built(&site, &[SMALL]);
    visit.go_asked(SMALL, "/");
    value(&visit.page, "charte.grant('unknown')");
    crate::visit::click(&visit.page, ".banner .accept");
    wait(&visit.page, "charte.choice()");
    assert_eq!(value(&visit.page, "document.querySelectorAll('iframe').length"), 0);
    assert!(
        value(
            &visit.page,
            "!!document.querySelector('.charte-placeholder a[href=\"https://stranger.example.net/x\"]')"
        ) == true
    );
    assert_eq!(value(&visit.page, "document.querySelectorAll('[data-charte-accept]').length"), 0);
    assert!(visit.strangers().is_empty(), "{:?}", visit.strangers());
}

#[test]
fn everything_else_comes_back_as_it_was() {
    let html = "<table id=\"t\"><tr><td><img src=\"https://suite.example.net/p.gif\" alt=\"\" width=\"9\" height=\"9\"></td></tr></table>\
        <p>Avant <img srcset=\"https://suite.example.net/q.gif 2x\" src=\"suite.js\" alt=\"q\"> après</p>\
        <iframe title=\"a &lt;!-- b\" srcdoc=\"&lt;script>1&lt;/script>\" src=\"https://suite.example.net/f?a=1&amp;b=<!--<script>\"></iframe>\
        <svg id=\"s\" width=\"9\" height=\"9\"><image href=\"https://suite.example.net/i.svg\" width=\"9\" height=\"9\"/></svg>\
        <video src=\"https://suite.example.net/v.mp4\" width=\"90\" height=\"50\"></video>\
        <noscript><img src=\"https://suite.example.net/n.gif\" alt=\"\"></noscript>";
    let site = small(html);
    let source = Visit::source(&site, &[SMALL]);
    source.go(SMALL, "/");
    let built = Visit::built(&site, &[SMALL]);
    built.go_asked(SMALL, "/");
    assert!(built.strangers().is_empty(), "{:?}", built.strangers());
    accept(&built.page);
    let main = "document.querySelector('main').innerHTML";
    assert_eq!(value(&built.page, main), value(&source.page, main));
    let namespace = "document.querySelector('#s image').namespaceURI";
    assert_eq!(value(&built.page, namespace), value(&source.page, namespace));
    await_unchanged(&built);
}

/// The banner is gone and stays so on the same page again.
fn await_unchanged(visit: &Visit) {
    visit.go_decided(SMALL, "/");
    wait(&visit.page, "!document.querySelector('[data-charte]')");
}

#[test]
fn a_banner_comes_although_the_page_fails() {
    let site = small("<script>throw new Error('the author’s own');</script><img src=\"gone.png\" alt=\"\">");
    let visit = Visit::built(&site, &[SMALL]);
    visit.go(SMALL, "/");
    await_banner(&visit.page);
}

#[test]
fn services_granted_in_turn_are_told_of_their_own_events_only() {
    let site = small(
        "<script>suite.log('one'); addEventListener('load', () => suite.log('one load'));</script>\
         <template data-charte=\"other\"><script>suite.log('two ' + document.readyState); \
         document.addEventListener('DOMContentLoaded', () => suite.log('two ready'))</script></template>",
    );
    let visit = Visit::built(&site, &[SMALL]);
    visit.go_asked(SMALL, "/");
    value(&visit.page, "charte.grant('suite')");
    wait(&visit.page, "suite.lines.length === 2");
    value(&visit.page, "charte.grant('other')");
    wait(&visit.page, "suite.lines.length === 4");
    value(&visit.page, "charte.grant('suite', 'other'); new Promise(done => setTimeout(done, 500))");
    assert_eq!(value(&visit.page, "suite.lines"), json!(["one in ", "one load", "two loading in ", "two ready"]));
}

#[test]
fn a_dead_host_holds_others_up_once() {
    let hang = |at: usize| format!("<script src=\"https://suite.example.net/hang{at}.js\"></script>");
    let html: String = (0..4).map(hang).collect();
    let visit = Visit::built(&small(&format!("{html}<script>suite.log('after');</script>")), &[SMALL]);
    for at in 0..4 {
        visit.server.delay(SUITE, &format!("/hang{at}.js"), Duration::from_secs(60));
    }
    visit.go_asked(SMALL, "/");
    value(&visit.page, "window.began = Date.now()");
    accept(&visit.page);
    let took = wait(&visit.page, "suite.lines.length && Date.now() - began").as_f64().unwrap();
    assert!((4900.0..SOON.as_secs_f64() * 1000.0).contains(&took), "{took} ms");
}

#[test]
fn a_frame_comes_back_into_its_frameset() {
    let page = "<!doctype html><html lang=\"fr\"><head><title>Cadres</title></head><frameset cols=\"30%,70%\">\
        <frame src=\"suite.js\" name=\"own\"><frame src=\"https://suite.example.net/f?a&amp;b\" name=\"theirs\"></frameset></html>";
    let site = Site::small(SERVICES, &[("index.html", page), ("suite.js", include_str!("pages/suite.js"))]);
    let frames = "[...document.querySelectorAll('frameset > frame')].map(one => \
        [one.localName, one.name, one.src, one.getBoundingClientRect().width > 100].join(' '))";
    let source = Visit::source(&site, &[SMALL]);
    source.go(SMALL, "/");
    let visit = Visit::built(&site, &[SMALL]);
    visit.go(SMALL, "/");
    wait(&visit.page, "window.charte");
    assert!(visit.strangers().is_empty(), "{:?}", visit.strangers());
    value(&visit.page, "charte.grant('suite', 'other')");
    wait(&visit.page, "document.querySelectorAll('frame').length === 2");
    assert_eq!(value(&visit.page, frames), value(&source.page, frames));
}
