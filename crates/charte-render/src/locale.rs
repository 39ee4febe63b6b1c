//! Unicode data (CLDR) for a language: plural forms, lists, dates, direction; and its fallback languages. The only file that uses
//! ICU4X.

use icu_calendar::{Date, Gregorian};
use icu_datetime::FixedCalendarDateTimeFormatter;
use icu_datetime::fieldsets::{M, YMD};
use icu_list::ListFormatter;
use icu_list::options::{ListFormatterOptions, ListLength};
use icu_locale::{LanguageIdentifier, Locale as Tag, LocaleDirectionality};
use icu_plurals::{PluralCategory, PluralRules};

/// The plural categories of CLDR, in their usual order.
pub(crate) const FORMS: [&str; 6] = ["zero", "one", "two", "few", "many", "other"];

/// The first day of a month in languages that do not write it as a number. CLDR lacks these.
const FIRSTS: [(&str, &str); 2] = [("fr", "1er"), ("oc", "1èr")];
/// Languages with one plural form. Any other language with one form has no plural rules in CLDR; English's two forms are used
/// for it.
const UNCOUNTED: [&str; 11] = ["id", "ja", "km", "ko", "lo", "ms", "my", "th", "vi", "yue", "zh"];
/// Languages for which CLDR has the names of months, but English's order of day and month.
const DAY_FIRST: [&str; 1] = ["ga"];
/// Tags for the same language: in CLDR, `no` is Norwegian Bokmål.
const SAME: [(&str, &str); 3] = [("nb", "no"), ("nn", "no"), ("no", "nb")];

/// Tags for the European form of a language: "1 November", not "November 1".
const EUROPEAN: [(&str, &str); 1] = [("en", "en-GB")];

/// The languages for which every browser has dates and lists: those of Chromium, which has the fewest.
const BROWSERS: [&str; 54] = [
    "af", "am", "ar", "bg", "bn", "bs", "ca", "cs", "da", "de", "el", "en", "es", "et", "fa", "fi", "fil", "fr", "gu",
    "he", "hi", "hr", "hu", "id", "it", "ja", "kk", "kn", "ko", "lt", "lv", "ml", "mr", "ms", "nb", "nl", "no", "pl",
    "pt", "ro", "ru", "sk", "sl", "sr", "sv", "sw", "ta", "te", "th", "tr", "uk", "ur", "vi", "zh",
];
/// Those of them for which browsers use other digits than `0` to `9`.
const OTHER_DIGITS: [&str; 4] = ["ar", "bn", "fa", "mr"];

/// The plural form for a number.
pub(crate) fn form(language: &str, number: u32) -> &'static str {
    rules(language).map_or("other", |rules| name(rules.category_for(number)))
}

/// A list as in a sentence: "a, b and c".
pub(crate) fn list<'a>(language: &str, things: impl IntoIterator<Item = &'a str>) -> String {
    let things: Vec<&str> = things.into_iter().collect();
    if let [thing] = things.as_slice() {
        return (*thing).to_owned();
    }
    let wide = ListFormatterOptions::default().with_length(ListLength::Wide);
    match ListFormatter::try_new_and((&tag(language)).into(), wide) {
        Ok(list) => list.format_to_string(things.iter()),
        Err(_) => things.join(", "),
    }
}

