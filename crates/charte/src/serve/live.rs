//! The server's own addresses: the script in its pages, and the events that it follows.

use std::borrow::Cow;
use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use axum::Json;
use axum::body::Body;
use axum::http::StatusCode;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse as _, Response};
use charte_render::scripts::KEYS;
use serde_json::json;
use tokio_stream::StreamExt as _;
use tokio_stream::wrappers::WatchStream;
use url::form_urlencoded;

use super::door::Door;
use super::server::Server;
use super::{entrance, look};

/// Reloads, swaps, and shows faults.
const SCRIPT: &str = include_str!("live.js");
/// The author's bar.
const BAR: &str = include_str!("bar.js");
/// What was refused, in the bar.
const REFUSED: &str = include_str!("refused.js");
/// Shows a page as on a light or a dark screen.
const SCHEME: &str = include_str!("scheme.js");
/// Lays out a theme's preview.
const GALLERY: &str = include_str!("gallery.js");
/// Brings a page in a frame of the preview into one state.
const FRAME: &str = include_str!("frame.js");

/// Answers a request for one of these addresses.
pub(super) fn answer(server: &Server, door: &Arc<Door>, (own, query): (&str, &str)) -> Response {
    match own {
        "live.js" => script(SCRIPT),
        "bar.js" => script(BAR),
        "refused.js" => script(REFUSED),
        "scheme.js" => script(SCHEME),
        "keys.js" => script(format!("export default Object.fromEntries({KEYS});")),
        "gallery.js" => script(GALLERY),
        "frame.js" => script(FRAME),
        "page" => about(server, door, query),
        "entry" => entry(server, door, query),
        "events" => events(server, door),
        "" => entrance::list(server, &server.stage.shown()),
        _ => StatusCode::NOT_FOUND.into_response(),
    }
}

fn script(text: impl Into<Body>) -> Response {
    ([(CONTENT_TYPE, "text/javascript; charset=utf-8"), (CACHE_CONTROL, "no-cache")], text.into()).into_response()
}

/// What the author's bar shows of a page, `path=…`, and where it leads.
fn about(server: &Server, door: &Door, query: &str) -> Response {
    let shown = server.stage.shown();
    let Some(here) = door.view(&shown) else { return StatusCode::NOT_FOUND.into_response() };
    let path = value(query, "path");
    let portals = shown.portals.iter().map(|view| {
        let port = server.port(&view.charter.id).unwrap_or(server.front);
        json!({ "name": view.charter.name, "port": port, "base": view.charter.base_path, "here": view.charter.id == here.charter.id })
    });
    let page = path.and_then(|path| look::at(here, &shown, &path));
    Json(json!({ "portals": portals.collect::<Vec<_>>(), "page": page })).into_response()
}

/// What it says of an address that the browser refused, `address=…`.
fn entry(server: &Server, door: &Door, query: &str) -> Response {
    let shown = server.stage.shown();
    let address = value(query, "address");
    match door.view(&shown).zip(address).and_then(|(view, address)| look::refused(view, &address)) {
        Some(refused) => ([(CACHE_CONTROL, "no-cache")], Json(refused)).into_response(),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

/// What a query says under a name.
fn value<'a>(query: &'a str, name: &str) -> Option<Cow<'a, str>> {
    form_urlencoded::parse(query.as_bytes()).find(|(found, _)| found == name).map(|(_, value)| value)
}

/// What is shown, now and at each change: an event is the whole state, so that none can be missed.
fn events(server: &Server, door: &Arc<Door>) -> Response {
    let door = Arc::clone(door);
    let messages = WatchStream::new(server.stage.follow())
        .filter(|shown| shown.has_begun)
        .map(move |shown| shown.message(door.view(&shown).map(|view| &**view)));
    let events = messages.map(|message| Ok::<_, Infallible>(Event::default().json_data(message).unwrap_or_default()));
    let alive = KeepAlive::new().interval(Duration::from_secs(20));
    let mut response = Sse::new(events).keep_alive(alive).into_response();
    // Some proxies gather what they pass on unless they are told not to.
    response.headers_mut().insert("x-accel-buffering", axum::http::HeaderValue::from_static("no"));
    response
}
