//! Suggestions for misspelt words, and lists of words for messages.

/// The candidate nearest to `word`, if one is near enough to be worth naming.
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let word = word.to_lowercase();
    candidates
        .into_iter()
        .map(|candidate| (strsim::jaro_winkler(&word, &candidate.to_lowercase()), candidate))
        .filter(|(score, _)| *score >= 0.8)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, candidate)| candidate)
}

/// The name of which `word` is most likely a misspelling: a slip or two, or something added behind a hyphen. It is stricter than
/// [`nearest`], because the names of different vendors resemble each other (`maps`, `umap`).
pub fn misspelt<'a>(word: &str, names: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    const SHORTEST: usize = 4;
    let (word, spelt) = (word.to_lowercase(), letters(word));
    let slips = (spelt.chars().count() / SHORTEST).min(2);
    let distance = |name: &str| {
        let is_extended = word.strip_prefix(name).is_some_and(|rest| rest.starts_with('-'));
        if is_extended { slips } else { strsim::osa_distance(&spelt, &letters(name)) }
    };
    names
        .into_iter()
        .filter(|name| name.len() >= SHORTEST)
        .map(|name| (distance(name), name))
        .filter(|(distance, _)| *distance <= slips)
        // Of names that are equally near, the longest has most in common with the word.
        .min_by_key(|(distance, name)| (*distance, std::cmp::Reverse(name.len())))
        .map(|(_, name)| name)
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
        assert_eq!(misspelt("Youtub", names), Some("youtube"));
        assert_eq!(misspelt("linked-in", names), Some("linkedin"));
        assert_eq!(misspelt("linkedin-insight-tag", names), Some("linkedin-insight"));
        assert_eq!(misspelt("maps", names), None);
        assert_eq!(misspelt("x-ray", names), None);
        assert_eq!(misspelt("map", names), None);
    }

    #[test]
    fn lists_read_as_sentences() {
        assert_eq!(list(["a"]), "`a`");
        assert_eq!(list(["a", "b", "c"]), "`a`, `b` and `c`");
        assert_eq!(any(["a", "b", "c"]), "`a`, `b` or `c`");
    }
}
