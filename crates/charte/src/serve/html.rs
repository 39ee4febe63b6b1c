//! Pages that the server makes itself.

use axum::http::StatusCode;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::{IntoResponse as _, Response};

use super::respond::{PageSource, server_folder, with_live_script};
use super::state::PortalView;

const STYLE: &str = "body{font:16px/1.5 system-ui,sans-serif;max-width:44rem;margin:3rem auto;padding:0 1rem;color-scheme:light dark}\
h1{font-size:1.4rem}ul{list-style:none;padding:0}li{border:1px solid #8886;border-radius:.5rem;padding:.8rem 1rem;margin:.8rem 0}\
li a{font-weight:600;font-size:1.1rem}small{display:block;opacity:.75}code{font-size:.9em}";

/// The page of status 404 for a portal without one of its own.
pub(super) fn not_found(view: &PortalView, path: &str) -> Response {
    let text = format!(
        "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>404</title><style>{STYLE}</style></head><body>\
         <h1>404</h1><p><code>{}</code> is not in <code>{}</code>.</p></body></html>",
        escape(path),
        escape(&view.output.display().to_string())
    );
    let text = with_live_script(view, text.as_bytes(), path, PageSource::Site).unwrap_or_default();
    (StatusCode::NOT_FOUND, [(CONTENT_TYPE, "text/html; charset=utf-8"), (CACHE_CONTROL, "no-cache")], text)
        .into_response()
}

/// The page of status 502: the other server does not respond.
pub(super) fn bad_gateway(upstream: &str, path: &str) -> Response {
    let text = format!(
        "<h1>No answer</h1><p>Nothing answers at <code>{}</code>. Start that server; this page asks again.</p>\
         <meta http-equiv=\"refresh\" content=\"2\">",
        escape(upstream)
    );
    page(StatusCode::BAD_GATEWAY, path, &text)
}

/// A page of no portal, with the live script.
pub(super) fn page(status: StatusCode, path: &str, body: &str) -> Response {
    let text = format!(
        "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>charte watch</title>\
         <meta name=\"viewport\" content=\"width=device-width\"><style>{STYLE}</style>\
         <script src=\"{}live.js\" data-charte-live></script></head><body>{body}</body></html>",
        server_folder(path)
    );
    (status, [(CONTENT_TYPE, "text/html; charset=utf-8"), (CACHE_CONTROL, "no-cache")], text).into_response()
}

/// Escapes text for HTML content and attributes in double quotes.
pub(super) fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('"', "&quot;")
}
