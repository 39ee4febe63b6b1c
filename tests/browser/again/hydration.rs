//! Frameworks that hydrate a page compare it with the author's, and set or make again what it holds; routers swap in a page that
//! they fetch.

use std::time::Duration;

use serde_json::json;

use super::{SERVICES, SUITE, serve, small};
use crate::portals::SMALL;
use crate::site::Site;
use crate::visit::{Visit, accept, click, leave, turn, until, value, wait};

/// React and Vue make the page's asynchronous scripts again while they hydrate it: if these were refused a second time, each
/// would be an error in the console.
#[test]
fn a_script_that_is_made_once_more_waits_without_a_word() {
    let html = "<script async src=\"https://suite.example.net/late.js\"></script><script>
        const made = () => document.head.appendChild(document.createElement('script'));
        const before = document.createElement('script');
        before.async = true;
        before.setAttribute('src', 'https://suite.example.net/late.js');
        document.head.append(before);
        made().src = 'https://suite.example.net/late.js';
        document.documentElement.dataset.made = 'yes'</script>";
    let visit = Visit::built(&small(html), &[SMALL]);
    serve(&visit.server);
    visit.go_asked(SMALL, "/");
    wait(&visit.page, "document.documentElement.dataset.made");
    visit.await_silence();
    assert!(visit.page.problems().is_empty(), "{:?}", visit.page.problems());
    assert!(visit.third_parties().is_empty(), "{:?}", visit.third_parties());
    accept(&visit.page);
    wait(&visit.page, "window.suite?.lines.some(line => line.startsWith('late'))");
}

/// Scripts that block, are deferred, are a module, or have a text of their own; then what a framework reads of them.
const BLOCKING: &str = "<script src=\"https://suite.example.net/a.js\"></script><script defer src=\"https://suite.example.net/deferred.js\"></script>\
    <script type=\"module\" src=\"https://suite.example.net/module.js\"></script><script src=\"https://suite.example.net/c.js\">{\"own\": 1}</script>\
    <script>window.texts = [...document.querySelectorAll('main script')].slice(0, 4).map(script => [...script.childNodes].map(text => text.data))</script>";

/// React renders the whole page anew when the text of one script is not the author's.
#[test]
fn a_framework_finds_no_text_in_scripts_that_their_author_has_not_written() {
    let visit = Visit::built(&small(BLOCKING), &[SMALL]);
    serve(&visit.server);
    let wanted = json!([[], [], [], ["{\"own\": 1}"]]);
    let assert_held = |moment: &str| {
        assert_eq!(value(&visit.page, "texts"), wanted, "{moment}");
        assert!(visit.server.to(SUITE).is_empty(), "{moment}: {:?}", visit.server.to(SUITE));
    };
    visit.go_asked(SMALL, "/");
    assert_held("before an answer");
    // With a part granted, another script decides.
    click(&visit.page, ".banner .customise");
    turn(&visit.page, "other");
    leave(&visit.page, || click(&visit.page, "dialog .save"));
    assert_held("after a yes to the other service");
    value(&visit.page, "charte.grant('suite')");
    wait(&visit.page, "['C in ', 'M'].every(line => window.suite?.lines.includes(line))");
    assert_eq!(value(&visit.page, "texts"), wanted, "after a yes");
    assert_eq!(value(&visit.page, "suite.lines.filter(line => line === 'A in ').length"), 1);
}

/// Images whose addresses a framework sets again, as attributes and as properties, and one that it gives another address.
const IMAGES: &str = "<link rel=\"preload\" as=\"image\" href=\"https://suite.example.net/1.png\"><img src=\"https://suite.example.net/1.png\" alt=\"\">\
    <img src=\"https://suite.example.net/2.png\" srcset=\"https://suite.example.net/3.png 2x\" alt=\"\">\
    <picture><source srcset=\"https://suite.example.net/4.png\"><img src=\"data:image/gif;base64,R0lGODlhAQABAAAAACwAAAAAAQABAAA=\" alt=\"\"></picture>\
    <script>addEventListener('DOMContentLoaded', () => {
        const [first, second] = document.images;
        first.setAttribute('src', 'https://suite.example.net/1.png');
        second.src = 'https://suite.example.net/2.png';
        second.srcset = 'https://suite.example.net/3.png 2x';
        document.querySelector('source').srcset = 'https://suite.example.net/4.png';
        window.again = Object.assign(document.createElement('link'), { rel: 'preload', as: 'image' });
        again.setAttribute('href', 'https://suite.example.net/1.png');
        document.head.append(again);
        window.isSet = true;
    })</script>";

/// Angular, and Vue where an address is bound, set it once more: each would be an error in the console.
#[test]
fn an_address_that_is_set_again_waits_without_a_word() {
    let visit = Visit::built(&small(IMAGES), &[SMALL]);
    visit.go_asked(SMALL, "/");
    wait(&visit.page, "window.isSet");
    visit.await_silence();
    assert!(visit.page.problems().is_empty(), "{:?}", visit.page.problems());
    assert!(visit.third_parties().is_empty(), "{:?}", visit.third_parties());
    assert_eq!(
        value(&visit.page, "again.isConnected && again.rel + again.href"),
        "",
        "browsers warn of a preload without an address"
    );
    let other = "document.images[0].src = 'data:,', document.images[0].src";
    assert_eq!(value(&visit.page, other), "data:,", "another address is set");
    accept(&visit.page);
    wait(&visit.page, "document.querySelector('link[rel=preload][as=image][href$=\"/1.png\"]')");
    for name in ["/1.png", "/2.png", "/4.png"] {
        let paths = || visit.server.to(SUITE).into_iter().map(|request| request.path).collect::<Vec<_>>();
        until(|| paths().iter().any(|path| path == name), || format!("{name} is not in {:?}", paths()));
    }
}

