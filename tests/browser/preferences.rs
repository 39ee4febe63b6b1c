//! The preferences, the buttons of placeholders, the browser's refusal, and the event for authors.

use charte_browser::Page;
use serde_json::json;

use crate::portals::{COAST, SMALL};
use crate::site::Site;
use crate::visit::{
    CHOICE, PLACEHOLDERS, SHOWN, Visit, accept, await_banner, choice_cookie, click, click_placeholder, cookie_names,
    has_banner, inner, leave, open_preferences, refuse, turn, until, value, wait,
};

const NEWS: &str = "/actualites/";
const YOUTUBE: &str = "https://www.youtube.com";
const VIDEO: &str = "https://www.youtube.com/embed/MAREES-2026";

/// Saves the preferences, which loads the page again if that changes what it may show.
fn save(page: &Page) {
    leave(page, || click(page, "dialog .save"));
    wait(page, &format!("charte.choice() && !{}", inner("dialog[open]")));
}

#[test]
fn nothing_is_ticked_beforehand() {
    let visit = Visit::demonstration();
    visit.go_asked(COAST, "/");
    click(&visit.page, ".banner .customise");
    wait(&visit.page, &inner("dialog[open]"));
    let ticked =
        "[...document.querySelector('charte-banner').shadowRoot.querySelectorAll('input')].map(box => box.checked)";
    assert_eq!(wait(&visit.page, ticked), json!([false, false, false]));
    click(&visit.page, "dialog .save");
    wait(&visit.page, &format!("charte.choice() && !{}", inner("dialog[open]")));
    assert_eq!(value(&visit.page, "charte.choice().granted"), json!([]));
    visit.assert_quiet("saving without ticking", &["cookies_preferences"]);
}

#[test]
fn one_service_can_be_chosen() {
    let visit = Visit::demonstration();
    visit.go_asked(COAST, NEWS);
    click(&visit.page, ".banner .customise");
    turn(&visit.page, "youtube");
    save(&visit.page);
    assert!(!has_banner(&visit.page));
    assert!(choice_cookie(&visit.page).value.ends_with(".youtube"));
    until(|| visit.third_parties().contains(VIDEO), || format!("{:?}", visit.third_parties()));
    visit.go_decided(COAST, NEWS);
    wait(&visit.page, SHOWN);
    assert!(visit.third_parties().iter().all(|url| url.starts_with(YOUTUBE)), "{:?}", visit.third_parties());
    assert!(value(&visit.page, "window.__ran") == json!(null), "audience measurement ran");

    // The preferences show the grant, and can add to it.
    open_preferences(&visit.page);
    let boxes = "[...document.querySelector('charte-banner').shadowRoot.querySelectorAll('input[value]:checked')].map(box => box.value)";
    assert_eq!(value(&visit.page, boxes), json!(["youtube"]));
    turn(&visit.page, "matomo");
    save(&visit.page);
    wait(&visit.page, "window.__ran");
    assert!(choice_cookie(&visit.page).value.ends_with(".matomo~youtube"));
}

#[test]
fn all_can_be_accepted_or_refused_in_the_preferences() {
    for (button, granted) in [(".accept", 3), (".refuse", 0)] {
        let visit = Visit::demonstration();
        visit.go_asked(COAST, "/");
        click(&visit.page, ".banner .customise");
        click(&visit.page, &format!("dialog {button}"));
        wait(&visit.page, &format!("charte.choice()?.granted.length === {granted}"));
        assert!(!has_banner(&visit.page));
    }
}

#[test]
fn an_embed_allowed_in_its_place_is_not_an_answer_to_the_banner() {
    let visit = Visit::demonstration();
    visit.go_asked(COAST, NEWS);
    leave(&visit.page, || click_placeholder(&visit.page, "[data-charte-accept]"));
    wait(&visit.page, &format!("{SHOWN} && !{PLACEHOLDERS}.length"));
    until(|| visit.third_parties().contains(VIDEO), || "the video was not asked for".into());
    assert!(visit.third_parties().iter().all(|url| url.starts_with(YOUTUBE)), "{:?}", visit.third_parties());
    assert!(has_banner(&visit.page), "the other services were not answered");
    assert!(!cookie_names(&visit.page).contains(&"cookies_preferences".into()));
    wait(&visit.page, "document.activeElement.localName === 'iframe'");
}

#[test]
fn an_embed_allowed_in_its_place_is_remembered_only_if_asked() {
    let visit = Visit::demonstration();
    visit.go_asked(COAST, NEWS);
    refuse(&visit.page);
    let refused = choice_cookie(&visit.page).value;
    leave(&visit.page, || click_placeholder(&visit.page, "[data-charte-accept]"));
    wait(&visit.page, SHOWN);
    // As after going back from another page.
    value(&visit.page, "document.dispatchEvent(new Event('visibilitychange'))");
    assert_eq!(choice_cookie(&visit.page).value, refused);
    visit.go_decided(COAST, NEWS);
    assert_eq!(value(&visit.page, SHOWN), json!(null), "it was for that page");
    click_placeholder(&visit.page, "[data-charte-remember]");
    leave(&visit.page, || click_placeholder(&visit.page, "[data-charte-accept]"));
    wait(&visit.page, SHOWN);
    until(|| choice_cookie(&visit.page).value.ends_with(".youtube"), || choice_cookie(&visit.page).value);
    visit.go_decided(COAST, NEWS);
    wait(&visit.page, SHOWN);
}

