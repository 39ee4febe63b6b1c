//! Suggestions for misspelt words, and lists of words and numbers for messages.

use std::cmp::Reverse;
use std::collections::BTreeMap;

/// The candidate nearest to `word`, if one is near enough to be worth naming.
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let word = word.to_lowercase();
    let letters = Histogram::of(&word);
    candidates
        .into_iter()
        .filter(|candidate| letters.can_be_near(&Histogram::of(candidate)))
        .map(|candidate| (strsim::jaro_winkler(&word, &candidate.to_lowercase()), candidate))
        .filter(|(score, _)| *score >= 0.8)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, candidate)| candidate)
}

/// The only candidate of which `word` can be a slip: the same letters, or one or two others in a longer word. `None` if
/// several can be meant.
pub fn slip<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let spelt = letters(word);
    let slips = slips_in(&spelt);
    let near = candidates.into_iter().map(|name| (strsim::osa_distance(&spelt, &letters(name)), name));
    let near: Vec<(usize, &str)> = near.filter(|(distance, _)| *distance <= slips).collect();
    let same = || near.iter().filter(|(distance, _)| *distance == 0);
    match (same().count(), near.len()) {
        (1, _) => same().next().map(|(_, name)| *name),
        (0, 1) => near.first().map(|(_, name)| *name),
        _ => None,
    }
}

/// How often each letter occurs in a word, whatever its case. It rules out most pairs of words that are not near at once,
/// which matters in a file with a hundred thousand unknown keys.
struct Histogram {
    counts: [u8; 32],
    length: usize,
    is_ascii: bool,
}

impl Histogram {
    fn of(word: &str) -> Histogram {
        let mut counts = [0_u8; 32];
        for byte in word.bytes() {
            let count = &mut counts[usize::from(byte % 32)];
            *count = count.saturating_add(1);
        }
        Histogram { counts, length: word.len(), is_ascii: word.is_ascii() }
    }

    /// Whether the Jaro-Winkler similarity of two words can be 0.8. It counts beginnings only where the Jaro similarity is above
    /// 0.7, and that is a mean of three: the parts of both words that are common letters, and how many of these are in order.
    fn can_be_near(&self, other: &Histogram) -> bool {
        if !self.is_ascii || !other.is_ascii || self.length > 255 || self.length.min(other.length) == 0 {
            return true;
        }
        let common: u32 = self.counts.iter().zip(&other.counts).map(|(one, other)| u32::from(*one.min(other))).sum();
        let common = f64::from(common);
        common / self.length as f64 + common / other.length as f64 > 1.1
    }
}

/// Names, to find the one that a word misspells.
#[derive(Debug, Clone, Default)]
pub struct Names<'a> {
    /// By the number of letters and digits.
    by_length: BTreeMap<usize, Vec<Name<'a>>>,
    /// The index of each in the list that they were made from.
    order: BTreeMap<&'a str, usize>,
}

#[derive(Debug, Clone)]
struct Name<'a> {
    name: &'a str,
    letters: String,
    /// One bit for each letter that it has.
    mask: u64,
    order: usize,
}

impl<'a> Names<'a> {
    /// Shorter names are skipped: too many words resemble them.
    const SHORTEST: usize = 4;

    /// These names.
    pub fn of(names: impl IntoIterator<Item = &'a str>) -> Names<'a> {
        let mut all = Names::default();
        let long = names.into_iter().filter(|name| name.len() >= Self::SHORTEST);
        for (order, name) in long.enumerate() {
            let letters = letters(name);
            let mask = mask(&letters);
            all.by_length.entry(letters.chars().count()).or_default().push(Name { name, letters, mask, order });
            all.order.entry(name).or_insert(order);
        }
        all
    }

    /// The names that differ from `word` in one or two letters.
    pub fn slips(&self, word: &str) -> impl Iterator<Item = &'a str> {
        let spelt = letters(word);
        let slips = slips_in(&spelt);
        self.near(&spelt, slips).into_iter().map(|(_, name, _)| name)
    }

    /// The names that differ from `spelt` in at most so many letters, each with their number and its place in the list.
    fn near(&self, spelt: &str, slips: usize) -> Vec<(usize, &'a str, usize)> {
        let (length, mask) = (spelt.chars().count(), mask(spelt));
        let near = self.by_length.range(length.saturating_sub(slips)..=length + slips).flat_map(|(_, names)| names);
        // A slip removes at most one letter and adds another.
        let near = near.filter(move |name| (name.mask ^ mask).count_ones() as usize <= 2 * slips);
        let near = near.map(move |name| (strsim::osa_distance(spelt, &name.letters), name.name, name.order));
        near.filter(|(distance, ..)| *distance <= slips).collect()
    }

