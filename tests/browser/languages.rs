//! Every theme on the narrowest screen, the base theme in every built-in language and the others in those with the longest words: nothing
//! overflows, and each page names its language.

use serde_json::{Value, json};

use crate::portals::{Portal, THEMES, languages};
use crate::site::Site;
use crate::themes::in_each_theme;
use crate::visit::{PLACEHOLDERS, Visit, await_banner, click, go, inner, open_preferences, value, wait};

/// The portal of the base theme.
const PLAIN: Portal = THEMES[0];

/// Languages with long words: in other themes than the base, whose placeholders differ little, only they are looked at on pages.
const LONG_WORDS: [&str; 3] = ["de", "fi", "hu"];

/// The languages in which other themes than the base are looked at: those whose texts most often have the longest word, and Arabic, which
/// is written from the right.
const WIDEST: [&str; 12] = ["ar", "de", "el", "eu", "fi", "hu", "is", "lt", "no", "ro", "tr", "uk"];

/// What is wider than its place: of the banner and the preferences, or of the page.
const WIDE: &str = include_str!("scripts/wide.js");

/// Whether the buttons of a banner are visible, and part of the page beside it.
const BANNER_FITS: &str = include_str!("scripts/banner-fits.js");

/// What the charter says about its language and the other ones.
const CHARTER_LANGUAGES: &str = include_str!("scripts/charter-languages.js");

/// What is wrong with one language in one theme: a place, and what was found there.
fn faults(visit: &Visit, portal: Portal, language: &str) -> Vec<(String, Value)> {
    let page = &visit.page;
    let mut faults = Vec::new();
    let mut look = |place: &str, expression: &str, expected: Value| {
        let seen = value(page, expression);
        if seen != expected {
            faults.push((format!("{place} of {} in {language}", portal.host), seen));
        }
    };
    if portal.host == PLAIN.host || LONG_WORDS.contains(&language) {
        visit.go(portal, &format!("/{language}/"));
        look("page", WIDE, json!([]));
    }
    let folder = if language == "fr" { String::new() } else { format!("{language}/") };
    visit.go(portal, &format!("/charte-cookies/{folder}"));
    await_banner(page);
    look("charter and banner", WIDE, json!([]));
    let fits = format!("({BANNER_FITS})({})", inner(".banner"));
    look("height of the banner", &fits, json!(true));
    value(page, &format!("{}.click()", inner(".banner .customise")));
    wait(page, &inner("dialog[open]"));
    look("preferences", WIDE, json!([]));
    faults
}

#[test]
fn nothing_overflows_on_the_narrowest_screen_in_any_theme() {
    let languages = languages();
    let faults = in_each_theme(|visit, portal| {
        visit.page.set_viewport(320, 568, 1.0, false).unwrap();
        let is_looked_at = |language: &&String| portal.host == PLAIN.host || WIDEST.contains(&language.as_str());
        languages.iter().filter(is_looked_at).flat_map(|language| faults(visit, portal, language)).collect()
    });
    assert!(faults.is_empty(), "{faults:#?}");
}

#[test]
fn each_page_says_its_language_and_direction_and_where_the_others_are() {
    let languages = languages();
    let visit = Visit::built(&Site::gallery(), &[PLAIN]);
    for language in ["ar", "br"] {
        let direction = if language == "ar" { "rtl" } else { "ltr" };
        visit.go_asked(PLAIN, &format!("/{language}/"));
        let host = "(host => [host.lang, getComputedStyle(host.shadowRoot.querySelector('.banner')).direction])(document.querySelector('charte-banner'))";
        assert_eq!(value(&visit.page, host), json!([language, direction]));
        let placed = format!(
            "[document.querySelector('.charte-link'), {PLACEHOLDERS}[0].documentElement].map(one => [one.lang, getComputedStyle(one).direction])"
        );
        assert_eq!(value(&visit.page, &placed), json!([[language, direction], [language, direction]]));
        click(&visit.page, ".banner .customise");
        // The catalogue is in French and English.
        let borrowed = format!(
            "[...{}.querySelectorAll('fieldset span[lang]')].map(one => one.lang)",
            "document.querySelector('charte-banner').shadowRoot"
        );
        wait(&visit.page, &inner("dialog[open]"));
        let borrowed = value(&visit.page, &borrowed);
        assert!(
            borrowed.as_array().is_some_and(|all| !all.is_empty() && all.iter().all(|one| one == "fr")),
            "{borrowed}"
        );
        go(&visit.page, PLAIN, &format!("/charte-cookies/{language}/"));
        let root = format!("https://{}/charte-cookies/", PLAIN.host);
        let all = languages.len();
        assert_eq!(value(&visit.page, CHARTER_LANGUAGES), json!([language, direction, all + 1, root, all, true]));
    }
}

#[test]
fn the_state_of_the_choice_is_shown_in_the_pages_language() {
    let visit = Visit::built(&Site::gallery(), &[PLAIN]);
    // Chromium does not have Breton: numbers instead of another language's words.
    for (language, list, date) in [
        (
            "fr",
            "Matomo et YouTube",
            r"\d (janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre) 20\d\d",
        ),
        (
            "de",
            "Matomo und YouTube",
            r"\d\. (Januar|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember) 20\d\d",
        ),
        ("ar", "Matomo وYouTube", r"\d [^ \d]+ 20\d\d"),
        ("br", "Matomo, YouTube", r"\d\d/\d\d/20\d\d"),
    ] {
        let folder = if language == "fr" { String::new() } else { format!("{language}/") };
        visit.go(PLAIN, &format!("/charte-cookies/{folder}"));
        open_preferences(&visit.page);
        for service in ["matomo", "youtube"] {
            let on =
                format!("(box => box.checked || box.click())({})", inner(&format!("dialog input[value={service}]")));
            value(&visit.page, &on);
        }
        click(&visit.page, "dialog .save");
        let state = wait(
            &visit.page,
            "(state => /20\\d\\d/.test(state) && state)(document.querySelector('[data-charte-state]').textContent)",
        );
        let state = state.as_str().unwrap();
        let matches = value(&visit.page, &format!("new RegExp({date:?}).test({state:?})"));
        assert!(state.contains(list) && matches == true, "{language}: {state}");
    }
}
