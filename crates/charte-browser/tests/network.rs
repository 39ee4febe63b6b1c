//! Tests what the Chromium driver reports: requests, cookies, storage, errors. A missing browser fails the test.

#![allow(clippy::unwrap_used, reason = "a test that fails should stop")]

mod support;

use std::time::{Duration, Instant};

use charte_browser::{Chromium, Error, ProblemKind, Reply, secure_url, url};

use support::{HOST, SOON, last, open, serve};

#[test]
fn global_privacy_control_is_a_header_and_a_property() {
    let (server, page) = open("");
    page.emulate_gpc().unwrap();
    page.reload().unwrap();
    assert_eq!(page.evaluate("navigator.globalPrivacyControl").unwrap(), true);
    assert_eq!(last(&server).header("Sec-GPC"), Some("1"));
}

#[test]
fn contexts_keep_their_cookies_and_storage_apart() {
    let server = serve(
        "<script>localStorage.a = 1; sessionStorage.b = 2; indexedDB.open('c');
         document.cookie = 'd=4; max-age=600'</script>",
    );
    let one = Chromium::shared().context(&server).unwrap();
    let page = one.page().unwrap();
    page.goto(&url(HOST, "/")).unwrap();
    page.wait_for("indexedDB.databases().then(all => all.length)", SOON).unwrap();
    let storage = page.storage().unwrap();
    assert_eq!(storage.local, [("a".into(), "1".into())]);
    assert_eq!(storage.session, [("b".into(), "2".into())]);
    assert_eq!(storage.databases, ["c"]);
    let cookies = page.cookies().unwrap();
    assert_eq!((cookies[0].name.as_str(), cookies[0].domain.as_str()), ("d", HOST));
    let second = one.page().unwrap();
    second.goto(&url(HOST, "/")).unwrap();
    assert_eq!(last(&server).cookie(), Some("d=4"));
    second.close().unwrap();

    let other = Chromium::shared().context(&server).unwrap();
    assert!(other.cookies().unwrap().is_empty());
    other.set_cookie(&url(HOST, "/"), "e", "5", None).unwrap();
    assert_eq!(other.cookies().unwrap()[0].expires, None);
    other.clear_cookies().unwrap();
    assert!(other.cookies().unwrap().is_empty());
    assert_eq!(one.cookies().unwrap().len(), 1);
}

#[test]
fn third_parties_run_and_are_seen_over_http_and_https() {
    let server = serve(
        "<script src=http://one.example/tag.js></script><script src=https://two.example/gtag/js></script>
         <img src=https://three.example/pixel><iframe src=https://four.example/embed/x></iframe>",
    );
    server.route("four.example", "/embed/x", Reply::new(200, "text/html", "<script src=/in-frame.js></script>"));
    let page = Chromium::shared().page(&server).unwrap();
    assert!(page.goto(&url(HOST, "/")).unwrap());
    let ran = serde_json::json!(["http://one.example/tag.js", "https://two.example/gtag/js"]);
    assert_eq!(page.evaluate("window.__ran").unwrap(), ran);
    let others: Vec<String> = server.others(&[HOST]).iter().map(charte_browser::Request::url).collect();
    for url in ["https://three.example/pixel", "https://four.example/embed/x", "https://four.example/in-frame.js"] {
        assert!(others.contains(&url.to_string()), "{url} is not among {others:?}");
        assert!(
            page.sent_requests().iter().any(|request| request.url == url),
            "{url} is not among {:?}",
            page.sent_requests()
        );
    }
    assert!(page.sent_requests().iter().any(|request| request.sender == "iframe"), "{:?}", page.sent_requests());
    let cookies = page.cookies().unwrap();
    let has = |domain: &str| cookies.iter().any(|cookie| cookie.domain == domain && cookie.name == domain);
    assert!(has("two.example") && has("three.example") && has("four.example"), "{cookies:?}");
    assert!(cookies.iter().any(|cookie| cookie.domain == HOST && cookie.name == "one.example"), "{cookies:?}");
}

