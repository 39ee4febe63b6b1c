//! `--proxy` with a server that is difficult on purpose, and the requests that it must not get.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::mpsc::{Receiver, channel};
use std::thread;

use crate::serve::{ask, port};
use crate::site::Site;
use crate::watcher::{LIMIT, LINES, Watcher, page, until};

/// Replies to one request after the other with what `answer` writes.
fn upstream(answer: impl Fn(&str, &mut TcpStream) + Send + 'static) -> u16 {
    let listener = TcpListener::bind(("127.0.0.1", 0)).unwrap();
    let port = listener.local_addr().unwrap().port();
    thread::spawn(move || {
        for stream in listener.incoming().map_while(Result::ok) {
            let mut stream = stream;
            let mut reader = BufReader::new(stream.try_clone().unwrap());
            let mut head = String::new();
            while reader.read_line(&mut head).is_ok_and(|length| length > 2) {}
            answer(&head, &mut stream);
        }
    });
    port
}

#[test]
fn what_is_packed_all_the_same_is_unpacked() {
    let site = Site::new(LINES);
    let upstream = upstream(|head, stream| {
        assert!(head.to_lowercase().contains("accept-encoding: identity"), "{head}");
        let mut packed = Vec::new();
        brotli::BrotliCompress(
            &mut page("packed").as_bytes(),
            &mut packed,
            &brotli::enc::BrotliEncoderParams::default(),
        )
        .unwrap();
        let head = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: br\r\nETag: \"x\"\r\nConnection: close\r\n";
        write!(stream, "{head}Content-Length: {}\r\n\r\n", packed.len()).unwrap();
        stream.write_all(&packed).unwrap();
    });
    let watcher = site.watch(&format!("--port 0 --proxy http://127.0.0.1:{upstream}"));
    let port = port(&watcher);
    watcher.expect("Watching");
    let answer = ask(port, "/a/page", "Accept-Encoding: br, gzip\r\nIf-None-Match: \"x\"\r\n");
    assert!(answer.body.contains("packed") && answer.body.contains("data-charte-held=\"arte\""), "{}", answer.body);
    assert!(!answer.head.contains("content-encoding") && !answer.head.contains("etag"), "{}", answer.head);
}

#[test]
fn what_is_no_page_comes_as_it_comes() {
    let site = Site::new(LINES);
    let (go_on, wait) = channel::<()>();
    let upstream = upstream(move |_, stream| {
        write!(
            stream,
            "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\ndata: first\n\n"
        )
        .unwrap();
        stream.flush().unwrap();
        // The rest is sent only once the first part has arrived.
        wait.recv_timeout(LIMIT).unwrap();
        write!(stream, "data: <head></head>\n\n").unwrap();
    });
    let watcher = site.watch(&format!("--port 0 --proxy http://127.0.0.1:{upstream}"));
    let port = port(&watcher);
    watcher.expect("Watching");
    let mut stream = TcpStream::connect(("127.0.0.1", port)).unwrap();
    stream.set_read_timeout(Some(LIMIT)).unwrap();
    write!(stream, "GET /events HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n").unwrap();
    let mut seen = Vec::new();
    while !String::from_utf8_lossy(&seen).contains("data: first") {
        let mut part = [0; 512];
        let length = stream.read(&mut part).unwrap();
        assert!(length > 0, "{}", String::from_utf8_lossy(&seen));
        seen.extend_from_slice(&part[..length]);
    }
    go_on.send(()).unwrap();
    stream.read_to_end(&mut seen).unwrap();
    assert!(String::from_utf8_lossy(&seen).contains("data: <head></head>"));
}

#[test]
fn a_server_that_does_not_answer_is_reported() {
    let site = Site::new(LINES);
    let silent = TcpListener::bind(("127.0.0.1", 0)).unwrap().local_addr().unwrap().port();
    let watcher = site.watch(&format!("--port 0 --proxy http://127.0.0.1:{silent}"));
    let port = port(&watcher);
    watcher.expect("Watching");
    let answer = ask(port, "/", "");
    assert_eq!(answer.status, 502);
    assert!(answer.body.contains("Nothing answers at"), "{}", answer.body);
}

