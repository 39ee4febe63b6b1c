//! Who may ask: a page of somebody else's that the author visits must not read drafts through his browser, nor talk to the
//! server behind this one.

use std::net::IpAddr;

use axum::extract::Request;
use axum::http::header::{ACCESS_CONTROL_REQUEST_METHOD, HOST, HeaderName, ORIGIN, UPGRADE};
use axum::http::{HeaderMap, Method};

/// Whether a request may be answered by a server bound to this address. One that only this machine can reach answers to this
/// machine's names alone: any other name was made to lead here by somebody else (DNS rebinding).
pub(super) fn admits(bound: IpAddr, headers: &HeaderMap) -> bool {
    if !bound.is_loopback() {
        return true;
    }
    let Some(host) = headers.get(HOST).and_then(|host| host.to_str().ok()) else { return true };
    let name = name(host).to_ascii_lowercase();
    let is_address = name.trim_start_matches('[').trim_end_matches(']').parse::<IpAddr>().is_ok();
    is_address || name == "localhost" || name.ends_with(".localhost")
}

/// A host without its port.
pub(super) fn name(host: &str) -> &str {
    match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => name,
        _ => host,
    }
}

/// On whose behalf a request is made, as far as its browser says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Asker {
    /// A page of this server's.
    Own,
    /// No page: the author himself, or a tool.
    Nobody,
    /// A page of another site, or one that has no origin.
    Other,
}

impl Asker {
    /// Reads it from headers that a page can neither set nor leave out.
    pub(super) fn of(headers: &HeaderMap) -> Asker {
        let text = |name: HeaderName| headers.get(name).map(|value| value.to_str().unwrap_or_default());
        let origin = text(ORIGIN);
        match text(HeaderName::from_static("sec-fetch-site")) {
            // It has no origin that could be told from others'.
            _ if origin == Some("null") => Asker::Other,
            // The browser's word holds behind any forwarded port or proxy.
            Some("same-origin") => Asker::Own,
            Some("cross-site" | "same-site") => Asker::Other,
            _ => match origin {
                None => Asker::Nobody,
                // A proxy in front that asks under another name says which name the browser asked for. No page of others can
                // send this header: it would need a permission, which a preflight does not get here.
                Some(origin) => {
                    let names = [text(HOST), text(HeaderName::from_static("x-forwarded-host"))];
                    let is_own = names.into_iter().flatten().any(|host| is_at(origin, host));
                    if is_own { Asker::Own } else { Asker::Other }
                }
            },
        }
    }
}

/// Whether a request may change something or be the start of a talk: what pages of others are refused. A preflight asks for
/// the permission to do so.
pub(super) fn is_unsafe(request: &Request) -> bool {
    let (method, headers) = (request.method(), request.headers());
    !matches!(*method, Method::GET | Method::HEAD | Method::OPTIONS)
        || headers.contains_key(UPGRADE)
        || headers.contains_key(ACCESS_CONTROL_REQUEST_METHOD)
}

/// Whether an origin is that of a host, as the browser that names both writes them. Behind a proxy it may be `https`.
fn is_at(origin: &str, host: &str) -> bool {
    let (port, authority) = match origin.split_once("://") {
        Some(("http", authority)) => (":80", authority),
        Some(("https", authority)) => (":443", authority),
        _ => return false,
    };
    let bare = |authority: &'_ str| authority.strip_suffix(port).unwrap_or(authority).to_ascii_lowercase();
    !authority.is_empty() && bare(authority) == bare(host)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_asker_is_told_by_what_its_browser_says() {
        let asker = |text: &str| {
            let mut headers = HeaderMap::new();
            for line in text.split(" | ") {
                let (name, value) = line.split_once(": ").unwrap();
                headers.insert(HeaderName::from_bytes(name.as_bytes()).unwrap(), value.parse().unwrap());
            }
            Asker::of(&headers)
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
            assert_eq!(asker(own), Asker::Own, "{own}");
        }
        for nobody in ["host: localhost:4400", "host: localhost:4400 | sec-fetch-site: none"] {
            assert_eq!(asker(nobody), Asker::Nobody, "{nobody}");
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
            assert_eq!(asker(other), Asker::Other, "{other}");
        }
    }

    #[test]
    fn only_names_of_this_machine_are_answered_to() {
        let admits = |bound: &str, host: &str| {
            let mut headers = HeaderMap::new();
            headers.insert(HOST, host.parse().unwrap());
            super::admits(bound.parse().unwrap(), &headers)
        };
        for host in ["localhost", "localhost:4400", "town.localhost:4400", "127.0.0.1:4400", "[::1]:4400", "[::1]"] {
            assert!(admits("127.0.0.1", host), "{host}");
        }
        for host in ["evil.example", "evil.example:4400", "localhost.evil.example", "127.0.0.1.evil.example:80", ""] {
            assert!(!admits("127.0.0.1", host), "{host}");
            assert!(admits("0.0.0.0", host), "{host}");
        }
    }
}
