//! The page of the first port when it serves no portal: the list of portals, or a note that there is none yet.

use axum::http::StatusCode;
use axum::response::Response;

use super::html::{escape, page};
use super::server::Server;
use super::state::{PortalView, Snapshot};

/// The response to a request for `path` on the first port.
pub(super) fn respond(server: &Server, snapshot: &Snapshot, path: &str) -> Response {
    if path == "/" && !snapshot.portals.is_empty() {
        return list(server, snapshot);
    }
    let (status, text) = match snapshot.portals.is_empty() {
        true => (StatusCode::OK, "Nothing has been built yet. This page follows what is built."),
        false => (StatusCode::NOT_FOUND, "There is no such page here; the portals are listed at <a href=\"/\">/</a>."),
    };
    page(status, path, &format!("<h1>charte</h1><p>{text}</p>"))
}

/// The list of portals.
pub(super) fn list(server: &Server, snapshot: &Snapshot) -> Response {
    let items: Vec<String> = snapshot.portals.iter().map(|view| item(server, view)).collect();
    page(StatusCode::OK, "/", &format!("<h1>Portals</h1><ul>{}</ul>", items.concat()))
}

fn item(server: &Server, view: &PortalView) -> String {
    let charter = &view.charter;
    let port = server.port(&charter.id).unwrap_or(server.first_port);
    let address = format!("{}{}", server.address(port).trim_end_matches('/'), charter.base_path);
    format!(
        "<li><a href=\"{}\" data-port=\"{port}\">{}</a><small><code>{}</code>, theme <code>{}</code>, {}; \
         will be at {}</small></li>",
        escape(&address),
        escape(&charter.name),
        escape(&charter.id),
        escape(&charter.folders.theme),
        escape(&charter.languages.join(", ")),
        escape(&charter.url)
    )
}
