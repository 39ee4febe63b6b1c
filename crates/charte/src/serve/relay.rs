//! Passes requests on to another development server, and its answers back: pages with charter, banner and gating added,
//! all else as it comes.

use std::path::Path;

use axum::body::{Body, Bytes};
use axum::extract::Request;
use axum::http::header::{
    ACCEPT_ENCODING, CACHE_CONTROL, CONNECTION, CONTENT_LENGTH, CONTENT_TYPE, ETAG, HOST, HeaderMap, HeaderValue,
    IF_MODIFIED_SINCE, IF_NONE_MATCH, LAST_MODIFIED, LOCATION, ORIGIN, TRANSFER_ENCODING, UPGRADE,
};
use axum::http::{StatusCode, Uri};
use axum::response::{IntoResponse as _, Response};
use http_body_util::{BodyExt as _, Limited};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::{TokioExecutor, TokioIo};
use tower::{Service as _, ServiceExt as _};
use tower_http::decompression::Decompression;
use url::{Position, Url};

use super::guard::{self, Asker};
use super::html;
use super::send::{Whose, followed};
use super::stage::View;

/// A page that is longer is passed on as it is.
const LONGEST: usize = 64 << 20;
/// What a proxy in front says of the address that was asked for: nothing of it holds for the other server.
const FORWARDED: [&str; 4] = ["forwarded", "x-forwarded-host", "x-forwarded-port", "x-forwarded-proto"];
/// Why a request is refused.
const REFUSED: &str = "charte watch --proxy passes this on from its own pages alone.\n\
                       It came from a page of another site, or from one without an origin.\n";

/// The way to another server.
#[derive(Clone)]
pub(crate) struct Relay {
    upstream: Url,
    client: Client<HttpConnector, Body>,
}

impl Relay {
    pub(crate) fn new(upstream: Url) -> Relay {
        Relay { upstream, client: Client::builder(TokioExecutor::new()).build_http() }
    }

    /// Asks the other server for what was asked of this one.
    pub(super) async fn pass(&self, view: Option<&View>, mut request: Request) -> Response {
        let asker = Asker::of(request.headers());
        if asker == Asker::Other && guard::is_unsafe(&request) {
            return (StatusCode::FORBIDDEN, [(CONNECTION, "close")], REFUSED).into_response();
        }
        let address = request.uri().path().to_owned();
        if let Err(error) = self.turn(&mut request, asker) {
            return (StatusCode::BAD_REQUEST, error.to_string()).into_response();
        }
        let asked = request.uri().to_string();
        if request.headers().contains_key(UPGRADE) {
            return self.tunnel(request).await;
        }
        // Answers that are packed all the same are unpacked.
        request.headers_mut().insert(ACCEPT_ENCODING, HeaderValue::from_static("identity"));
        let mut client = Decompression::new(self.client.clone());
        let answer = match client.ready().await {
            Ok(client) => client.call(request).await,
            Err(error) => Err(error),
        };
        let mut answer = match answer {
            Ok(answer) => answer.map(Body::new),
            Err(_) => return html::silent(self.upstream.as_str(), &address),
        };
        localise(&asked, answer.headers_mut());
        match view.filter(|_| is_page(answer.headers())) {
            Some(view) => rewritten(view, answer, &address).await,
            None => answer,
        }
    }

    /// Turns a request to the other server. What a page of this server asks for is asked as if it came from there.
    fn turn(&self, request: &mut Request, asker: Asker) -> anyhow::Result<()> {
        let path = request.uri().path_and_query().map_or("/", |path| path.as_str());
        let origin = self.upstream.origin().ascii_serialization();
        let uri: Uri = format!("{origin}{path}").parse()?;
        let host = uri.authority().map(|authority| authority.as_str().parse::<HeaderValue>()).transpose()?;
        *request.uri_mut() = uri;
        let headers = request.headers_mut();
        if let Some(host) = host {
            headers.insert(HOST, host);
        }
        if asker == Asker::Own && headers.contains_key(ORIGIN) {
            headers.insert(ORIGIN, origin.parse()?);
        }
        for name in FORWARDED {
            headers.remove(name);
        }
        // What the browser has kept was made with another charter.
        if headers.get("accept").is_some_and(|accept| accept.as_bytes().starts_with(b"text/html")) {
            headers.remove(IF_NONE_MATCH);
            headers.remove(IF_MODIFIED_SINCE);
        }
        Ok(())
    }

    /// Lets both sides talk as they like once they have agreed on it: the other server's own live reload.
    async fn tunnel(&self, mut request: Request) -> Response {
        let ours = hyper::upgrade::on(&mut request);
        let Ok(mut answer) = self.client.request(request).await else {
            return StatusCode::BAD_GATEWAY.into_response();
        };
        if answer.status() == StatusCode::SWITCHING_PROTOCOLS {
            let theirs = hyper::upgrade::on(&mut answer);
            tokio::spawn(async move {
                if let (Ok(ours), Ok(theirs)) = (ours.await, theirs.await) {
                    // It ends when either side does.
                    let _ = tokio::io::copy_bidirectional(&mut TokioIo::new(ours), &mut TokioIo::new(theirs)).await;
                }
            });
        }
        answer.map(Body::new)
    }
}

/// Redirections to the other server stay on this one; `asked` is the address there.
fn localise(asked: &str, headers: &mut HeaderMap) {
    let target = headers.get(LOCATION).and_then(|to| local(&Url::parse(asked).ok()?, to.to_str().ok()?));
    if let Some(target) = target.and_then(|target| target.parse().ok()) {
        headers.insert(LOCATION, target);
    }
}

/// The path of an address on the server that was asked; nothing for one on another server.
fn local(asked: &Url, to: &str) -> Option<String> {
    let target = asked.join(to).ok().filter(|target| target.origin() == asked.origin())?;
    let path = &target[Position::BeforePath..];
    // Two slashes would begin the name of a host.
    Some(if path.starts_with("//") { format!("/.{path}") } else { path.to_owned() })
}

fn is_page(headers: &HeaderMap) -> bool {
    let kind = headers.get(CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    kind.starts_with("text/html") || kind.starts_with("application/xhtml+xml")
}

/// A page as a build would have made it.
async fn rewritten(view: &View, answer: Response, address: &str) -> Response {
    let (mut parts, body) = answer.into_parts();
    let Ok(body) = Limited::new(body, LONGEST).collect().await else {
        return (StatusCode::BAD_GATEWAY, "the other server broke off its answer\n").into_response();
    };
    let bytes: Bytes = body.to_bytes();
    let absolute = format!("{}{}", view.charter.url.trim_end_matches('/'), address);
    let rules = view.portal.rules(Path::new(address), Some(&absolute));
    let built = charte_rewrite::rewrite(&bytes, &rules).edits.apply(&bytes);
    let bytes = followed(view, &built, address, Whose::Passed).unwrap_or(built);
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
        let asked = Url::parse("http://127.0.0.1:4999/from/here").unwrap();
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
            assert_eq!(super::local(&asked, to).as_deref(), local, "{to}");
        }
    }
}