/// A day given as `YYYY-MM-DD`, in the language's long form. `None` if it is not a date.
pub(crate) fn date(language: &str, iso: &str) -> Option<String> {
    let [year, month, day] = iso.split('-').collect::<Vec<_>>().try_into().ok()?;
    let number: u8 = day.parse().ok()?;
    let date = Date::try_new_gregorian(year.parse().ok()?, month.parse().ok()?, number).ok()?;
    if DAY_FIRST.contains(&primary(language).as_str()) {
        let month = FixedCalendarDateTimeFormatter::<Gregorian, _>::try_new((&tag(language)).into(), M::long()).ok()?;
        return Some(format!("{number} {} {year}", month.format(&date)));
    }
    let formatter =
        FixedCalendarDateTimeFormatter::<Gregorian, _>::try_new((&tag(language)).into(), YMD::long()).ok()?;
    let words = formatter.format(&date).to_string();
    // Without names of months in CLDR, ICU4X numbers them: "2026 M11 1".
    if words.contains(&format!("M{month}")) {
        return Some(format!("{day}/{month}/{year}"));
    }
    let first = FIRSTS.iter().find(|(one, _)| number == 1 && *one == primary(language));
    Some(match words.strip_prefix(&format!("{number} ")) {
        // No line break between day and month.
        Some(rest) => format!("{}\u{a0}{rest}", first.map_or(number.to_string(), |(_, first)| (*first).into())),
        None => words,
    })
}

/// A text with its first letter in lower case, for inside a sentence.
pub(crate) fn inside_sentence(language: &str, text: &str) -> String {
    // German nouns keep their capital.
    if primary(language) == "de" {
        return text.into();
    }
    let mut characters = text.chars();
    let first = characters.next().map(char::to_lowercase);
    first.into_iter().flatten().chain(characters).collect()
}

/// The plural forms that a language has for cardinal numbers.
pub(crate) fn forms(language: &str) -> Vec<&'static str> {
    let had: Vec<&str> =
        rules(language).iter().flat_map(|rules| rules.categories().map(name).collect::<Vec<_>>()).collect();
    FORMS.into_iter().filter(|form| had.contains(form)).collect()
}

/// The direction of a language, as the value of a `dir` attribute.
pub fn direction(language: &str) -> &'static str {
    let tag = LanguageIdentifier::try_from_str(language).unwrap_or(LanguageIdentifier::UNKNOWN);
    if LocaleDirectionality::new_common().is_right_to_left(&tag) { "rtl" } else { "ltr" }
}

/// The tag for dates and lists of a language.
pub(crate) fn european(language: &str) -> &str {
    EUROPEAN.iter().find(|(one, _)| *one == language).map_or(language, |(_, other)| other)
}

/// The tag for dates and lists in browsers; `None` where some browser lacks the language and would use the visitor's.
pub(crate) fn in_browsers(language: &str) -> Option<String> {
    let primary = primary(language);
    let digits = if OTHER_DIGITS.contains(&primary.as_str()) { "-u-nu-latn" } else { "" };
    BROWSERS.contains(&primary.as_str()).then(|| format!("{}{digits}", european(language)))
}

/// A language tag and its fallbacks, nearest first: `pt-BR`, `pt`.
pub fn fallbacks(language: &str) -> Vec<String> {
    let mut tags = vec![language.to_owned()];
    let mut rest = language;
    while let Some((shorter, _)) = rest.rsplit_once('-') {
        tags.push(shorter.to_owned());
        rest = shorter;
    }
    let same = SAME.iter().find(|(one, _)| rest.eq_ignore_ascii_case(one));
    tags.extend(same.map(|(_, other)| (*other).to_owned()));
    tags
}

/// Whether German is written without ß: where the tag says so, or says no region and the publisher is in such a country.
pub fn writes_ss(language: &str, country: &str) -> bool {
    let (base, region) = language.split_once('-').unwrap_or((language, country));
    base.eq_ignore_ascii_case("de") && ["CH", "LI"].iter().any(|code| region.eq_ignore_ascii_case(code))
}

/// The primary language subtag of a tag (BCP 47), in lower case.
pub fn primary(language: &str) -> String {
    language.split('-').next().unwrap_or_default().to_ascii_lowercase()
}

fn rules(language: &str) -> Option<PluralRules> {
    let of = |language: &str| PluralRules::try_new_cardinal((&tag(language)).into()).ok();
    let rules = of(language)?;
    let is_known = rules.categories().nth(1).is_some() || UNCOUNTED.contains(&primary(language).as_str());
    if is_known { Some(rules) } else { of("en") }
}

