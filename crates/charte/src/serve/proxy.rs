//! Forwards requests to another development server and returns its responses: pages with charter, banner and gating added,
//! all else unchanged.

use std::path::Path;

use axum::body::{Body, Bytes};
use axum::extract::Request;
use axum::http::header::{
    ACCEPT_ENCODING, CACHE_CONTROL, CONNECTION, CONTENT_LENGTH, CONTENT_TYPE, ETAG, HOST, HeaderMap, HeaderValue,
    IF_MODIFIED_SINCE, IF_NONE_MATCH, LAST_MODIFIED, LOCATION, ORIGIN, TRANSFER_ENCODING, UPGRADE,
};
use axum::http::{StatusCode, Uri};
use axum::response::{IntoResponse as _, Response};
use http_body_util::{BodyExt as _, LengthLimitError, Limited};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::{TokioExecutor, TokioIo};
use tower::{Service as _, ServiceExt as _};
use tower_http::decompression::Decompression;
use url::{Position, Url};

use super::access::{self, Initiator};
use super::html;
use super::respond::{PageSource, with_live_script};
use super::state::PortalView;

/// The maximum length of a page, in MiB. A page is read whole before it is rewritten.
const MAX_PAGE: usize = 64;
/// Headers in which a proxy in front of this server describes the original request. They would mislead the other server.
const FORWARDED: [&str; 4] = ["forwarded", "x-forwarded-host", "x-forwarded-port", "x-forwarded-proto"];
/// The response to a forbidden request.
const FORBIDDEN: &str = "charte watch --proxy passes this on from its own pages alone.\n\
                       It came from a page of another site, or from one without an origin.\n";

/// A reverse proxy for another server.
#[derive(Clone)]
pub(crate) struct Proxy {
    upstream: Url,
    client: Client<HttpConnector, Body>,
}

impl Proxy {
    pub(crate) fn new(upstream: Url) -> Proxy {
        Proxy { upstream, client: Client::builder(TokioExecutor::new()).build_http() }
    }

    /// Forwards a request and returns the response. Pages are rewritten for the portal.
    pub(super) async fn forward(&self, view: &PortalView, mut request: Request) -> Response {
        let initiator = Initiator::of(request.headers());
        if initiator == Initiator::CrossOrigin && access::may_have_effects(&request) {
            return (StatusCode::FORBIDDEN, [(CONNECTION, "close")], FORBIDDEN).into_response();
        }
        let path = request.uri().path().to_owned();
        if let Err(error) = self.retarget(&mut request, initiator) {
            return (StatusCode::BAD_REQUEST, error.to_string()).into_response();
        }
        let requested = request.uri().to_string();
        if request.headers().contains_key(UPGRADE) {
            return self.tunnel(request).await;
        }
        // Some servers compress all the same; `Decompression` undoes that.
        request.headers_mut().insert(ACCEPT_ENCODING, HeaderValue::from_static("identity"));
        let mut client = Decompression::new(self.client.clone());
        let response = match client.ready().await {
            Ok(client) => client.call(request).await,
            Err(error) => Err(error),
        };
        let mut response = match response {
            Ok(response) => response.map(Body::new),
            Err(_) => return html::bad_gateway(self.upstream.as_str(), &path),
        };
        rewrite_location(&requested, response.headers_mut());
        if is_page(response.headers()) { rewrite_page(view, response, &path).await } else { response }
    }

    /// Changes the target of a request to the other server. Requests of this server's own pages get the other server's origin.
    fn retarget(&self, request: &mut Request, initiator: Initiator) -> anyhow::Result<()> {
        let path = request.uri().path_and_query().map_or("/", |path| path.as_str());
        let origin = self.upstream.origin().ascii_serialization();
        let uri: Uri = format!("{origin}{path}").parse()?;
        let host = uri.authority().map(|authority| authority.as_str().parse::<HeaderValue>()).transpose()?;
        *request.uri_mut() = uri;
        let headers = request.headers_mut();
        if let Some(host) = host {
            headers.insert(HOST, host);
        }
        if initiator == Initiator::SameOrigin && headers.contains_key(ORIGIN) {
            headers.insert(ORIGIN, origin.parse()?);
        }
        for name in FORWARDED {
            headers.remove(name);
        }
        // A cached page may have been built with an older charter.
        if headers.get("accept").is_some_and(|accept| accept.as_bytes().starts_with(b"text/html")) {
            headers.remove(IF_NONE_MATCH);
            headers.remove(IF_MODIFIED_SINCE);
        }
        Ok(())
    }

