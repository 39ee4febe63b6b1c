//! Replies of hosts without a folder: content of the kind that was requested, which leaves a trace of having run.

use super::content::{extension, type_of};
use super::message::{Reply, Request};

/// A GIF of one transparent pixel.
const PIXEL: &[u8] =
    b"GIF89a\x01\0\x01\0\x80\0\0\0\0\0\xff\xff\xff!\xf9\x04\x01\0\0\0\0,\0\0\0\0\x01\0\x01\0\0\x02\x02D\x01\0;";

/// A plausible reply, with a cookie named after the host.
pub(crate) fn answer(request: &Request) -> Reply {
    let reply = match request.method.as_str() {
        "OPTIONS" => Reply::new(204, "text/plain", ""),
        _ => match kind(request) {
            "script" => Reply::new(200, "text/javascript; charset=utf-8", script(request)),
            "image" if extension(&request.path) == "svg" => {
                Reply::new(200, "image/svg+xml", r#"<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"/>"#)
            }
            "image" => Reply::new(200, "image/gif", PIXEL),
            "style" => Reply::new(200, "text/css; charset=utf-8", ":root { --charte-stub: 1 }"),
            "font" => Reply::new(404, "text/plain", ""),
            "json" => Reply::new(200, "application/json", "{}"),
            _ => Reply::new(200, "text/html; charset=utf-8", page(request)),
        },
    };
    // A cached reply would not be requested again, and the log would lack it. WebKit keeps preloaded replies despite
    // `no-store`, but not with `Vary: *`.
    with_cors(reply, request).with("Set-Cookie", cookie(request)).with("Cache-Control", "no-store").with("Vary", "*")
}

/// The kind of content by `Sec-Fetch-Dest`, else by the extension of the path, else by `Accept`.
fn kind(request: &Request) -> &'static str {
    match request.header("sec-fetch-dest") {
        Some("script" | "worker" | "sharedworker" | "serviceworker") => return "script",
        Some("image") => return "image",
        Some("style") => return "style",
        Some("font") => return "font",
        Some("iframe" | "frame" | "document" | "embed" | "object") => return "page",
        _ => {}
    }
    let accept = request.header("accept").unwrap_or("*/*");
    match type_of(&request.path).split([';', '/']).collect::<Vec<_>>().as_slice() {
        ["text", "javascript", ..] => "script",
        ["application", "json", ..] => "json",
        ["text", "css", ..] => "style",
        ["image", ..] => "image",
        ["font", ..] => "font",
        _ if accept.contains("text/html") => "page",
        _ if accept.starts_with("image/") => "image",
        _ if accept.starts_with("text/css") => "style",
        _ => "script",
    }
}

fn script(request: &Request) -> String {
    let (url, host) = (serde_json::json!(request.url()), serde_json::json!(request.host));
    format!(
        "self.__ran = (self.__ran || []).concat({url});\n\
         if (self.document) document.cookie = {host} + '=ran; path=/';\n"
    )
}

fn page(request: &Request) -> String {
    let host = &request.host;
    format!("<!doctype html><html lang=\"en\"><title>{host}</title><p id=\"stub\">{host}</p></html>")
}

/// A cookie in a frame of another site is kept only when it is `Secure` and `SameSite=None`.
fn cookie(request: &Request) -> String {
    let attributes = if request.scheme == "https" { "; Secure; SameSite=None" } else { "" };
    format!("{}=sent; Path=/; Max-Age=3600{attributes}", request.host)
}

fn with_cors(reply: Reply, request: &Request) -> Reply {
    let origin = request.header("origin").unwrap_or("*");
    let requested = request.header("access-control-request-headers").unwrap_or("*");
    let reply = reply.with("Access-Control-Allow-Origin", origin).with("Access-Control-Allow-Headers", requested);
    if origin == "*" { reply } else { reply.with("Access-Control-Allow-Credentials", "true") }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kind_of(path: &str, header: &str) -> &'static str {
        let text = format!("GET {path} HTTP/1.1\r\nHost: a.example\r\n{header}\r\n\r\n");
        kind(&Request::read(&mut text.as_bytes()).unwrap().unwrap())
    }

    #[test]
    fn the_kind_follows_destination_then_name_then_accept() {
        assert_eq!(kind_of("/iframe_api", "Sec-Fetch-Dest: script"), "script");
        assert_eq!(kind_of("/a.js?v=1.css", "Accept: */*"), "script");
        assert_eq!(kind_of("/matomo.php?x", "Accept: image/avif,*/*"), "image");
        assert_eq!(kind_of("/gtag/js?id=1", "Accept: */*"), "script");
        assert_eq!(kind_of("/embed/x", "Accept: text/html,*/*"), "page");
        assert_eq!(kind_of("/css2?family=Inter", "Accept: text/css,*/*;q=0.1"), "style");
    }

    #[test]
    fn cookies_over_https_may_be_third_party() {
        let text = "GET https://a.example/ HTTP/1.1\r\nOrigin: https://b.example\r\n\r\n";
        let reply = answer(&Request::read(&mut text.as_bytes()).unwrap().unwrap());
        assert!(reply.headers.contains(&("Access-Control-Allow-Credentials".into(), "true".into())));
        assert!(reply.headers.iter().any(|(name, value)| name == "Set-Cookie" && value.ends_with("SameSite=None")));
    }
}
