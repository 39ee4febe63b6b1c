//! Patterns of hosts, `example.org` or `*.example.org`. A host is looked up by each of its suffixes.

use std::collections::HashMap;

/// A map from patterns of hosts to values. Of two values for one pattern the first stays.
#[derive(Debug, Clone)]
pub(super) struct Hosts<T> {
    exact: HashMap<String, T>,
    below: HashMap<String, T>,
}

impl<T> Default for Hosts<T> {
    fn default() -> Self {
        Hosts { exact: HashMap::new(), below: HashMap::new() }
    }
}

impl<T: Copy> Hosts<T> {
    /// Adds a pattern.
    pub(super) fn add(&mut self, pattern: &str, value: T) {
        let pattern = pattern.trim().trim_end_matches('.').to_ascii_lowercase();
        match pattern.strip_prefix("*.") {
            Some(domain) => self.below.entry(domain.to_owned()).or_insert(value),
            None => self.exact.entry(pattern).or_insert(value),
        };
    }

    /// The value of the first exact host, in alphabetical order, that has this prefix and whose value counts.
    pub(super) fn first_with_prefix(&self, prefix: &str, counts: impl Fn(&T) -> bool) -> Option<T> {
        let hosts = self.exact.iter().filter(|(host, value)| host.starts_with(prefix) && counts(value));
        hosts.min_by_key(|(host, _)| host.as_str()).map(|(_, value)| *value)
    }

    /// The value of the most specific pattern that matches, and its weight: an exact host has more than any domain, a longer domain
    /// more than a shorter one.
    pub(super) fn find(&self, host: &str) -> Option<(usize, T)> {
        let host = host.trim_end_matches('.');
        if let Some(value) = self.exact.get(host) {
            return Some((host.len() * 2 + 1, *value));
        }
        let mut domain = host;
        loop {
            if let Some(value) = self.below.get(domain) {
                return Some((domain.len() * 2, *value));
            }
            domain = domain.split_once('.')?.1;
        }
    }
}
