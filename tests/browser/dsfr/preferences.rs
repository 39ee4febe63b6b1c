//! The preferences of a State site: keyboard alone, every way to close them, questions that answer others.

use charte_browser::Page;
use serde_json::json;

use super::{DIALOG, ask, button, open, picked, visit};
use crate::portals::SMALL;
use crate::visit::{PLACEHOLDERS, SHOWN, choice_cookie, leave, value, wait};

/// Clicks the label of a radio button.
#[track_caller]
fn pick(page: &Page, id: &str) {
    page.click(&format!("document.querySelector('label[for={id}]')")).unwrap();
}

/// What has the focus: the part of charte's interface that it is in, its name, and its id or text.
fn focus(page: &Page) -> String {
    value(page, include_str!("focus.js")).as_str().unwrap().to_string()
}

fn tab(page: &Page, times: usize) -> Vec<String> {
    let stop = |_| {
        page.press("Tab").unwrap();
        focus(page)
    };
    (0..times).map(stop).collect()
}

#[test]
fn both_layers_work_with_keys_alone() {
    let visit = visit();
    for path in ["/", "/plain.html"] {
        ask(&visit, path);
        let stops = tab(&visit.page, 5);
        let wanted = [
            "banner a Charte cookies",
            "banner button Tout accepter",
            "banner button Tout refuser",
            "banner button Personnaliser",
            "page a Contenu",
        ];
        assert_eq!(stops, wanted, "{path}");
        visit.page.press("Shift+Tab").unwrap();
        visit.page.press("Enter").unwrap();
        wait(&visit.page, DIALOG);
        assert_eq!(focus(&visit.page), "dialog button Fermer", "{path}");
        let stops = tab(&visit.page, 9);
        // The browser's own controls come between the last stop and the first.
        assert!(
            stops.iter().all(|stop| stop.starts_with("dialog ") || stop.starts_with("page body")),
            "{path}: {stops:?}"
        );
        assert!(stops.contains(&"dialog input charte-purpose-0-yes".to_string()), "{path}: {stops:?}");
        // The arrow keys choose within a question; Escape closes while the focus is there.
        value(&visit.page, "document.querySelector('#charte-purpose-0-yes').focus()");
        visit.page.press("ArrowDown").unwrap();
        assert_eq!(picked(&visit.page), ["purpose-0-no"], "{path}");
        visit.page.press("Escape").unwrap();
        wait(&visit.page, "!document.querySelector('#charte-preferences')");
        assert_eq!(focus(&visit.page), "banner button Personnaliser", "{path}");
        assert_eq!(value(&visit.page, "charte.choice()"), json!(null), "Escape is no answer");
        visit.page.press("Shift+Tab").unwrap();
        visit.page.press("Space").unwrap();
        wait(&visit.page, "charte.choice()?.granted.length === 0");
        assert_ne!(value(&visit.page, "document.activeElement.localName"), "body", "the focus is lost");
        let status = "document.querySelector('.fr-sr-only[role=status]').textContent";
        assert_eq!(wait(&visit.page, status), "Votre choix est enregistré.");
        visit.page.context().clear_cookies().unwrap();
    }
}

/// Waits for thirty frames: the design system's script acts on animation frames.
const FRAMES: &str = include_str!("frames.js");

#[test]
fn the_dialog_closes_and_no_other_script_takes_it_over() {
    let visit = visit();
    for path in ["/", "/plain.html"] {
        ask(&visit, path);
        let way = |how: &dyn Fn()| {
            open(&visit.page);
            value(&visit.page, FRAMES);
            assert_eq!(value(&visit.page, &format!("!!{DIALOG}")), true, "{path}: the top layer");
            assert_eq!(
                value(
                    &visit.page,
                    "getComputedStyle(document.querySelector('#charte-preferences .fr-modal')).visibility"
                ),
                "visible"
            );
            how();
            wait(&visit.page, "!document.querySelector('#charte-preferences')");
            assert_eq!(focus(&visit.page), "banner button Personnaliser", "{path}");
        };
        let closing = format!("{DIALOG}.querySelector('.fr-btn--close')");
        way(&|| {
            assert_eq!(
                value(
                    &visit.page,
                    &format!("document.getElementById({closing}.getAttribute('aria-controls')) === {DIALOG}")
                ),
                true
            );
            visit.page.click(&closing).unwrap();
        });
        way(&|| visit.page.click_at(5.0, 5.0).unwrap());
        way(&|| visit.page.press("Escape").unwrap());
        assert_eq!(value(&visit.page, "charte.choice()"), json!(null), "closing is no answer");
    }
    // The portal's own dialog still works.
    ask(&visit, "/");
    visit.page.click(&button(1)).unwrap();
    visit.page.click("document.querySelector('[aria-controls=portal-modal]')").unwrap();
    wait(&visit.page, "document.querySelector('#portal-modal.fr-modal--opened')");
}

#[test]
fn questions_answer_those_below_them() {
    let visit = visit();
    ask(&visit, "/");
    open(&visit.page);
    assert_eq!(picked(&visit.page), [""; 0], "nothing is picked beforehand");
    let necessary = "['yes', 'no'].map(one => document.querySelector('#charte-necessary-' + one)).map(one => [one.checked, one.disabled])";
    assert_eq!(value(&visit.page, necessary), json!([[true, false], [false, true]]));
    pick(&visit.page, "charte-all-yes");
    let all = ["all-yes", "purpose-0-yes", "purpose-1-yes", "purpose-1-0-yes", "purpose-1-1-yes"];
    assert_eq!(picked(&visit.page), all);
    visit.page.click(&format!("{DIALOG}.querySelectorAll('[aria-expanded]')[1]")).unwrap();
    pick(&visit.page, "charte-purpose-1-1-no");
    assert_eq!(picked(&visit.page), ["purpose-0-yes", "purpose-1-0-yes", "purpose-1-1-no"]);
    pick(&visit.page, "charte-purpose-0-no");
    let save = format!("{DIALOG}.querySelector('.fr-consent-manager__buttons button')");
    leave(&visit.page, || visit.page.click(&save).unwrap());
    wait(&visit.page, "charte.choice()?.granted.join() === 'youtube'");
    assert!(choice_cookie(&visit.page).value.ends_with(".youtube"));
    wait(&visit.page, &format!("{SHOWN} && !{PLACEHOLDERS}.length"));
    visit.go_decided(SMALL, "/");
    wait(&visit.page, SHOWN);
    // The link in the footer leads back to the choice that was made.
    visit.page.click("document.querySelector('a.fr-footer__bottom-link[data-charte-open]')").unwrap();
    wait(&visit.page, DIALOG);
    assert_eq!(picked(&visit.page), ["purpose-0-no", "purpose-1-0-yes", "purpose-1-1-no"]);
}