#[test]
fn no_page_is_shown_that_nothing_holds() {
    let site = Site::new("output = \"dist\"\nservices = [\"artee\"]\n");
    let upstream = upstream(|_, stream| {
        let body = page("not held");
        let head = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nConnection: close\r\n";
        write!(stream, "{head}Content-Length: {}\r\n\r\n{body}", body.len()).unwrap();
    });
    let watcher = site.watch(&format!("--port 0 --proxy http://127.0.0.1:{upstream}"));
    let port = port(&watcher);
    watcher.expect("is not in the catalogue");
    let answer = ask(port, "/", "");
    assert!(
        answer.body.contains("Nothing has been built yet") && !answer.body.contains("www.arte.tv"),
        "{}",
        answer.body
    );
    site.edit("charte.toml", "artee", "arte");
    until("the page is shown", || ask(port, "/", "").body.contains("data-charte-held=\"arte\""));
}

#[test]
fn a_page_that_is_too_long_or_broken_off_says_so() {
    let site = Site::new(LINES);
    let upstream = upstream(|head, stream| {
        let length = if head.starts_with("GET /long") { (64 << 20) + 2 } else { 1 << 10 };
        let head = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nConnection: close\r\n";
        write!(stream, "{head}Content-Length: {length}\r\n\r\n").unwrap();
        // The watcher may close the connection before the end.
        let _ = stream.write_all(&vec![b' '; length - 1]);
    });
    let watcher = site.watch(&format!("--port 0 --proxy http://127.0.0.1:{upstream}"));
    let port = port(&watcher);
    watcher.expect("Watching");
    for (path, reason) in [("/long", "more than 64 MiB"), ("/short", "broke off")] {
        let answer = ask(port, path, "");
        assert_eq!(answer.status, 502, "{path}");
        assert!(answer.body.contains(reason), "{path}: {}", answer.body);
    }
}

/// Sends a request as it is written, `|` between its lines, and returns the reply.
fn say(port: u16, request: &str) -> String {
    let mut stream = TcpStream::connect(("127.0.0.1", port)).unwrap();
    stream.set_read_timeout(Some(LIMIT)).unwrap();
    write!(stream, "{}\r\n\r\n", request.replace(" | ", "\r\n")).unwrap();
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes).unwrap();
    String::from_utf8_lossy(&bytes).to_lowercase()
}

/// A request to upgrade, as live reload sends it.
const UPGRADE: &str = "GET /hmr HTTP/1.1 | Connection: Upgrade | Upgrade: websocket | Sec-WebSocket-Version: 13 | \
                       Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==";
/// A request with effects.
const POST: &str = "POST /do HTTP/1.1 | Connection: close | Content-Length: 0";
/// A preflight request.
const PREFLIGHT: &str = "OPTIONS /do HTTP/1.1 | Connection: close | Access-Control-Request-Method: PUT";
/// A request without effects.
const GET: &str = "GET /read HTTP/1.1 | Connection: close";

/// A server that allows everything, behind a watcher, and the heads of the requests that reach it.
fn trusting(site: &Site) -> (Watcher, u16, String, Receiver<String>) {
    let (sender, heads) = channel();
    let upstream = upstream(move |head, stream| {
        sender.send(head.to_lowercase()).unwrap();
        let answer = match head.contains("websocket") {
            true => "101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\nhello",
            false => "200 OK\r\nAccess-Control-Allow-Origin: *\r\nContent-Length: 5\r\nConnection: close\r\n\r\nhello",
        };
        write!(stream, "HTTP/1.1 {answer}").unwrap();
    });
    // Without a scheme it is `http`.
    let watcher = site.watch(&format!("--port 0 --proxy 127.0.0.1:{upstream}"));
    let port = port(&watcher);
    watcher.expect("Watching");
    (watcher, port, format!("origin: http://127.0.0.1:{upstream}\r\n"), heads)
}

