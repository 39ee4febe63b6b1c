//! What a request is about, and whose answer it gets.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::{Method, StatusCode};
use axum::response::{IntoResponse as _, Response};

use super::door::Door;
use super::send::{OWN, own_bytes};
use super::server::Server;
use super::stage::View;
use super::{entrance, gallery, guard, html, live, place, send};

/// Answers a request.
pub(super) async fn answer(State((server, door)): State<(Arc<Server>, Arc<Door>)>, request: Request) -> Response {
    if !guard::admits(server.host, request.headers()) {
        let text = "charte watch answers to names of this machine alone.\n\
                    To let others in, start it with `--host` and the address of a network, such as 0.0.0.0.\n";
        return (StatusCode::FORBIDDEN, text).into_response();
    }
    let shown = server.stage.shown();
    let view = door.view(&shown);
    if let Some((_, own)) = request.uri().path().split_once(OWN) {
        return live::answer(&server, &door, (own, request.uri().query().unwrap_or_default()));
    }
    if let Some(relay) = &server.relay {
        return match view.and_then(|view| own_file(view, request.uri().path())) {
            Some(response) => response,
            None => relay.pass(view.map(|view| &**view), request).await,
        };
    }
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return StatusCode::METHOD_NOT_ALLOWED.into_response();
    }
    match view {
        Some(view) if server.is_gallery => gallery::answer(view, request.uri().path()),
        Some(view) => page(view, request).await,
        None => entrance::entrance(&server, &shown, request.uri().path()),
    }
}

/// A file of charte's own folder that no build wrote.
fn own_file(view: &View, path: &str) -> Option<Response> {
    let (name, bytes) = own_bytes(view, path)?;
    Some(send::own(view, &name, bytes, path))
}

/// A file of a portal.
async fn page(view: &View, request: Request) -> Response {
    let path = request.uri().path().to_owned();
    match place::find(&view.output, &view.charter.base_path, &path) {
        place::Place::File(file) => send::file(view, &file, request, StatusCode::OK).await,
        place::Place::Other(address) => {
            let query = request.uri().query().map(|query| format!("?{query}")).unwrap_or_default();
            (StatusCode::TEMPORARY_REDIRECT, [("location", format!("{address}{query}"))]).into_response()
        }
        place::Place::Nowhere => {
            let custom = view.output.join("404.html");
            match custom.is_file() {
                true => send::file(view, &custom, request, StatusCode::NOT_FOUND).await,
                false => html::missing(view, &path),
            }
        }
    }
}
