//! The server as data: its state, its options and its ports.

use std::collections::BTreeMap;
use std::net::{IpAddr, SocketAddr};
use std::sync::{Arc, Mutex, PoisonError};

use super::proxy::Proxy;
use super::state::SharedState;

/// The server for authors.
pub(crate) struct Server {
    pub(super) state: Arc<SharedState>,
    pub(super) host: IpAddr,
    /// The proxy for the server that makes the pages, where they are not built.
    pub(super) proxy: Option<Proxy>,
    /// Whether it serves the gallery of a theme preview.
    pub(super) is_gallery: bool,
    /// The port of the command line, or the next that was free.
    pub(super) first_port: u16,
    /// Further ports, by the ID of their portal.
    pub(super) ports: Mutex<BTreeMap<String, u16>>,
}

impl Server {
    /// The URL of a port, for the author to open.
    pub(crate) fn address(&self, port: u16) -> String {
        let host = match self.host {
            host if host.is_unspecified() => "localhost".to_owned(),
            host => SocketAddr::new(host, 0).to_string().trim_end_matches(":0").to_owned(),
        };
        format!("http://{host}:{port}/")
    }

    /// The URL of the first port.
    pub(crate) fn first_address(&self) -> String {
        self.address(self.first_port)
    }

    /// The port of a portal, if it has one of its own.
    pub(super) fn port(&self, id: &str) -> Option<u16> {
        self.ports.lock().unwrap_or_else(PoisonError::into_inner).get(id).copied()
    }
}
