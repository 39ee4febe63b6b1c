//! Folders of pages: listed, and mended byte by byte. It knows no declaration.

use std::fs;
use std::path::Path;

/// The addresses of all pages below a folder, sorted.
pub(crate) fn pages(folder: &Path) -> Vec<String> {
    let mut pages = Vec::new();
    collect(folder, "/", &mut pages);
    pages.sort();
    pages
}

fn collect(folder: &Path, address: &str, pages: &mut Vec<String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let entry = entry.unwrap();
        let name = entry.file_name().into_string().unwrap();
        if entry.file_type().unwrap().is_dir() {
            collect(&entry.path(), &format!("{address}{}/", escape(&name)), pages);
        } else if [".html", ".htm"].iter().any(|ending| name.to_ascii_lowercase().ends_with(ending)) {
            pages.push(format!("{address}{}", escape(&name)));
        }
    }
}

/// A name, percent-encoded for an address.
fn escape(name: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~@+".contains(&byte);
    name.bytes().map(|byte| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") }).collect()
}

/// Makes a file load from the site itself what it loads from a host: in one of its lines, or everywhere.
pub(crate) fn serve_itself(file: &Path, host: &str, line: Option<usize>) {
    let bytes = fs::read(file).unwrap();
    let mut mended = Vec::with_capacity(bytes.len());
    for (number, text) in bytes.split_inclusive(|byte| *byte == b'\n').enumerate() {
        if line.is_none_or(|line| line == number + 1) {
            mended.extend(localise(text, host));
        } else {
            mended.extend_from_slice(text);
        }
    }
    assert!(mended != bytes, "{host} is not named in {}", file.display());
    fs::write(file, mended).unwrap();
}

fn localise(text: &[u8], host: &str) -> Vec<u8> {
    let local = format!("/mirror/{host}");
    let mut text = text.to_vec();
    for start in ["https://", "http://", "//"] {
        text = replace(&text, format!("{start}{host}").as_bytes(), local.as_bytes());
    }
    text
}

fn replace(text: &[u8], from: &[u8], to: &[u8]) -> Vec<u8> {
    let mut replaced = Vec::with_capacity(text.len());
    let mut at = 0;
    while at < text.len() {
        if text[at..].starts_with(from) {
            replaced.extend_from_slice(to);
            at += from.len();
        } else {
            replaced.push(text[at]);
            at += 1;
        }
    }
    replaced
}
