//! Every language that charte speaks, on the narrowest screen: nothing overflows, and each page says what it is in.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use serde_json::{Value, json};

use crate::site::{SMALL, Site};
use crate::visit::{Visit, await_banner, click, go, inner, open_preferences, value, wait};

/// A video that waits, in every language that the base theme has.
fn site() -> (Arc<Site>, Vec<String>) {
    let texts = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../themes/base/texts");
    let names = fs::read_dir(texts).unwrap().map(|file| file.unwrap().file_name().into_string().unwrap());
    let mut languages: Vec<String> = names.map(|name| name.trim_end_matches(".toml").to_owned()).collect();
    languages.sort();
    // The first language has its charter at the root of the folder.
    languages.sort_by_key(|language| language != "fr");
    let page = |language: &str| {
        format!(
            "<!DOCTYPE html><html lang=\"{language}\"><meta charset=utf-8><meta name=viewport content=\"width=device-width\">\
             <title>{language}</title><body><main><h1>{language}</h1>\
             <iframe src=\"https://www.youtube.com/embed/x\" title=\"x\"></iframe></main></body></html>"
        )
    };
    let pages: Vec<(String, String)> =
        languages.iter().map(|language| (format!("{language}/index.html"), page(language))).collect();
    let pages: Vec<(&str, &str)> = pages.iter().map(|(path, page)| (path.as_str(), page.as_str())).collect();
    let services = format!("languages = {languages:?}\nservices = [\"matomo\", \"youtube\", \"google-maps\"]\n");
    (Site::small(&services, &pages), languages)
}

/// What is wider than its place: of the banner and the preferences, or of the page.
const WIDE: &str = "[document, document.querySelector('charte-banner')?.shadowRoot].filter(Boolean).flatMap(root =>
  [...root.querySelectorAll('.banner, .banner *, dialog, dialog :not(input), .charte-placeholder, .charte-placeholder *, .charte-charter *')]
    .filter(element => element.getClientRects()[0] && !element.closest('caption, thead, svg'))
    .filter(element => { const box = element.getBoundingClientRect();
      return box.left < -.5 || box.right > innerWidth + .5 || getComputedStyle(element).display !== 'inline' && element.scrollWidth > element.clientWidth + 1 })
    .map(element => element.outerHTML.slice(0, 160)))
  .concat(document.documentElement.scrollWidth > innerWidth ? ['the page'] : [])";

#[test]
fn nothing_overflows_on_the_narrowest_screen() {
    let (site, languages) = site();
    let visit = Visit::built(&site, &[SMALL]);
    visit.page.set_viewport(320, 568, 1.0, false).unwrap();
    let mut faults: Vec<(String, Value)> = Vec::new();
    let mut look = |place: String, expression: &str, expected: Value| {
        let seen = value(&visit.page, expression);
        if seen != expected {
            faults.push((place, seen));
        }
    };
    for language in &languages {
        visit.go(SMALL, &format!("/{language}/"));
        await_banner(&visit.page);
        look(format!("banner in {language}"), WIDE, json!([]));
        let seen = format!(
            "[...{root}.querySelectorAll('.banner button')].every(button => {{ const box = button.getBoundingClientRect();
               return box.top >= 0 && box.bottom <= innerHeight + .5 }}) && {banner}.clientHeight <= .35 * innerHeight + 1",
            root = "document.querySelector('charte-banner').shadowRoot",
            banner = inner(".banner"),
        );
        look(format!("height of the banner in {language}"), &seen, json!(true));
        click(&visit.page, ".banner .customise");
        wait(&visit.page, &inner("dialog[open]"));
        look(format!("preferences in {language}"), WIDE, json!([]));
        let folder = if language == "fr" { String::new() } else { format!("{language}/") };
        visit.go(SMALL, &format!("/charte-cookies/{folder}"));
        look(format!("charter in {language}"), WIDE, json!([]));
    }
    assert!(faults.is_empty(), "{faults:#?}");
}

#[test]
fn each_page_says_its_language_and_direction_and_where_the_others_are() {
    let (site, languages) = site();
    let visit = Visit::built(&site, &[SMALL]);
    for language in ["ar", "br"] {
        let direction = if language == "ar" { "rtl" } else { "ltr" };
        visit.go_asked(SMALL, &format!("/{language}/"));
        let host = "(host => [host.lang, getComputedStyle(host.shadowRoot.querySelector('.banner')).direction])(document.querySelector('charte-banner'))";
        assert_eq!(value(&visit.page, host), json!([language, direction]));
        let placed = "[...document.querySelectorAll('.charte-placeholder, .charte-link')].map(one => [one.lang, getComputedStyle(one).direction])";
        assert_eq!(value(&visit.page, placed), json!([[language, direction], [language, direction]]));
        click(&visit.page, ".banner .customise");
        // The catalogue speaks French and English.
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
        go(&visit.page, SMALL, &format!("/charte-cookies/{language}/"));
        let page = "[document.documentElement.lang, document.documentElement.dir, document.querySelectorAll('link[hreflang]').length,
            document.querySelector('link[hreflang=x-default]').href, document.querySelectorAll('.charte-languages a[hreflang]').length,
            document.querySelectorAll('.charte-rows span[lang=fr]').length > 0]";
        let root = format!("https://{}/charte-cookies/", SMALL.host);
        let all = languages.len();
        assert_eq!(value(&visit.page, page), json!([language, direction, all + 1, root, all, true]));
    }
}

#[test]
fn the_state_of_the_choice_is_told_in_the_pages_language() {
    let (site, _) = site();
    let visit = Visit::built(&site, &[SMALL]);
    // Chromium has no Breton: numbers instead of another language's words.
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
        visit.go(SMALL, &format!("/charte-cookies/{folder}"));
        open_preferences(&visit.page);
        for service in ["matomo", "youtube"] {
            let on =
                format!("(box => box.checked || box.click())({})", inner(&format!("dialog input[value={service}]")));
            value(&visit.page, &on);
        }
        click(&visit.page, "dialog .save");
        let told = wait(
            &visit.page,
            "(told => /20\\d\\d/.test(told) && told)(document.querySelector('[data-charte-state]').textContent)",
        );
        let told = told.as_str().unwrap();
        let matches = value(&visit.page, &format!("new RegExp({date:?}).test({told:?})"));
        assert!(told.contains(list) && matches == true, "{language}: {told}");
    }
}
