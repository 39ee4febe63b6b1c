//! What was typed into a page is kept when the page is loaded again after consent.

use charte_browser::Reply;
use serde_json::json;

use super::{SUITE, small};
use crate::portals::SMALL;
use crate::visit::{
    PLACEHOLDERS, Visit, WAITING, choice_cookie, click, click_placeholder, has_banner, inner, leave, value, wait,
};

const FORM: &str = "<form><input id=\"who\" value=\"A\"><input type=\"checkbox\" id=\"box\"><select id=\"list\"><option>1<option>2</select>\
    <input type=\"password\" id=\"secret\"><textarea id=\"text\"></textarea></form><div style=\"height:3000px\"></div>\
    <iframe src=\"https://suite.example.net/frame\" title=\"Un film\" width=\"400\" height=\"300\"></iframe>\
    <iframe src=\"https://other.example.net/frame\" title=\"Un autre\" width=\"400\" height=\"300\"></iframe><div style=\"height:3000px\"></div>";

/// A filled form is worth more than held elements: a choice made in the banner takes effect on the next page, and the page
/// says so.
#[test]
fn a_form_that_was_filled_in_stays() {
    for fill in ["who.value = 'B'", "box.checked = true", "list.selectedIndex = 1", "text.value = 'C'"] {
        let visit = Visit::built(&small(FORM), &[SMALL]);
        visit.go_asked(SMALL, "/");
        value(&visit.page, &format!("window.before = true; {fill}"));
        click(&visit.page, ".banner .accept");
        let status = format!("{}?.textContent", inner("[role=status]"));
        let text = wait(&visit.page, &status);
        assert!(text.as_str().unwrap().contains("page suivante"), "{text}");
        assert!(!has_banner(&visit.page), "{fill}");
        choice_cookie(&visit.page);
        visit.await_silence();
        assert_eq!(value(&visit.page, "window.before"), true, "{fill}: the page was loaded again");
        assert!(visit.third_parties().is_empty(), "{:?}", visit.third_parties());
        visit.go_decided(SMALL, "/");
        wait(&visit.page, &format!("!{WAITING}"));
    }
}

/// A visitor who accepts one embed wants to see it: it loads at once, and the page keeps its state.
#[test]
fn an_embed_that_is_asked_for_comes_with_what_was_typed() {
    let visit = Visit::built(&small(FORM), &[SMALL]);
    visit.server.route(SUITE, "/frame", Reply::new(200, "text/html", "<p>Film"));
    visit.go_asked(SMALL, "/");
    let page = &visit.page;
    value(page, "document.querySelector('iframe').scrollIntoView(); scrollBy(0, -80)");
    value(page, "who.value = 'B'; box.checked = true; list.selectedIndex = 1; text.value = 'C'; secret.value = 'S'");
    let place = "Math.round(document.querySelector('iframe').getBoundingClientRect().top)";
    let before = value(page, place);
    leave(page, || click_placeholder(page, "[data-charte-accept]"));
    wait(page, "document.activeElement.title === 'Un film'");
    let state = "[who.value, box.checked, list.selectedIndex, text.value, secret.value]";
    assert_eq!(value(page, state), json!(["B", true, 1, "C", ""]));
    assert_eq!(value(page, place), before);
    let status = format!("{}?.textContent", inner("[role=status]"));
    wait(page, &format!("{status} === 'Le contenu est affiché. Un film'"));
    assert_eq!(value(page, &format!("{PLACEHOLDERS}.length")), 1, "the other one was not asked for");
}
