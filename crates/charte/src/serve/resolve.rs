//! Resolves a URL path to a file in a folder, as static hosts do. The file is never outside the folder.

use std::fs;
use std::path::{Component, Path, PathBuf};

/// The result of resolving a URL path.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Resolved {
    /// A file, by its real path.
    File(PathBuf),
    /// A redirection to another path, from the root of the host.
    Redirect(String),
    /// No file.
    NotFound,
}

/// Resolves `path`, percent-encoded as in a request, in the folder `root`, which is served below `base` (`/` or `/base/`).
pub(super) fn resolve(root: &Path, base: &str, path: &str) -> Resolved {
    let Some(below) = path.strip_prefix(base) else {
        let is_above = base.starts_with(path) || format!("{path}/") == base;
        return if is_above { Resolved::Redirect(base.to_owned()) } else { Resolved::NotFound };
    };
    let Some(file) = decode(below).map(|below| root.join(below)) else { return Resolved::NotFound };
    if file.is_dir() {
        if !path.ends_with('/') {
            return Resolved::Redirect(format!("{path}/"));
        }
        return inside(root, &file.join("index.html"));
    }
    if path.ends_with('/') {
        return Resolved::NotFound;
    }
    match inside(root, &file) {
        Resolved::NotFound => {
            let mut name = file.into_os_string();
            name.push(".html");
            inside(root, Path::new(&name))
        }
        found => found,
    }
}

/// A decoded path relative to a folder; `None` when it could lead out of it.
fn decode(below: &str) -> Option<PathBuf> {
    let text = percent_decode(below)?;
    let path = PathBuf::from(&text);
    let is_plain = path.components().all(|part| matches!(part, Component::Normal(_)));
    (is_plain && !text.contains(['\\', '\0'])).then_some(path)
}

/// Decodes `%C3%A9` to `é`. A `%` without two digits stays. `None` when the result is not UTF-8.
fn percent_decode(text: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&first, tail)) = rest.split_first() {
        rest = tail;
        let digits = if first == b'%' { tail.get(..2) } else { None };
        let code = digits.and_then(|digits| u8::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok());
        match code {
            Some(code) => {
                bytes.push(code);
                rest = &tail[2..];
            }
            None => bytes.push(first),
        }
    }
    String::from_utf8(bytes).ok()
}

/// The file at `path`, unless it is none or a symbolic link leads out of `root`.
fn inside(root: &Path, path: &Path) -> Resolved {
    match (fs::canonicalize(root), fs::canonicalize(path)) {
        (Ok(root), Ok(real)) if real.starts_with(&root) && real.is_file() => Resolved::File(real),
        _ => Resolved::NotFound,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_resolve_as_on_static_hosts_and_none_leads_out() {
        let folder = tempfile::tempdir().unwrap();
        let root = fs::canonicalize(folder.path()).unwrap().join("site");
        for file in ["index.html", "page.html", "dir/index.html", "é t.html", "empty/x.css", "..hidden"] {
            fs::create_dir_all(root.join(file).parent().unwrap()).unwrap();
            fs::write(root.join(file), "").unwrap();
        }
        fs::write(root.join("../secret.html"), "").unwrap();
        #[cfg(unix)]
        std::os::unix::fs::symlink("../secret.html", root.join("link.html")).unwrap();
        let file = |name: &str| Resolved::File(root.join(name));
        let redirect = |path: &str| Resolved::Redirect(path.into());
        for (base, path, resolved) in [
            ("/", "/", file("index.html")),
            ("/", "/page", file("page.html")),
            ("/", "/page.html", file("page.html")),
            ("/", "/page/", Resolved::NotFound),
            ("/", "/dir", redirect("/dir/")),
            ("/", "/dir/", file("dir/index.html")),
            ("/", "/empty/", Resolved::NotFound),
            ("/", "/%C3%A9%20t", file("é t.html")),
            ("/", "/..hidden", file("..hidden")),
            ("/", "/../secret.html", Resolved::NotFound),
            ("/", "/%2e%2e/secret.html", Resolved::NotFound),
            ("/", "/dir/%2e%2e%2f%2e%2e%2fsecret.html", Resolved::NotFound),
            ("/", "//etc/passwd", Resolved::NotFound),
            ("/", "/..%5csecret.html", Resolved::NotFound),
            ("/", "/link", Resolved::NotFound),
            ("/", "/link.html", Resolved::NotFound),
            ("/", "/%ff", Resolved::NotFound),
            ("/", "/page%", Resolved::NotFound),
            ("/base/", "/", redirect("/base/")),
            ("/base/", "/base", redirect("/base/")),
            ("/base/", "/base/page", file("page.html")),
            ("/base/", "/page", Resolved::NotFound),
        ] {
            assert_eq!(resolve(&root, base, path), resolved, "{base} {path}");
        }
    }
}
