//! Circles of a graph: the sets of places each of which is reached from each other.

use std::collections::{BTreeMap, BTreeSet};

/// The circles of two places or more among these arrows, each in order.
pub(crate) fn circles<'a>(arrows: impl Iterator<Item = &'a (String, String)>) -> Vec<Vec<&'a str>> {
    let mut next: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for (from, to) in arrows {
        next.entry(from).or_default().push(to);
    }
    let reach: BTreeMap<&str, BTreeSet<&str>> = next.keys().map(|place| (*place, reached(place, &next))).collect();
    let mut found: Vec<Vec<&str>> = Vec::new();
    for (place, ahead) in &reach {
        let comes_back = |other: &&&str| reach.get(**other).is_some_and(|ahead| ahead.contains(place));
        let circle: Vec<&str> = ahead.iter().filter(comes_back).copied().collect();
        if circle.len() > 1 && !found.contains(&circle) {
            found.push(circle);
        }
    }
    found
}

/// All places that arrows lead to from one.
fn reached<'a>(start: &str, next: &BTreeMap<&str, Vec<&'a str>>) -> BTreeSet<&'a str> {
    let mut seen = BTreeSet::new();
    let mut open: Vec<&str> = next[start].clone();
    while let Some(place) = open.pop() {
        if seen.insert(place) {
            open.extend(next.get(place).into_iter().flatten());
        }
    }
    seen
}

#[test]
fn a_circle_is_found_and_a_chain_is_none() {
    let arrows = [("a", "b"), ("b", "c"), ("c", "b"), ("c", "d")].map(|(from, to)| (from.to_owned(), to.to_owned()));
    assert_eq!(circles(arrows.iter()), [["b", "c"]]);
}
