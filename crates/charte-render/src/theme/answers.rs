//! The labels of the banner's controls: none is blank, refusing is not called accepting, and says that it refuses. The texts
//! of a portal and of its theme's folder are checked; charte's own pass, as the tests of the languages show.

use std::collections::BTreeSet;

use charte_core::diagnostic::Diagnostic;

use crate::rules;
use crate::theme::wording::Wording;
use crate::words::Words;

/// Keys of the labels of controls.
const LABELS: [&str; 29] = [
    "banner.accept",
    "banner.refuse",
    "banner.customise",
    "banner.more",
    "preferences.save",
    "preferences.close",
    "preferences.allow",
    "preferences.accept",
    "preferences.refuse",
    "preferences.details",
    "placeholder.button",
    "placeholder.remember",
    "link.text",
    "charter.choice_button",
    "charter.objection_switch",
    "charter.rights_complaint",
    "charter.policy",
    "charter.evidence",
    "charter.contents",
    "charter.link_privacy",
    "charter.link_legal_notice",
    "charter.link_accessibility",
    "charter.browser_firefox",
    "charter.browser_chrome",
    "charter.browser_edge",
    "charter.browser_safari",
    "preferences.each",
    "page.skip",
    "page.home",
];
/// Beginnings of keys of the labels of links in placeholders.
const LINKS: &str = "placeholder.link";
/// The two answers, where both are for all services.
const ANSWERS: [(&str, &str); 2] = [("banner.accept", "banner.refuse"), ("preferences.accept", "preferences.refuse")];

/// Words of refusal besides those of charte's own texts, by language. A word of four letters or more stands for all that
/// begin with it.
const REFUSALS: &[(&str, &[&str])] = &[
    ("ca", &["rebutj", "refus", "deneg", "sense", "no"]),
    ("de", &["ablehn", "lehn", "verbiet", "verweiger", "ohne", "nein"]),
    ("en", &["refus", "reject", "declin", "deny", "disallow", "without", "don", "no"]),
    ("es", &["rechaz", "deneg", "denieg", "sin", "no"]),
    ("fr", &["refus", "rejet", "interdi", "déclin", "sans", "non"]),
    ("it", &["rifiut", "nega", "senza", "no"]),
    ("nl", &["weiger", "afwijz", "zonder", "nee"]),
    ("oc", &["refus", "sens", "non"]),
    ("pt", &["recus", "rejeit", "proib", "sem", "não"]),
];

/// The findings about the texts of one language, errors and warnings.
pub(crate) fn check(wording: &Wording, words: &Words) -> Vec<(String, Diagnostic)> {
    let language = &words.language;
    let links = words.keys().filter(|key| key.starts_with(LINKS));
    let blank = LABELS.into_iter().chain(links).filter(|key| words.find(key).is_some_and(is_blank));
    let mut findings: Vec<(String, Diagnostic)> = blank
        .map(|key| {
            let finding =
                rules::texts::LABEL_EMPTY.finding(format!("`{key}` in `{language}` has nothing to see or to hear"));
            (
                key.to_owned(),
                finding.help("write what the control does, or take the line out to have charte's own text"),
            )
        })
        .collect();
    for (accept, refuse) in ANSWERS {
        let (Some(yes), Some(no)) = (words.find(accept), words.find(refuse)) else { continue };
        let is_own = [accept, refuse].iter().any(|key| wording.has_own(language, key));
        if !is_own || is_blank(no) || is_blank(yes) {
            continue;
        }
        if letters(yes) == letters(no) {
            let message = format!("`{accept}` and `{refuse}` in `{language}` say the same: \"{}\"", no.trim());
            let help = "write a text for each that says what it does";
            findings.push((refuse.to_owned(), rules::texts::ANSWERS_ALIKE.finding(message).help(help)));
        } else if !refuses(wording, language, (accept, refuse), no) {
            let message = format!("`{refuse}` in `{language}` does not say that it refuses: \"{}\"", no.trim());
            let own = wording.built_in_text(language, refuse).unwrap_or_default();
            let help = format!("write it with a word of refusal, such as \"{own}\"");
            findings.push((refuse.to_owned(), rules::texts::REFUSAL_UNCLEAR.finding(message).help(help)));
        }
    }
    findings
}

/// Whether a text has a word of refusal: one that charte's own text for it has and that for accepting has not, or a usual
/// one. In a language of which neither is known, every text passes.
fn refuses(wording: &Wording, language: &str, (accept, refuse): (&str, &str), text: &str) -> bool {
    let own = |key| wording.built_in_text(language, key);
    let (Some(yes), Some(no)) = (own(accept), own(refuse)) else { return true };
    if no == text {
        return true;
    }
    let base = language.split('-').next().unwrap_or(language);
    let usual = REFUSALS.iter().find(|(tag, _)| *tag == base).map_or(&[][..], |(_, words)| words);
    let (yes, no) = (split(&yes), split(&no));
    let known: Vec<&str> = no.difference(&yes).map(String::as_str).chain(usual.iter().copied()).collect();
    split(text).iter().any(|word| known.iter().any(|known| is_like(word, known)))
}

/// Whether two words have the same stem: their first five letters, or all where one is shorter.
fn is_like(word: &str, known: &str) -> bool {
    const STEM: usize = 5;
    let stem: String = known.chars().take(STEM).collect();
    if stem.chars().count() < 4 { word == known } else { word.starts_with(&stem) }
}

/// The words of a text, in lower case.
fn split(text: &str) -> BTreeSet<String> {
    let words = text.split(|sign: char| !sign.is_alphabetic()).filter(|word| !word.is_empty());
    words.map(str::to_lowercase).collect()
}

/// A text by its letters alone.
fn letters(text: &str) -> String {
    text.to_lowercase().chars().filter(|sign| sign.is_alphanumeric()).collect()
}

/// Whether a text shows nothing: only white space and characters without width.
fn is_blank(text: &str) -> bool {
    text.chars().all(|sign| {
        sign.is_whitespace()
            || sign.is_control()
            || matches!(sign, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}')
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_without_width_is_blank() {
        for text in ["", " ", "\u{a0}", "\u{200b}", "\u{200f}\n"] {
            assert!(is_blank(text), "{text:?}");
        }
        assert!(!is_blank("×"));
    }

    #[test]
    fn words_are_compared_by_their_stems() {
        assert!(is_like("refusez", "refuser") && is_like("non", "non"));
        assert!(!is_like("nonante", "non") && !is_like("accepter", "refuser"));
    }
}
