//! Withdrawing a consent deletes what was stored, wherever a page can reach it, and nothing else.

use std::sync::Arc;

use charte_browser::{Page, Reply};
use serde_json::json;

use crate::portals::{COAST, Portal, SMALL};
use crate::site::Site;
use crate::visit::{
    CHOICE, PLACEHOLDERS, Visit, accept, click, cookie_names, open_preferences, turn, until, value, wait,
};

/// Three services: one of the catalogue, one with all kinds of storage, one that shares a cookie with it.
const SERVICES: &str = r#"
services = ["matomo", "chat", "survey"]
[service.matomo]
hosts = ["stats.example.net"]

[service.chat]
name = "Dialogue"
purpose = "support"
consent = "required"
hosts = ["chat.example.net"]
description = { fr = "Répond aux questions." }
provider = { name = "Dialogue SAS", country = "FR", policy = "https://chat.example.net/policy" }
[[service.chat.tracker]]
kind = "cookie"
name = "talk_*"
party = "first"
description = { fr = "Se souvient." }
lifetime = "1 month"
[[service.chat.tracker]]
kind = "local-storage"
name = "chat-*"
party = "first"
description = { fr = "Se souvient." }
lifetime = "persistent"
[[service.chat.tracker]]
kind = "session-storage"
name = "chat.tab"
party = "first"
description = { fr = "Se souvient." }
lifetime = "session"
[[service.chat.tracker]]
kind = "indexed-db"
name = "chat-base"
party = "first"
description = { fr = "Se souvient." }
lifetime = "persistent"
[[service.chat.tracker]]
kind = "cache"
name = "chat-cache-*"
party = "first"
description = { fr = "Se souvient." }
lifetime = "persistent"
[[service.chat.tracker]]
kind = "cookie"
name = "shared_*"
party = "first"
description = { fr = "Se souvient." }
lifetime = "1 month"

[service.survey]
name = "Sondage"
purpose = "audience-measurement"
consent = "required"
hosts = ["survey.example.net"]
description = { fr = "Demande un avis." }
provider = { name = "Sondage SAS", country = "FR", policy = "https://survey.example.net/policy" }
[[service.survey.tracker]]
kind = "cookie"
name = "shared_*"
party = "first"
description = { fr = "Se souvient." }
lifetime = "1 month"
"#;

const PAGE: &str = r#"<!doctype html><html lang="fr"><head><meta charset="utf-8"><title>Essai</title></head><body><main><h1>Essai</h1>
<script src="https://stats.example.net/matomo.js"></script>
<script src="https://chat.example.net/chat.js"></script>
<script src="https://survey.example.net/survey.js"></script>
</main><footer></footer></body></html>"#;

/// What the services and the author store, as their scripts would.
const LEAVE: &str = include_str!("scripts/leave.js");

const LOCAL: &str = "Object.keys(localStorage).sort()";

/// A visitor on a page in a folder, who has accepted everything and whose device has stored it.
fn used() -> Visit {
    let site = Site::small(SERVICES, &[("index.html", PAGE), ("sub/page.html", PAGE)]);
    let visit = Visit::built(&site, &[SMALL]);
    visit.go_asked(SMALL, "/sub/page.html");
    accept(&visit.page);
    wait(&visit.page, "window.__ran?.length === 3");
    value(&visit.page, LEAVE);
    until(|| ours(&visit.page).len() == 12, || format!("{:?}", ours(&visit.page)));
    visit
}

/// The names of the cookies of the site's own hosts that no stub has set.
fn ours(page: &Page) -> Vec<String> {
    let mut names = cookie_names(page);
    names.retain(|name| !name.ends_with(".example.net"));
    names.sort();
    names
}

/// Turns services off in the preferences, and waits for the page that follows.
fn withdraw(visit: &Visit, services: &[&str]) {
    value(&visit.page, "window.before = true");
    visit.forget();
    open_preferences(&visit.page);
    for service in services {
        turn(&visit.page, service);
    }
    click(&visit.page, "dialog .save");
    wait(&visit.page, "!window.before && document.readyState === 'complete' && window.charte?.choice()");
}

