//! Which requests are allowed. Another site that the author visits must neither read drafts through the author's browser (DNS
//! rebinding) nor send requests with effects to the server behind this one (cross-site request forgery).

use std::net::IpAddr;

use axum::extract::Request;
use axum::http::header::{ACCESS_CONTROL_REQUEST_METHOD, HOST, HeaderName, ORIGIN, UPGRADE};
use axum::http::{HeaderMap, Method};

/// Whether the `Host` header is allowed on a server bound to an address. On a loopback address only names of this machine are:
/// any other name resolves to it through DNS rebinding.
pub(super) fn is_allowed_host(bound: IpAddr, headers: &HeaderMap) -> bool {
    if !bound.is_loopback() {
        return true;
    }
    let Some(host) = headers.get(HOST).and_then(|host| host.to_str().ok()) else { return true };
    let name = without_port(host).to_ascii_lowercase();
    let is_address = name.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>().is_ok();
    is_address || name == "localhost" || name.ends_with(".localhost")
}

/// A host without its port.
fn without_port(host: &str) -> &str {
    match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => name,
        _ => host,
    }
}

/// What initiated a request, by the headers of the browser.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Initiator {
    /// A page of this server.
    SameOrigin,
    /// No page: the user, or a program that is no browser.
    NoPage,
    /// A page of another origin, or of an opaque one.
    CrossOrigin,
}

impl Initiator {
    /// Reads it from headers that a page can neither set nor remove: `Sec-Fetch-Site` (Fetch Metadata) and `Origin`.
    pub(super) fn of(headers: &HeaderMap) -> Initiator {
        let text = |name: HeaderName| headers.get(name).map(|value| value.to_str().unwrap_or_default());
        let origin = text(ORIGIN);
        match text(HeaderName::from_static("sec-fetch-site")) {
            // An opaque origin cannot be compared with others.
            _ if origin == Some("null") => Initiator::CrossOrigin,
            // This header is right behind any forwarded port or proxy.
            Some("same-origin") => Initiator::SameOrigin,
            Some("cross-site" | "same-site") => Initiator::CrossOrigin,
            _ => match origin {
                None => Initiator::NoPage,
                // A proxy in front may send another `Host`, with the browser's in `X-Forwarded-Host`. A page of another origin
                // cannot set that header: it would need a CORS preflight, which fails here.
                Some(origin) => {
                    let names = [text(HOST), text(HeaderName::from_static("x-forwarded-host"))];
                    let is_same = names.into_iter().flatten().any(|host| has_host(origin, host));
                    if is_same { Initiator::SameOrigin } else { Initiator::CrossOrigin }
                }
            },
        }
    }
}

/// Whether a request may have effects: its method is not safe (RFC 9110, 9.2.1), it upgrades the connection, or it is the preflight of
/// such a request.
pub(super) fn may_have_effects(request: &Request) -> bool {
    let (method, headers) = (request.method(), request.headers());
    !matches!(*method, Method::GET | Method::HEAD | Method::OPTIONS)
        || headers.contains_key(UPGRADE)
        || headers.contains_key(ACCESS_CONTROL_REQUEST_METHOD)
}

/// Whether an origin has the host of a `Host` header. The scheme may be `https`, behind a proxy.
fn has_host(origin: &str, host: &str) -> bool {
    let (port, authority) = match origin.split_once("://") {
        Some(("http", authority)) => (":80", authority),
        Some(("https", authority)) => (":443", authority),
        _ => return false,
    };
    let without_default_port = |authority: &str| authority.strip_suffix(port).unwrap_or(authority).to_ascii_lowercase();
    !authority.is_empty() && without_default_port(authority) == without_default_port(host)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_initiator_is_read_from_the_headers_of_the_browser() {
        let initiator = |text: &str| {
            let mut headers = HeaderMap::new();
            for line in text.split(" | ") {
                let (name, value) = line.split_once(": ").unwrap();
                headers.insert(HeaderName::from_bytes(name.as_bytes()).unwrap(), value.parse().unwrap());
            }
            Initiator::of(&headers)
        };
        for own in [
            "host: localhost:4400 | origin: http://localhost:4400",
            "host: [::1]:4400 | origin: http://[::1]:4400",
            "host: LOCALHOST:80 | origin: http://localhost",
            "host: town.example | origin: https://town.example",
            "host: town.example:443 | origin: https://town.example",
            "host: localhost:4400 | origin: https://town.example | x-forwarded-host: town.example",
            "host: localhost:4400 | origin: https://town.example | sec-fetch-site: same-origin",
            "host: localhost:4400 | sec-fetch-site: same-origin",
        ] {
            assert_eq!(initiator(own), Initiator::SameOrigin, "{own}");
        }
        for head in ["host: localhost:4400", "host: localhost:4400 | sec-fetch-site: none"] {
            assert_eq!(initiator(head), Initiator::NoPage, "{head}");
        }
        for other in [
            "host: localhost:4400 | origin: https://evil.example",
            "host: localhost:4400 | origin: http://localhost:4401",
            "host: localhost:4400 | origin: http://localhost",
            "host: localhost:4400 | origin: http://localhost:44001",
            "host: localhost:4400 | origin: http://localhost:4400.evil.example",
            "host: localhost:4400 | origin: http://evil.example/localhost:4400",
            "host: localhost:4400 | origin: localhost:4400",
            "host: localhost:4400 | origin: file://",
            "host: localhost:4400 | origin: ",
            "host:  | origin: http://",
            "host: localhost:4400 | origin: null",
            "host: localhost:4400 | origin: null | sec-fetch-site: same-origin",
            "host: localhost:4400 | origin: http://localhost:4400 | sec-fetch-site: cross-site",
            "host: localhost:4400 | sec-fetch-site: cross-site",
            "host: localhost:4400 | sec-fetch-site: same-site",
            "host: localhost:4400 | origin: https://evil.example | x-forwarded-host: town.example",
            "host: localhost:4400 | origin: https://evil.example | x-forwarded-host: town.example, evil.example",
        ] {
            assert_eq!(initiator(other), Initiator::CrossOrigin, "{other}");
        }
    }

    #[test]
    fn only_names_of_this_machine_are_allowed() {
        let is_allowed = |bound: &str, host: &str| {
            let mut headers = HeaderMap::new();
            headers.insert(HOST, host.parse().unwrap());
            is_allowed_host(bound.parse().unwrap(), &headers)
        };
        for host in ["localhost", "localhost:4400", "town.localhost:4400", "127.0.0.1:4400", "[::1]:4400", "[::1]"] {
            assert!(is_allowed("127.0.0.1", host), "{host}");
        }
        for host in ["evil.example", "evil.example:4400", "localhost.evil.example", "127.0.0.1.evil.example:80", ""] {
            assert!(!is_allowed("127.0.0.1", host), "{host}");
            assert!(is_allowed("0.0.0.0", host), "{host}");
        }
    }
}
