//! What the tables of a report hold, in whichever form they are written.

use std::collections::BTreeSet;

use super::collect::{Fate, Party, Report};
use super::words::Words;

/// The most pages that are listed; the rest is counted.
pub(super) const MAX_ROWS: usize = 300;

/// The three figures: their label, the number of third parties, and what is counted.
pub(super) fn figures<'a>(report: &Report, words: &'a Words) -> [(&'a str, usize, &'a str); 3] {
    let figure = |label, counts: &dyn Fn(Fate) -> bool, forms| {
        let count = report.parties.iter().filter(|party| counts(party.after)).count();
        (label, count, words.counted(count, forms))
    };
    [
        figure(words.before, &|_| true, words.without_asking),
        figure(words.after, &Fate::is_on_arrival, words.before_answer),
        figure(words.after_yes, &|fate| fate != Fate::Refused, words.with_consent),
    ]
}

/// Where a third party is contacted: so many pages, and the files that are none.
pub(super) fn files_of(party: &Party, words: &Words) -> String {
    let pages = (party.page_count > 0).then(|| words.count(party.page_count));
    pages.into_iter().chain(party.files.iter().cloned()).collect::<Vec<_>>().join(", ")
}

/// The names of third parties, by their ids.
pub(super) fn names_of(ids: &BTreeSet<String>, report: &Report, words: &Words) -> String {
    let names = report.parties.iter().filter(|party| ids.contains(&party.id)).map(|party| party.name.as_str());
    let names: Vec<&str> = names.collect();
    if names.is_empty() { words.none.to_owned() } else { names.join(", ") }
}
