//! The server's own URLs: the scripts in its pages, the events and the JSON that they request.

use std::borrow::Cow;
use std::convert::Infallible;
use std::sync::Arc;

use axum::Json;
use axum::body::Body;
use axum::http::{StatusCode, header};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse as _, Response};
use charte_render::scripts::KEYS;
use serde_json::json;
use tokio_stream::StreamExt as _;
use tokio_stream::wrappers::WatchStream;
use url::form_urlencoded;

use super::listener::Listener;
use super::server::Server;
use super::{index, page_info};

/// Updates or reloads pages, and shows the errors of a build.
const LIVE: &str = include_str!("live.js");
/// The author's bar.
const BAR: &str = include_str!("bar.js");
/// The list of blocked requests, in the bar.
const REFUSED: &str = include_str!("refused.js");
/// Shows a page in the light or the dark scheme.
const SCHEME: &str = include_str!("scheme.js");
/// Lays out the frames of a theme preview.
const GALLERY: &str = include_str!("gallery.js");
/// Shows one state of a page in a frame of the preview.
const FRAME: &str = include_str!("frame.js");

/// Responds to a request for a name in the server's own folder.
pub(super) fn respond(server: &Server, listener: &Arc<Listener>, name: &str, query: &str) -> Response {
    match name {
        "live.js" => script(LIVE),
        "bar.js" => script(BAR),
        "refused.js" => script(REFUSED),
        "scheme.js" => script(SCHEME),
        "keys.js" => script(format!("export default Object.fromEntries({KEYS});")),
        "gallery.js" => script(GALLERY),
        "frame.js" => script(FRAME),
        "page" => page(server, listener, query),
        "entry" => entry(server, listener, query),
        "events" => events(server, listener),
        "" => index::list(server, &server.state.snapshot()),
        _ => StatusCode::NOT_FOUND.into_response(),
    }
}

fn script(text: impl Into<Body>) -> Response {
    ([(header::CONTENT_TYPE, "text/javascript; charset=utf-8"), (header::CACHE_CONTROL, "no-cache")], text.into())
        .into_response()
}

/// The portals, and what the author's bar shows about the page at `path=…`.
fn page(server: &Server, listener: &Listener, query: &str) -> Response {
    let snapshot = server.state.snapshot();
    let Some(here) = listener.portal(&snapshot) else { return StatusCode::NOT_FOUND.into_response() };
    let path = parameter(query, "path");
    let portals = snapshot.portals.iter().map(|view| {
        let port = server.port(&view.charter.id).unwrap_or(server.first_port);
        json!({ "name": view.charter.name, "port": port, "base": view.charter.base_path, "here": view.charter.id == here.charter.id })
    });
    let page = path.and_then(|path| page_info::page_info(here, &snapshot, &path));
    Json(json!({ "portals": portals.collect::<Vec<_>>(), "page": page })).into_response()
}

/// What the bar shows about the blocked address `address=…`.
fn entry(server: &Server, listener: &Listener, query: &str) -> Response {
    let snapshot = server.state.snapshot();
    let address = parameter(query, "address");
    let view = listener.portal(&snapshot);
    match view.zip(address).and_then(|(view, address)| page_info::blocked_address(view, &address)) {
        Some(blocked) => ([(header::CACHE_CONTROL, "no-cache")], Json(blocked)).into_response(),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

/// The value of a parameter in a query.
fn parameter<'a>(query: &'a str, name: &str) -> Option<Cow<'a, str>> {
    form_urlencoded::parse(query.as_bytes()).find(|(found, _)| found == name).map(|(_, value)| value)
}

/// A stream of server-sent events, one for the current state and one for each change. Each has the whole state, so that a
/// missed one does no harm.
fn events(server: &Server, listener: &Arc<Listener>) -> Response {
    let listener = Arc::clone(listener);
    let messages = WatchStream::new(server.state.subscribe())
        .filter(|snapshot| snapshot.has_built)
        .map(move |snapshot| snapshot.message(listener.portal(&snapshot).map(|view| &**view)));
    let events = messages.map(|message| Ok::<_, Infallible>(Event::default().json_data(message).unwrap_or_default()));
    let mut response = Sse::new(events).keep_alive(KeepAlive::default()).into_response();
    // Nginx and others buffer responses without this header.
    response.headers_mut().insert("x-accel-buffering", axum::http::HeaderValue::from_static("no"));
    response
}
