//! The files that are read line by line: `_headers`, `_redirects` and `.htaccess`.

use std::ops::Range;

use charte_core::diagnostic::{Diagnostic, Place};

use crate::csp::files::contacts;
use crate::csp::files::headers::{Effect, Headers, Rule, Union};
use crate::csp::files::pattern::Pattern;
use crate::csp::files::proxied;
use crate::csp::policies::HEADER;

/// `_headers`: a path, and below it, indented, the headers of what it fits.
pub(super) fn headers(file: &str, text: &str, _: &mut Vec<Diagnostic>) -> Headers {
    let (mut rules, mut contacts, mut path) = (Vec::new(), Vec::new(), None);
    for line in lines(text) {
        let content = text[line.clone()].trim();
        if content.is_empty() || content.starts_with('#') {
            continue;
        }
        if content.starts_with('/') || content.starts_with("https://") || content.starts_with("http://") {
            path = Some(Pattern::splat(content));
            continue;
        }
        let Some(pattern) = path.clone() else { continue };
        if let Some(detached) = content.strip_prefix('!') {
            if detached.trim().eq_ignore_ascii_case(HEADER) {
                rules.push(Rule { pattern, effect: Effect::TakeBack });
            }
            continue;
        }
        let Some((name, value)) = content.split_once(':') else { continue };
        contacts.extend(contacts::of(name.trim(), value, || place(file, text, &line, value.trim())));
        if name.trim().eq_ignore_ascii_case(HEADER) {
            let place = place(file, text, &line, value.trim());
            rules.push(Rule::send(pattern, value, &place));
        }
    }
    Headers { union: Union::All, rules, contacts, proxied: Vec::new() }
}

/// `_redirects`: a rule a line.
pub(super) fn redirects(file: &str, text: &str, _: &mut Vec<Diagnostic>) -> Headers {
    let redirect =
        |line: Range<usize>| proxied::redirect(&text[line.clone()], |address| place(file, text, &line, address));
    let proxied = lines(text).filter_map(redirect).collect();
    Headers { union: Union::All, rules: Vec::new(), contacts: Vec::new(), proxied }
}

/// `.htaccess`: `Header always set Content-Security-Policy "…"`. What stands in a section, or depends on a condition, is
/// taken as sent with every page.
pub(super) fn htaccess(file: &str, text: &str, _: &mut Vec<Diagnostic>) -> Headers {
    let (mut rules, mut contacts, mut proxied, mut sections) = (Vec::new(), Vec::new(), Vec::new(), 0_usize);
    let mut lines = lines(text);
    while let Some(mut line) = lines.next() {
        while text[line.clone()].ends_with('\\') {
            let Some(next) = lines.next() else { break };
            line.end = next.end;
        }
        let content = text[line.clone()].trim_start();
        let module = content.to_ascii_lowercase();
        if module.starts_with("</") && !module.starts_with("</ifmodule") {
            sections = sections.saturating_sub(1);
        } else if module.starts_with('<') && !module.starts_with("<ifmodule") && !module.starts_with("</") {
            sections += 1;
        }
        let words = words(content);
        proxied.extend(proxied::apache(&words, |address| place(file, text, &line, address)));
        let mut words = words.into_iter();
        if !words.next().is_some_and(|word| word.eq_ignore_ascii_case("header")) {
            continue;
        }
        let mut action = words.next().unwrap_or_default().to_ascii_lowercase();
        if matches!(action.as_str(), "always" | "onsuccess") {
            action = words.next().unwrap_or_default().to_ascii_lowercase();
        }
        let name = words.next().unwrap_or_default();
        let name = name.trim_end_matches(':');
        let is_policy = name.eq_ignore_ascii_case(HEADER);
        match (action.as_str(), words.next()) {
            ("set" | "setifempty" | "append" | "merge" | "add", Some(value)) => {
                let place = place(file, text, &line, &value);
                contacts.extend(contacts::of(name, &value, || place.clone()));
                rules.extend(is_policy.then(|| Rule::send(Pattern::all(), &value, &place)));
            }
            ("unset", _) if is_policy && sections == 0 => {
                rules.push(Rule { pattern: Pattern::all(), effect: Effect::TakeBack })
            }
            _ => {}
        }
    }
    Headers { union: Union::All, rules, contacts, proxied }
}

/// The lines of `text`, without their ends.
fn lines(text: &str) -> impl Iterator<Item = Range<usize>> {
    let mut at = 0;
    text.split_inclusive('\n').map(move |line| {
        let start = at;
        at += line.len();
        start..start + line.trim_end_matches(['\n', '\r']).len()
    })
}

/// Where `value` stands in the line, or the line.
fn place(file: &str, text: &str, line: &Range<usize>, value: &str) -> Place {
    let found = text[line.clone()].find(value).filter(|_| !value.is_empty());
    let span = found.map_or(line.clone(), |at| line.start + at..line.start + at + value.len());
    Place::of(file, text, span)
}

/// The words of a directive: between blanks, or in quotes, inside which a backslash keeps a quote.
fn words(line: &str) -> Vec<String> {
    let (mut words, mut rest) = (Vec::new(), line.trim());
    while let Some(first) = rest.chars().next() {
        let mut word = String::new();
        let quoted = matches!(first, '"' | '\'');
        let mut characters = rest.char_indices().skip(usize::from(quoted));
        let mut end = rest.len();
        while let Some((at, character)) = characters.next() {
            match character {
                '\\' => word.extend(characters.next().map(|(_, kept)| kept)),
                _ if quoted && character == first => {
                    end = at + 1;
                    break;
                }
                _ if !quoted && character.is_ascii_whitespace() => {
                    end = at;
                    break;
                }
                _ => word.push(character),
            }
        }
        words.push(word);
        rest = rest[end..].trim_start();
    }
    words
}