#[test]
fn withdrawing_removes_what_was_declared_and_loads_the_page_again() {
    let visit = used();
    withdraw(&visit, &["matomo", "chat", "survey"]);
    until(|| ours(&visit.page).len() == 4, || format!("{:?}", ours(&visit.page)));
    assert_eq!(ours(&visit.page), ["_pk_idx", CHOICE, "own", "x_pk_id.1"]);
    assert_eq!(value(&visit.page, LOCAL), json!(["own", "xchat-1"]));
    let storage = visit.page.storage().unwrap();
    assert_eq!(storage.session, [("chatxtab".into(), "1".into())]);
    assert_eq!(storage.databases, ["chat-base-2"]);
    assert_eq!(value(&visit.page, "caches.keys()"), json!(["chat-cach"]));
    assert_eq!(value(&visit.page, "[window.__ran, charte.choice().granted]"), json!([null, []]));
    assert!(visit.third_parties().is_empty(), "{:?}", visit.third_parties());
}

/// Records the domains for which the page deletes cookies, in an entry of the page's own that outlives it.
const NOTE_DOMAINS: &str = include_str!("scripts/note-domains.js");

/// On the portal's own hosts no domain above the registrable one is tried; on others it is not known which one that is.
#[test]
fn cookies_are_deleted_up_to_the_registrable_domain() {
    let preview = Portal { host: "a.preview.example.net", ..SMALL };
    let site = Site::small(SERVICES, &[("index.html", PAGE)]);
    let visit = Visit::built(&site, &[SMALL, preview]);
    let own = ["", "data.example.fr", "example.fr"].as_slice();
    let every = ["", "a.preview.example.net", "example.net", "net", "preview.example.net"].as_slice();
    for (portal, domains) in [(SMALL, own), (preview, every)] {
        visit.go_asked(portal, "/");
        accept(&visit.page);
        value(&visit.page, "document.cookie = '_pk_id.1.abcd=1;max-age=999'");
        value(&visit.page, NOTE_DOMAINS);
        withdraw(&visit, &["matomo"]);
        assert_eq!(value(&visit.page, "JSON.parse(localStorage.tried).sort()"), json!(domains));
        until(|| !ours(&visit.page).contains(&"_pk_id.1.abcd".into()), || format!("{:?}", ours(&visit.page)));
    }
}

#[test]
fn what_a_service_in_use_needs_is_spared() {
    let visit = used();
    withdraw(&visit, &["chat"]);
    until(|| !ours(&visit.page).contains(&"talk_1".into()), || "`talk_1` is still there".into());
    assert_eq!(value(&visit.page, LOCAL), json!(["own", "xchat-1"]));
    let left = ours(&visit.page);
    assert!(left.contains(&"_pk_id.2.abcd".into()), "audience measurement is still allowed: {left:?}");
    assert!(left.contains(&"shared_1".into()), "the survey is still allowed: {left:?}");
    wait(&visit.page, "window.__ran?.length === 2");
    withdraw(&visit, &["survey"]);
    until(|| !ours(&visit.page).contains(&"shared_1".into()), || "`shared_1` is still there".into());
}

#[test]
fn what_comes_back_is_removed_on_the_next_page() {
    let visit = used();
    withdraw(&visit, &["matomo"]);
    value(&visit.page, "document.cookie = '_pk_id.9.late=1;path=/;max-age=999'");
    // A page sets cookies without waiting for the process that stores them.
    until(|| ours(&visit.page).contains(&"_pk_id.9.late".into()), || format!("{:?}", ours(&visit.page)));
    visit.go_decided(SMALL, "/");
    until(|| !ours(&visit.page).contains(&"_pk_id.9.late".into()), || format!("{:?}", ours(&visit.page)));
    // A cookie on a path that only its own pages can reach is deleted on one of them.
    visit.go_decided(SMALL, "/sub/page.html");
    until(|| !ours(&visit.page).iter().any(|name| name.starts_with("_pk_r")), || format!("{:?}", ours(&visit.page)));
}

