//! The server for authors. Each portal has a port of its own; open pages update when the site is built again, and show the errors
//! of a build. Nothing that it adds to a page is written to disk.

mod access;
mod dispatch;
mod gallery;
mod html;
mod index;
mod listener;
mod live;
mod page_info;
mod proxy;
mod resolve;
mod respond;
mod server;
mod state;

use std::io;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, PoisonError};

use anyhow::{Context as _, Result};
use axum::Router;
use tokio::net::TcpListener;
use url::Url;

use crate::options::Serving;
use crate::out;
use listener::Listener;
use proxy::Proxy;

pub(crate) use server::Server;
pub(crate) use state::SharedState;

/// How many further ports are tried when one is taken.
const MAX_TRIES: u16 = 100;

impl Server {
    /// Starts to serve on the first port. Where it is taken, the next free one is used.
    pub(crate) async fn start(
        state: Arc<SharedState>,
        serving: &Serving,
        upstream: Option<Url>,
        is_gallery: bool,
    ) -> Result<Arc<Server>> {
        let (host, port) = (serving.host, serving.port);
        let proxy = upstream.map(Proxy::new);
        let socket = bind(host, port).await?;
        let first_port = socket.local_addr().context("cannot tell the port")?.port();
        if first_port != port && port != 0 {
            out::println!("Port {port} is taken, {first_port} is free.");
        }
        let server = Arc::new(Server { state, host, proxy, is_gallery, first_port, ports: Mutex::default() });
        out::println!("Serving at {}", server.address(first_port));
        server.serve(socket, Listener::First);
        Ok(server)
    }

    /// Serves each of several portals on a port of its own, as soon as it is built. Returns only when the state is gone.
    pub(crate) async fn serve_portals(self: Arc<Self>) {
        let mut snapshots = self.state.subscribe();
        loop {
            let snapshot = Arc::clone(&snapshots.borrow_and_update());
            if snapshot.portals.len() > 1 {
                for view in &snapshot.portals {
                    self.serve_portal(&view.charter.id, &view.charter.base_path).await;
                }
            }
            if snapshots.changed().await.is_err() {
                return;
            }
        }
    }

    async fn serve_portal(self: &Arc<Self>, id: &str, base: &str) {
        if self.port(id).is_some() {
            return;
        }
        match bind(self.host, self.first_port.saturating_add(1)).await.and_then(|socket| {
            let port = socket.local_addr().context("cannot tell the port")?.port();
            Ok((socket, port))
        }) {
            Ok((socket, port)) => {
                self.ports.lock().unwrap_or_else(PoisonError::into_inner).insert(id.to_owned(), port);
                out::println!("  {id}: {}{}", self.address(port).trim_end_matches('/'), base);
                self.serve(socket, Listener::Portal(id.to_owned()));
            }
            Err(error) => anstream::eprintln!("error: {id} is not served: {error:#}"),
        }
    }

    fn serve(self: &Arc<Self>, socket: TcpListener, listener: Listener) {
        let router = Router::new().fallback(dispatch::dispatch).with_state((Arc::clone(self), Arc::new(listener)));
        tokio::spawn(async move {
            // Runs until the process ends.
            let _ = axum::serve(socket, router).await;
        });
    }
}

/// Binds a port, or the first free one after it.
async fn bind(host: IpAddr, port: u16) -> Result<TcpListener> {
    let mut last = None;
    for port in port..=port.saturating_add(MAX_TRIES) {
        match TcpListener::bind((host, port)).await {
            Ok(socket) => return Ok(socket),
            Err(error) if error.kind() == io::ErrorKind::AddrInUse => last = Some(error),
            Err(error) => return Err(error).with_context(|| format!("cannot serve on {host}, port {port}")),
        }
    }
    let error = last.unwrap_or_else(|| io::Error::from(io::ErrorKind::AddrInUse));
    Err(error).with_context(|| format!("no port from {port} on is free on {host}; name another with `--port`"))
}