/// Makes a style sheet of the HTML again, and puts it in place of the one that it finds where the two differ.
const SHEET: &str = "<link rel=\"stylesheet\" href=\"https://suite.example.net/a.css\"><script>
    const made = document.createElement('link');
    made.setAttribute('href', 'https://suite.example.net/a.css');
    made.setAttribute('rel', 'stylesheet');
    const found = document.querySelector('main link');
    if (!found.isEqualNode(made)) found.replaceWith(made);
    window.isMade = true</script>";

/// Gatsby and the pages router of Next compare what their head should hold with what it holds.
#[test]
fn a_style_sheet_that_is_made_once_more_waits_without_a_word() {
    let visit = Visit::built(&small(SHEET), &[SMALL]);
    visit.go_asked(SMALL, "/");
    wait(&visit.page, "window.isMade");
    visit.await_silence();
    assert!(visit.page.problems().is_empty(), "{:?}", visit.page.problems());
    assert!(visit.third_parties().is_empty(), "{:?}", visit.third_parties());
    accept(&visit.page);
    until(|| visit.server.to(SUITE).iter().any(|request| request.path == "/a.css"), || "it does not come back".into());
}

/// What React 19 takes for its first script in the head, where it hydrates the whole document: the first that is not an
/// asynchronous one with an address.
const FIRST: &str = "<script async src=\"https://suite.example.net/e.js\"></script><script id=\"first\">
    window.first = [...document.head.querySelectorAll('script')].find(script => !script.hasAttribute('async') || !script.getAttribute('src')).id</script>";

#[test]
fn a_framework_that_hydrates_the_head_finds_its_scripts_in_order() {
    let page = format!(
        "<!doctype html><html lang=\"fr\"><head><meta charset=\"utf-8\"><title>Essai</title>{FIRST}\
         <script src=\"suite.js\"></script></head><body><main><h1>Essai</h1>\
         <iframe src=\"https://other.example.net/\" title=\"Film\"></iframe></main></body></html>"
    );
    let suite = include_str!("../pages/suite.js");
    let visit = Visit::built(&Site::small(SERVICES, &[("index.html", &page), ("suite.js", suite)]), &[SMALL]);
    serve(&visit.server);
    visit.go_asked(SMALL, "/");
    assert_eq!(value(&visit.page, "first"), "first", "before an answer");
    leave(&visit.page, || drop(value(&visit.page, "charte.grant('other')")));
    assert_eq!(value(&visit.page, "first"), "first", "after a yes to one service");
    assert!(visit.server.to(SUITE).is_empty(), "{:?}", visit.server.to(SUITE));
    accept(&visit.page);
    assert_eq!(value(&visit.page, "first"), "first", "after a yes to all");
}

/// Adds every element of the fetched page's head to that of this page, as the router of Quartz does, also what is in `<noscript>`.
const SWAP: &str = "fetch(location.href).then(reply => reply.text()).then(text => {
    const { head } = new DOMParser().parseFromString(text, 'text/html');
    head.querySelectorAll('*').forEach(element => document.head.append(element));
    new Image().src = 'https://suite.example.net/after.png';
})";

/// A policy in the head of a page stays in force, whatever was granted.
#[test]
fn no_policy_comes_in_with_a_page_that_a_router_fetches() {
    let visit = Visit::built(&small("<iframe src=\"https://suite.example.net/\" title=\"Film\"></iframe>"), &[SMALL]);
    visit.go_asked(SMALL, "/");
    accept(&visit.page);
    wait(&visit.page, "document.querySelector('iframe:not([srcdoc])')");
    value(&visit.page, &format!("({SWAP}, true)"));
    let paths = || visit.server.to(SUITE).into_iter().map(|request| request.path).collect::<Vec<_>>();
    until(|| paths().iter().any(|path| path == "/after.png"), || format!("{:?}", paths()));
}

/// Runs while the page is parsed, after what is given back, and looks as a manager of the head does.
const LOOK: &str = "window.isFound = !!document.querySelector('script[async][src=\"https://suite.example.net/e.js\"]')";

/// VuePress looks in the page for the scripts of its own head, and makes those that it does not find a second time.
#[test]
fn a_framework_that_looks_for_the_authors_scripts_finds_them() {
    let page = "<!doctype html><html lang=\"fr\"><head><meta charset=\"utf-8\"><title>Essai</title><script src=\"suite.js\"></script>\
                <script async src=\"https://suite.example.net/e.js\"></script><script type=\"module\" defer src=\"look.js\"></script></head>\
                <body><main><h1>Essai</h1></main><script src=\"slow.js\"></script></body></html>";
    let suite = include_str!("../pages/suite.js");
    let files = [("index.html", page), ("suite.js", suite), ("look.js", LOOK), ("slow.js", "")];
    let visit = Visit::built(&Site::small(SERVICES, &files), &[SMALL]);
    serve(&visit.server);
    visit.server.delay(SMALL.host, "/slow.js", Duration::from_millis(600));
    visit.go_asked(SMALL, "/");
    accept(&visit.page);
    wait(&visit.page, "suite.lines.includes('E in ')");
    assert_eq!(value(&visit.page, "window.isFound"), true);
    assert_eq!(value(&visit.page, "suite.lines.filter(line => line === 'E in ').length"), 1);
}
