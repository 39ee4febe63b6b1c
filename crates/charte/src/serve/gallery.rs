//! The gallery of a theme preview: one page with a frame for each state of the banner and the charter, which shows a page of the
//! sample site as a build would have made it. Which states there are is known to its scripts only.

use std::path::Path;

use axum::http::StatusCode;
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::response::{IntoResponse as _, Response};
use charte_build::theme_folder;

use super::html::escape;
use super::respond::{PageSource, find_bundle_file, server_folder, with_config, with_content_type, with_live_script};
use super::state::PortalView;
use crate::sample;

const PAGE: &str = include_str!("gallery.html");

/// Responds to a request for anything but the server's own URLs.
pub(super) fn respond(view: &PortalView, path: &str) -> Response {
    if path == "/" {
        return gallery_page(view);
    }
    if let Some((name, bytes)) = find_bundle_file(view, path) {
        return bundle_file(view, &name, bytes, path);
    }
    match path.strip_prefix(&view.charter.base_path).and_then(|below| Some((below, sample::file(below)?))) {
        Some((below, text)) if below.ends_with('/') || below.is_empty() => sample_page(view, text, path),
        Some((below, text)) => with_content_type(below, text.into()),
        None => (StatusCode::NOT_FOUND, "There is no such page in the preview.\n").into_response(),
    }
}

/// The page with the frames.
fn gallery_page(view: &PortalView) -> Response {
    let theme = &view.charter.folders.theme;
    let look = theme_folder::look(theme).unwrap_or("the folder is followed: what you save is shown here at once");
    let page = PAGE
        .replace("{{theme}}", &escape(theme))
        .replace("{{look}}", &escape(look))
        .replace("{{base}}", &escape(&view.charter.base_path))
        .replace("{{folder}}", &escape(&view.charter.folders.folder))
        .replace("{{languages}}", &escape(&view.charter.languages.join(" ")));
    let page = with_live_script(view, page.as_bytes(), "/", PageSource::Gallery).unwrap_or(page.into_bytes());
    html(page)
}

/// A page of the sample, as a build would have made it.
fn sample_page(view: &PortalView, text: &str, path: &str) -> Response {
    let origin = view.charter.url.strip_suffix(&view.charter.base_path).unwrap_or(&view.charter.url);
    let address = format!("{origin}{path}");
    let rules = view.portal.rules(Path::new(path), Some(&address));
    let built = charte_rewrite::rewrite(text.as_bytes(), &rules).edits.apply(text.as_bytes());
    html(with_frame_script(with_live_script(view, &built, path, PageSource::Site).unwrap_or(built), path))
}

/// A file of charte's own folder.
fn bundle_file(view: &PortalView, name: &str, bytes: &[u8], path: &str) -> Response {
    if name.ends_with(".html") {
        let page = with_live_script(view, bytes, path, PageSource::Bundle).unwrap_or_else(|| bytes.to_vec());
        return html(with_frame_script(page, path));
    }
    match with_config(bytes) {
        // The script of the banner shows no banner in a frame. With `top` shadowed, it takes the frame for a page.
        Some(script) => with_content_type(name, [b"(function (top) {\n", &*script, b"\n})(self);\n"].concat()),
        None => with_content_type(name, bytes.to_vec()),
    }
}

/// A page with the script that shows the state of its frame, before all other scripts.
fn with_frame_script(page: Vec<u8>, path: &str) -> Vec<u8> {
    let script = format!("<script src=\"{}frame.js\"></script>", server_folder(path));
    charte_rewrite::insert_into_head(&page, &script).unwrap_or(page)
}

fn html(page: Vec<u8>) -> Response {
    ([(CONTENT_TYPE, "text/html; charset=utf-8"), (CACHE_CONTROL, "no-cache")], page).into_response()
}
