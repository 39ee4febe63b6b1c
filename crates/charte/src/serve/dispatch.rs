//! Dispatches each request to the module that responds to it.

use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::{Method, StatusCode};
use axum::response::{IntoResponse as _, Response};

use super::listener::Listener;
use super::resolve::{Resolved, resolve};
use super::respond::{SERVER_FOLDER, find_bundle_file};
use super::server::Server;
use super::state::PortalView;
use super::{access, gallery, html, index, live, respond};

/// Responds to a request.
pub(super) async fn dispatch(
    State((server, listener)): State<(Arc<Server>, Arc<Listener>)>,
    request: Request,
) -> Response {
    if !access::is_allowed_host(server.host, request.headers()) {
        let text = "charte watch answers to names of this machine alone.\n\
                    To let others in, start it with `--host` and the address of a network, such as 0.0.0.0.\n";
        return (StatusCode::FORBIDDEN, text).into_response();
    }
    let snapshot = server.state.snapshot();
    let view = listener.portal(&snapshot);
    if let Some((_, name)) = request.uri().path().split_once(SERVER_FOLDER) {
        return live::respond(&server, &listener, name, request.uri().query().unwrap_or_default());
    }
    // Without a portal nothing in a page of the other server could be held: then none is shown.
    if let (Some(proxy), Some(view)) = (&server.proxy, view) {
        return match bundle_file(view, request.uri().path()) {
            Some(response) => response,
            None => proxy.forward(view, request).await,
        };
    }
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return StatusCode::METHOD_NOT_ALLOWED.into_response();
    }
    match view {
        Some(view) if server.is_gallery => gallery::respond(view, request.uri().path()),
        Some(view) => file(view, request).await,
        None => index::respond(&server, &snapshot, request.uri().path()),
    }
}

/// A file of charte's own folder that is in memory only.
fn bundle_file(view: &PortalView, path: &str) -> Option<Response> {
    let (name, bytes) = find_bundle_file(view, path)?;
    Some(respond::bundle_file(view, &name, bytes, path))
}

/// A file of a portal's output.
async fn file(view: &PortalView, request: Request) -> Response {
    let path = request.uri().path().to_owned();
    match resolve(&view.output, &view.charter.base_path, &path) {
        Resolved::File(file) => respond::file(view, &file, request, StatusCode::OK).await,
        Resolved::Redirect(target) => {
            let query = request.uri().query().map(|query| format!("?{query}")).unwrap_or_default();
            (StatusCode::TEMPORARY_REDIRECT, [("location", format!("{target}{query}"))]).into_response()
        }
        Resolved::NotFound => {
            let custom = view.output.join("404.html");
            match custom.is_file() {
                true => respond::file(view, &custom, request, StatusCode::NOT_FOUND).await,
                false => html::not_found(view, &path),
            }
        }
    }
}
