//! The server as those who answer know it: what it shows, and at which addresses.

use std::collections::BTreeMap;
use std::net::{IpAddr, SocketAddr};
use std::sync::{Arc, Mutex, PoisonError};

use super::relay::Relay;
use super::stage::Stage;

/// The server: its stage, and the doors to it.
pub(crate) struct Server {
    pub(super) stage: Arc<Stage>,
    pub(super) host: IpAddr,
    /// The way to the server that makes the pages, where no build does.
    pub(super) relay: Option<Relay>,
    /// Whether a theme is shown, with a sample site.
    pub(super) is_gallery: bool,
    /// The port that was asked for, or the next that was free.
    pub(super) front: u16,
    /// The ports of portals that have one of their own.
    pub(super) ports: Mutex<BTreeMap<String, u16>>,
}

impl Server {
    /// The address of a port, as the author may write it.
    pub(crate) fn address(&self, port: u16) -> String {
        let host = match self.host {
            host if host.is_unspecified() => "localhost".to_owned(),
            host => SocketAddr::new(host, 0).to_string().trim_end_matches(":0").to_owned(),
        };
        format!("http://{host}:{port}/")
    }

    /// The address to begin with.
    pub(crate) fn first(&self) -> String {
        self.address(self.front)
    }

    /// The port of a portal, if it has one of its own.
    pub(super) fn port(&self, id: &str) -> Option<u16> {
        self.ports.lock().unwrap_or_else(PoisonError::into_inner).get(id).copied()
    }
}
