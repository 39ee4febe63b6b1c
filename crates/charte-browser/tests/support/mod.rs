//! A page with a given body, served and opened. Shared by the tests of the drivers.

#![allow(dead_code, unreachable_pub, reason = "each test program uses its part")]

use std::time::Duration;

use charte_browser::{Chromium, Page, Reply, Server, url};

/// The host of the page.
pub const HOST: &str = "data.example.fr";
/// The limit for what a page does at once, on a slow machine.
pub const SOON: Duration = Duration::from_secs(3);

/// A server whose only page contains `body`, and that page, loaded.
pub fn open(body: &str) -> (Server, Page) {
    let server = serve(body);
    let page = Chromium::shared().page(&server).unwrap();
    assert!(page.goto(&url(HOST, "/")).unwrap(), "the page did not load");
    (server, page)
}

pub fn serve(body: &str) -> Server {
    let server = Server::start([] as [(&str, &str); 0]).unwrap();
    let html = format!("<!doctype html><html lang=en><title>t</title><body>{body}</body></html>");
    server.route(HOST, "/", Reply::new(200, "text/html; charset=utf-8", html));
    server
}

/// The last request for the page itself. The browser may have requested a favicon since.
pub fn last(server: &Server) -> charte_browser::Request {
    server.to(HOST).into_iter().rfind(|request| request.path == "/").unwrap()
}
