//! Every theme in a browser: what axe-core finds, whether refusing is as prominent as accepting, how large targets are, and
//! whether the banner moves the page.

use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use charte_browser::Page;
use serde_json::{Value, json};

use crate::look::{assert_none, examine_all};
use crate::portals::{COAST, Portal, THEMES, TOWN};
use crate::site::Site;
use crate::space::{ROOT, shifts, small, weight};
use crate::visit::{CHOICE, PLACEHOLDERS, Visit, await_banner, inner, value, wait};

/// Checks each theme with a visitor of its own, several at a time, and gathers the findings.
pub(crate) fn in_each_theme<T: Send>(look: impl Fn(&Visit, Portal) -> Vec<T> + Sync) -> Vec<T> {
    let site = Site::gallery();
    let (next, found) = (AtomicUsize::new(0), Mutex::new(Vec::new()));
    let work = || {
        while let Some(portal) = THEMES.get(next.fetch_add(1, Ordering::Relaxed)) {
            let seen = look(&Visit::built(&site, &[*portal]), *portal);
            found.lock().unwrap().extend(seen);
        }
    };
    thread::scope(|scope| {
        for _ in 0..thread::available_parallelism().map_or(2, usize::from) {
            scope.spawn(work);
        }
    });
    found.into_inner().unwrap()
}

fn open_preferences(visit: &Visit) {
    value(&visit.page, &format!("{}.click()", inner(".banner .customise")));
    wait(&visit.page, &inner("dialog[open]"));
}

/// Goes to a page with a banner, as a visitor who has not answered.
fn arrive(visit: &Visit, portal: Portal, path: &str) {
    visit.go(portal, path);
    if value(&visit.page, "!!charte.choice()") == true {
        value(&visit.page, &format!("document.cookie = '{CHOICE}=; path=/; max-age=0'"));
        visit.go(portal, path);
    }
    await_banner(&visit.page);
}

fn axe_in(language: &str) {
    let found = in_each_theme(|visit, portal| {
        let page = &visit.page;
        let named = |place: &str| format!("{} {language} {place}", portal.host);
        let path = format!("/{language}/");
        arrive(visit, portal, &path);
        let mut found = examine_all(page, &named("banner"));
        open_preferences(visit);
        found.extend(examine_all(page, &named("preferences")));
        value(page, &format!("{}.click()", inner("dialog .refuse")));
        wait(page, &format!("charte.choice() && !{}", inner("dialog")));
        found.extend(examine_all(page, &named("placeholder")));
        let folder = if language == "fr" { String::new() } else { format!("{language}/") };
        visit.go_decided(portal, &format!("/charte-cookies/{folder}"));
        found.extend(examine_all(page, &named("charter")));
        found
    });
    assert_none(&found);
}

#[test]
fn axe_finds_nothing_in_any_theme_in_french() {
    axe_in("fr");
}

#[test]
fn axe_finds_nothing_in_any_theme_in_arabic() {
    axe_in("ar");
}

/// The differences between the two answers; a width may depend on the words if the rules are the same.
fn difference(page: &Page, layer: &str) -> Option<String> {
    let [yes, no] = ["accept", "refuse"].map(|button| weight(page, layer, button));
    let width = |answer: &Value| answer[1].as_f64().unwrap();
    let is_alike = width(&yes).max(width(&no)) <= 1.25 * width(&yes).min(width(&no));
    let rest = |mut answer: Value| {
        answer[1].take();
        answer
    };
    (!is_alike || rest(yes.clone()) != rest(no.clone())).then(|| format!("{yes} and {no}"))
}

#[test]
fn accepting_and_refusing_weigh_the_same_and_targets_are_large_in_every_theme() {
    let faults = in_each_theme(|visit, portal| {
        let mut faults = Vec::new();
        for language in ["fr", "de", "ar"] {
            arrive(visit, portal, &format!("/{language}/"));
            for layer in [".banner", "dialog"] {
                if layer == "dialog" {
                    open_preferences(visit);
                }
                faults.extend(measure(visit, layer).into_iter().map(|fault| (portal.host, language, fault)));
            }
            let own = small(&visit.page, &format!("{PLACEHOLDERS}[0]"), ".charte-placeholder :is(a, button, label)");
            if own != json!([]) {
                faults.push((portal.host, language, own.to_string()));
            }
        }
        faults
    });
    assert!(faults.is_empty(), "{faults:#?}");
}

