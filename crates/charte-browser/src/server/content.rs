//! Files of a folder as replies, with their content types. It knows no host.

use std::path::{Component, Path, PathBuf};

use super::message::Reply;

/// The reply for a path below `folder`, as a plain static host gives it.
pub(crate) fn answer(folder: &Path, target: &str) -> Reply {
    let path = target.split(['?', '#']).next().unwrap_or_default();
    let Some(mut file) = locate(folder, path) else { return missing(folder) };
    if file.is_dir() {
        if !path.ends_with('/') {
            return Reply::new(301, "text/plain", "").with("Location", format!("{path}/"));
        }
        file.push("index.html");
    }
    match std::fs::read(&file) {
        // Hosts whose URLs have no extension serve such files as pages.
        Ok(body) if file.extension().is_none() => Reply::new(200, "text/html", body),
        Ok(body) => Reply::new(200, type_of(&file.to_string_lossy()), body),
        Err(_) => missing(folder),
    }
    // A built site can change between two loads of one test.
    .with("Cache-Control", "no-cache")
}

fn missing(folder: &Path) -> Reply {
    match std::fs::read(folder.join("404.html")) {
        Ok(body) => Reply::new(404, "text/html", body),
        Err(_) => Reply::new(404, "text/plain; charset=utf-8", "not found"),
    }
}

/// The file at a path; `None` for one outside the folder.
fn locate(folder: &Path, path: &str) -> Option<PathBuf> {
    let relative = PathBuf::from(percent_decode(path.trim_start_matches('/'))?);
    let inside = relative.components().all(|part| matches!(part, Component::Normal(_) | Component::CurDir));
    inside.then(|| folder.join(relative))
}

fn percent_decode(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        if byte != b'%' {
            bytes.push(byte);
            continue;
        }
        let digits = [rest.next()?, rest.next()?];
        bytes.push(u8::from_str_radix(std::str::from_utf8(&digits).ok()?, 16).ok()?);
    }
    String::from_utf8(bytes).ok()
}

/// The extension of the last segment of a path, without the query.
pub(crate) fn extension(path: &str) -> &str {
    let path = path.split(['?', '#']).next().unwrap_or_default();
    path.rsplit('/').next().and_then(|name| name.rsplit_once('.')).map_or("", |(_, extension)| extension)
}

/// The content type of a file by its name. HTML gets no charset: the page declares its own.
pub(crate) fn type_of(path: &str) -> &'static str {
    match extension(path).to_ascii_lowercase().as_str() {
        "html" | "htm" | "shtml" | "php" | "aspx" => "text/html",
        "xhtml" | "xht" => "application/xhtml+xml",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "json" | "map" | "webmanifest" => "application/json",
        "xml" | "xsl" => "application/xml",
        "txt" | "md" => "text/plain; charset=utf-8",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "gif" => "image/gif",
        "webp" => "image/webp",
        "avif" => "image/avif",
        "ico" => "image/x-icon",
        "woff" => "font/woff",
        "woff2" => "font/woff2",
        "ttf" => "font/ttf",
        "mp4" => "video/mp4",
        "webm" => "video/webm",
        "mp3" => "audio/mpeg",
        "pdf" => "application/pdf",
        "wasm" => "application/wasm",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_is_served_like_a_static_host() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join("été")).unwrap();
        std::fs::write(folder.path().join("été/index.html"), "ici").unwrap();
        let status = |path: &str| answer(folder.path(), path).status;
        assert_eq!(status("/%C3%A9t%C3%A9/?a=b"), 200);
        assert_eq!(status("/%C3%A9t%C3%A9"), 301);
        assert_eq!(status("/"), 404);
        assert_eq!(status("/../../etc/passwd"), 404);
        assert_eq!(status("/%2e%2e/%2e%2e/etc/passwd"), 404);
        std::fs::write(folder.path().join("404.html"), "perdu").unwrap();
        assert_eq!(answer(folder.path(), "/no").body, b"perdu");
    }

    #[test]
    fn extensions_ignore_queries_and_folders() {
        assert_eq!(extension("/v1.2/file"), "");
        assert_eq!(extension("/a.js?b=/c.css"), "js");
    }
}
