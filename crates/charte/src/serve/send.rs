//! Sends files of a built portal: pages with the script that follows what is built, all others as they are.

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
use charte_build::{bundle, site};
use charte_html::Syntax;
use tower::ServiceExt as _;
use tower_http::services::ServeFile;

use super::stage::View;

/// The folder of the server's own addresses, below that of any page.
pub(super) const OWN: &str = "/__charte/";

/// The variable in which pages find the configuration of the banner.
const CONFIG: &str = "window.charteConfig";

/// The file at a path, in answer to a request.
pub(super) async fn file(view: &View, path: &Path, request: Request, status: StatusCode) -> Response {
    let address = request.uri().path().to_owned();
    let response = if site::is_page_name(path) {
        whole_page(view, path, &address)
    } else if path.starts_with(view.output.join(&view.charter.place.folder))
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

/// A file of charte's own folder that is nowhere but in memory.
pub(super) fn own(view: &View, name: &str, bytes: &[u8], address: &str) -> Response {
    let page = name.ends_with(".html").then(|| followed(view, bytes, address, Whose::Own)).flatten();
    let bytes = page.or_else(|| with_config(bytes)).unwrap_or_else(|| bytes.to_vec());
    typed(name, bytes)
}

/// Its name in that folder, and what is in it.
pub(super) fn own_bytes<'a>(view: &'a View, path: &str) -> Option<(String, &'a [u8])> {
    let below =
        path.strip_prefix(&view.charter.base_path)?.strip_prefix(&view.charter.place.folder)?.strip_prefix('/')?;
    let name = if below.is_empty() || below.ends_with('/') { format!("{below}index.html") } else { below.to_owned() };
    let bytes = view.files.as_ref()?.get(&name)?;
    Some((name, bytes))
}

/// The script of the banner, changed so that pages find its configuration; nothing for other files.
pub(super) fn with_config(script: &[u8]) -> Option<Vec<u8>> {
    bundle::with_named_argument(script, CONFIG)
}

/// An answer of the kind that a file's name says.
pub(super) fn typed(name: &str, bytes: Vec<u8>) -> Response {
    let kind = match name.rsplit_once('.') {
        Some((_, "html")) => "text/html; charset=utf-8",
        Some((_, "css")) => "text/css; charset=utf-8",
        _ => "text/javascript; charset=utf-8",
    };
    ([(CONTENT_TYPE, kind), (CACHE_CONTROL, "no-cache")], bytes).into_response()
}

fn whole_page(view: &View, path: &Path, address: &str) -> Option<Response> {
    let bytes = fs::read(path).ok()?;
    let is_own = path.starts_with(view.output.join(&view.charter.place.folder));
    let whose = if is_own { Whose::Own } else { Whose::Author };
    let bytes = followed(view, &bytes, address, whose)?;
    let kind = if path.extension().is_some_and(|end| end == "xhtml") { "application/xhtml+xml" } else { "text/html" };
    Some(([(CONTENT_TYPE, kind), (ACCEPT_RANGES, "none")], bytes).into_response())
}

/// Who sees to it that a page which changed is loaded again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Whose {
    /// Nobody: all of it is charte's, and changes in place.
    Own,
    /// Its script, when its author changed it.
    Author,
    /// The server that it comes from.
    Passed,
    /// Nobody: the pages in its frames follow by themselves.
    Gallery,
}

/// A page with the script that follows what is built. `None` for what is no page.
pub(super) fn followed(view: &View, bytes: &[u8], address: &str, whose: Whose) -> Option<Vec<u8>> {
    let state = serde_json::to_string(&view.state).unwrap_or_default().replace('"', "&quot;");
    let page = match whose {
        Whose::Own => "own".to_owned(),
        // As long as what its author wrote of it is the same, the page need not be loaded again.
        Whose::Author => format!("{:x}", hash(&charte_rewrite::strip(bytes, Syntax::of_file(Path::new(address))))),
        Whose::Passed => "passed".to_owned(),
        Whose::Gallery => "gallery".to_owned(),
    };
    let script = format!(
        "<script src=\"{}live.js\" data-state=\"{state}\" data-page=\"{page}\" data-charte-live></script>",
        own_folder(address)
    );
    charte_rewrite::insert_into_head(bytes, &script)
}

/// The server's own folder, relative to the page at an address: no host or port of this machine's is ever named.
pub(super) fn own_folder(address: &str) -> String {
    let depth = address.matches('/').count().saturating_sub(1);
    format!("{}{}", "../".repeat(depth), OWN.trim_start_matches('/'))
}

fn hash(bytes: &[u8]) -> u64 {
    let mut hasher = DefaultHasher::new();
    bytes.hash(&mut hasher);
    hasher.finish()
}

/// The script of the banner, which leaves its configuration where texts can be changed in it.
fn script(path: &Path) -> Option<Response> {
    let bytes = with_config(&fs::read(path).ok()?)?;
    Some(([(CONTENT_TYPE, "text/javascript; charset=utf-8")], bytes).into_response())
}

/// A file in parts, as it is asked for.
async fn stream(path: &Path, mut request: Request) -> Response {
    // Their dates count in seconds, in which an author saves more than once.
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
        assert_eq!(own_folder("/"), "__charte/");
        assert_eq!(own_folder("/page.html"), "__charte/");
        assert_eq!(own_folder("/a/b/page"), "../../__charte/");
    }
}
