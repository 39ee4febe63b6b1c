//! A theme's preview: one page with every state side by side, each a frame with a page of the sample site that has what a
//! build would have given it. It knows no state; its scripts do.

use std::path::Path;

use axum::http::StatusCode;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::{IntoResponse as _, Response};
use charte_build::site::theme_folder;

use super::html::escape;
use super::send::{Whose, followed, own_bytes, own_folder, typed, with_config};
use super::stage::View;
use crate::sample::Sample;

const PAGE: &str = include_str!("gallery.html");

/// Answers a request for anything but the server's own addresses.
pub(super) fn answer(view: &View, path: &str) -> Response {
    if path == "/" {
        return front(view);
    }
    if let Some((name, bytes)) = own_bytes(view, path) {
        return own(view, &name, bytes, path);
    }
    match path.strip_prefix(&view.charter.base_path).and_then(|below| Some((below, Sample::file(below)?))) {
        Some((below, text)) if below.ends_with('/') || below.is_empty() => sample(view, text, path),
        Some((below, text)) => typed(below, text.into()),
        None => (StatusCode::NOT_FOUND, "There is no such page in the preview.\n").into_response(),
    }
}

/// The page around the frames.
fn front(view: &View) -> Response {
    let theme = &view.charter.place.theme;
    let look = theme_folder::look(theme).unwrap_or("the folder is followed: what you save is shown here at once");
    let page = PAGE
        .replace("{{theme}}", &escape(theme))
        .replace("{{look}}", &escape(look))
        .replace("{{base}}", &escape(&view.charter.base_path))
        .replace("{{folder}}", &escape(&view.charter.place.folder))
        .replace("{{languages}}", &escape(&view.charter.languages.join(" ")));
    let page = followed(view, page.as_bytes(), "/", Whose::Gallery).unwrap_or(page.into_bytes());
    html(page)
}

/// A page of the sample, as a build would have made it.
fn sample(view: &View, text: &str, path: &str) -> Response {
    let origin = view.charter.url.strip_suffix(&view.charter.base_path).unwrap_or(&view.charter.url);
    let address = format!("{origin}{path}");
    let rules = view.portal.rules(Path::new(path), Some(&address));
    let built = charte_rewrite::rewrite(text.as_bytes(), &rules).edits.apply(text.as_bytes());
    html(framed(followed(view, &built, path, Whose::Author).unwrap_or(built), path))
}

/// A file of charte's own folder.
fn own(view: &View, name: &str, bytes: &[u8], path: &str) -> Response {
    if name.ends_with(".html") {
        let page = followed(view, bytes, path, Whose::Own).unwrap_or_else(|| bytes.to_vec());
        return html(framed(page, path));
    }
    match with_config(bytes) {
        // For the script of the banner, the frame is no frame: it asks where a page of its own would be asked.
        Some(script) => typed(name, [b"(function (top) {\n", &*script, b"\n})(self);\n"].concat()),
        None => typed(name, bytes.to_vec()),
    }
}

/// A page with the script that brings it into the state that its frame asks for, before any other.
fn framed(page: Vec<u8>, path: &str) -> Vec<u8> {
    let script = format!("<script src=\"{}frame.js\"></script>", own_folder(path));
    charte_rewrite::insert_into_head(&page, &script).unwrap_or(page)
}

fn html(page: Vec<u8>) -> Response {
    ([(CONTENT_TYPE, "text/html; charset=utf-8"), (CACHE_CONTROL, "no-cache")], page).into_response()
}
