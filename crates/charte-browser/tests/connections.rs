//! Tests that the server sees connections without a request. A missing browser fails the test.

#![allow(clippy::unwrap_used, reason = "a test that fails should stop")]

mod support;

use std::time::Instant;

use charte_browser::{Chromium, ChromiumOptions, Firefox, FirefoxOptions, Server, Webkit, WebkitOptions, secure_url};

use support::{HOST, SOON, serve};

const BODY: &str = "<link rel=preconnect href=https://ahead.example><img src=https://asked.example/p.gif>";

#[test]
fn a_chromium_without_a_proxy_opens_them() {
    let server = serve(BODY);
    let browser = Chromium::launch_for(&server, ChromiumOptions::default()).unwrap();
    assert!(browser.first_context().unwrap().page().unwrap().goto(&secure_url(HOST, "/")).unwrap());
    assert_seen(&server);
}

#[test]
fn a_firefox_without_a_proxy_opens_them() {
    let server = serve(BODY);
    let options = FirefoxOptions { direct: true, ..FirefoxOptions::default() };
    let mut firefox = Firefox::launch(&server, &options).unwrap();
    assert!(firefox.goto(&secure_url(HOST, "/")).unwrap());
    assert_seen(&server);
}

#[test]
fn a_webkit_opens_tunnels_ahead() {
    let server = serve(BODY);
    let mut webkit = Webkit::launch(&server, &WebkitOptions::default()).unwrap();
    assert!(webkit.goto(&secure_url(HOST, "/")).unwrap());
    assert_seen(&server);
}

/// Both third parties were connected to, and one of them got a request.
fn assert_seen(server: &Server) {
    let start = Instant::now();
    let is_seen = |host: &str| server.connections().iter().any(|name| name == host);
    while !(is_seen(HOST) && is_seen("ahead.example") && is_seen("asked.example")) {
        assert!(start.elapsed() < SOON, "{:?}", server.connections());
    }
    let requests = |host: &str| server.to(host).iter().filter(|request| request.method != "CONNECT").count();
    assert_eq!((requests("ahead.example"), requests("asked.example")), (0, 1));
}
