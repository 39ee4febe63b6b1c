//! The server for authors: every portal under an address of its own, pages that follow what is built, and faults where the
//! author looks. Nothing of it is ever written to disk.

mod answer;
mod door;
mod entrance;
mod gallery;
mod guard;
mod html;
mod live;
mod look;
mod place;
mod relay;
mod send;
mod server;
mod stage;

use std::io;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, PoisonError};

use anyhow::{Context as _, Result};
use axum::Router;
use tokio::net::TcpListener;
use url::Url;

use crate::options::Serving;
use door::Door;
use relay::Relay;

pub(crate) use server::Server;
pub(crate) use stage::Stage;

/// How many ports are tried when the one that was asked for is taken.
const PORTS: u16 = 100;

impl Server {
    /// Opens the first door.
    pub(crate) async fn open(
        stage: Arc<Stage>,
        serving: &Serving,
        upstream: Option<Url>,
        is_gallery: bool,
    ) -> Result<Arc<Server>> {
        let (host, port) = (serving.host, serving.port);
        let relay = upstream.map(Relay::new);
        let listener = bind(host, port).await?;
        let front = listener.local_addr().context("cannot tell the port")?.port();
        if front != port && port != 0 {
            anstream::println!("Port {port} is taken, {front} is free.");
        }
        let server = Arc::new(Server { stage, host, relay, is_gallery, front, ports: Mutex::default() });
        anstream::println!("Serving at {}", server.address(front));
        server.serve(listener, Door::Front);
        Ok(server)
    }

    /// Opens a door for every portal that is shown, as they come.
    pub(crate) async fn follow(self: Arc<Self>) {
        let mut shown = self.stage.follow();
        loop {
            let now = Arc::clone(&shown.borrow_and_update());
            if now.portals.len() > 1 {
                for view in &now.portals {
                    self.open_for(&view.charter.id, &view.charter.base_path).await;
                }
            }
            if shown.changed().await.is_err() {
                return;
            }
        }
    }

    async fn open_for(self: &Arc<Self>, id: &str, base: &str) {
        if self.port(id).is_some() {
            return;
        }
        match bind(self.host, self.front.saturating_add(1)).await.and_then(|listener| {
            let port = listener.local_addr().context("cannot tell the port")?.port();
            Ok((listener, port))
        }) {
            Ok((listener, port)) => {
                self.ports.lock().unwrap_or_else(PoisonError::into_inner).insert(id.to_owned(), port);
                anstream::println!("  {id}: {}{}", self.address(port).trim_end_matches('/'), base);
                self.serve(listener, Door::Of(id.to_owned()));
            }
            Err(error) => anstream::eprintln!("error: {id} is not served: {error:#}"),
        }
    }

    fn serve(self: &Arc<Self>, listener: TcpListener, door: Door) {
        let router = Router::new().fallback(answer::answer).with_state((Arc::clone(self), Arc::new(door)));
        tokio::spawn(async move {
            // It ends with the process.
            let _ = axum::serve(listener, router).await;
        });
    }
}

/// The port, or the first free one after it.
async fn bind(host: IpAddr, port: u16) -> Result<TcpListener> {
    let mut last = None;
    for port in port..=port.saturating_add(PORTS) {
        match TcpListener::bind((host, port)).await {
            Ok(listener) => return Ok(listener),
            Err(error) if error.kind() == io::ErrorKind::AddrInUse => last = Some(error),
            Err(error) => return Err(error).with_context(|| format!("cannot serve on {host}, port {port}")),
        }
    }
    let error = last.unwrap_or_else(|| io::Error::from(io::ErrorKind::AddrInUse));
    Err(error).with_context(|| format!("no port from {port} on is free on {host}; name another with `--port`"))
}
