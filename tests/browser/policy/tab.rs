//! A tab of any engine, with a server of its own that stands in for every host.

use std::collections::BTreeSet;
use std::path::Path;
use std::time::Duration;

use charte_browser::{Error, Server, secure_url};
use url::Url;

use super::engines::Engine;
use super::goto::{self, Goto};
use crate::portals::SMALL;
use crate::silence;

/// A page is silent when it has contacted no host for so long.
const SILENCE: Duration = Duration::from_millis(600);

/// The longest wait, for pages that are never silent.
const NOISE: Duration = Duration::from_secs(60);

/// Whether a host is one that the pages contact; browsers also contact their makers.
fn is_third(host: &str) -> bool {
    super::THIRD.contains(&host)
}

/// A tab and its server.
pub(super) struct Tab {
    goto: Goto,
    pub(super) server: Server,
}

impl Tab {
    /// Starts the engine; a missing one fails.
    pub(super) fn open(engine: Engine) -> Self {
        Self::start(engine, false)
    }

    /// The same for a visitor who has switched scripts off.
    pub(super) fn without_scripts(engine: Engine) -> Self {
        Self::start(engine, true)
    }

    fn start(engine: Engine, without_scripts: bool) -> Self {
        let server = Server::start([] as [(&str, &str); 0]).unwrap();
        let goto = goto::start(engine, &server, without_scripts).unwrap();
        Self { goto, server }
    }

    /// Visits a page of the portal until it is silent. Returns the third-party addresses with their counts, and the hosts
    /// that got a connection without a request.
    pub(super) fn visit(&mut self, path: &str) -> BTreeSet<String> {
        self.server.clear();
        self.settle(&secure_url(SMALL.host, path));
        assert!(self.server.to(SMALL.host).iter().any(|request| request.path == path), "{path} was never asked for");
        self.seen()
    }

    /// The same for a page that is opened from its file.
    pub(super) fn open_file(&mut self, file: &Path) -> BTreeSet<String> {
        self.server.clear();
        self.settle(Url::from_file_path(file).unwrap().as_str());
        self.seen()
    }

    /// Goes to an address, and waits for silence.
    fn settle(&mut self, url: &str) {
        match (self.goto)(url) {
            // Firefox without scripts reports no load event.
            Ok(_) | Err(Error::Navigation { .. }) => {}
            Err(error) => panic!("{error}"),
        }
        silence::wait(SILENCE, NOISE, || self.server.requests().len() + self.server.connections().len());
    }

    /// The third-party requests; the page is left.
    fn seen(&mut self) -> BTreeSet<String> {
        let mut requests = self.server.requests();
        requests.retain(|request| request.method != "CONNECT" && is_third(&request.host));
        let asked: Vec<String> = requests.iter().map(|request| request.url()).collect();
        let times = |url: &String| asked.iter().filter(|other| *other == url).count();
        let mut seen: BTreeSet<String> = asked.iter().map(|url| format!("{url} {}", times(url))).collect();
        let is_asked = |host: &String| requests.iter().any(|request| request.host == *host);
        let idle = self.server.connections().into_iter().filter(|host| is_third(host) && !is_asked(host));
        seen.extend(idle.map(|host| format!("a connection to {host}")));
        // Late requests of this page must not count for the next one.
        (self.goto)("about:blank").unwrap();
        self.server.hang_up();
        seen
    }
}