#[test]
fn workers_sockets_beacons_and_popups_are_seen() {
    let (server, page) = open(
        "<script>
         const work = source => URL.createObjectURL(new Blob([source], { type: 'text/javascript' }));
         new Worker(work('fetch(\"http://worker.example/a\"); fetch(\"https://worker.example/b\")'));
         new SharedWorker(work('fetch(\"http://shared.example/\")'));
         new WebSocket('ws://socket.example/'); navigator.sendBeacon('https://beacon.example/b', 'x=1');
         open('http://popup.example/');</script>",
    );
    let start = Instant::now();
    let wanted = ["worker.example", "shared.example", "socket.example", "beacon.example"];
    let missing = || {
        let others = server.others(&[HOST]);
        let missing: Vec<&str> =
            wanted.iter().copied().filter(|host| others.iter().all(|request| request.host != *host)).collect();
        missing
    };
    while !missing().is_empty() {
        assert!(start.elapsed() < SOON, "the server never saw {:?}; asked {:?}", missing(), page.sent_requests());
    }
    assert_eq!(server.to("beacon.example")[0].body, b"x=1");
    let sent = page.sent_requests();
    for url in ["http://worker.example/a", "https://worker.example/b", "http://shared.example/", "ws://socket.example/"]
    {
        assert!(sent.iter().any(|request| request.url == url), "{url} is not among {sent:?}");
    }
    page.context().clear();
    assert!(page.sent_requests().is_empty());
}

#[test]
fn https_pages_are_secure_contexts() {
    let server = serve("");
    server.header(HOST, "Set-Cookie", "kept=1; Secure; HttpOnly");
    let page = Chromium::shared().page(&server).unwrap();
    page.goto(&secure_url(HOST, "/")).unwrap();
    assert_eq!(page.evaluate("[isSecureContext, location.protocol]").unwrap(), serde_json::json!([true, "https:"]));
    let cookie = &page.cookies().unwrap()[0];
    assert!(cookie.secure && cookie.http_only && cookie.name == "kept");
    page.reload().unwrap();
    assert!(last(&server).cookie().unwrap_or_default().contains("kept=1"));
}

#[test]
fn problems_are_reported_by_kind() {
    let server = serve(
        "<script src=/a.js></script><img src=http://elsewhere.example/p.gif><script>inline()</script><img src=/gone.png>",
    );
    server.header(HOST, "Content-Security-Policy", "default-src 'self'");
    server.route(HOST, "/a.js", Reply::new(200, "text/javascript", "console.error('oh', 1); missing()"));
    server.route(HOST, "/gone.png", Reply::new(404, "text/plain", ""));
    let page = Chromium::shared().page(&server).unwrap();
    page.goto(&url(HOST, "/")).unwrap();
    let count = |kind: ProblemKind| page.problems().iter().filter(|problem| problem.kind == kind).count();
    let start = Instant::now();
    while count(ProblemKind::Csp) < 2 || count(ProblemKind::Browser) < 1 {
        assert!(start.elapsed() < SOON, "{:?}", page.problems());
    }
    let problems = page.problems();
    assert!(problems.iter().any(|one| one.kind == ProblemKind::Console && one.text == "oh 1"), "{problems:?}");
    assert!(
        problems.iter().any(|one| one.kind == ProblemKind::Exception && one.text.contains("missing")),
        "{problems:?}"
    );
    let blocked = |one: &charte_browser::Problem| one.kind == ProblemKind::Csp && one.url.contains("elsewhere.example");
    assert!(problems.iter().any(blocked), "{problems:?}");
    assert!(server.others(&[HOST]).is_empty(), "blocked, so never asked");
    assert_eq!(page.evaluate("1 + 1").unwrap(), 2, "evaluating works under any policy");
}

#[test]
fn loading_is_waited_for_but_not_for_ever() {
    let server = serve("<img src=http://slow.example/p.gif>");
    server.delay("slow.example", "/p.gif", Duration::from_secs(20));
    let page = Chromium::shared().page(&server).unwrap();
    let start = Instant::now();
    assert!(!page.goto_within(&url(HOST, "/"), Duration::from_millis(300)).unwrap());
    assert!(start.elapsed() < SOON);
    assert_eq!(page.evaluate("document.images.length").unwrap(), 1);
    assert!(page.goto(&url(HOST, "/#part")).unwrap(), "a fragment loads nothing");
    assert!(matches!(page.goto("nonsense://x"), Err(Error::Navigation { .. })));
}
