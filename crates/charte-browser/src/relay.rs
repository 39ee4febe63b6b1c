//! Carries an intercepted https request of a Chromium to the local server and the reply back. It knows no site.

use std::fmt::Write as _;
use std::io::{self, BufRead as _, BufReader, Read as _, Write as _};
use std::net::{Ipv4Addr, TcpStream};
use std::time::Duration;

use serde_json::{Value, json};

use crate::base64;
use crate::cdp::Connection;
use crate::server::Reply;

/// Answers a paused request with what the server at that port says.
pub(crate) fn answer(connection: &Connection, session: &str, port: u16, params: &Value) {
    let id = &params["requestId"];
    match ask(port, &head(&params["request"]), params["request"]["postData"].as_str().unwrap_or_default().as_bytes()) {
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

/// The head of the request as a browser with a proxy would send it, whole address and all.
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

/// How long an answer is waited for.
const PATIENCE: Duration = Duration::from_secs(60);

/// Asks on a connection of its own.
pub(crate) fn ask(port: u16, head: &str, body: &[u8]) -> io::Result<Reply> {
    let mut stream = TcpStream::connect((Ipv4Addr::LOCALHOST, port))?;
    stream.set_read_timeout(Some(PATIENCE))?;
    stream.write_all(&[head.as_bytes(), body].concat())?;
    let mut reader = BufReader::new(stream);
    let mut line = String::new();
    reader.read_line(&mut line)?;
    let status = line.split(' ').nth(1).and_then(|word| word.parse().ok()).ok_or(io::ErrorKind::InvalidData)?;
    let mut reply = Reply { status, headers: Vec::new(), body: Vec::new() };
    loop {
        line.clear();
        reader.read_line(&mut line)?;
        let Some((name, value)) = line.split_once(':') else { break };
        reply.headers.push((name.into(), value.trim().into()));
    }
    reader.read_to_end(&mut reply.body)?;
    Ok(reply)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_head_names_the_whole_address() {
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
