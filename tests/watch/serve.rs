//! The server without a browser: addresses, types, ranges, which hosts it accepts, and the events for open pages.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::os::unix::fs::symlink;

use crate::site::Site;
use crate::watcher::{LIMIT, LINES, Watcher, page};

/// A reply.
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) head: String,
    pub(crate) body: String,
}

/// The port of a watcher.
pub(crate) fn port(watcher: &Watcher) -> u16 {
    watcher.expect("Serving at http://127.0.0.1:");
    let said = watcher.said();
    let after = said.split("Serving at http://127.0.0.1:").nth(1).unwrap();
    after.split('/').next().unwrap().parse().unwrap()
}

pub(crate) fn ask(port: u16, path: &str, headers: &str) -> Answer {
    let mut stream = TcpStream::connect(("127.0.0.1", port)).unwrap();
    stream.set_read_timeout(Some(LIMIT)).unwrap();
    let host = if headers.contains("Host:") { "" } else { "Host: localhost\r\n" };
    write!(stream, "GET {path} HTTP/1.1\r\n{host}Connection: close\r\n{headers}\r\n").unwrap();
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes).unwrap();
    let text = String::from_utf8_lossy(&bytes).into_owned();
    let (head, body) = text.split_once("\r\n\r\n").unwrap();
    let status = head.split(' ').nth(1).unwrap().parse().unwrap();
    Answer { status, head: head.to_lowercase(), body: body.to_owned() }
}

/// Follows the events of a port, from the first on.
fn events(port: u16) -> impl Iterator<Item = serde_json::Value> {
    let mut stream = TcpStream::connect(("127.0.0.1", port)).unwrap();
    stream.set_read_timeout(Some(LIMIT)).unwrap();
    write!(stream, "GET /__charte/events HTTP/1.1\r\nHost: localhost\r\n\r\n").unwrap();
    let lines = BufReader::new(stream).lines().map(Result::unwrap);
    lines.filter_map(|line| Some(serde_json::from_str(line.strip_prefix("data: ")?).unwrap()))
}

fn serving(site: &Site) -> (Watcher, u16) {
    let watcher = site.watch("--port 0");
    let port = port(&watcher);
    watcher.expect("Watching");
    (watcher, port)
}

#[test]
fn addresses_are_those_of_a_static_host() {
    let site = Site::with_two_pages();
    site.write("public/page.html", page("page"));
    site.write("public/404.html", page("my own 404"));
    site.write("public/css/site.css", "p { color: red }");
    site.write("public/data.csv", "0123456789");
    site.write("secret.html", "secret");
    let (_watcher, port) = serving(&site);
    symlink("../secret.html", site.path("dist/link.html")).unwrap();
    for (path, status, content) in [
        ("/", 200, "one"),
        ("/page", 200, "<p>page</p>"),
        ("/page.html", 200, "<p>page</p>"),
        ("/two/", 200, "two"),
        ("/nowhere", 404, "my own 404"),
        ("/../secret.html", 404, "my own 404"),
        ("/%2e%2e/secret.html", 404, "my own 404"),
        ("/link.html", 404, "my own 404"),
        ("/link", 404, "my own 404"),
    ] {
        let answer = ask(port, path, "");
        assert_eq!(answer.status, status, "{path}");
        assert!(answer.body.contains(content), "{path}: {}", answer.body);
        assert!(answer.body.contains("__charte/live.js"), "{path}");
        assert!(answer.head.contains("content-type: text/html"), "{path}");
    }
    let moved = ask(port, "/two?x=1", "");
    assert_eq!(moved.status, 307);
    assert!(moved.head.contains("location: /two/?x=1"), "{}", moved.head);
    assert!(ask(port, "/css/site.css", "").head.contains("content-type: text/css"));
    let part = ask(port, "/data.csv", "Range: bytes=2-4\r\n");
    assert_eq!((part.status, part.body.as_str()), (206, "234"));
    assert!(part.head.contains("content-range: bytes 2-4/10"));
    // The built files have nothing of the server's.
    assert!(!site.read("dist/index.html").contains("__charte"));
}

#[test]
fn only_this_machine_is_answered() {
    let site = Site::with_two_pages();
    let (_watcher, port) = serving(&site);
    for host in ["localhost", "127.0.0.1", "town.localhost"] {
        assert_eq!(ask(port, "/", &format!("Host: {host}:{port}\r\n")).status, 200, "{host}");
    }
    let refused = ask(port, "/", "Host: evil.example\r\n");
    assert_eq!(refused.status, 403);
    assert!(refused.body.contains("--host"), "{}", refused.body);
    assert_eq!(ask(port, "/__charte/events", "Host: evil.example\r\n").status, 403);
}

#[test]
fn a_port_that_is_taken_gives_way_to_the_next() {
    let (one, two) = (Site::with_two_pages(), Site::with_two_pages());
    let (_first, port) = serving(&one);
    let second = two.watch(&format!("--port {port}"));
    second.expect(&format!("Port {port} is taken"));
    assert_ne!(self::port(&second), port);
}

#[test]
fn an_open_page_gets_the_faults_also_when_it_connects_late() {
    let site = Site::with_two_pages();
    let (watcher, port) = serving(&site);
    let mut early = events(port);
    let first = early.next().unwrap();
    assert_eq!(first["problems"].as_array().unwrap().len(), 0);
    site.edit("charte.toml", "Données", "<b>\nDonnées");
    let problem = early.find(|event| event["problems"][0].is_string()).unwrap();
    watcher.expect("the last good build stays");
    let late = events(port).next().unwrap();
    assert_eq!(late["problems"], problem["problems"]);
    assert!(late["problems"][0].as_str().unwrap().contains("charte.toml:10"), "{late}");
    assert!(ask(port, "/", "").body.contains("one"));
    site.declare(LINES);
    let mended = early.find(|event| event["problems"].as_array().unwrap().is_empty()).unwrap();
    assert_eq!(mended["state"]["run"], first["state"]["run"]);
}

#[test]
fn it_serves_although_the_first_build_fails() {
    let site = Site::with_two_pages();
    site.edit("charte.toml", "services", "servics");
    let (_watcher, port) = serving(&site);
    let answer = ask(port, "/any/page", "");
    assert!(answer.body.contains("src=\"../__charte/live.js\""), "{}", answer.body);
    let mut events = events(port);
    assert!(events.next().unwrap()["problems"].to_string().contains("did you mean"));
    site.declare(LINES);
    events.find(|event| event["state"].is_object()).unwrap();
    assert!(ask(port, "/", "").body.contains("one"));
}

#[test]
fn each_of_several_portals_has_a_port_and_all_are_listed() {
    let site = Site::with_two_pages();
    let first = site.read("charte.toml");
    let second = first.split("[portal.town]").nth(1).unwrap().replace("Données", "Autre <b>").replace("dist", "dist2");
    site.write("charte.toml", format!("{first}[portal.other]{}", second.replace(".fr\"", ".fr/base/\"")));
    let (watcher, port) = serving(&site);
    watcher.expect("  other: http://127.0.0.1:");
    let list = ask(port, "/", "").body;
    for text in ["Données", "Autre &lt;b>", "<code>town</code>", "theme <code>base</code>", "/base/"] {
        assert!(list.contains(text), "{text}: {list}");
    }
    let said = watcher.said();
    let other: u16 =
        said.split("  other: http://127.0.0.1:").nth(1).unwrap().split('/').next().unwrap().parse().unwrap();
    assert!(ask(other, "/", "").head.contains("location: /base/"));
    assert!(ask(other, "/base/", "").body.contains("one"));
}
