//! Reads what a publisher has already: the page about cookies, or the configuration of another consent tool. Bytes go in,
//! data come out; it does not access the disk.

mod about;
mod blocks;
mod duties;
mod entry;
mod fold;
mod html;
mod imported;
mod lifetimes;
mod list;
mod literal;
mod lookup;
mod page;
mod patterns;
mod plain;
mod resolve;
mod table;
mod texts;
mod tools;
mod values;
mod words;

#[cfg(test)]
mod tests;

use charte_core::catalogue::Catalogue;
use charte_core::diagnostic::Diagnostic;

pub use imported::{Imported, ImportedService, ImportedTracker, Obligation, Unread};

use crate::rules;
use entry::Found;
use lookup::Lookup;

/// Reads the file that its author calls `name`; its kind is known by its content.
///
/// # Errors
/// A file that is neither about cookies nor of a tool that is known.
pub fn import(name: &str, bytes: &[u8], catalogue: &Catalogue) -> Result<Imported, Vec<Diagnostic>> {
    let lookup = Lookup::new(catalogue);
    let text = decoded(bytes);
    let is_html = is_html(&text);
    let page = || {
        let document = if is_html { html::read(bytes) } else { plain::read(&text) };
        page::read(&document, page_kind(&text, is_html), &lookup)
    };
    let tool = || {
        let mut found = tools::read(&if is_html { scripts(&text) } else { text.clone() }, &lookup)?;
        found.language = found.language.filter(|language| texts::is_spoken(language));
        let mut resolved = resolve::resolve(&found.entries, found.language.as_deref().unwrap_or("en"), None, &lookup);
        // A configuration names the cookies that it deletes, which are not all.
        if found.kind.starts_with("a configuration") {
            resolved.services.iter_mut().for_each(|service| service.unnamed.clear());
        }
        Some((found, resolved))
    };
    let is_whole = |found: &(Found, Vec<ImportedService>)| !found.0.entries.is_empty();
    // A page may hold the configuration of its tool: the page's own table counts first.
    let first = if is_html { page().filter(is_whole) } else { None };
    let found = first
        .or_else(|| {
            let (mut found, mut resolved) = tool()?;
            found.unread.append(&mut resolved.unread);
            Some((found, resolved.services))
        })
        .or_else(|| if is_code(&text) { None } else { page() });
    let Some((found, services)) = found else {
        let message = "this is neither a page about cookies nor the configuration of a consent tool that is known";
        return Err(vec![
            rules::files::IMPORT_UNKNOWN.finding(message).path(name).help(rules::files::IMPORT_UNKNOWN.mend),
        ]);
    };
    let Found { kind, language, url, publisher, contact, dpo, updated, entries, unread, unmet } = found;
    let tracker_count = entries.iter().filter(|entry| entry.name.is_some()).count();
    let file = name.to_owned();
    Ok(Imported { file, kind, language, publisher, contact, dpo, url, updated, services, tracker_count, unread, unmet })
}

/// Text in UTF-8, or else in ISO-8859-1 as in old pages, in which every byte is a character.
fn decoded(bytes: &[u8]) -> String {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    match std::str::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        Err(_) => bytes.iter().map(|byte| char::from(*byte)).collect(),
    }
}

fn is_html(text: &str) -> bool {
    let start = text.trim_start().get(..1).unwrap_or_default();
    let lower = text.to_ascii_lowercase();
    let has_block =
        ["<html", "<!doctype html", "<table", "<p>", "<p ", "<div", "<li>", "<dl", "<h1", "<h2", "<script"].iter();
    start == "<" && has_block.into_iter().any(|tag| lower.contains(tag))
}

/// Whether a text is a program, of which no line is a sentence.
fn is_code(text: &str) -> bool {
    const STARTS: [&str; 9] = ["import ", "export ", "const ", "var ", "let ", "function ", "window.", "}", "{"];
    let is_start = |line: &&str| STARTS.iter().any(|start| line.trim_start().starts_with(start));
    text.lines().filter(is_start).count() >= 2
}

fn page_kind(text: &str, is_html: bool) -> &'static str {
    if text.contains("CookieDeclaration") {
        "a cookie declaration of Cookiebot"
    } else if text.contains("ot-sdk-cookie-policy") || text.contains("ot-sdk-row") {
        "a cookie declaration of OneTrust"
    } else if is_html {
        "a page about cookies, in HTML"
    } else {
        "a page about cookies, in Markdown or plain text"
    }
}

/// The scripts of a page, all else blank, so that line numbers stay.
fn scripts(text: &str) -> String {
    let lower = text.to_ascii_lowercase();
    let mut result = String::with_capacity(text.len());
    let mut at = 0;
    let blank = |part: &str| part.chars().filter(|letter| *letter == '\n').collect::<String>();
    while let Some(start) = lower[at..].find("<script").map(|length| at + length) {
        let open = lower[start..].find('>').map_or(text.len(), |length| start + length + 1);
        let end = lower[open..].find("</script").map_or(text.len(), |length| open + length);
        result.push_str(&blank(&text[at..open]));
        result.push_str(&text[open..end]);
        at = end;
        if at >= text.len() {
            break;
        }
        at += 1;
    }
    result
}
