//! The page at the first port where it shows no portal: the list of them, or that there is none yet.

use axum::http::StatusCode;
use axum::response::Response;

use super::html::{escape, whole};
use super::server::Server;
use super::stage::{Shown, View};

/// The first port where it shows no portal: the list of them, or that there is none yet.
pub(super) fn entrance(server: &Server, shown: &Shown, address: &str) -> Response {
    if address == "/" && !shown.portals.is_empty() {
        return list(server, shown);
    }
    let (status, text) = match shown.portals.is_empty() {
        true => (StatusCode::OK, "Nothing has been built yet. This page follows what is built."),
        false => (StatusCode::NOT_FOUND, "There is no such page here; the portals are listed at <a href=\"/\">/</a>."),
    };
    whole(status, address, &format!("<h1>charte</h1><p>{text}</p>"))
}

/// The portals with their themes.
pub(super) fn list(server: &Server, shown: &Shown) -> Response {
    let items: Vec<String> = shown.portals.iter().map(|view| item(server, view)).collect();
    whole(StatusCode::OK, "/", &format!("<h1>Portals</h1><ul>{}</ul>", items.concat()))
}

fn item(server: &Server, view: &View) -> String {
    let charter = &view.charter;
    let port = server.port(&charter.id).unwrap_or(server.front);
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
