//! Sends an intercepted https request of a Chromium to the local server, and fulfils it with the reply. It knows no site.

use std::fmt::Write as _;

use serde_json::{Value, json};

use crate::base64;
use crate::cdp::Connection;
use crate::http;

/// Fulfils a paused request (`Fetch.requestPaused`) with the reply of the server at `port`.
pub(crate) fn fulfil(connection: &Connection, session: &str, port: u16, params: &Value) {
    let id = &params["requestId"];
    let body = params["request"]["postData"].as_str().unwrap_or_default();
    match http::send(port, &head(&params["request"]), body.as_bytes()) {
        Ok(reply) => {
            let headers: Vec<Value> =
                reply.headers.iter().map(|(name, value)| json!({ "name": name, "value": value })).collect();
            let answer = json!({
                "requestId": id, "responseCode": reply.status, "responseHeaders": headers,
                "body": base64::encode(&reply.body),
            });
            connection.post(Some(session), "Fetch.fulfillRequest", answer);
        }
        Err(_) => {
            let answer = json!({ "requestId": id, "errorReason": "ConnectionRefused" });
            connection.post(Some(session), "Fetch.failRequest", answer);
        }
    }
}

/// The head of the request in the form for proxies, with an absolute URL as its target (RFC 9112, 3.2.2).
fn head(request: &Value) -> String {
    let url = request["url"].as_str().unwrap_or_default();
    let host = url.split('/').nth(2).unwrap_or_default();
    let mut head = format!("{} {url} HTTP/1.1\r\nHost: {host}\r\n", request["method"].as_str().unwrap_or("GET"));
    for (name, value) in request["headers"].as_object().into_iter().flatten() {
        if !["host", "connection", "content-length"].contains(&name.to_ascii_lowercase().as_str()) {
            let _ = write!(head, "{name}: {}\r\n", value.as_str().unwrap_or_default());
        }
    }
    let length = request["postData"].as_str().map_or(0, str::len);
    let _ = write!(head, "Content-Length: {length}\r\nConnection: close\r\n\r\n");
    head
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_head_has_an_absolute_url() {
        let request = json!({
            "url": "https://a.example/b?c", "method": "POST", "postData": "é",
            "headers": { "Referer": "https://d.example/", "Content-Length": "9" },
        });
        assert_eq!(
            head(&request),
            "POST https://a.example/b?c HTTP/1.1\r\nHost: a.example\r\nReferer: https://d.example/\r\n\
             Content-Length: 2\r\nConnection: close\r\n\r\n"
        );
    }
}
