//! Which services a page's own code talks to (`_paq.push(…)`, `gtag(…)`): by the names of their queues and functions, which
//! must be there while the service waits. It does not parse scripts, and a name too many does no harm.

use std::collections::{BTreeMap, BTreeSet};

use aho_corasick::{AhoCorasick, MatchKind};

/// Shorter names are taken for others in minified scripts, unless a text is what they are called with.
const SHORT: usize = 4;

/// The names that scripts talk to services by.
#[derive(Debug, Clone, Default)]
pub(super) struct Talk {
    automaton: Option<AhoCorasick>,
    names: Vec<Name>,
}

/// One name, and whose it is: two services can share one.
#[derive(Debug, Clone)]
struct Name {
    length: usize,
    is_call: bool,
    services: Vec<usize>,
}

impl Talk {
    /// With each service's queues and functions, by its number.
    pub(super) fn new<'s>(services: impl Iterator<Item = (usize, &'s [String], &'s [String])>) -> Self {
        let mut names: BTreeMap<(&str, bool), Vec<usize>> = BTreeMap::new();
        for (service, queues, calls) in services {
            for (name, is_call) in queues.iter().map(|name| (name, false)).chain(calls.iter().map(|name| (name, true)))
            {
                names.entry((name, is_call)).or_default().push(service);
            }
        }
        // Two letters are everywhere in a page: with the parenthesis they are not.
        let patterns =
            names.keys().map(|(name, _)| if name.len() < SHORT { format!("{name}(") } else { (*name).into() });
        // Without overlaps the search can leap from one candidate to the next.
        let automaton = AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).build(patterns);
        let automaton = automaton.ok().filter(|_| !names.is_empty());
        let names = names.into_iter();
        let names = names.map(|((name, is_call), services)| Name { length: name.len(), is_call, services });
        Talk { automaton, names: names.collect() }
    }

    /// The services that the text talks to where `counts` says so, by their number.
    pub(super) fn find(&self, text: &[u8], counts: impl Fn(usize) -> bool) -> BTreeSet<usize> {
        let mut found = BTreeSet::new();
        let Some(automaton) = &self.automaton else { return found };
        for place in automaton.find_iter(text) {
            let Name { length, is_call, services } = &self.names[place.pattern().as_usize()];
            let (end, is_short) = (place.start() + length, *length < SHORT);
            let is_name = stands_alone(text, place.start()..end, is_short);
            if is_name && (!is_call || is_called(&text[end..], is_short)) && counts(place.start()) {
                found.extend(services);
            }
        }
        found
    }
}

fn is_letter(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'$')
}

/// Whether it is a whole name; a short one is nobody's property but the window's.
fn stands_alone(text: &[u8], place: std::ops::Range<usize>, is_short: bool) -> bool {
    let before = &text[..place.start];
    let is_property = is_short && before.ends_with(b".") && !before.ends_with(b"window.");
    !before.last().is_some_and(|byte| is_letter(*byte))
        && !text.get(place.end).is_some_and(|byte| is_letter(*byte))
        && !is_property
}

fn is_called(after: &[u8], is_short: bool) -> bool {
    let mut after = after.iter().copied().skip_while(u8::is_ascii_whitespace);
    if after.next() != Some(b'(') {
        return false;
    }
    !is_short
        || after.find(|byte| !byte.is_ascii_whitespace()).is_some_and(|byte| matches!(byte, b'\'' | b'"' | b'`' | b'&'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_told_from_parts_of_others() {
        let names = |list: &[&str]| list.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
        let (queues, calls) = (names(&["_paq"]), names(&["gtag", "ga", "pa.send"]));
        let talk = Talk::new([(7, queues.as_slice(), calls.as_slice())].into_iter());
        for (text, talks) in [
            ("_paq.push(['trackEvent'])", true),
            ("(window._paq = window._paq || []).push([])", true),
            ("<a onclick=\"gtag ('event')\">", true),
            ("e.gtag(x)", true),
            ("window.ga('send')", true),
            ("ga(&#39;send&#39;)", true),
            ("pa.send('x')", true),
            ("my_paq.push([])", false),
            ("_paqs", false),
            ("window.gtag && x", false),
            ("ga(div)", false),
            ("e.ga('send')", false),
            ("", false),
        ] {
            assert_eq!(talk.find(text.as_bytes(), |_| true).contains(&7), talks, "{text}");
        }
        assert!(talk.find(b"_paq _paq", |place| place > 8).is_empty());
        assert!(Talk::default().find(b"_paq", |_| true).is_empty());
    }
}
