//! What the built-in languages must have in common, and what a theme folder may say in one.

use std::collections::BTreeSet;

use crate::locale;
use crate::theme::tests::*;

/// The languages of the Union, of its neighbours and of French regions that charte has.
const SPOKEN: [&str; 34] = [
    "ar", "bg", "br", "ca", "cs", "da", "de", "el", "en", "es", "et", "eu", "fi", "fr", "ga", "gl", "hr", "hu", "is",
    "it", "lt", "lv", "mt", "nl", "no", "oc", "pl", "pt", "ro", "sk", "sl", "sv", "tr", "uk",
];

/// The texts of a built-in file, by key.
fn texts(language: &str) -> BTreeMap<String, String> {
    let mut findings = Vec::new();
    let file = file(&format!("texts/{language}.toml"));
    let entries = reader::read(language, file, &[CHECKED], &mut findings);
    assert!(findings.is_empty(), "{language}: {findings:?}");
    let count = entries.len();
    let texts: BTreeMap<_, _> = entries.into_iter().map(|entry| (entry.key, entry.value)).collect();
    assert_eq!(texts.len(), count, "{language}");
    texts
}

/// The key that replaces one in another language, where plural forms differ, and the form.
fn stem(key: &str) -> (&str, Option<&str>) {
    match key.rsplit_once('_') {
        Some((stem, form)) if key.starts_with("duration.") && locale::FORMS.contains(&form) => (stem, Some(form)),
        _ => (key, None),
    }
}

/// Whether a plural form of a language is for a single number.
fn is_one_number(language: &str, form: &str) -> bool {
    (0..=200).filter(|number| locale::form(language, *number) == form).count() == 1
}

#[test]
fn every_language_is_there() {
    let theme = load(&[]).unwrap();
    assert_eq!(theme.languages().collect::<Vec<_>>(), SPOKEN);
}

#[test]
fn every_language_has_every_text_with_its_variables() {
    let french = texts("fr");
    let of_stem: BTreeMap<&str, BTreeSet<String>> =
        french.iter().map(|(key, text)| (stem(key).0, wording::keys::variables(text))).collect();
    assert!(of_stem.len() > 200);
    let mut faults = Vec::new();
    for language in load(&[]).unwrap().languages() {
        let texts = texts(language);
        let stems: BTreeSet<&str> = texts.keys().map(|key| stem(key).0).collect();
        faults.extend(of_stem.keys().filter(|key| !stems.contains(*key)).map(|key| format!("{language} lacks {key}")));
        for (key, text) in &texts {
            let (stem, form) = stem(key);
            let Some(expected) = of_stem.get(stem) else {
                faults.push(format!("{language} has {key}, which French has not"));
                continue;
            };
            let variables = wording::keys::variables(text);
            let is_said_by_the_word = form.is_some_and(|form| is_one_number(language, form)) && variables.is_empty();
            if variables != *expected && !is_said_by_the_word {
                faults.push(format!("{language}, {key}: {variables:?} instead of {expected:?}"));
            }
            let may_be_empty = ["charter.first_english", "charter.third_english"].contains(&key.as_str());
            if text.trim().is_empty() && !may_be_empty {
                faults.push(format!("{language}, {key} is empty"));
            }
        }
    }
    assert!(faults.is_empty(), "{faults:#?}");
}

#[test]
fn every_language_has_its_own_plural_forms() {
    for language in load(&[]).unwrap().languages() {
        let forms = locale::forms(language);
        let texts = texts(language);
        for unit in ["second", "minute", "hour", "day", "week", "month", "year"] {
            let written =
                locale::FORMS.into_iter().filter(|form| texts.contains_key(&format!("duration.{unit}_{form}")));
            assert_eq!(written.collect::<Vec<_>>(), forms, "{language}, {unit}");
        }
    }
}

#[test]
fn only_the_first_languages_are_said_to_be_checked() {
    let theme = load(&[]).unwrap();
    let checked = theme.languages().filter(|language| texts(language).get(CHECKED).unwrap() == "true");
    assert_eq!(checked.collect::<Vec<_>>(), ["en", "fr"]);
}

#[test]
fn a_regional_language_takes_what_it_does_not_say_from_the_general_one() {
    let theme = load(&[("texts/fr-CA.toml", "[banner]\ntitle = \"Vos choix de témoins\"")]).unwrap();
    let texts = theme.texts("fr-CA").unwrap();
    assert_eq!(texts["banner.title"], "Vos choix de témoins");
    assert_eq!(texts["banner.accept"], "Tout accepter");
    assert_eq!(theme.texts("en-IE").unwrap(), theme.texts("en").unwrap());
    assert_eq!(theme.texts("nb").unwrap(), theme.texts("no").unwrap());
}

#[test]
fn plural_forms_that_a_language_does_not_have_are_reported() {
    let findings = load(&[("texts/en.toml", "[duration]\nmonth_few = \"{n} months\"\nmonth_other = \"{n} moons\"")]);
    let findings = findings.err().unwrap();
    assert_eq!(findings.len(), 1);
    assert_eq!((findings[0].code, findings[0].place.as_ref().unwrap().line), ("text-plural", 2));
    assert_eq!(findings[0].help.as_deref(), Some("its forms are `one` and `other`; take this one out"));
    // A language that only the theme has must have all texts.
    let theme = load(&[("texts/ru.toml", &file("texts/en.toml").replace("_other", "_many"))]).unwrap();
    let message = &theme.texts("ru").err().unwrap()[0].message;
    assert_eq!(
        message,
        "texts are missing in `ru`: `duration.day_few`, `duration.day_other`, `duration.hour_few`, `duration.hour_other`, \
         `duration.minute_few` and 9 more"
    );
}

#[test]
fn a_speaker_confirms_with_a_flag() {
    assert_eq!(codes(&[("texts/br.toml", "[language]\nchecked = \"yes\"")]), ["wrong-type"]);
    assert_eq!(codes(&[("texts/br.toml", "[banner]\ntitle = true")]), ["wrong-type"]);
    let theme = load(&[("texts/br.toml", "[language]\nchecked = true")]).unwrap();
    let mut charter = rich();
    charter.languages = vec!["fr".into(), "br".into(), "oc".into()];
    let note = Renderer::new(&theme, &charter).unwrap().unconfirmed_texts().unwrap();
    assert_eq!(note.message, "no speaker has confirmed charte's texts in `oc` yet");
    charter.languages.pop();
    assert_eq!(Renderer::new(&theme, &charter).unwrap().unconfirmed_texts(), None);
}

/// In each language, refusing with charte's own words passes, and a text that accepts does not.
#[test]
fn refusing_has_a_word_of_refusal_in_every_language() {
    let theme = load(&[]).unwrap();
    for language in SPOKEN {
        let own = texts(language);
        let warnings = |refuse: &str| {
            let mut charter = rich();
            charter.languages = vec![language.into()];
            charter.texts =
                BTreeMap::from([(language.into(), BTreeMap::from([("banner.refuse".into(), refuse.into())]))]);
            let renderer = Renderer::new(&theme, &charter);
            renderer.map(|renderer| renderer.unchecked_colours().iter().map(|finding| finding.code).collect::<Vec<_>>())
        };
        assert_eq!(warnings(&format!("{} !", own["banner.refuse"])), Ok(vec![]), "{language}");
        assert_eq!(warnings("OK"), Ok(vec!["refusal-unclear"]), "{language}");
        let alike = warnings(&own["banner.accept"]).unwrap_err();
        assert_eq!(alike.iter().map(|finding| finding.code).collect::<Vec<_>>(), ["answers-alike"], "{language}");
    }
}
