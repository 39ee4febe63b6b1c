//! Cycles of a graph: the sets of nodes that all reach each other.

use std::collections::{BTreeMap, BTreeSet};

/// The cycles of two nodes or more among these edges, each in order.
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

/// All nodes that can be reached from one.
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