#[test]
fn pages_of_others_cannot_talk_to_the_server_behind() {
    let site = Site::new(LINES);
    let (_watcher, port, _, heads) = trusting(&site);
    for request in [UPGRADE, POST, PREFLIGHT, &POST.replace("POST", "DELETE")] {
        for from in [
            "Origin: https://evil.example",
            "Origin: https://evil.example | Sec-Fetch-Site: cross-site",
            "Origin: http://localhost:9",
            "Origin: http://localhost:PORT.evil.example",
            "Origin: null",
            "Sec-Fetch-Site: cross-site",
            "Sec-Fetch-Site: same-site",
        ] {
            let request = format!("{request} | Host: localhost:PORT | {from}").replace("PORT", &port.to_string());
            let answer = say(port, &request);
            assert!(answer.starts_with("http/1.1 403 "), "{request}: {answer}");
            assert!(answer.contains("a page of another site") && !answer.contains("access-control"), "{answer}");
        }
    }
    // What they may read is that server's decision: it gets the origin of the request.
    let answer = say(port, &format!("{GET} | Host: localhost:{port} | Origin: https://evil.example"));
    assert!(answer.starts_with("http/1.1 200 "), "{answer}");
    let head = heads.recv_timeout(LIMIT).unwrap();
    assert!(head.starts_with("get /read ") && head.contains("origin: https://evil.example\r\n"), "{head}");
    assert!(heads.try_recv().is_err());
}

#[test]
fn own_pages_and_tools_talk_to_the_server_behind() {
    let site = Site::new(LINES);
    let (_watcher, port, origin, heads) = trusting(&site);
    for (request, status) in [(UPGRADE, 101), (POST, 200), (PREFLIGHT, 200), (GET, 200)] {
        for from in [
            "Host: localhost:PORT | Origin: http://localhost:PORT",
            "Host: localhost:PORT | Origin: http://localhost:PORT | Sec-Fetch-Site: same-origin",
            // Behind a forwarded port, and behind proxies for `https`.
            "Host: localhost:8080 | Origin: http://localhost:8080",
            "Host: town.localhost | Origin: https://town.localhost",
            "Host: localhost:PORT | Origin: https://town.example | X-Forwarded-Host: town.example",
            "Host: localhost:PORT | Origin: https://town.example | Sec-Fetch-Site: same-origin",
            "Host: localhost:PORT",
            "Host: localhost:PORT | Sec-Fetch-Site: none",
        ] {
            let request = format!("{request} | {from}").replace("PORT", &port.to_string());
            let answer = say(port, &request);
            assert!(answer.starts_with(&format!("http/1.1 {status} ")), "{request}: {answer}");
            assert!(answer.ends_with("hello"), "{request}: {answer}");
            let head = heads.recv_timeout(LIMIT).unwrap();
            assert_eq!(head.contains(&origin), from.contains("Origin"), "{request}: {head}");
            assert!(!head.contains("town") && !head.contains("8080"), "{head}");
        }
    }
}

#[test]
fn only_redirections_to_the_server_behind_stay_here() {
    let site = Site::new(LINES);
    let upstream = upstream(|head, stream| {
        let line = head.lines().find(|line| line.to_lowercase().starts_with("host: ")).unwrap();
        let end = head.split(' ').nth(1).unwrap().trim_start_matches('/');
        let to = format!("http://{}{end}", &line["host: ".len()..]);
        write!(stream, "HTTP/1.1 302 Found\r\nLocation: {to}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
            .unwrap();
    });
    let watcher = site.watch(&format!("--port 0 --proxy http://127.0.0.1:{upstream}"));
    let port = port(&watcher);
    watcher.expect("Watching");
    let location = |path: &str| {
        let answer = ask(port, path, "");
        answer.head.lines().find_map(|line| Some(line.strip_prefix("location: ")?.to_owned())).unwrap()
    };
    assert_eq!(location("/.evil.example/"), format!("http://127.0.0.1:{upstream}.evil.example/"));
    assert_eq!(location("/@evil.example/"), format!("http://127.0.0.1:{upstream}@evil.example/"));
    assert_eq!(location("/?a=b"), "/?a=b");
}

#[test]
fn an_address_that_is_none_of_a_development_server_is_refused() {
    let site = Site::new(LINES);
    for (address, message) in
        [("ftp://localhost", "speaks `http`"), ("https://localhost", "speaks `http`"), ("a:b", "write it as")]
    {
        let run = site.run(&format!("watch --proxy {address}"));
        assert_eq!(run.code, Some(2), "{address}");
        assert!(run.err.contains(message), "{address}: {}", run.err);
    }
}
