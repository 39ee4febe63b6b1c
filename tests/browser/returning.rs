//! A visitor who was on the site before the first build, and whose browser keeps the pages from then.

use charte_browser::{Chromium, ChromiumOptions, Server, secure_url};

use crate::portals::SMALL;
use crate::site::Site;
use crate::visit::{await_banner, go, has_banner, wait};

const PAGE: &str = "<!doctype html><html lang=\"fr\"><head><meta charset=\"utf-8\"><title>Bacs</title></head><body>\
    <iframe src=\"https://www.arte.tv/embeds/x\"></iframe>\
    <script>navigator.serviceWorker.register('/sw.js')</script></body></html>";

/// The page that the worker keeps is the built one, which has another revision.
#[test]
fn a_service_worker_of_before_the_build_gives_way_to_the_built_page() {
    let site =
        Site::small("services = [\"arte\"]\n", &[("index.html", PAGE), ("sw.js", include_str!("pages/precache.js"))]);
    // A browser of its own: the requests of a worker's update are made by the browser, not by a page.
    let server = Server::start([(SMALL.host, site.path(SMALL.source))]).unwrap();
    let browser = Chromium::launch_for(&server, ChromiumOptions::default()).unwrap();
    let page = browser.first_context().unwrap().page().unwrap();
    go(&page, SMALL, "/");
    wait(&page, "!!navigator.serviceWorker.controller");
    go(&page, SMALL, "/");
    assert!(!has_banner(&page));
    let before = wait(&page, "caches.open('precache').then(cache => cache.keys()).then(keys => keys.length)");
    assert_eq!(before, 1);
    // The site is published as it was built. After a visit the browser looks for a new worker when it is idle; here the page
    // requests that at once.
    server.site(SMALL.host, site.path(SMALL.built));
    go(&page, SMALL, "/");
    wait(&page, "navigator.serviceWorker.getRegistration().then(one => one.update()).then(() => true)");
    wait(&page, "caches.open('precache').then(cache => cache.keys()).then(keys => keys.length > 1)");
    wait(&page, "navigator.serviceWorker.getRegistration().then(one => one.active && !one.installing && !one.waiting)");
    server.clear();
    assert!(page.goto(&secure_url(SMALL.host, "/")).unwrap());
    await_banner(&page);
    assert!(server.others(&[SMALL.host]).is_empty(), "{:?}", server.others(&[SMALL.host]));
    let asked = server.requests().into_iter().any(|request| request.path == "/");
    assert!(!asked, "the page came from the network, not from the worker");
}
