//! A visitor in any engine, with a server that stands in for every host. Starting an engine takes longer than most visits,
//! so that one that has contacted no third party is used again, for another host.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use charte_browser::{Error, Reply, Server, secure_url};
use url::Url;

use super::engines::Engine;
use super::goto::{self, Goto};
use crate::silence;
use crate::visit::until;

/// A page is silent when it has contacted no host for so long.
const SILENCE: Duration = Duration::from_millis(600);

/// The longest wait, for pages that are never silent.
const NOISE: Duration = Duration::from_secs(60);

/// Whether a host is one that the pages contact; browsers also contact their makers.
fn is_third(host: &str) -> bool {
    super::THIRD.contains(&host)
}

/// An engine with one page, and its server.
struct Running {
    engine: Engine,
    goto: Goto,
    server: Server,
}

/// Engines that are not in use, and have contacted no third party: nothing of one is in a cache.
static IDLE: Mutex<Vec<Running>> = Mutex::new(Vec::new());

/// A visitor of a portal's host of its own: nobody has been there before, and no cookie is set.
pub(super) struct Tab {
    /// `None` only while it is dropped.
    running: Option<Running>,
    host: String,
    is_reusable: bool,
}

impl Tab {
    /// Takes an idle engine or starts one; a missing one fails.
    pub(super) fn open(engine: Engine) -> Self {
        let mut idle = IDLE.lock().unwrap_or_else(PoisonError::into_inner);
        let found = idle.iter().position(|running| running.engine == engine).map(|found| idle.swap_remove(found));
        drop(idle);
        Self::new(found.unwrap_or_else(|| start(engine, false)), true)
    }

    /// The same for a visitor who has switched scripts off.
    pub(super) fn without_scripts(engine: Engine) -> Self {
        Self::new(start(engine, true), false)
    }

    fn new(running: Running, is_reusable: bool) -> Self {
        static NUMBER: AtomicUsize = AtomicUsize::new(0);
        let host = format!("portal{}.policy.example", NUMBER.fetch_add(1, Ordering::Relaxed));
        Self { running: Some(running), host, is_reusable }
    }

    fn running(&mut self) -> &mut Running {
        self.running.as_mut().unwrap()
    }

    fn server(&self) -> &Server {
        &self.running.as_ref().unwrap().server
    }

    /// Serves a folder as the portal.
    pub(super) fn serve(&self, folder: &Path) {
        self.server().site(&self.host, folder);
    }

    /// Sends a header with every file of the portal.
    pub(super) fn header(&self, name: &str, value: &str) {
        self.server().header(&self.host, name, value);
    }

    /// Answers one path of the portal otherwise.
    pub(super) fn route(&self, path: &str, reply: Reply) {
        self.server().route(&self.host, path, reply);
    }

    /// Whether the last page requested a path of the portal.
    pub(super) fn requested(&self, path: &str) -> bool {
        self.server().to(&self.host).iter().any(|request| request.path == path)
    }

    /// Visits a page of the portal until it is silent. Returns the third-party addresses with their counts, and the hosts
    /// that got a connection without a request.
    pub(super) fn visit(&mut self, path: &str) -> BTreeSet<String> {
        let url = secure_url(&self.host, path);
        self.settle(&url);
        assert!(self.requested(path), "{path} was never asked for");
        self.seen()
    }

    /// The same for a page that asks for a path of the portal when it is done: before that, silence may be a busy machine.
    pub(super) fn visit_until(&mut self, path: &str, end: &str) -> BTreeSet<String> {
        let url = secure_url(&self.host, path);
        self.load(&url);
        until(|| self.requested(end), || format!("{path} never asked for {end}"));
        self.silence();
        self.seen()
    }

    /// The same for a page that is opened from its file.
    pub(super) fn open_file(&mut self, file: &Path) -> BTreeSet<String> {
        self.settle(Url::from_file_path(file).unwrap().as_str());
        self.seen()
    }

    /// Goes to an address, and waits for silence.
    fn settle(&mut self, url: &str) {
        self.load(url);
        self.silence();
    }

    fn load(&mut self, url: &str) {
        let Running { goto, server, .. } = self.running();
        server.clear();
        match goto(url) {
            // Firefox without scripts reports no load event.
            Ok(_) | Err(Error::Navigation { .. }) => {}
            Err(error) => panic!("{error}"),
        }
    }

    fn silence(&self) {
        let server = self.server();
        silence::wait(SILENCE, NOISE, || server.requests().len() + server.connections().len());
    }

    /// The third-party requests; the page is left.
    fn seen(&mut self) -> BTreeSet<String> {
        let Running { goto, server, .. } = self.running();
        let mut requests = server.requests();
        requests.retain(|request| request.method != "CONNECT" && is_third(&request.host));
        let asked: Vec<String> = requests.iter().map(|request| request.url()).collect();
        let times = |url: &String| asked.iter().filter(|other| *other == url).count();
        let mut seen: BTreeSet<String> = asked.iter().map(|url| format!("{url} {}", times(url))).collect();
        let is_asked = |host: &String| requests.iter().any(|request| request.host == *host);
        let idle = server.connections().into_iter().filter(|host| is_third(host) && !is_asked(host));
        seen.extend(idle.map(|host| format!("a connection to {host}")));
        // Late requests of this page must not count for the next one.
        goto("about:blank").unwrap();
        server.hang_up();
        self.is_reusable &= seen.is_empty();
        seen
    }
}

impl Drop for Tab {
    fn drop(&mut self) {
        if self.is_reusable && !thread::panicking() {
            IDLE.lock().unwrap_or_else(PoisonError::into_inner).extend(self.running.take());
        }
    }
}

fn start(engine: Engine, without_scripts: bool) -> Running {
    let server = Server::start([] as [(&str, &str); 0]).unwrap();
    let goto = goto::start(engine, &server, without_scripts).unwrap();
    Running { engine, goto, server }
}