/// The locale for ICU4X, with the digits 0 to 9 in every script, as in the other numbers of the charter.
fn tag(language: &str) -> Tag {
    Tag::try_from_str(&format!("{}-u-nu-latn", european(language))).unwrap_or(Tag::UNKNOWN)
}

fn name(category: PluralCategory) -> &'static str {
    match category {
        PluralCategory::Zero => "zero",
        PluralCategory::One => "one",
        PluralCategory::Two => "two",
        PluralCategory::Few => "few",
        PluralCategory::Many => "many",
        PluralCategory::Other => "other",
    }
}

#[cfg(test)]
mod tests {
    use crate::locale::*;

    #[test]
    fn german_is_spelled_as_in_the_country_of_the_tag_or_of_the_publisher() {
        for (language, country) in [("de", "CH"), ("de", "LI"), ("de-CH", "FR"), ("de-LI", "DE")] {
            assert!(writes_ss(language, country), "{language} {country}");
        }
        for (language, country) in [("de", "DE"), ("de", "AT"), ("de-DE", "CH"), ("fr", "CH"), ("fr-CH", "CH")] {
            assert!(!writes_ss(language, country), "{language} {country}");
        }
    }

    #[test]
    fn days_are_written_as_people_write_them() {
        for (language, words) in [
            ("fr", "1er novembre 2026"),
            ("fr-CA", "1er novembre 2026"),
            ("en", "1 November 2026"),
            ("en-US", "November 1, 2026"),
            ("de", "1. November 2026"),
            ("lt", "2026 m. lapkričio 1 d."),
            ("ar", "1 نوفمبر 2026"),
            ("ga", "1 Samhain 2026"),
            ("oc", "1èr de novembre 2026"),
            ("gl", "1 de novembro de 2026"),
            ("nb", "1. november 2026"),
            ("gsw", "01/11/2026"),
            ("not a tag", "01/11/2026"),
        ] {
            let said = date(language, "2026-11-01").map(|said| said.replace('\u{a0}', " "));
            assert_eq!(said.as_deref(), Some(words), "{language}");
        }
        assert_eq!(date("fr", "2026-11-11").as_deref(), Some("11\u{a0}novembre 2026"));
        for none in ["2026-13-01", "2026-02-30", "2026", "now"] {
            assert_eq!(date("fr", none), None);
        }
    }

    #[test]
    fn lists_and_forms_are_the_languages_own() {
        assert_eq!(list("fr", ["a", "b", "c"]), "a, b et c");
        assert_eq!(list("es", ["a", "Italia"]), "a e Italia");
        assert_eq!(list("ar", ["a"]), "a");
        assert_eq!(forms("sl"), ["one", "two", "few", "other"]);
        assert_eq!((forms("oc"), forms("ja")), (vec!["one", "other"], vec!["other"]));
        assert_eq!((form("cs", 3), form("cs", 5), form("ar", 2), form("not a tag", 1)), ("few", "other", "two", "one"));
        assert_eq!(inside_sentence("fr", "Soumis"), "soumis");
        assert_eq!(inside_sentence("de-AT", "Einwilligung"), "Einwilligung");
    }

    #[test]
    fn arabic_runs_from_right_to_left() {
        for (language, expected) in
            [("ar", "rtl"), ("ar-TN", "rtl"), ("he", "rtl"), ("tr", "ltr"), ("not a tag", "ltr")]
        {
            assert_eq!(direction(language), expected, "{language}");
        }
    }

    #[test]
    fn what_stands_in_for_a_language_is_the_nearest() {
        assert_eq!(fallbacks("pt-BR"), ["pt-BR", "pt"]);
        assert_eq!(fallbacks("zh-Hant-TW"), ["zh-Hant-TW", "zh-Hant", "zh"]);
        assert_eq!(fallbacks("nb"), ["nb", "no"]);
        assert_eq!(in_browsers("en").as_deref(), Some("en-GB"));
        assert_eq!(in_browsers("ar").as_deref(), Some("ar-u-nu-latn"));
        assert_eq!(in_browsers("br"), None);
    }
}
