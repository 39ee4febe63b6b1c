//! Who may ask: a page of somebody else's that the author visits must not read drafts through his browser.

use std::net::IpAddr;

use axum::http::HeaderMap;
use axum::http::header::HOST;

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

#[cfg(test)]
mod tests {
    use super::*;

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
