//! Everything works with the keyboard alone, in a sensible order, with a visible focus that is never lost.

use charte_browser::Page;

use crate::portals::COAST;
use crate::site::Site;
use crate::visit::{
    PLACEHOLDERS, Visit, WAITING, await_banner, choice_cookie, has_banner, inner, leave, until, value, wait,
};

/// What has the focus, in shadow roots too: `place name.class "text"`.
const FOCUS: &str = include_str!("scripts/focus.js");

/// The element that has the focus, as an expression.
const FOCUSED: &str = "(document.activeElement.shadowRoot?.activeElement ?? document.activeElement)";

fn focus(page: &Page) -> String {
    value(page, FOCUS).as_str().unwrap().to_string()
}

/// Presses Tab until something has the focus.
#[track_caller]
fn tab_to(page: &Page, wanted: &str) {
    let mut seen = Vec::new();
    for _ in 0..60 {
        page.press("Tab").unwrap();
        seen.push(focus(page));
        if seen.last().is_some_and(|at| at == wanted) {
            return;
        }
    }
    panic!("`{wanted}` is never reached: {seen:?}");
}

#[track_caller]
fn assert_focus_is_seen(page: &Page) {
    let outline = format!(
        "{FOCUSED}.matches(':focus-visible') && (style => style.outlineStyle !== 'none' && \
         parseFloat(style.outlineWidth) >= 2)(getComputedStyle({FOCUSED}))"
    );
    assert!(value(page, &outline) == true, "the focus on `{}` is not seen", focus(page));
}

#[test]
fn the_banner_comes_first_and_in_order() {
    let visit = Visit::demonstration();
    visit.go_asked(COAST, "/");
    // First in the tab order, but not for the rules of the page's style sheets.
    wait(&visit.page, "document.body.lastElementChild.localName === 'charte-banner'");
    assert_eq!(focus(&visit.page), "page body", "the banner takes the focus on arrival");
    let mut stops = Vec::new();
    for _ in 0..5 {
        visit.page.press("Tab").unwrap();
        if focus(&visit.page) == "banner div.text" {
            // A stop only where the text scrolls.
            visit.page.press("Tab").unwrap();
        }
        assert_focus_is_seen(&visit.page);
        stops.push(focus(&visit.page));
    }
    let wanted = ["banner a", "banner button.accept", "banner button.refuse", "banner button.customise", "page a.saut"];
    assert_eq!(stops, wanted);
    visit.page.press("Shift+Tab").unwrap();
    assert_eq!(focus(&visit.page), "banner button.customise", "the way back");
}

#[test]
fn a_late_banner_leaves_the_focus_where_it_is() {
    let visit = Visit::demonstration();
    visit.server.hold(COAST.host, "/charte-cookies/charte.fr.js");
    visit.start_going(COAST, "/");
    wait(&visit.page, "document.querySelector('footer')");
    visit.page.press("Tab").unwrap();
    assert_eq!((has_banner(&visit.page), focus(&visit.page).as_str()), (false, "page a.saut"));
    visit.server.release(COAST.host, "/charte-cookies/charte.fr.js");
    await_banner(&visit.page);
    assert_eq!(focus(&visit.page), "page a.saut");
}

#[test]
fn escape_is_no_answer() {
    let visit = Visit::demonstration();
    visit.go_asked(COAST, "/");
    visit.page.press("Escape").unwrap();
    tab_to(&visit.page, "banner button.accept");
    visit.page.press("Escape").unwrap();
    assert!(has_banner(&visit.page));
    assert_eq!(focus(&visit.page), "banner button.accept");
    visit.assert_quiet("Escape", &[]);
}

#[test]
fn answers_are_given_by_key_and_announced() {
    for (button, key, granted) in [("accept", "Enter", 3), ("refuse", "Space", 0), ("accept", "Space", 3)] {
        let visit = Visit::demonstration();
        visit.go_asked(COAST, "/");
        tab_to(&visit.page, &format!("banner button.{button}"));
        visit.page.press(key).unwrap();
        if granted > 0 {
            // The page is loaded again.
            wait(&visit.page, &format!("!{WAITING}"));
        }
        wait(&visit.page, &format!("window.charte?.choice()?.granted.length === {granted}"));
        assert!(!has_banner(&visit.page));
        until(|| focus(&visit.page) != "page body", || format!("the focus is lost after `{button}`"));
        let status = format!("{}?.textContent", inner("[role=status]"));
        assert_eq!(wait(&visit.page, &status), "Votre choix est enregistré.");
        choice_cookie(&visit.page);
    }
}

