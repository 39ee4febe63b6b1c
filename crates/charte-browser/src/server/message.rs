//! HTTP/1.1 messages as text: requests read, replies written. It knows no file and no site.

use std::io::{self, BufRead, Read as _, Write};
use std::time::SystemTime;

/// A request as the server received it.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Request {
    /// When it arrived.
    pub time: SystemTime,
    /// `GET`, `POST` …; `CONNECT` opens a tunnel for the requests that follow.
    pub method: String,
    /// `http` or `https`.
    pub scheme: String,
    /// The host in lower case, without its port.
    pub host: String,
    /// Path and query; empty for `CONNECT`.
    pub path: String,
    /// Header names, in lower case, with their values.
    pub headers: Vec<(String, String)>,
    /// The body, decoded when it was sent in chunks.
    pub body: Vec<u8>,
}

impl Request {
    /// The value of a header, whatever the case of its name.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }

    /// The `Cookie` header.
    pub fn cookie(&self) -> Option<&str> {
        self.header("cookie")
    }

    /// The absolute URL.
    pub fn url(&self) -> String {
        format!("{}://{}{}", self.scheme, self.host, self.path)
    }

    /// The host, and the path without its query: what rules of a server name.
    pub(crate) fn key(&self) -> (String, String) {
        (self.host.clone(), self.path.split('?').next().unwrap_or_default().to_string())
    }

    /// Reads a request; `None` at the end of the connection.
    pub(crate) fn read(reader: &mut impl BufRead) -> io::Result<Option<Self>> {
        let first = line(reader)?;
        let mut words = first.split(' ');
        let (Some(method), Some(target)) = (words.next().filter(|word| !word.is_empty()), words.next()) else {
            return Ok(None);
        };
        let mut headers = Vec::new();
        loop {
            let header = line(reader)?;
            let Some((name, value)) = header.split_once(':') else { break };
            headers.push((name.to_ascii_lowercase(), value.trim().to_string()));
        }
        let host = headers.iter().find(|(name, _)| name == "host").map_or("", |(_, value)| value.as_str());
        let (scheme, authority, path) = split_target(method, target, host);
        let mut request = Self {
            time: SystemTime::now(),
            method: method.into(),
            scheme: scheme.into(),
            host: without_port(authority).to_ascii_lowercase(),
            path: path.into(),
            headers,
            body: Vec::new(),
        };
        request.body = read_body(&request, reader)?;
        Ok(Some(request))
    }
}

/// A response to a request.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Reply {
    /// The status code.
    pub status: u16,
    /// All headers but `Content-Length`, which is added when the reply is written.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: Vec<u8>,
}

impl Reply {
    /// A reply of that status and content type.
    pub fn new(status: u16, content_type: &str, body: impl Into<Vec<u8>>) -> Self {
        Self { status, headers: vec![("Content-Type".into(), content_type.into())], body: body.into() }
    }

    /// Adds a header.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl Into<String>) -> Self {
        self.headers.push((name.into(), value.into()));
        self
    }

    /// Writes it. The reply to a `HEAD` has no body.
    pub(crate) fn write(&self, method: &str, writer: &mut impl Write) -> io::Result<()> {
        let mut head = format!("HTTP/1.1 {} charte\r\nContent-Length: {}\r\n", self.status, self.body.len());
        for (name, value) in &self.headers {
            head.push_str(&format!("{name}: {value}\r\n"));
        }
        head.push_str("\r\n");
        let mut bytes = head.into_bytes();
        if method != "HEAD" {
            bytes.extend_from_slice(&self.body);
        }
        writer.write_all(&bytes)?;
        writer.flush()
    }
}

/// Scheme, authority and path of a request. To a proxy, a browser sends an absolute URL as the target (RFC 9112, 3.2.2).
fn split_target<'a>(method: &str, target: &'a str, host: &'a str) -> (&'a str, &'a str, &'a str) {
    if method == "CONNECT" {
        return ("https", target, "");
    }
    match target.split_once("://") {
        Some((scheme, rest)) if !target.starts_with('/') => {
            let end = rest.find(['/', '?']).unwrap_or(rest.len());
            (scheme, &rest[..end], if end < rest.len() { &rest[end..] } else { "/" })
        }
        _ => ("http", host, target),
    }
}

fn without_port(authority: &str) -> &str {
    match authority.rsplit_once(':') {
        Some((host, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => host,
        _ => authority,
    }
}

fn read_body(request: &Request, reader: &mut impl BufRead) -> io::Result<Vec<u8>> {
    let mut body = Vec::new();
    if request.header("transfer-encoding").is_some_and(|value| value.contains("chunked")) {
        loop {
            let size = line(reader)?;
            let size = u64::from_str_radix(size.split(';').next().unwrap_or_default().trim(), 16).unwrap_or(0);
            reader.take(size).read_to_end(&mut body)?;
            line(reader)?;
            if size == 0 {
                return Ok(body);
            }
        }
    }
    let length = request.header("content-length").and_then(|value| value.parse().ok()).unwrap_or(0);
    reader.take(length).read_to_end(&mut body)?;
    Ok(body)
}

fn line(reader: &mut impl BufRead) -> io::Result<String> {
    let mut bytes = Vec::new();
    reader.take(1 << 16).read_until(b'\n', &mut bytes)?;
    Ok(String::from_utf8_lossy(&bytes).trim_end_matches(['\r', '\n']).to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Request {
        Request::read(&mut text.as_bytes()).unwrap().unwrap()
    }

    #[test]
    fn direct_proxied_and_tunnelled_targets_give_the_same_host() {
        let direct = read("GET /a?b HTTP/1.1\r\nHost: Data.example.fr:80\r\nCookie: a=b\r\n\r\n");
        assert_eq!((direct.url().as_str(), direct.cookie()), ("http://data.example.fr/a?b", Some("a=b")));
        let proxied = read("GET https://data.example.fr?b HTTP/1.1\r\nHost: data.example.fr\r\n\r\n");
        assert_eq!(proxied.url(), "https://data.example.fr?b");
        assert_eq!(read("GET http://data.example.fr HTTP/1.1\r\n\r\n").path, "/");
        let tunnel = read("CONNECT www.youtube.com:443 HTTP/1.1\r\n\r\n");
        assert_eq!((tunnel.host.as_str(), tunnel.scheme.as_str()), ("www.youtube.com", "https"));
    }

    #[test]
    fn bodies_are_read_whole() {
        assert_eq!(read("POST / HTTP/1.1\r\nContent-Length: 3\r\n\r\nabcd").body, b"abc");
        let chunked = "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nab\r\n1\r\nc\r\n0\r\n\r\n";
        assert_eq!(read(chunked).body, b"abc");
        assert!(Request::read(&mut "".as_bytes()).unwrap().is_none());
    }
}
