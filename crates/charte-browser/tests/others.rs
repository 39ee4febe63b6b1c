//! Tests the drivers of Firefox and WebKitGTK with the real browsers. A missing browser fails the test.

#![allow(clippy::unwrap_used, reason = "a test that fails should stop")]

use std::time::Duration;

use charte_browser::{Firefox, FirefoxOptions, Reply, Request, Server, Webkit, WebkitOptions, url};
use serde_json::json;

const HOST: &str = "data.example.fr";
const SOON: Duration = Duration::from_secs(3);

fn serve() -> Server {
    let server = Server::start([] as [(&str, &str); 0]).unwrap();
    let html =
        "<!doctype html><title>t</title><img src=http://pixel.example/p.gif><noscript><img src=/n.gif></noscript>
        <script src=https://secure.example/a.js></script><x-host></x-host><script>
        const root = document.querySelector('x-host').attachShadow({ mode: 'open' });
        root.innerHTML = '<button>b</button>';
        root.querySelector('button').onclick = event => window.clicked = event.isTrusted;
        document.cookie = 'a=b; max-age=600'; setTimeout(() => window.later = 5, 100)</script>";
    server.route(HOST, "/", Reply::new(200, "text/html; charset=utf-8", html));
    server
}

#[test]
fn firefox_is_driven_through_the_proxy() {
    let server = serve();
    let gpc = vec![("privacy.globalprivacycontrol.enabled".to_string(), json!(true))];
    let mut firefox =
        Firefox::launch(&server, &FirefoxOptions { preferences: gpc, ..FirefoxOptions::default() }).unwrap();
    assert!(firefox.goto(&url(HOST, "/")).unwrap());
    assert_eq!(firefox.evaluate("[location.host, 1]").unwrap(), json!([HOST, 1]));
    assert_eq!(firefox.wait_for("window.later", SOON).unwrap(), 5);
    firefox.click("document.querySelector('x-host').shadowRoot.querySelector('button')").unwrap();
    assert_eq!(firefox.evaluate("Promise.resolve(window.clicked)").unwrap(), true);
    assert!(firefox.click("null").unwrap_err().to_string().contains("no element"));
    assert!(firefox.evaluate("missing").unwrap_err().to_string().contains("missing is not defined"));
    assert!(firefox.wait_for("window.never", Duration::from_millis(40)).is_err());
    let cookies = firefox.cookies().unwrap();
    assert_eq!((cookies[0].name.as_str(), cookies[0].value.as_str()), ("a", "b"));

    assert_seen(&server);
    assert_eq!(server.to(HOST)[0].header("sec-gpc"), Some("1"));
}

#[test]
fn webkit_is_driven_through_the_proxy() {
    let server = serve();
    let mut webkit = Webkit::launch(&server, &WebkitOptions::default()).unwrap();
    assert!(webkit.goto(&url(HOST, "/")).unwrap());
    assert_eq!(webkit.evaluate("[location.host, 1]").unwrap(), json!([HOST, 1]));
    assert_eq!(webkit.wait_for("window.later", SOON).unwrap(), 5);
    webkit.click("document.querySelector('x-host').shadowRoot.querySelector('button')").unwrap();
    assert_eq!(webkit.evaluate("Promise.resolve(window.clicked)").unwrap(), true);
    assert!(webkit.click("null").unwrap_err().to_string().contains("no element"));
    assert!(webkit.evaluate("missing").unwrap_err().to_string().contains("missing"));
    assert!(webkit.wait_for("window.never", Duration::from_millis(40)).is_err());
    let cookies = webkit.cookies().unwrap();
    assert!(cookies.iter().any(|cookie| cookie.name == "a" && cookie.value == "b"), "{cookies:?}");
    assert_seen(&server);
}

/// The third parties got their requests, over http and https, and no other host did.
fn assert_seen(server: &Server) {
    let others: Vec<String> = server.others(&[HOST]).iter().map(Request::url).collect();
    let wanted = ["http://pixel.example/p.gif", "https://secure.example", "https://secure.example/a.js"];
    assert!(wanted.iter().all(|url| others.iter().any(|other| other == url)), "{others:?}");
    assert!(others.iter().all(|other| wanted.contains(&other.as_str())), "{others:?}");
}

#[test]
fn without_scripts_pages_load_and_the_server_sees_them() {
    let server = serve();
    let options = FirefoxOptions { without_scripts: true, ..FirefoxOptions::default() };
    let mut firefox = Firefox::launch(&server, &options).unwrap();
    assert!(firefox.goto(&url(HOST, "/")).unwrap());
    assert!(server.to(HOST).iter().any(|request| request.path == "/n.gif"), "{:?}", server.requests());
    assert!(server.to("secure.example").is_empty());

    server.clear();
    let mut webkit = Webkit::launch(&server, &WebkitOptions { without_scripts: true }).unwrap();
    assert!(webkit.goto(&url(HOST, "/")).unwrap());
    assert!(server.to(HOST).iter().any(|request| request.path == "/n.gif"), "{:?}", server.requests());
    assert!(server.to("secure.example").is_empty());
    assert_eq!(webkit.evaluate("document.title").unwrap(), "t");
}