#[test]
fn withdrawing_is_as_easy_as_accepting() {
    let visit = Visit::built(&Site::demonstration(), &[COAST]);
    visit.go_asked(COAST, "/actualites/");
    accept(&visit.page);
    value(&visit.page, "window.before = document.cookie = '_pk_id.4.1f2e=1;path=/;max-age=999'");
    // What was accepted must have loaded, or it would count as loaded afterwards.
    let came = "performance.getEntriesByType('resource').some(({ name }) => name.includes('youtube'))";
    wait(&visit.page, came);
    visit.forget();
    // One click to open, one to refuse all.
    open_preferences(&visit.page);
    click(&visit.page, "dialog .refuse");
    wait(&visit.page, "!window.before && document.readyState === 'complete' && window.charte?.choice()");
    assert!(visit.third_parties().is_empty(), "{:?}", visit.third_parties());
    assert!(!cookie_names(&visit.page).contains(&"_pk_id.4.1f2e".into()));
    wait(&visit.page, &format!("{PLACEHOLDERS}.length === 1"));
    let site: Arc<Site> = Site::demonstration();
    for path in site.pages(COAST) {
        visit.go_decided(COAST, &path);
        let opener = "document.querySelector('[data-charte-open]')?.textContent.trim()";
        assert!(value(&visit.page, opener).as_str().is_some_and(|text| !text.is_empty()), "{path} has no way back");
    }
}

/// A page keeps running until the next one has loaded: what a visitor refuses meanwhile is not restored in it, and its
/// scripts send nothing when it is left.
#[test]
fn a_withdrawal_stops_what_is_coming_back() {
    let html = "<!doctype html><html lang=\"fr\"><head><meta charset=\"utf-8\"><title>Essai</title></head><body><main><h1>Essai</h1>\
         <script src=\"https://chat.example.net/bye.js\"></script><script src=\"https://chat.example.net/slow.js\"></script><iframe src=\"https://chat.example.net/late.html\" title=\"Suite\"></iframe></main></body></html>";
    let visit = Visit::built(&Site::small(SERVICES, &[("index.html", html)]), &[SMALL]);
    let bye = "addEventListener('pagehide', () => navigator.sendBeacon('https://chat.example.net/left'))";
    visit.server.route("chat.example.net", "/bye.js", Reply::new(200, "text/javascript", bye));
    visit.server.hold("chat.example.net", "/slow.js");
    visit.go_asked(SMALL, "/");
    click(&visit.page, ".banner .accept");
    until(
        || visit.third_parties().iter().any(|url| url.ends_with("slow.js")),
        || "the script was never asked for".into(),
    );
    wait(&visit.page, "window.charte?.choice()");
    visit.server.hold(SMALL.host, "/");
    value(&visit.page, "window.before = 1; charte.refuse()");
    visit.server.release("chat.example.net", "/slow.js");
    wait(&visit.page, "window.before && document.readyState !== 'loading'");
    visit.server.release(SMALL.host, "/");
    wait(&visit.page, "!window.before && window.charte?.choice()?.granted.length === 0");
    visit.await_silence();
    let asked = visit.third_parties();
    for (path, is_asked) in [("bye.js", true), ("slow.js", true), ("late.html", false), ("left", false)] {
        assert_eq!(asked.iter().any(|url| url.ends_with(path)), is_asked, "{path} in {asked:?}");
    }
}

/// Also before charte has come that far, as in another tab, where nothing of it is loaded yet.
#[test]
fn nothing_is_sent_between_a_withdrawal_and_the_page_that_follows() {
    let html = "<!doctype html><html lang=\"fr\"><head><meta charset=\"utf-8\"><title>Essai</title></head><body><main><h1>Essai</h1>\
         <script src=\"https://chat.example.net/chat.js\"></script></main></body></html>";
    let visit = Visit::built(&Site::small(SERVICES, &[("index.html", html)]), &[SMALL]);
    let chat =
        "window.sent = 0; setInterval(() => new Image().src = `https://chat.example.net/${window.name}${sent++}`, 20)";
    visit.server.route("chat.example.net", "/chat.js", Reply::new(200, "text/javascript", chat));
    visit.go_asked(SMALL, "/");
    accept(&visit.page);
    visit.go_decided(SMALL, "/");
    wait(&visit.page, "window.sent > 5");
    let later = "/charte-cookies/later.fr.js";
    visit.server.hold(SMALL.host, later);
    value(&visit.page, "charte.refuse(); window.name = 'after'; window.sent = 0");
    wait(&visit.page, "window.name && window.sent > 5");
    visit.await_silence();
    visit.server.release(SMALL.host, later);
    wait(&visit.page, "!window.sent && window.charte?.choice()?.granted.length === 0");
    let sent = visit.third_parties();
    assert!(sent.iter().any(|url| url.ends_with("/5")), "it sends while it may");
    let after = sent.iter().filter(|url| url.contains("/after")).count();
    assert_eq!(after, 0, "of {} requests", sent.len());
}