#[test]
fn the_browsers_refusal_is_one() {
    let visit = Visit::demonstration();
    visit.page.emulate_gpc().unwrap();
    for path in Site::demonstration().pages(COAST) {
        visit.go(COAST, &path);
        await_banner(&visit.page);
        let text = value(&visit.page, &format!("{}.innerText", inner(".banner")));
        assert!(text.as_str().unwrap().contains("Global Privacy Control"), "{path}: {text}");
        let answers = format!("!!{} || !!{}", inner(".banner .accept"), inner(".banner .refuse"));
        assert_eq!(value(&visit.page, &answers), false, "{path} asks what the browser has answered");
        visit.assert_quiet(&path, &[]);
    }
    visit.go(COAST, "/charte-cookies/");
    wait(&visit.page, "document.querySelector('[data-charte-state]').textContent.includes('Global Privacy Control')");
    // The visitor can still accept one service.
    click(&visit.page, ".banner .customise");
    wait(&visit.page, &format!("{}?.open", inner("dialog")));
    turn(&visit.page, "openstreetmap");
    save(&visit.page);
    visit.go_decided(COAST, "/jeux-de-donnees/points-de-baignade.html");
    wait(&visit.page, SHOWN);
}

#[test]
fn the_browsers_refusal_is_shown_once() {
    let visit = Visit::demonstration();
    visit.page.emulate_gpc().unwrap();
    visit.go_asked(COAST, NEWS);
    click(&visit.page, ".banner .close");
    wait(&visit.page, "charte.choice()?.granted.length === 0");
    assert!(!has_banner(&visit.page));
    visit.go_decided(COAST, "/");
    visit.assert_quiet("the next page", &[CHOICE]);
}

/// Accepting at a placeholder counts, although the browser has refused: it is kept, and nothing more is shown.
#[test]
fn a_yes_wins_over_the_browsers_refusal() {
    let visit = Visit::demonstration();
    visit.page.emulate_gpc().unwrap();
    visit.go_asked(COAST, NEWS);
    click_placeholder(&visit.page, "[data-charte-remember]");
    leave(&visit.page, || click_placeholder(&visit.page, "[data-charte-accept]"));
    wait(&visit.page, SHOWN);
    until(|| choice_cookie(&visit.page).value.ends_with(".youtube"), || choice_cookie(&visit.page).value);
    assert!(!has_banner(&visit.page));
}

/// What this site cannot delete is named before a visitor accepts or withdraws.
#[test]
fn trackers_of_other_hosts_are_named_in_both_languages() {
    let services = r#"languages = ["fr", "en"]
services = ["youtube", "matomo"]
[service.matomo]
hosts = ["stats.example.net"]
"#;
    let page = |language: &str| {
        format!("<!doctype html><html lang={language}><title>x</title><main><h1>x</h1></main><footer></footer></html>")
    };
    let site = Site::small(services, &[("index.html", &page("fr")), ("en/index.html", &page("en"))]);
    let visit = Visit::built(&site, &[SMALL]);
    for (path, words) in [("/", "votre navigateur peut les effacer"), ("/en/", "your browser can delete them")] {
        visit.go_asked(SMALL, path);
        click(&visit.page, ".banner .customise");
        wait(&visit.page, &format!("{}?.open", inner("dialog")));
        let row = |service: &str| {
            let row = format!("{}.closest('div').innerText", inner(&format!("dialog input[value={service}]")));
            value(&visit.page, &row).as_str().unwrap().to_string()
        };
        assert!(row("youtube").contains(words) && row("youtube").contains(" youtube.com"), "{}", row("youtube"));
        assert!(!row("matomo").contains(words), "{}", row("matomo"));
    }
}

#[test]
fn the_charter_shows_the_state_and_changes_with_it() {
    let visit = Visit::demonstration();
    let state = |part: &str| {
        wait(&visit.page, &format!("document.querySelector('[data-charte-state]').textContent.includes({part:?})"));
    };
    visit.go_asked(COAST, "/charte-cookies/");
    state("pas encore choisi");
    accept(&visit.page);
    state("tout accepté");
    let day = "new Date(Date.now() + 182 * 864e5).toLocaleDateString('fr', { dateStyle: 'long' })";
    state(value(&visit.page, day).as_str().unwrap());
    open_preferences(&visit.page);
    turn(&visit.page, "matomo");
    save(&visit.page);
    state("YouTube et OpenStreetMap");
    visit.go_decided(COAST, "/charte-cookies/en/");
    state("OpenStreetMap");
    assert_eq!(value(&visit.page, "document.querySelector('[data-charte-state]').getAttribute('role')"), "status");
}

#[test]
fn authors_get_the_choice_on_every_page() {
    let visit = Visit::demonstration();
    let listen =
        "window.choices = []; document.addEventListener('charte:choice', ({ detail }) => choices.push(detail))";
    visit.page.add_script(listen).unwrap();
    visit.go_asked(COAST, "/");
    assert_eq!(value(&visit.page, "[choices, charte.choice()]"), json!([[], null]));
    accept(&visit.page);
    let all = json!({ "granted": ["matomo", "youtube", "openstreetmap"], "refused": [] });
    assert_eq!(value(&visit.page, "choices"), json!([all]));
    visit.go_decided(COAST, "/en/");
    assert_eq!(wait(&visit.page, "choices.length && choices"), json!([all]));
    value(&visit.page, "charte.open()");
    wait(&visit.page, &inner("dialog[open]"));
}

#[test]
fn a_choice_made_in_another_tab_counts_here() {
    let visit = Visit::demonstration();
    visit.go_asked(COAST, "/");
    let other = visit.page.context().page().unwrap();
    crate::visit::go(&other, COAST, "/actualites/");
    await_banner(&other);
    // A visitor who goes to another window leaves this one; in this test both windows believe that they have the focus.
    value(&visit.page, "dispatchEvent(new Event('blur'))");
    refuse(&other);
    wait(&visit.page, &format!("charte.choice() && !{}", inner(".banner")));
}
