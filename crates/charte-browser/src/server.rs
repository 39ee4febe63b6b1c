//! A local server that stands in for every host: it serves some from folders, stubs for all others, and logs each request.
//! It knows no browser.

mod content;
mod message;
mod stub;
mod tls;

use std::collections::{HashMap, HashSet};
use std::io;
use std::net::{Ipv4Addr, Shutdown, TcpListener, TcpStream};
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use crate::cdp::lock;
use crate::error::{Error, Result};

pub use message::{Reply, Request};
use tls::Accepted;

/// A server on a free local port. It stops when dropped.
///
/// Browsers use it as their HTTP proxy, so `http://any.host/path` works with any host name. `https` requests of a
/// [`Chromium`](crate::Chromium) are intercepted and sent to it, which needs no certificate; other browsers open a tunnel with
/// `CONNECT`, which is logged as such, and accept any certificate. Browsers that resolve every host to this port connect to it
/// without a proxy, encrypted or not.
pub struct Server {
    shared: Arc<Shared>,
    port: u16,
    accepting: Option<JoinHandle<()>>,
}

#[derive(Default)]
struct Shared {
    rules: Mutex<Rules>,
    released: Condvar,
    requests: Mutex<Vec<Request>>,
    connections: Mutex<Vec<String>>,
    open: Mutex<HashMap<u64, TcpStream>>,
    is_stopped: AtomicBool,
}

#[derive(Default)]
struct Rules {
    /// The folder of each host.
    sites: HashMap<String, PathBuf>,
    /// Host, name and value.
    headers: Vec<(String, String, String)>,
    /// By host and path.
    delays: HashMap<(String, String), Duration>,
    /// Hosts and paths.
    held: HashSet<(String, String)>,
    /// By host and path.
    routes: HashMap<(String, String), Reply>,
}

/// The `http://` URL of a page. Any host name works, but a `Secure` cookie needs https or localhost.
pub fn url(host: &str, path: &str) -> String {
    format!("http://{host}/{}", path.trim_start_matches('/'))
}

/// The `https://` URL of a page.
pub fn secure_url(host: &str, path: &str) -> String {
    format!("https://{host}/{}", path.trim_start_matches('/'))
}

impl Server {
    /// Starts to serve each host from its folder. Files are read at each request, so a folder may change meanwhile.
    pub fn start<H: Into<String>, P: Into<PathBuf>>(sites: impl IntoIterator<Item = (H, P)>) -> Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).map_err(Error::io("listening on a local port"))?;
        let port = listener.local_addr().map_err(Error::io("reading the local port"))?.port();
        let shared = Arc::new(Shared::default());
        lock(&shared.rules).sites = sites.into_iter().map(|(host, folder)| (host.into(), folder.into())).collect();
        let serving = Arc::clone(&shared);
        let accepting = Some(thread::spawn(move || accept(&listener, &serving)));
        Ok(Self { shared, port, accepting })
    }

    /// The local port.
    pub fn port(&self) -> u16 {
        self.port
    }

    /// Adds or replaces a host's folder.
    pub fn site(&self, host: &str, folder: impl Into<PathBuf>) {
        lock(&self.shared.rules).sites.insert(host.into(), folder.into());
    }

    /// Adds a header to every reply of this host, for example a Content-Security-Policy.
    pub fn header(&self, host: &str, name: &str, value: &str) {
        lock(&self.shared.rules).headers.push((host.into(), name.into(), value.into()));
    }

    /// Delays replies for this path, whatever the query.
    pub fn delay(&self, host: &str, path: &str, delay: Duration) {
        lock(&self.shared.rules).delays.insert((host.into(), path.into()), delay);
    }

    /// Keeps replies for this path, whatever the query, until [`release`](Self::release): for what must not come before something
    /// else has happened, however slow the machine is.
    pub fn hold(&self, host: &str, path: &str) {
        lock(&self.shared.rules).held.insert((host.into(), path.into()));
    }

    /// Sends the replies that [`hold`](Self::hold) keeps for this path.
    pub fn release(&self, host: &str, path: &str) {
        lock(&self.shared.rules).held.remove(&(host.into(), path.into()));
        self.shared.released.notify_all();
    }

    /// Sets the reply for this path, whatever the query and the host's folder.
    pub fn route(&self, host: &str, path: &str, reply: Reply) {
        lock(&self.shared.rules).routes.insert((host.into(), path.into()), reply);
    }

    /// Takes the reply of [`route`](Self::route) back.
    pub fn unroute(&self, host: &str, path: &str) {
        lock(&self.shared.rules).routes.remove(&(host.into(), path.into()));
    }

    /// All requests since the start or the last [`clear`](Self::clear), in order of arrival.
    pub fn requests(&self) -> Vec<Request> {
        lock(&self.shared.requests).clone()
    }

    /// The requests to any host that is not in the list.
    pub fn others(&self, hosts: &[&str]) -> Vec<Request> {
        let mut requests = self.requests();
        requests.retain(|request| !hosts.contains(&request.host.as_str()));
        requests
    }

    /// The requests to one host.
    pub fn to(&self, host: &str) -> Vec<Request> {
        let mut requests = self.requests();
        requests.retain(|request| request.host == host);
        requests
    }

    /// The hosts to which connections were opened, in order, with or without a request: one for each `CONNECT` and for each TLS
    /// handshake outside a tunnel. A handshake with an IP address has no server name: its host is empty.
    pub fn connections(&self) -> Vec<String> {
        lock(&self.shared.connections).clone()
    }

    /// Clears the requests and connections so far.
    pub fn clear(&self) {
        lock(&self.shared.requests).clear();
        lock(&self.shared.connections).clear();
    }

    /// Closes all connections, so that a browser that keeps connections alive has to open new ones.
    pub fn hang_up(&self) {
        for stream in lock(&self.shared.open).values() {
            let _ = stream.shutdown(Shutdown::Both);
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.shared.is_stopped.store(true, Ordering::SeqCst);
        lock(&self.shared.rules).held.clear();
        self.shared.released.notify_all();
        // Wakes the accepting thread, which then sees that the server has stopped.
        let _ = TcpStream::connect((Ipv4Addr::LOCALHOST, self.port));
        let _ = self.accepting.take().map(JoinHandle::join);
        self.hang_up();
    }
}

