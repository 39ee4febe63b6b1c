//! Patterns of addresses, `host/path` with `*` for any characters.

use std::collections::HashMap;

use aho_corasick::AhoCorasick;

/// A map from patterns of addresses to values.
#[derive(Debug, Clone, Default)]
pub(super) struct Paths<T> {
    /// Patterns of one host, by host.
    of_host: HashMap<String, Vec<(String, T)>>,
    /// Patterns whose host has a `*`.
    of_any: Vec<(String, T)>,
    /// The longest literal part of each pattern in `of_any`: where none of them is in the host or path, no pattern matches.
    literals: Option<AhoCorasick>,
}

impl<T: Copy> Paths<T> {
    /// Sorts patterns by host. Of two equal ones the first counts.
    pub(super) fn new(patterns: impl IntoIterator<Item = (String, T)>) -> Self {
        let mut paths = Paths { of_host: HashMap::new(), of_any: Vec::new(), literals: None };
        for (pattern, value) in patterns {
            match pattern.split_once('/') {
                Some((host, _)) if !host.contains('*') => {
                    paths.of_host.entry(host.to_ascii_lowercase()).or_default().push((pattern, value));
                }
                _ => paths.of_any.push((pattern, value)),
            }
        }
        let literals = paths.of_any.iter().map(|(pattern, _)| {
            let (host, path) = pattern.split_once('/').unwrap_or((pattern, ""));
            host.split('*').chain(path.split('*')).max_by_key(|part| part.len()).unwrap_or("")
        });
        paths.literals = AhoCorasick::new(literals).ok();
        paths
    }

    /// The value of the longest pattern that matches. Patterns match with and without the query of the address.
    pub(super) fn find(&self, host: &str, path: &str) -> Option<T> {
        let own = self.of_host.get(host);
        let is_possible = |literals: &AhoCorasick| literals.is_match(host) || literals.is_match(path);
        let any = self.literals.as_ref().is_none_or(is_possible).then_some(&self.of_any);
        if own.is_none() && any.is_none_or(Vec::is_empty) {
            return None;
        }
        let full = if path.starts_with('/') { format!("{host}{path}") } else { format!("{host}/{path}") };
        let bare = full.split('?').next().unwrap_or_default();
        let candidates = own.into_iter().chain(any).flatten();
        let matching = candidates.filter(|(pattern, _)| matches(pattern, &full) || matches(pattern, bare));
        let longest = matching.fold(None, |best: Option<&(String, T)>, next| match best {
            Some(best) if best.0.len() >= next.0.len() => Some(best),
            _ => Some(next),
        });
        longest.map(|(_, value)| *value)
    }
}

/// Whether the text matches the pattern. Greedy matching that backtracks only to the last `*`, which is enough.
pub(super) fn matches(pattern: &str, text: &str) -> bool {
    let (pattern, text) = (pattern.as_bytes(), text.as_bytes());
    let (mut at, mut place) = (0, 0);
    let mut star: Option<(usize, usize)> = None;
    while place < text.len() {
        if pattern.get(at) == Some(&b'*') {
            star = Some((at, place));
            at += 1;
        } else if pattern.get(at) == Some(&text[place]) {
            at += 1;
            place += 1;
        } else if let Some((star_at, star_place)) = star {
            at = star_at + 1;
            place = star_place + 1;
            star = Some((star_at, place));
        } else {
            return false;
        }
    }
    pattern[at..].iter().all(|byte| *byte == b'*')
}
