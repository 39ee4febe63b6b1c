//! After consent the page is loaded again and runs as its author wrote it: in order, each script once, with what was typed
//! into it, and whatever else on it hangs or fails.

mod forms;
mod granted;
mod hydration;
mod shadow;

use std::sync::Arc;
use std::time::Duration;

use charte_browser::{Reply, Server};
use serde_json::json;

use crate::portals::SMALL;
use crate::site::Site;
use crate::visit::{
    SHOWN, SOON, Visit, WAITING, accept, accept_and, as_written, await_banner, click, has_banner, in_placeholder,
    inner, leave, release_after, until, value, wait,
};

const SUITE: &str = "suite.example.net";

/// The script that restores what is allowed.
const FIRST: &str = "/charte-cookies/first.js";

/// Two services, recognised by their hosts.
const SERVICES: &str = r#"
services = ["suite", "other"]
[service.suite]
name = "Suite"
purpose = "content"
consent = "required"
hosts = ["suite.example.net"]
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

/// The scripts of the page: name, what it does, its delay.
const SCRIPTS: [(&str, &str, u64); 8] = [
    ("a", "suite.log('A')", 400),
    ("c", "suite.log('C')", 20),
    ("e", "suite.log('E')", 20),
    ("late", "suite.log('late')", 20),
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

/// A page with `html` as its main content.
fn small(html: &str) -> Arc<Site> {
    let page = format!(
        "<!doctype html><html lang=\"fr\"><head><meta charset=\"utf-8\"><title>Essai</title><script src=\"suite.js\"></script>\
         </head><body><main><h1>Essai</h1>{html}</main></body></html>"
    );
    Site::small(SERVICES, &[("index.html", &page), ("suite.js", include_str!("pages/suite.js"))])
}

/// The elements in the section, in order.
const CHILDREN: &str = "[...document.querySelectorAll('#order > *')].map(child => child.localName + '#' + child.id)";

#[test]
fn the_order_is_that_of_the_page_as_written() {
    let site = order();
    let source = Visit::source(&site, &[SMALL]);
    serve(&source.server);
    source.server.hold(SUITE, "/late.js");
    let release = |visit: &Visit| release_after(&visit.page, &visit.server, SUITE, "/late.js", "H DOMContentLoaded");
    source.start_going(SMALL, "/");
    release(&source);
    wait(&source.page, "suite.lines.includes('H load')");
    let wanted = value(&source.page, "suite.lines");
    assert_eq!(wanted.as_array().unwrap().len(), 22, "{wanted:#}");

    let built = Visit::built(&site, &[SMALL]);
    serve(&built.server);
    built.go_asked(SMALL, "/");
    assert!(built.server.to(SUITE).is_empty(), "{:?}", built.server.to(SUITE));
    built.server.hold(SUITE, "/late.js");
    accept_and(&built.page, || release(&built));
    // Not by the length of the list: if something ran twice, the test would wait for it.
    let _ = built.page.wait_for("suite.lines.includes('H load') && suite.lines.includes('M onload')", SOON);
    assert_eq!(value(&built.page, "suite.lines"), wanted, "as written: {wanted:#}");
    assert_eq!(value(&built.page, CHILDREN), value(&source.page, CHILDREN));
    assert_eq!(value(&built.page, "document.getElementById('half').textContent"), "written in two");
}

#[test]
fn files_are_fetched_once() {
    let built = Visit::built(&order(), &[SMALL]);
    serve(&built.server);
    built.go_asked(SMALL, "/");
    accept(&built.page);
    wait(&built.page, "suite.lines.includes('H load')");
    let mut paths: Vec<String> = built
        .server
        .to(SUITE)
        .into_iter()
        .filter(|request| request.method != "CONNECT")
        .map(|request| request.path)
        .collect();
    let number = paths.len();
    paths.sort();
    paths.dedup();
    assert_eq!(paths.len(), number, "{paths:?}");
    assert!(paths.len() > 8 && !paths.contains(&"/old.js".into()), "not for browsers without modules: {paths:?}");
}

/// What was allowed arrives before the page has ended, although another host never responds.
#[test]
fn a_script_that_hangs_holds_up_what_it_does_in_the_page_as_written() {
    let site = small(
        "<iframe src=\"https://other.example.net/frame\" title=\"t\"></iframe>\
         <script src=\"https://suite.example.net/hang.js\" async></script><script>suite.log('after');</script>",
    );
    let visit = Visit::built(&site, &[SMALL]);
    visit.server.hold(SUITE, "/hang.js");
    visit.go_asked(SMALL, "/");
    value(&visit.page, "window.before = true");
    click(&visit.page, ".banner .accept");
    wait(&visit.page, &format!("!window.before && window.suite?.lines.length === 1 && {SHOWN}"));
    assert_eq!(value(&visit.page, "document.readyState"), "interactive");
}

#[test]
fn granting_again_runs_nothing_again() {
    let site = small(
        "<script src=\"https://suite.example.net/one.js\"></script><script src=\"https://other.example.net/two.js\"></script>\
         <iframe src=\"https://suite.example.net/frame\" title=\"t\"></iframe>",
    );
    let visit = Visit::built(&site, &[SMALL]);
    visit.server.route(SUITE, "/one.js", Reply::new(200, "text/javascript", "suite.log('one')"));
    visit.go_asked(SMALL, "/");
    leave(&visit.page, || drop(value(&visit.page, "charte.grant('suite')")));
    assert_eq!(value(&visit.page, "suite.lines.length"), 1);
    assert!(has_banner(&visit.page), "the other was not answered");
    assert_eq!(value(&visit.page, "window.__ran"), json!(null), "the other was not granted");
    value(&visit.page, "window.same = true; charte.grant('suite'); charte.scan()");
    accept(&visit.page);
    assert_eq!(
        value(&visit.page, "[suite.lines.length, __ran.length, document.querySelectorAll('iframe').length]"),
        json!([1, 1, 1])
    );
    value(&visit.page, "window.same = true; charte.grant('suite', 'other'); charte.scan()");
    visit.await_silence();
    assert_eq!(value(&visit.page, "[window.same, suite.lines.length, __ran.length]"), json!([true, 1, 1]));
}

#[test]
fn what_needs_two_services_waits_for_both() {
    let site = small(
        "<template data-charte=\"suite other\"><p id=\"both\">Les deux</p><img src=\"https://suite.example.net/i.png\" alt=\"\"></template>\
         <video src=\"https://suite.example.net/v.mp4\" poster=\"https://other.example.net/p.png\"></video>",
    );
    let visit = Visit::built(&site, &[SMALL]);
    visit.go_asked(SMALL, "/");
    leave(&visit.page, || drop(value(&visit.page, "charte.grant('suite')")));
    visit.await_silence();
    assert_eq!(
        value(&visit.page, "[!!document.getElementById('both'), document.querySelector('video').src]"),
        json!([false, ""])
    );
    assert!(visit.third_parties().is_empty(), "{:?}", visit.third_parties());
    leave(&visit.page, || drop(value(&visit.page, "charte.grant('other')")));
    wait(&visit.page, "document.getElementById('both') && document.querySelector('video').src");
    until(|| visit.third_parties().len() >= 3, || format!("{:?}", visit.third_parties()));
}

/// Where the banner comes before the parser has read a template to its end, all of the template comes back.
#[test]
fn a_template_comes_back_whole() {
    let site = small(
        "<script src=\"slow.js\"></script>\
         <script>document.write('<template data-charte=\"suite\"><p id=\"start\">Le début</p>')</script>\
         <p id=\"end\">La fin</p></template>",
    );
    let visit = Visit::built(&site, &[SMALL]);
    visit.go_asked(SMALL, "/");
    visit.server.hold(SMALL.host, "/slow.js");
    value(&visit.page, "charte.grant('suite'), window.before = true");
    wait(&visit.page, &format!("!window.before && {}", inner(".banner")));
    visit.server.release(SMALL.host, "/slow.js");
    wait(&visit.page, "document.readyState === 'complete'");
    let texts = value(&visit.page, "[...document.querySelectorAll('main p')].map(p => p.id)");
    assert_eq!(texts, json!(["start", "end"]));
}

#[test]
fn what_is_not_declared_is_never_granted() {
    let site = small("<iframe src=\"https://third.example.net/x\" title=\"t\"></iframe><p>Fin</p>");
    let visit = Visit::built(&site, &[SMALL]);
    visit.go_asked(SMALL, "/");
    value(&visit.page, "charte.grant('unknown')");
    accept(&visit.page);
    assert_eq!(value(&visit.page, SHOWN), json!(null));
    wait(&visit.page, &in_placeholder("a[href='https://third.example.net/x'][target=_top]"));
    assert_eq!(value(&visit.page, &in_placeholder("[data-charte-accept]")), json!(null));
    assert!(visit.third_parties().is_empty(), "{:?}", visit.third_parties());
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
    assert!(built.third_parties().is_empty(), "{:?}", built.third_parties());
    accept(&built.page);
    let main = as_written("document.querySelector('main')");
    assert_eq!(value(&built.page, &main), value(&source.page, &main));
    let namespace = "document.querySelector('#s image').namespaceURI";
    assert_eq!(value(&built.page, namespace), value(&source.page, namespace));
    await_unchanged(&built);
}

/// Nothing of a placeholder is left where the script that restores the page comes after the one that shows placeholders.
#[test]
fn what_is_allowed_late_is_as_written() {
    let site = small(
        "<video src=\"https://suite.example.net/v.mp4\" width=\"90\" height=\"50\"></video>\
         <iframe src=\"https://suite.example.net/f\" title=\"t\"></iframe>",
    );
    let source = Visit::source(&site, &[SMALL]);
    source.go(SMALL, "/");
    let built = Visit::built(&site, &[SMALL]);
    built.go_asked(SMALL, "/");
    built.server.hold(SMALL.host, FIRST);
    value(&built.page, "window.before = true");
    click(&built.page, ".banner .accept");
    wait(&built.page, "!window.before && !!window.charte?.choice()");
    wait(&built.page, &in_placeholder("button"));
    built.server.release(SMALL.host, FIRST);
    wait(&built.page, &format!("document.readyState === 'complete' && !{WAITING}"));
    value(&built.page, "new Promise(done => requestIdleCallback(() => requestIdleCallback(() => done())))");
    let main = as_written("document.querySelector('main')");
    assert_eq!(value(&built.page, &main), value(&source.page, &main));
}

/// The banner is gone, and stays away on another load of the page.
fn await_unchanged(visit: &Visit) {
    visit.go_decided(SMALL, "/");
    wait(&visit.page, &format!("!{WAITING}"));
}

#[test]
fn a_banner_comes_although_the_page_fails() {
    let site = small("<script>throw new Error('the author’s own');</script><img src=\"gone.png\" alt=\"\">");
    let visit = Visit::built(&site, &[SMALL]);
    visit.go(SMALL, "/");
    await_banner(&visit.page);
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
    assert!(visit.third_parties().is_empty(), "{:?}", visit.third_parties());
    leave(&visit.page, || drop(value(&visit.page, "charte.grant('suite', 'other')")));
    wait(&visit.page, "document.querySelectorAll('frame[src]').length === 2");
    assert_eq!(value(&visit.page, frames), value(&source.page, frames));
}

/// Puts a box around each film that it finds, once; the last one waits for the end of the page.
const DRESSER: &str = include_str!("pages/dress.js");

const DRESSED: &str = r#"<!doctype html><html lang="fr"><head><meta charset="utf-8"><title>Essai</title></head><body><main><h1>Essai</h1>
<section><iframe src="https://suite.example.net/1" title="Film"></iframe></section><p>Plus bas <img src="https://suite.example.net/a.png" alt="<!-- A -->"> puis</p>
<table><tr><td><iframe src="https://suite.example.net/2" title="Autre film"></iframe></td></tr></table>
<script src="/dress.js" data-when="here"></script>
<div class="late"><iframe src="https://suite.example.net/3" title="Dernier film"></iframe></div></main></body></html>"#;

/// The page's own scripts change held elements at load as they change all others.
#[test]
fn what_is_allowed_is_there_when_the_pages_own_scripts_look() {
    let site = Site::small(SERVICES, &[("index.html", DRESSED), ("dress.js", DRESSER)]);
    let main = as_written("document.querySelector('main')");
    let source = Visit::source(&site, &[SMALL]);
    source.go(SMALL, "/");
    let wanted = value(&source.page, &main);
    assert_eq!(wanted.as_str().unwrap().matches("box here").count(), 3);
    assert_eq!(wanted.as_str().unwrap().matches("box parsed").count(), 1);
    let visit = Visit::built(&site, &[SMALL]);
    visit.go_asked(SMALL, "/");
    accept(&visit.page);
    assert_eq!(value(&visit.page, &main), wanted);
}