/// What is wrong with the answers and the targets of a layer, on all screens and in both schemes.
fn measure(visit: &Visit, layer: &str) -> Vec<String> {
    let mut faults = Vec::new();
    for (width, height) in [(320, 568), (390, 844), (1280, 900)] {
        for scheme in ["light", "dark"] {
            visit.page.set_viewport(width, height, 1.0, false).unwrap();
            visit.page.emulate_media(&[("prefers-color-scheme", scheme)]).unwrap();
            let place = format!("{layer} at {width} on {scheme}");
            faults.extend(difference(&visit.page, layer).map(|both| format!("{place}: {both}")));
            // Links within text are as high as its lines (WCAG 2.5.8, inline): the preferences have no other.
            let targets = if layer == "dialog" { "dialog :is(button, input, label)" } else { ".banner :is(a, button)" };
            let seen = small(&visit.page, ROOT, targets);
            if seen != json!([]) {
                faults.push(format!("{place}: {seen}"));
            }
        }
    }
    faults
}

#[test]
fn no_themes_banner_moves_the_page() {
    let moved = in_each_theme(|_, portal| {
        let site = Site::gallery();
        let screens = [(390, 844), (1280, 900)].into_iter();
        let all = screens.flat_map(|screen| ["/fr/", "/charte-cookies/"].map(|path| (screen, path)));
        let seen = all.map(|(screen, path)| (portal.host, path, screen, shifts(portal, &site, path, screen)));
        seen.filter(|(.., shifts)| *shifts != json!([])).collect()
    });
    assert!(moved.is_empty(), "{moved:#?}");
}

/// The boxes within lines that move once their content arrives, where a page is scrolled to the middle of one of them. As in
/// the browser's own measure, a move counts from 3 px on, and only for what is visible.
const COMING_DOWN: &str = include_str!("scripts/coming-down.js");

#[test]
fn what_arrives_in_parts_stays_where_it_is() {
    let moved = in_each_theme(|visit, portal| {
        let pages = ["/fr/", "/charte-cookies/"].map(|path| {
            visit.go(portal, path);
            assert!(value(&visit.page, "document.querySelectorAll('[data-charte-open]').length").as_u64() > Some(0));
            (portal.host, path, value(&visit.page, COMING_DOWN))
        });
        pages.into_iter().filter(|(.., moved)| *moved != json!([])).collect()
    });
    assert!(moved.is_empty(), "{moved:#?}");
}

/// What a page prints besides the charter and the name of the site; and whether the charter is dark text on white.
const PRINTED: &str = include_str!("scripts/printed.js");

#[test]
fn on_paper_the_charter_stands_alone() {
    let ink = json!(["rgb(0, 0, 0)", "rgb(0, 0, 0)"]);
    let on_paper = |visit: &Visit, portal: Portal, path: &str| {
        visit.go(portal, path);
        let paper = json!({ "media": "print", "features": [{ "name": "prefers-color-scheme", "value": "dark" }] });
        visit.page.call("Emulation.setEmulatedMedia", paper).unwrap();
        value(&visit.page, PRINTED)
    };
    let wrong = in_each_theme(|visit, portal| {
        let seen = on_paper(visit, portal, "/charte-cookies/");
        if seen == ink { Vec::new() } else { vec![(portal.host, seen)] }
    });
    assert!(wrong.is_empty(), "{wrong:#?}");
    // In a site's own frame headings have the site's colour.
    let visit = Visit::demonstration();
    for (portal, path) in [(COAST, "/charte-cookies/"), (TOWN, "/cookies/")] {
        assert_eq!(on_paper(&visit, portal, path)[1], ink[1], "{path}");
    }
}

#[test]
fn what_is_folded_is_open_while_it_is_printed() {
    let visit = Visit::demonstration();
    visit.go(COAST, "/charte-cookies/");
    // The script that opens it has arrived once the choice is shown in words.
    wait(&visit.page, "document.querySelector('[data-charte-state]').textContent");
    let folded = || value(&visit.page, "document.querySelectorAll('.charte-charter details:not([open])').length");
    let before = folded();
    assert!(before.as_u64() > Some(0));
    value(&visit.page, "dispatchEvent(new Event('beforeprint'))");
    assert_eq!(folded(), 0);
    value(&visit.page, "dispatchEvent(new Event('afterprint'))");
    assert_eq!(folded(), before);
}