    /// The name of which `word` is most likely a misspelling: a slip or two, or something added behind a hyphen. It is stricter
    /// than [`nearest`], because the names of different vendors resemble each other (`maps`, `umap`).
    pub fn misspelt(&self, word: &str) -> Option<&'a str> {
        let (word, spelt) = (word.to_lowercase(), letters(word));
        let slips = slips_in(&spelt);
        let extended = word.match_indices('-').filter_map(|(at, _)| self.order.get_key_value(&word[..at]));
        let extended: Vec<(usize, &'a str, usize)> = extended.map(|(name, order)| (slips, *name, *order)).collect();
        let is_extended = |name: &str| extended.iter().any(|(_, other, _)| *other == name);
        let near = self.near(&spelt, slips).into_iter().filter(|(_, name, _)| !is_extended(name));
        near.chain(extended.iter().copied())
            // Of names that are equally near, the longest has most in common with the word.
            .min_by_key(|(distance, name, order)| (*distance, Reverse(name.len()), *order))
            .map(|(_, name, _)| name)
    }
}

/// How many slips a word with these letters may have: none in the shortest ones, else one or two.
fn slips_in(letters: &str) -> usize {
    (letters.chars().count() / Names::SHORTEST).min(2)
}

fn mask(letters: &str) -> u64 {
    letters.chars().fold(0, |mask, letter| mask | 1 << (u32::from(letter) % 64))
}

/// The letters and digits of a name in lower case: what is left of it however it is written.
pub fn letters(name: &str) -> String {
    name.chars().filter(|letter| letter.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// "`a`, `b` and `c`", for messages that list what exists.
pub fn list<'a>(words: impl IntoIterator<Item = &'a str>) -> String {
    joined(words, "and")
}

/// "`a`, `b` or `c`", for messages that offer a choice.
pub fn any<'a>(words: impl IntoIterator<Item = &'a str>) -> String {
    joined(words, "or")
}

/// A number with its noun: "1 page", "12 pages".
pub fn count(number: usize, noun: &str) -> String {
    format!("{number} {noun}{}", if number == 1 { "" } else { "s" })
}

fn joined<'a>(words: impl IntoIterator<Item = &'a str>, last_link: &str) -> String {
    let words: Vec<String> = words.into_iter().map(|word| format!("`{word}`")).collect();
    match words.split_last() {
        None => "none".into(),
        Some((last, [])) => last.clone(),
        Some((last, rest)) => format!("{} {last_link} {last}", rest.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_is_recognised_and_another_word_is_not() {
        assert_eq!(nearest("languges", ["languages", "input"]), Some("languages"));
        assert_eq!(nearest("Theme", ["theme", "then"]), Some("theme"));
        assert_eq!(nearest("zebra", ["languages", "input"]), None);
    }

    #[test]
    fn a_name_is_misspelt_by_a_slip_or_two_alone() {
        let names = ["youtube", "umap", "x", "linkedin", "linkedin-insight"];
        let names = Names::of(names);
        let misspelt = |word| names.misspelt(word);
        assert_eq!(misspelt("Youtub"), Some("youtube"));
        assert_eq!(misspelt("linked-in"), Some("linkedin"));
        assert_eq!(misspelt("linkedin-insight-tag"), Some("linkedin-insight"));
        assert_eq!(misspelt("maps"), None);
        assert_eq!(misspelt("x-ray"), None);
        assert_eq!(misspelt("map"), None);
    }

    #[test]
    fn no_pair_of_near_words_is_passed_over() {
        let words =
            ["services", "service", "languages", "langue", "policy", "Policies", "url", "uri", "a", "", "été", "zz9"];
        for one in words {
            for other in words {
                let is_near = strsim::jaro_winkler(&one.to_lowercase(), &other.to_lowercase()) >= 0.8;
                assert_eq!(nearest(one, [other]).is_some(), is_near, "{one} {other}");
            }
        }
    }

    #[test]
    fn lists_read_as_sentences() {
        assert_eq!(list(["a"]), "`a`");
        assert_eq!(list(["a", "b", "c"]), "`a`, `b` and `c`");
        assert_eq!(any(["a", "b", "c"]), "`a`, `b` or `c`");
    }
}
