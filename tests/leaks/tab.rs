//! A tab of any engine, with a server of its own that stands in for every host: which hosts a page contacts without any
//! input.

use std::collections::BTreeSet;
use std::net::UdpSocket;
use std::thread;
use std::time::Duration;

use charte_browser::{Error, Result, Server, secure_url};

use crate::case::Case;
use crate::engines::Engine;
use crate::goto::{self, Goto};

/// The interval between two looks at the log. Looks are counted, not time, so that a machine that was held up misses
/// nothing.
const LOOK: Duration = Duration::from_millis(30);

/// A page is silent when it has contacted no host, the portal included, for so long.
const SILENCE: Duration = Duration::from_millis(300);

/// The longest wait, for pages that are never silent.
const NOISE: Duration = Duration::from_secs(5);

/// How long to wait for a page as written: a timer of its own may take that long.
const PATIENCE: Duration = Duration::from_millis(700);

/// The contacts of one page with the third party.
#[derive(Debug, Clone, Default)]
pub(crate) struct Seen {
    /// The requested addresses; hosts alone where there was only a connection.
    pub(crate) contacts: BTreeSet<String>,
    /// The time from the load to the first contact, where no more were waited for.
    after: Duration,
}

/// A tab and its server.
pub(crate) struct Tab {
    goto: Goto,
    server: Server,
}

impl Tab {
    /// Starts the engine; a missing one fails.
    pub(crate) fn open(engine: Engine) -> Result<Self> {
        let server = Server::start([] as [(&str, &str); 0])?;
        let goto = goto::start(engine, &server, false)?;
        Ok(Self { goto, server })
    }

    /// Visits the page as written, until it contacts the third party or the time is over.
    pub(crate) fn visit_source(&mut self, case: &Case) -> Result<Seen> {
        self.server.site(&case.portal, &case.source);
        let host = format!("raw-{}", case.portal);
        self.server.site(&host, &case.source);
        let stun = case.stun.as_ref().map(|stun| &stun.source);
        self.visit(case, &host, stun, case.wait.unwrap_or(PATIENCE), true)
    }

    /// Visits the page as built, until it is silent, and somewhat longer than the page as written needed if that was
    /// visited.
    pub(crate) fn visit_built(&mut self, case: &Case, source: Option<&Seen>) -> Result<Seen> {
        self.server.site(&case.portal, &case.built);
        let least = case.wait.unwrap_or_default().max(source.map_or(PATIENCE, |source| source.after * 2 + SILENCE));
        let stun = case.stun.as_ref().map(|stun| &stun.built);
        self.visit(case, &case.portal, stun, least, false)
    }

    /// Leaves the page for good: no late request and no connection of its counts for the next one.
    pub(crate) fn leave(&mut self) -> Result<()> {
        (self.goto)("about:blank")?;
        self.watch(None, SILENCE, |_, _| false);
        self.server.hang_up();
        Ok(())
    }

    fn visit(
        &mut self,
        case: &Case,
        host: &str,
        stun: Option<&UdpSocket>,
        least: Duration,
        is_first_enough: bool,
    ) -> Result<Seen> {
        self.server.clear();
        let url = secure_url(host, &case.page);
        match (self.goto)(&url) {
            // Some pages navigate elsewhere before they have loaded.
            Ok(_) | Err(Error::Navigation { .. }) => {}
            Err(error) => return Err(error),
        }
        let mut seen = Seen::default();
        self.watch(stun, least, |datagrams, passed| {
            seen.contacts = self.contacts(case);
            if datagrams > 0 {
                seen.contacts.insert("a STUN server".to_owned());
            }
            let is_enough = is_first_enough && !seen.contacts.is_empty();
            if is_enough {
                seen.after = passed;
            }
            is_enough
        });
        if self.server.to(host).is_empty() {
            return Err(Error::Navigation { url, reason: "it was never asked for".to_owned() });
        }
        Ok(seen)
    }

    /// Looks at the log until `is_enough`, or until no host was contacted for a while.
    fn watch(&self, stun: Option<&UdpSocket>, least: Duration, mut is_enough: impl FnMut(usize, Duration) -> bool) {
        let (mut number, mut silent, mut passed, mut datagrams) = (0, Duration::ZERO, Duration::ZERO, 0);
        while (silent < SILENCE || passed < least) && passed < NOISE {
            datagrams += stun.map_or(0, received);
            let now = self.server.requests().len() + self.server.connections().len() + datagrams;
            silent = if now == number { silent + LOOK } else { Duration::ZERO };
            number = now;
            if is_enough(datagrams, passed) {
                return;
            }
            thread::sleep(LOOK);
            passed += LOOK;
        }
    }

    /// The requests to the third party, and its connections without a request.
    fn contacts(&self, case: &Case) -> BTreeSet<String> {
        let mut requests = self.server.requests();
        requests.retain(|request| request.method != "CONNECT" && case.is_third(&request.host));
        let mut contacts: BTreeSet<String> = requests.iter().map(|request| request.url()).collect();
        if contacts.is_empty() {
            let connections = self.server.connections().into_iter().filter(|host| case.is_third(host));
            contacts.extend(connections.map(|host| format!("a connection to {host}")));
        }
        contacts
    }
}

/// How many datagrams have arrived since the last look.
fn received(socket: &UdpSocket) -> usize {
    std::iter::from_fn(|| socket.recv(&mut [0; 1024]).ok()).count()
}
