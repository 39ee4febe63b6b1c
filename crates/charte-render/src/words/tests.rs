//! Durations in words, and how parts in another language or direction are put into a text.

use charte_core::charter::Charter;
use charte_themes::BASE;

use crate::Renderer;
use crate::fixtures::{rich, texts};
use crate::keys::key;
use crate::theme::{Folder, Theme};
use crate::words::*;

fn base() -> Theme {
    Theme::load(BASE, &Folder::default()).unwrap()
}

fn words(language: &str) -> Words {
    Words::new(language, base().texts(language).unwrap(), &["fr".into(), language.into()])
}

fn span(words: &Words, number: u32, unit: Unit) -> String {
    words.lifetime(Some(Lifetime::Span(number, unit)))
}

#[test]
fn durations_agree_with_their_number() {
    for (language, unit, said) in [
        ("fr", Unit::Month, [(1, "1 mois"), (13, "13 mois"), (1_000_000, "1000000 de mois")].as_slice()),
        ("en", Unit::Year, &[(1, "1 year"), (2, "2 years")]),
        ("cs", Unit::Year, &[(1, "1 rok"), (2, "2 roky"), (5, "5 let")]),
        ("pl", Unit::Month, &[(1, "1 miesiąc"), (2, "2 miesiące"), (6, "6 miesięcy"), (22, "22 miesiące")]),
        ("sl", Unit::Day, &[(1, "1 dan"), (2, "2 dneva"), (3, "3 dnevi"), (5, "5 dni"), (101, "101 dan")]),
        (
            "ar",
            Unit::Month,
            &[(1, "شهر واحد"), (2, "شهران"), (6, "\u{2068}6\u{2069} أشهر"), (13, "\u{2068}13\u{2069} شهرًا")],
        ),
    ] {
        let words = words(language);
        for (number, expected) in said {
            assert_eq!(span(&words, *number, unit).replace('\u{a0}', " "), *expected, "{language}");
        }
    }
}

#[test]
fn what_is_said_in_another_language_is_marked() {
    let breton = words("br");
    let player = texts("Lecteur", "Player");
    let said = breton.choose(&player).unwrap();
    assert_eq!(said, Phrase::in_language("fr", "Lecteur"));
    let whole =
        breton.compose("charter.transfer_words", &[("countries", Phrase::from("YouTube")), ("mechanism", said)]);
    let parts: Vec<(&str, Option<&str>)> =
        whole.0.iter().map(|piece| (piece.text.as_str(), piece.lang.as_deref())).collect();
    assert!(
        matches!(parts.as_slice(), [(before, None), ("Lecteur", Some("fr"))] if before.starts_with("YouTube")),
        "{parts:?}"
    );
    assert_eq!(words("en").choose(&player).unwrap().language(), None);
    assert_eq!(words("fr-CA").choose(&player).unwrap().language(), None);
}

#[test]
fn names_stand_apart_where_the_text_runs_from_right_to_left() {
    let arabic = words("ar");
    let said = arabic.text_with("preferences.provider", &[("name", ".youtube.com")]);
    assert!(said.contains("\u{2068}.youtube.com\u{2069}"), "{said}");
    assert_eq!(arabic.list(["a.fr", "b.fr"]), "\u{2068}a.fr\u{2069} و\u{2068}b.fr\u{2069}");
    assert!(!words("fr").text_with("preferences.provider", &[("name", "x")]).contains('\u{2068}'));
}

#[test]
fn only_what_has_a_value_is_filled_in() {
    let value = |name: &str| (name == "n").then(|| "{n}".to_string());
    for (text, filled) in
        [("{n} {x} {", "{n} {x} {"), ("{{n}}", "{{n}}"), ("{N}{n}", "{N}{n}"), ("}{n", "}{n"), ("", "")]
    {
        assert_eq!(fill(text, value), filled);
    }
}

#[test]
fn a_charter_says_which_of_its_parts_are_in_another_language() {
    let mut charter = rich();
    charter.languages = vec!["ar".into(), "fr".into()];
    let renderer = |charter: &Charter| Renderer::new(&base(), charter).unwrap();
    let html = renderer(&charter).charter("ar").unwrap();
    assert!(html.starts_with("<div class=\"charte-charter\" lang=\"ar\" dir=\"rtl\" data-charte-built>"), "{html}");
    assert!(html.contains("<p><span lang=\"fr\" dir=\"ltr\">Fournit les fonds de carte.</span></p>"), "{html}");
    assert!(html.contains("<span lang=\"fr\" dir=\"ltr\">d&#233;cision d&#8217;ad&#233;quation (UE) 2023/1795</span>"));
    let page = renderer(&charter).page("ar", "").unwrap();
    assert!(page.contains("<html lang=\"ar\" dir=\"rtl\">") && page.contains("hreflang=\"x-default\""));
    assert!(!renderer(&rich()).charter("fr").unwrap().contains("<span lang=\"fr\""));
    let config = renderer(&charter).runtime_config("ar").unwrap();
    assert_eq!(config[key!(languageAttributes)], serde_json::json!({ "lang": "ar", "dir": "rtl" }));
    let details = renderer(&charter).later_config("ar").unwrap()[key!(serviceDetails)].take();
    assert_eq!(details["youtube"][key!(descriptionLanguage)], serde_json::json!({ "lang": "fr", "dir": "ltr" }));
}
