//! Which file of a folder an address means, as static hosts have it. It never leads out of the folder.

use std::fs;
use std::path::{Component, Path, PathBuf};

/// What an address leads to.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// A file.
    File(PathBuf),
    /// Another address, from the root of the host.
    Other(String),
    /// Nothing.
    Nowhere,
}

/// Looks up `address`, a path as requests have it, in `root`, which stands at `base` (`/` or `/base/`).
pub(super) fn find(root: &Path, base: &str, address: &str) -> Place {
    let Some(below) = address.strip_prefix(base) else {
        let is_above = base.starts_with(address) || format!("{address}/") == base;
        return if is_above { Place::Other(base.to_owned()) } else { Place::Nowhere };
    };
    let Some(path) = decode(below).map(|below| root.join(below)) else { return Place::Nowhere };
    if path.is_dir() {
        if !address.ends_with('/') {
            return Place::Other(format!("{address}/"));
        }
        return inside(root, &path.join("index.html"));
    }
    if address.ends_with('/') {
        return Place::Nowhere;
    }
    match inside(root, &path) {
        Place::Nowhere => {
            let mut name = path.into_os_string();
            name.push(".html");
            inside(root, Path::new(&name))
        }
        found => found,
    }
}

/// A path within a folder, or nothing when it would lead elsewhere.
fn decode(below: &str) -> Option<PathBuf> {
    let text = percent_decode(below)?;
    let path = PathBuf::from(&text);
    let is_plain = path.components().all(|part| matches!(part, Component::Normal(_)));
    (is_plain && !text.contains(['\\', '\0'])).then_some(path)
}

/// `%C3%A9` as `é`; nothing for what is no text.
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

/// The file, if it is one and no link leads it out of the folder.
fn inside(root: &Path, path: &Path) -> Place {
    match (fs::canonicalize(root), fs::canonicalize(path)) {
        (Ok(root), Ok(real)) if real.starts_with(&root) && real.is_file() => Place::File(real),
        _ => Place::Nowhere,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_those_of_static_hosts_and_none_leads_out() {
        let folder = tempfile::tempdir().unwrap();
        let root = fs::canonicalize(folder.path()).unwrap().join("site");
        for file in ["index.html", "page.html", "dir/index.html", "é t.html", "empty/x.css", "..hidden"] {
            fs::create_dir_all(root.join(file).parent().unwrap()).unwrap();
            fs::write(root.join(file), "").unwrap();
        }
        fs::write(root.join("../secret.html"), "").unwrap();
        #[cfg(unix)]
        std::os::unix::fs::symlink("../secret.html", root.join("link.html")).unwrap();
        let file = |name: &str| Place::File(root.join(name));
        let other = |address: &str| Place::Other(address.into());
        for (base, address, place) in [
            ("/", "/", file("index.html")),
            ("/", "/page", file("page.html")),
            ("/", "/page.html", file("page.html")),
            ("/", "/page/", Place::Nowhere),
            ("/", "/dir", other("/dir/")),
            ("/", "/dir/", file("dir/index.html")),
            ("/", "/empty/", Place::Nowhere),
            ("/", "/%C3%A9%20t", file("é t.html")),
            ("/", "/..hidden", file("..hidden")),
            ("/", "/../secret.html", Place::Nowhere),
            ("/", "/%2e%2e/secret.html", Place::Nowhere),
            ("/", "/dir/%2e%2e%2f%2e%2e%2fsecret.html", Place::Nowhere),
            ("/", "//etc/passwd", Place::Nowhere),
            ("/", "/..%5csecret.html", Place::Nowhere),
            ("/", "/link", Place::Nowhere),
            ("/", "/link.html", Place::Nowhere),
            ("/", "/%ff", Place::Nowhere),
            ("/", "/page%", Place::Nowhere),
            ("/base/", "/", other("/base/")),
            ("/base/", "/base", other("/base/")),
            ("/base/", "/base/page", file("page.html")),
            ("/base/", "/page", Place::Nowhere),
        ] {
            assert_eq!(find(&root, base, address), place, "{base} {address}");
        }
    }
}
