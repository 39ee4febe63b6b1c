//! Responds with files of a built portal: pages with the live script, all others unchanged.

use std::fs;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::path::Path;

use axum::body::Body;
use axum::extract::Request;
use axum::http::StatusCode;
use axum::http::header::{
    ACCEPT_RANGES, CACHE_CONTROL, CONTENT_TYPE, HeaderValue, IF_MODIFIED_SINCE, IF_UNMODIFIED_SINCE,
};
use axum::response::{IntoResponse as _, Response};
use charte_build::{bundle, is_page_name};
use charte_html::Syntax;
use tower::ServiceExt as _;
use tower_http::services::ServeFile;

use super::state::PortalView;

/// The folder of the server's own URLs, relative to that of any page.
pub(super) const SERVER_FOLDER: &str = "/__charte/";

/// The variable that holds the configuration of the banner in a page, for the live script to change.
const CONFIG: &str = "window.charteConfig";

/// The response with a file, whose status is `status` unless that is `OK`.
pub(super) async fn file(view: &PortalView, path: &Path, request: Request, status: StatusCode) -> Response {
    let url_path = request.uri().path().to_owned();
    let response = if is_page_name(path) {
        page(view, path, &url_path)
    } else if path.starts_with(view.output.join(&view.charter.folders.folder))
        && path.extension().is_some_and(|end| end == "js")
    {
        script(path)
    } else {
        None
    };
    let mut response = match response {
        Some(response) => response,
        None => stream(path, request).await,
    };
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    if status != StatusCode::OK {
        *response.status_mut() = status;
    }
    response
}

/// The response with a file of charte's own folder that is in memory only.
pub(super) fn bundle_file(view: &PortalView, name: &str, bytes: &[u8], url_path: &str) -> Response {
    let page = name.ends_with(".html").then(|| with_live_script(view, bytes, url_path, PageSource::Bundle)).flatten();
    let bytes = page.or_else(|| with_config(bytes)).unwrap_or_else(|| bytes.to_vec());
    with_content_type(name, bytes)
}

/// The name and content of the file of charte's own folder at a URL path, where that folder is in memory only.
pub(super) fn find_bundle_file<'a>(view: &'a PortalView, path: &str) -> Option<(String, &'a [u8])> {
    let below =
        path.strip_prefix(&view.charter.base_path)?.strip_prefix(&view.charter.folders.folder)?.strip_prefix('/')?;
    let name = if below.is_empty() || below.ends_with('/') { format!("{below}index.html") } else { below.to_owned() };
    let bytes = view.files.as_ref()?.get(&name)?;
    Some((name, bytes))
}

/// The script of the banner, changed to put its configuration into [`CONFIG`]; `None` for other files.
pub(super) fn with_config(script: &[u8]) -> Option<Vec<u8>> {
    bundle::with_named_argument(script, CONFIG)
}

/// The response with the content type of a file's name.
pub(super) fn with_content_type(name: &str, bytes: Vec<u8>) -> Response {
    let kind = match name.rsplit_once('.') {
        Some((_, "html")) => "text/html; charset=utf-8",
        Some((_, "css")) => "text/css; charset=utf-8",
        _ => "text/javascript; charset=utf-8",
    };
    ([(CONTENT_TYPE, kind), (CACHE_CONTROL, "no-cache")], bytes).into_response()
}

fn page(view: &PortalView, path: &Path, url_path: &str) -> Option<Response> {
    let bytes = fs::read(path).ok()?;
    let is_bundle = path.starts_with(view.output.join(&view.charter.folders.folder));
    let source = if is_bundle { PageSource::Bundle } else { PageSource::Site };
    let bytes = with_live_script(view, &bytes, url_path, source)?;
    let kind = if path.extension().is_some_and(|end| end == "xhtml") { "application/xhtml+xml" } else { "text/html" };
    Some(([(CONTENT_TYPE, kind), (ACCEPT_RANGES, "none")], bytes).into_response())
}

/// Where a page comes from, which decides how the live script updates it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum PageSource {
    /// Charte's own folder: the whole page can be updated in place.
    Bundle,
    /// The site: it is loaded again when its author has changed it.
    Site,
    /// Another server, whose own live reload loads it again.
    Proxy,
    /// The gallery of a theme preview, which does not change: the pages in its frames update themselves.
    Gallery,
}

/// A page with the live script in its head. `None` when it is no page.
pub(super) fn with_live_script(view: &PortalView, bytes: &[u8], url_path: &str, source: PageSource) -> Option<Vec<u8>> {
    let state = serde_json::to_string(&view.version).unwrap_or_default().replace('"', "&quot;");
    let page = match source {
        PageSource::Bundle => "own".to_owned(),
        // The hash of what its author wrote: while it is the same, the page need not be loaded again.
        PageSource::Site => format!("{:x}", hash(&charte_rewrite::strip(bytes, Syntax::of_file(Path::new(url_path))))),
        PageSource::Proxy => "passed".to_owned(),
        PageSource::Gallery => "gallery".to_owned(),
    };
    let script = format!(
        "<script src=\"{}live.js\" data-state=\"{state}\" data-page=\"{page}\" data-charte-live></script>",
        server_folder(url_path)
    );
    charte_rewrite::insert_into_head(bytes, &script)
}

/// The server's own folder, relative to the page at a URL path, so that it works under any host, port and proxy.
pub(super) fn server_folder(url_path: &str) -> String {
    let depth = url_path.matches('/').count().saturating_sub(1);
    format!("{}{}", "../".repeat(depth), SERVER_FOLDER.trim_start_matches('/'))
}

fn hash(bytes: &[u8]) -> u64 {
    let mut hasher = DefaultHasher::new();
    bytes.hash(&mut hasher);
    hasher.finish()
}

/// The response with the script of the banner; `None` for other scripts.
fn script(path: &Path) -> Option<Response> {
    let bytes = with_config(&fs::read(path).ok()?)?;
    Some(([(CONTENT_TYPE, "text/javascript; charset=utf-8")], bytes).into_response())
}

/// The response with an unchanged file, or with the range of it that is requested.
async fn stream(path: &Path, mut request: Request) -> Response {
    // These dates are in whole seconds, within which an author may save more than once.
    request.headers_mut().remove(IF_MODIFIED_SINCE);
    request.headers_mut().remove(IF_UNMODIFIED_SINCE);
    match ServeFile::new(path).oneshot(request).await {
        Ok(response) => response.map(Body::new),
        Err(never) => match never {},
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_servers_folder_is_found_from_any_page() {
        assert_eq!(server_folder("/"), "__charte/");
        assert_eq!(server_folder("/page.html"), "__charte/");
        assert_eq!(server_folder("/a/b/page"), "../../__charte/");
    }
}
