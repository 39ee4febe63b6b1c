//! The name of a site, as far as the titles of its pages tell it.

use std::collections::{BTreeMap, BTreeSet};

/// What titles of pages have in common at one end, such as the name of the town in "Agenda – Commune de Saint-Exemple": the part
/// that most of them have, and at least two.
pub(super) fn common_part(titles: &[String]) -> Option<String> {
    const BETWEEN: [&str; 7] = [" – ", " — ", " - ", " | ", " · ", " • ", " :: "];
    let mut parts: BTreeMap<&str, usize> = BTreeMap::new();
    for title in titles {
        let first = BETWEEN.iter().filter_map(|sign| title.split_once(sign)).min_by_key(|(first, _)| first.len());
        let last = BETWEEN.iter().filter_map(|sign| title.rsplit_once(sign)).min_by_key(|(_, last)| last.len());
        let ends: BTreeSet<&str> = match (first, last) {
            (Some((first, _)), Some((_, last))) => BTreeSet::from([first.trim(), last.trim()]),
            _ => BTreeSet::from([title.as_str()]),
        };
        ends.into_iter().for_each(|end| *parts.entry(end).or_default() += 1);
    }
    let is_common = |count: usize| count >= 2 && 2 * count > titles.len();
    // Of two that all titles have, the longer one says more.
    let common = parts.into_iter().filter(|(part, count)| !part.is_empty() && is_common(*count));
    common.max_by_key(|(part, count)| (*count, part.len())).map(|(part, _)| part.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_of_a_site_is_what_its_titles_have_in_common() {
        let common = |titles: &[&str]| common_part(&titles.iter().map(|title| (*title).to_owned()).collect::<Vec<_>>());
        let town = ["Accueil – Saint-Truc", "Agenda – Saint-Truc", "Plan - en ligne – Saint-Truc"];
        assert_eq!(common(&town).as_deref(), Some("Saint-Truc"));
        assert_eq!(common(&["Saint-Truc", "Saint-Truc | Agenda"]).as_deref(), Some("Saint-Truc"));
        assert_eq!(common(&["Accueil", "Agenda"]), None);
        assert_eq!(common(&["Accueil – Saint-Truc"]), None);
    }
}
