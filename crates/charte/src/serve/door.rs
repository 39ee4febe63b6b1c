//! One port of the server, and what a request that comes in there is about.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::{Method, StatusCode};
use axum::response::{IntoResponse as _, Response};

use super::stage::{Shop, Shown};
use super::{Server, gallery, guard, html, live, place, send};

/// Which port it is.
pub(super) enum Door {
    /// The first: the portal if there is one, else the list of them.
    Front,
    /// A portal's own.
    Of(String),
}

/// The folder of the server's own addresses, below that of any page.
pub(super) const OWN: &str = "/__charte/";

impl Door {
    /// The portal that is behind it.
    pub(super) fn shop<'a>(&self, shown: &'a Shown) -> Option<&'a Arc<Shop>> {
        match self {
            Door::Of(id) => shown.portal(id),
            Door::Front if shown.portals.len() == 1 => shown.portals.first(),
            Door::Front => None,
        }
    }
}

/// Answers a request.
pub(super) async fn answer(State((server, door)): State<(Arc<Server>, Arc<Door>)>, request: Request) -> Response {
    if !guard::admits(server.host, request.headers()) {
        let text = "charte watch answers to names of this machine alone.\n\
                    To let others in, start it with `--host` and the address of a network, such as 0.0.0.0.\n";
        return (StatusCode::FORBIDDEN, text).into_response();
    }
    let shown = server.stage.shown();
    let shop = door.shop(&shown);
    if let Some((_, own)) = request.uri().path().split_once(OWN) {
        return live::answer(&server, &door, (own, request.uri().query().unwrap_or_default()));
    }
    if let Some(relay) = &server.relay {
        return match shop.and_then(|shop| own_file(shop, request.uri().path())) {
            Some(response) => response,
            None => relay.pass(shop.map(|shop| &**shop), request).await,
        };
    }
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return StatusCode::METHOD_NOT_ALLOWED.into_response();
    }
    match shop {
        Some(shop) if server.is_gallery => gallery::answer(shop, request.uri().path()),
        Some(shop) => page(shop, request).await,
        None => html::entrance(&server, &shown, request.uri().path()),
    }
}

/// A file of charte's own folder that no build wrote.
fn own_file(shop: &Shop, path: &str) -> Option<Response> {
    let (name, bytes) = own_bytes(shop, path)?;
    Some(send::own(shop, &name, bytes, path))
}

/// Its name in that folder, and what is in it.
pub(super) fn own_bytes<'a>(shop: &'a Shop, path: &str) -> Option<(String, &'a [u8])> {
    let below =
        path.strip_prefix(&shop.charter.base_path)?.strip_prefix(&shop.charter.place.folder)?.strip_prefix('/')?;
    let name = if below.is_empty() || below.ends_with('/') { format!("{below}index.html") } else { below.to_owned() };
    let bytes = shop.files.as_ref()?.get(&name)?;
    Some((name, bytes))
}

/// A file of a portal.
async fn page(shop: &Shop, request: Request) -> Response {
    let path = request.uri().path().to_owned();
    match place::find(&shop.output, &shop.charter.base_path, &path) {
        place::Place::File(file) => send::file(shop, &file, request, StatusCode::OK).await,
        place::Place::Other(address) => {
            let query = request.uri().query().map(|query| format!("?{query}")).unwrap_or_default();
            (StatusCode::TEMPORARY_REDIRECT, [("location", format!("{address}{query}"))]).into_response()
        }
        place::Place::Nowhere => {
            let custom = shop.output.join("404.html");
            match custom.is_file() {
                true => send::file(shop, &custom, request, StatusCode::NOT_FOUND).await,
                false => html::missing(shop, &path),
            }
        }
    }
}
