//! A theme's preview: one page with every state side by side, each a frame with a page of the sample site that has what a
//! build would have given it. It knows no state; its scripts do.

use std::path::Path;

use axum::http::StatusCode;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::{IntoResponse as _, Response};
use charte_build::site::theme_folder;

use super::html::escape;
use super::send::{Whose, followed, own_bytes, own_folder, typed, with_config};
use super::stage::Shop;
use crate::sample::Sample;

const PAGE: &str = include_str!("gallery.html");

/// Answers a request for anything but the server's own addresses.
pub(super) fn answer(shop: &Shop, path: &str) -> Response {
    if path == "/" {
        return front(shop);
    }
    if let Some((name, bytes)) = own_bytes(shop, path) {
        return own(shop, &name, bytes, path);
    }
    match path.strip_prefix(&shop.charter.base_path).and_then(|below| Some((below, Sample::file(below)?))) {
        Some((below, text)) if below.ends_with('/') || below.is_empty() => sample(shop, text, path),
        Some((below, text)) => typed(below, text.into()),
        None => (StatusCode::NOT_FOUND, "There is no such page in the preview.\n").into_response(),
    }
}

/// The page around the frames.
fn front(shop: &Shop) -> Response {
    let theme = &shop.charter.place.theme;
    let look = theme_folder::look(theme).unwrap_or("the folder is followed: what you save is shown here at once");
    let page = PAGE
        .replace("{{theme}}", &escape(theme))
        .replace("{{look}}", &escape(look))
        .replace("{{base}}", &escape(&shop.charter.base_path))
        .replace("{{folder}}", &escape(&shop.charter.place.folder))
        .replace("{{languages}}", &escape(&shop.charter.languages.join(" ")));
    let page = followed(shop, page.as_bytes(), "/", Whose::Gallery).unwrap_or(page.into_bytes());
    html(page)
}

/// A page of the sample, as a build would have made it.
fn sample(shop: &Shop, text: &str, path: &str) -> Response {
    let origin = shop.charter.url.strip_suffix(&shop.charter.base_path).unwrap_or(&shop.charter.url);
    let address = format!("{origin}{path}");
    let rules = shop.portal.rules(Path::new(path), Some(&address));
    let built = charte_rewrite::rewrite(text.as_bytes(), &rules).edits.apply(text.as_bytes());
    html(framed(followed(shop, &built, path, Whose::Author).unwrap_or(built), path))
}

/// A file of charte's own folder.
fn own(shop: &Shop, name: &str, bytes: &[u8], path: &str) -> Response {
    if name.ends_with(".html") {
        let page = followed(shop, bytes, path, Whose::Own).unwrap_or_else(|| bytes.to_vec());
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
    charte_rewrite::with_in_head(&page, &script).unwrap_or(page)
}

fn html(page: Vec<u8>) -> Response {
    ([(CONTENT_TYPE, "text/html; charset=utf-8"), (CACHE_CONTROL, "no-cache")], page).into_response()
}