#[test]
fn preferences_keep_the_focus_and_give_it_back() {
    let visit = Visit::demonstration();
    let page = &visit.page;
    visit.go_asked(COAST, "/");
    tab_to(page, "banner button.customise");
    page.press("Enter").unwrap();
    wait(page, &inner("dialog[open]"));
    until(|| focus(page).starts_with("dialog "), || focus(page));
    for key in ["Tab", "Shift+Tab"] {
        let mut stops = Vec::new();
        for _ in 0..30 {
            page.press(key).unwrap();
            let at = focus(page);
            // Between the last element and the first, the browser's own controls may get the focus.
            assert!(at.starts_with("dialog ") || at == "page body", "{key} leads out of the preferences to `{at}`");
            if at != "page body" {
                assert_focus_is_seen(page);
            }
            stops.push(at);
        }
        for control in ["input", "button.save", "button.accept", "button.refuse", "button.close", "a"] {
            assert!(stops.contains(&format!("dialog {control}")), "{key} never reaches `{control}`: {stops:?}");
        }
    }
    page.press("Escape").unwrap();
    wait(page, &format!("!{}", inner("dialog[open]")));
    assert_eq!(focus(page), "banner button.customise");
    visit.assert_quiet("closing the preferences", &[]);
    assert!(has_banner(page), "closing is no answer");
}

#[test]
fn preferences_are_set_by_key() {
    let visit = Visit::demonstration();
    let page = &visit.page;
    visit.go_asked(COAST, "/");
    tab_to(page, "banner button.customise");
    page.press("Space").unwrap();
    wait(page, &inner("dialog[open]"));
    let on_youtube = format!("{FOCUSED}.value === 'youtube'");
    until(|| page.press("Tab").is_ok() && value(page, &on_youtube) == true, || focus(page));
    page.press("Space").unwrap();
    assert_eq!(value(page, &format!("{FOCUSED}.checked")), true);
    tab_to(page, "dialog button.save");
    leave(page, || page.press("Enter").unwrap());
    wait(page, "charte.choice()?.granted.join() === 'youtube'");
}

#[test]
fn every_page_opens_the_preferences_and_gets_the_focus_back() {
    let visit = Visit::demonstration();
    let page = &visit.page;
    visit.go_asked(COAST, "/");
    crate::visit::refuse(page);
    for path in Site::demonstration().pages(COAST) {
        visit.go_decided(COAST, &path);
        value(page, "[...document.querySelectorAll('[data-charte-open]')].at(-1).focus()");
        page.press("Enter").unwrap();
        wait(page, &inner("dialog[open]"));
        assert!(page.url().unwrap().ends_with(&path), "{path}: the link was followed");
        page.press("Escape").unwrap();
        wait(page, &format!("!{}", inner("dialog[open]")));
        assert_eq!(value(page, "document.activeElement.hasAttribute('data-charte-open')"), true, "{path}");
    }
}

#[test]
fn a_withdrawal_by_key_ends_on_a_page_that_shows_it() {
    let visit = Visit::demonstration();
    let page = &visit.page;
    visit.go_asked(COAST, "/actualites/");
    crate::visit::accept(page);
    value(page, "window.before = true; document.querySelector('[data-charte-open]').focus()");
    page.press("Enter").unwrap();
    wait(page, &inner("dialog[open]"));
    tab_to(page, "dialog button.refuse");
    page.press("Enter").unwrap();
    wait(page, "!window.before && window.charte?.choice()?.granted.length === 0");
    wait(page, &format!("{PLACEHOLDERS}.length === 1"));
}

/// Whether some part of the focused element of the page is visible: not behind the banner and not outside the viewport.
const FOCUS_IN_SIGHT: &str = include_str!("scripts/focus-in-sight.js");

#[test]
fn the_banner_never_hides_what_has_the_focus() {
    for (width, height) in [(390, 844), (1280, 900), (320, 568)] {
        let visit = Visit::demonstration();
        visit.page.set_viewport(width, height, 1.0, false).unwrap();
        visit.go_asked(COAST, "/jeux-de-donnees/points-de-baignade.html");
        let mut on_page = 0;
        for _ in 0..40 {
            visit.page.press("Tab").unwrap();
            let at = focus(&visit.page);
            if at.starts_with("page ") && at != "page body" {
                on_page += 1;
                let text = value(&visit.page, "document.activeElement.textContent.trim().slice(0, 40)");
                let claim = || value(&visit.page, FOCUS_IN_SIGHT) == true;
                until(claim, || format!("`{at}` {text} is behind the banner at {width}x{height}"));
            }
        }
        assert!(on_page >= 10, "only {on_page} elements of the page took the focus");
    }
}