fn accept(listener: &TcpListener, shared: &Arc<Shared>) {
    for (id, stream) in (0..).zip(listener.incoming()) {
        if shared.is_stopped.load(Ordering::SeqCst) {
            return;
        }
        let Ok(stream) = stream else { continue };
        let Ok(handle) = stream.try_clone() else { continue };
        lock(&shared.open).insert(id, handle);
        let shared = Arc::clone(shared);
        thread::spawn(move || {
            // A browser may close a connection at any time.
            let _ = serve(stream, &shared);
            lock(&shared.open).remove(&id);
        });
    }
}

fn serve(stream: TcpStream, shared: &Shared) -> io::Result<()> {
    stream.set_nodelay(true)?;
    let Accepted { stream: mut buffered, server_name } = tls::accept(stream.try_clone()?)?;
    // Without TLS the browser uses this as a proxy, and each request's target has its scheme.
    let mut scheme = server_name.as_ref().map(|_| "https");
    lock(&shared.connections).extend(server_name);
    while let Some(mut request) = Request::read(&mut buffered)? {
        if let Some(scheme) = scheme {
            request.scheme = String::from(scheme);
        }
        lock(&shared.requests).push(request.clone());
        if request.method == "CONNECT" {
            lock(&shared.connections).push(request.host);
            buffered.get_mut().write_all(b"HTTP/1.1 200 charte\r\n\r\n")?;
            let tunnel = tls::accept(stream.try_clone()?)?;
            (buffered, scheme) = (tunnel.stream, Some(if tunnel.server_name.is_some() { "https" } else { "http" }));
            continue;
        }
        let key = request.key();
        let (reply, delay) = lock(&shared.rules).answer(&request, &key);
        thread::sleep(delay);
        let is_held = |rules: &mut Rules| rules.held.contains(&key);
        drop(shared.released.wait_while(lock(&shared.rules), is_held).unwrap_or_else(PoisonError::into_inner));
        reply.write(&request.method, buffered.get_mut())?;
        if request.header("connection").is_some_and(|value| value.eq_ignore_ascii_case("close")) {
            break;
        }
    }
    stream.shutdown(Shutdown::Both)
}

impl Rules {
    fn answer(&self, request: &Request, key: &(String, String)) -> (Reply, Duration) {
        let mut reply = match (self.routes.get(key), self.sites.get(&request.host)) {
            (Some(reply), _) => reply.clone(),
            // The browser requests it of every host, not the page: so no cookie, and no error in the console.
            (None, _) if key.1 == "/favicon.ico" => Reply::new(204, "image/x-icon", ""),
            (None, Some(folder)) => content::answer(folder, &request.path),
            (None, None) => stub::answer(request),
        };
        for (_, name, value) in self.headers.iter().filter(|(host, ..)| *host == request.host) {
            reply = reply.with(name, value);
        }
        (reply, self.delays.get(key).copied().unwrap_or_default())
    }
}

#[cfg(test)]
mod tests {
    use std::io::{Read as _, Write as _};

    use super::*;
    use crate::http;

    #[test]
    fn folders_stubs_and_routes_are_served_and_logged() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("index.html"), "bonjour").unwrap();
        let server = Server::start([("data.example.fr", folder.path())]).unwrap();
        server.header("data.example.fr", "Content-Security-Policy", "default-src 'self'");
        server.route("data.example.fr", "/api", Reply::new(200, "application/json", "[]"));
        let get = |url: &str| {
            let head = format!("GET {url} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
            http::send(server.port(), &head, b"").unwrap()
        };
        let page = get(&url("data.example.fr", "/"));
        assert_eq!((page.status, page.body.as_slice()), (200, &b"bonjour"[..]));
        assert!(page.headers.contains(&("Content-Security-Policy".into(), "default-src 'self'".into())));
        assert_eq!(get("http://data.example.fr/api?x").body, b"[]");
        assert!(String::from_utf8(get("https://a.example/x.js").body).unwrap().contains("https://a.example/x.js"));
        let mut tunnel = TcpStream::connect((Ipv4Addr::LOCALHOST, server.port())).unwrap();
        let mut answer = [0; 23];
        for text in ["CONNECT b.example:80 HTTP/1.1\r\n\r\n", "GET /y.js HTTP/1.1\r\nHost: b.example\r\n\r\n"] {
            tunnel.write_all(text.as_bytes()).unwrap();
            tunnel.read_exact(&mut answer).unwrap();
        }
        let others: Vec<String> = server.others(&["data.example.fr"]).iter().map(Request::url).collect();
        assert_eq!(others, ["https://a.example/x.js", "https://b.example", "http://b.example/y.js"]);
        assert_eq!(server.connections(), ["b.example"]);
        server.clear();
        assert!(server.requests().is_empty() && server.connections().is_empty());
        server.hang_up();
        // Returns only because the connection is closed.
        let _ = tunnel.read_to_end(&mut Vec::new());
    }
}