    /// Forwards a request to upgrade the connection, such as for the other server's own live reload, then bytes in both directions.
    async fn tunnel(&self, mut request: Request) -> Response {
        let ours = hyper::upgrade::on(&mut request);
        let Ok(mut response) = self.client.request(request).await else {
            return StatusCode::BAD_GATEWAY.into_response();
        };
        if response.status() == StatusCode::SWITCHING_PROTOCOLS {
            let theirs = hyper::upgrade::on(&mut response);
            tokio::spawn(async move {
                if let (Ok(ours), Ok(theirs)) = (ours.await, theirs.await) {
                    // An error only means that one side has closed the connection.
                    let _ = tokio::io::copy_bidirectional(&mut TokioIo::new(ours), &mut TokioIo::new(theirs)).await;
                }
            });
        }
        response.map(Body::new)
    }
}

/// Makes a redirection within the other server one within this server. `requested` is the URL there.
fn rewrite_location(requested: &str, headers: &mut HeaderMap) {
    let target = headers.get(LOCATION).and_then(|to| local_path(&Url::parse(requested).ok()?, to.to_str().ok()?));
    if let Some(target) = target.and_then(|target| target.parse().ok()) {
        headers.insert(LOCATION, target);
    }
}

/// The path of a redirection's target; `None` when it leads to another server than the requested one.
fn local_path(requested: &Url, to: &str) -> Option<String> {
    let target = requested.join(to).ok().filter(|target| target.origin() == requested.origin())?;
    let path = &target[Position::BeforePath..];
    // A browser would read two slashes as the start of a host.
    Some(if path.starts_with("//") { format!("/.{path}") } else { path.to_owned() })
}

fn is_page(headers: &HeaderMap) -> bool {
    let kind = headers.get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    kind.starts_with("text/html") || kind.starts_with("application/xhtml+xml")
}

/// Rewrites a page as a build would have.
async fn rewrite_page(view: &PortalView, response: Response, path: &str) -> Response {
    let (mut parts, body) = response.into_parts();
    let bytes: Bytes = match Limited::new(body, MAX_PAGE << 20).collect().await {
        Ok(body) => body.to_bytes(),
        Err(error) if error.is::<LengthLimitError>() => {
            let reason = format!("This page has more than {MAX_PAGE} MiB, too many for charte watch --proxy.\n");
            return (StatusCode::BAD_GATEWAY, [(CONNECTION, "close")], reason).into_response();
        }
        Err(_) => return (StatusCode::BAD_GATEWAY, "the other server broke off its answer\n").into_response(),
    };
    let absolute = format!("{}{}", view.charter.url.trim_end_matches('/'), path);
    let rules = view.portal.rules(Path::new(path), Some(&absolute));
    let built = charte_rewrite::rewrite(&bytes, &rules).edits.apply(&bytes);
    let bytes = with_live_script(view, &built, path, PageSource::Proxy).unwrap_or(built);
    for name in [CONTENT_LENGTH, TRANSFER_ENCODING, CONNECTION, ETAG, LAST_MODIFIED] {
        parts.headers.remove(name);
    }
    parts.headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    Response::from_parts(parts, Body::from(bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn redirections_to_the_other_server_and_no_others_stay_here() {
        let requested = Url::parse("http://127.0.0.1:4999/from/here").unwrap();
        for (to, local) in [
            ("http://127.0.0.1:4999/a?b#c", Some("/a?b#c")),
            ("http://127.0.0.1:4999", Some("/")),
            ("HTTP://127.0.0.1:4999/", Some("/")),
            ("//127.0.0.1:4999/a", Some("/a")),
            ("/a", Some("/a")),
            ("a", Some("/from/a")),
            ("http://127.0.0.1:4999//evil.example/", Some("/.//evil.example/")),
            ("http://127.0.0.1:4999.evil.example/", None),
            ("http://127.0.0.1:49991/", None),
            ("http://127.0.0.1:4999@evil.example/", None),
            ("https://127.0.0.1:4999/", None),
            ("//evil.example/", None),
            ("/\\evil.example/", None),
        ] {
            assert_eq!(local_path(&requested, to).as_deref(), local, "{to}");
        }
    }
}
