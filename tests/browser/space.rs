//! Position and size of the interface: on small screens, with spaced text, without moving the page.

use std::sync::Arc;

use charte_browser::Page;
use serde_json::json;

use crate::portals::{COAST, Portal, TOWN};
use crate::site::Site;
use crate::visit::{PLACEHOLDERS, Visit, await_banner, click, go, inner, value, wait};

/// The banner's shadow root.
pub(crate) const ROOT: &str = "document.querySelector('charte-banner').shadowRoot";

fn sized(width: u32, height: u32) -> Visit {
    let visit = Visit::demonstration();
    visit.page.set_viewport(width, height, 1.0, false).unwrap();
    visit
}

#[test]
fn a_charter_is_short_on_a_phone_and_opens_what_it_folds() {
    const SCREENS: f64 = 9.0;
    let visit = Visit::demonstration();
    visit.page.set_viewport(360, 640, 1.0, true).unwrap();
    visit.go(COAST, "/charte-cookies/");
    let height = || value(&visit.page, "document.querySelector('.charte-charter').offsetHeight").as_f64().unwrap();
    let folded = height();
    assert!(folded <= SCREENS * 640.0, "{} screens", folded / 640.0);
    value(&visit.page, "document.querySelectorAll('.charte-charter details').forEach(part => part.open = true)");
    assert!(height() > 1.5 * folded, "{folded}");
    let links =
        "[...document.querySelectorAll('.charte-contents a')].map(link => document.getElementById(link.hash.slice(1)))";
    assert_eq!(
        value(&visit.page, &format!("{links}.length > 5 && {links}.every(part => part?.closest('.charte-charter'))")),
        true
    );
}

#[test]
fn no_page_scrolls_sideways_on_the_narrowest_screen() {
    let visit = sized(320, 568);
    let mut wide = Vec::new();
    for portal in [TOWN, COAST] {
        for path in Site::demonstration().pages(portal) {
            visit.go(portal, &path);
            let width = value(&visit.page, "document.documentElement.scrollWidth").as_u64().unwrap();
            if width > 320 {
                wide.push((portal.host, path, width));
            }
        }
    }
    assert!(wide.is_empty(), "{wide:?}");
    visit.go_asked(COAST, "/");
    let fits = |selector: &str| {
        value(&visit.page, &format!("(box => box.scrollWidth <= box.clientWidth)({})", inner(selector)))
    };
    assert_eq!(fits(".banner"), true);
    click(&visit.page, ".banner .customise");
    wait(&visit.page, &inner("dialog[open]"));
    assert_eq!(fits("dialog"), true);
}

/// Whether each of the elements is wholly visible, and on top there.
fn in_sight(page: &Page, selector: &str) -> serde_json::Value {
    value(page, &format!("({})({ROOT}, {selector:?})", include_str!("scripts/in-sight.js")))
}

#[test]
fn the_banner_leaves_most_of_a_small_screen_free() {
    for path in ["/", "/en/"] {
        let visit = sized(320, 568);
        visit.go_asked(COAST, path);
        let height =
            value(&visit.page, &format!("{}.getBoundingClientRect().height", inner(".banner"))).as_f64().unwrap();
        assert!(height <= 0.35 * 568.0, "{path}: {height} of 568 pixels");
        assert_eq!(in_sight(&visit.page, ".banner button"), json!([true, true, true]), "{path}");
    }
}

/// The parts of the preferences that are not visible even when scrolled to and focused.
const OUT_OF_REACH: &str = include_str!("scripts/out-of-reach.js");

#[test]
fn everything_is_reached_on_the_smallest_screen() {
    for path in ["/", "/en/"] {
        let visit = sized(320, 256);
        visit.go_asked(COAST, path);
        assert_eq!(in_sight(&visit.page, ".banner button"), json!([true, true, true]), "{path}");
        // The text scrolls, and shows at least one line at a time.
        let text = format!("(text => text.clientHeight >= 20 && text.tabIndex === 0)({})", inner(".text"));
        wait(&visit.page, &text);
        click(&visit.page, ".banner .customise");
        wait(&visit.page, &inner("dialog[open]"));
        let hidden = value(&visit.page, &format!("({OUT_OF_REACH})({ROOT})"));
        assert_eq!(hidden, json!([]), "{path}");
    }
}

/// What makes an answer of a layer, `.banner` or `dialog`, prominent: its element, its size and its looks.
pub(crate) fn weight(page: &Page, layer: &str, button: &str) -> serde_json::Value {
    let button = inner(&format!("{layer} .{button}"));
    value(page, &format!("({})({button})", include_str!("scripts/weight.js")))
}

#[test]
fn accepting_and_refusing_weigh_the_same() {
    for (width, height) in [(320, 568), (390, 844), (1280, 900)] {
        for (path, scheme) in [("/", "light"), ("/en/", "dark")] {
            let visit = sized(width, height);
            visit.page.emulate_media(&[("prefers-color-scheme", scheme)]).unwrap();
            visit.go_asked(COAST, path);
            let same = |layer: &str| {
                let [yes, no] = ["accept", "refuse"].map(|button| weight(&visit.page, layer, button));
                assert_eq!(yes, no, "{layer} of {path} at {width}x{height}");
            };
            same(".banner");
            click(&visit.page, ".banner .customise");
            wait(&visit.page, &inner("dialog[open]"));
            same("dialog");
        }
    }
}

#[test]
fn accepting_and_refusing_break_alike_in_a_wide_font() {
    for width in [320, 360, 390, 414] {
        let visit = sized(width, 640);
        visit.go_asked(COAST, "/");
        let wide = "document.head.append(Object.assign(document.createElement('style'), {
            textContent: 'charte-banner { --charte-font: DejaVu Sans, Verdana, sans-serif !important }' }))";
        value(&visit.page, wide);
        // One line each, side by side.
        let [yes, no] = ["accept", "refuse"].map(|button| {
            let button = inner(&format!(".banner .{button}"));
            value(
                &visit.page,
                &format!("(({{ top, width, height }}) => [top, width, height])({button}.getBoundingClientRect())"),
            )
        });
        assert_eq!(yes, no, "at {width}");
        assert!(yes[2].as_f64() < Some(3.0 * 0.9 * 16.0), "at {width}: {yes}");
    }
}

#[test]
fn targets_are_large_enough() {
    for (width, height) in [(320, 568), (1280, 900)] {
        let visit = sized(width, height);
        visit.go_asked(COAST, "/actualites/");
        assert_eq!(small(&visit.page, ROOT, ".banner :is(a, button)"), json!([]), "banner at {width}");
        let embed = small(&visit.page, &format!("{PLACEHOLDERS}[0]"), ".charte-placeholder :is(a, button)");
        assert_eq!(embed, json!([]), "embed at {width}");
        click(&visit.page, ".banner .customise");
        wait(&visit.page, &inner("dialog[open]"));
        assert_eq!(small(&visit.page, ROOT, "dialog :is(button, input, label)"), json!([]), "preferences at {width}");
        for (portal, path) in [(COAST, "/charte-cookies/"), (TOWN, "/cookies/"), (TOWN, "/")] {
            go(&visit.page, portal, path);
            let own = ".charte-button, .charte-languages a";
            assert_eq!(small(&visit.page, "document", own), json!([]), "{path} at {width}");
            assert_eq!(value(&visit.page, CROWDED), json!([]), "{path} at {width}");
        }
    }
}

/// The elements of less than 24 by 24 pixels.
pub(crate) fn small(page: &Page, root: &str, selector: &str) -> serde_json::Value {
    value(page, &format!("({})({root}, {selector:?})", include_str!("scripts/small.js")))
}

/// The link that charte adds has the portal's own style, and may be small where no other target is near (WCAG 2.5.8,
/// spacing): the targets that a circle of 24 pixels around its middle touches.
const CROWDED: &str = include_str!("scripts/crowded.js");

/// WCAG 1.4.12: the settings of a visitor who needs wide text.
const SPACED: &str =
    "* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }
     p { margin-bottom: 2em !important }";

/// The elements whose content does not fit into them.
fn cut(page: &Page, root: &str, selector: &str) -> serde_json::Value {
    value(page, &format!("({})({root}, {selector:?})", include_str!("scripts/cut.js")))
}

#[test]
fn spaced_text_loses_nothing() {
    for (width, height) in [(320, 568), (1280, 900)] {
        let visit = sized(width, height);
        visit.go_asked(COAST, "/actualites/");
        let space = format!(
            "(sheet => {{ sheet.replaceSync({SPACED:?}); document.adoptedStyleSheets.push(sheet); {ROOT}.adoptedStyleSheets.push(sheet) }})(new CSSStyleSheet())"
        );
        value(&visit.page, &space);
        assert_eq!(in_sight(&visit.page, ".banner button"), json!([true, true, true]), "at {width}");
        assert_eq!(cut(&visit.page, ROOT, ".banner *"), json!([]), "banner at {width}");
        let placeholder = ".charte-placeholder, .charte-placeholder :is(p, span, button, a, label)";
        let within = format!("{PLACEHOLDERS}[0]");
        value(
            &visit.page,
            &format!(
                "{within}.head.append(Object.assign(document.createElement('style'), {{ textContent: {SPACED:?} }}))"
            ),
        );
        assert_eq!(cut(&visit.page, &within, placeholder), json!([]), "placeholder at {width}");
        click(&visit.page, ".banner .customise");
        wait(&visit.page, &inner("dialog[open]"));
        assert_eq!(cut(&visit.page, ROOT, "dialog :not(input)"), json!([]), "preferences at {width}");
    }
}

/// Records the layout shifts, and when the page was first painted as a whole.
const WATCH_SHIFTS: &str = include_str!("scripts/watch-shifts.js");

/// The layout shifts of a page since it was painted, once all movement has ended: two frames after the last animation.
const SHIFTS: &str = include_str!("scripts/shifts.js");

/// The layout shifts that the banner of a page causes at its latest: the page has been painted when the script arrives.
/// Shifts of the page itself while it arrives, as on a slow machine, are not the banner's.
pub(crate) fn shifts(portal: Portal, site: &Arc<Site>, path: &str, (width, height): (u32, u32)) -> serde_json::Value {
    let visit = Visit::built(site, &[portal]);
    visit.page.set_viewport(width, height, 1.0, false).unwrap();
    visit.page.add_script(WATCH_SHIFTS).unwrap();
    visit.server.hold(portal.host, "/charte-cookies/charte.fr.js");
    visit.start_going(portal, path);
    wait(&visit.page, "window.drawn");
    visit.server.release(portal.host, "/charte-cookies/charte.fr.js");
    await_banner(&visit.page);
    value(&visit.page, SHIFTS)
}

#[test]
fn the_banner_moves_nothing() {
    for screen in [(390, 844), (1280, 900)] {
        for path in ["/", "/actualites/", "/charte-cookies/"] {
            assert_eq!(shifts(COAST, &Site::demonstration(), path, screen), json!([]), "{path} at {screen:?}");
        }
    }
}

#[test]
fn where_nothing_is_asked_there_is_a_charter_and_a_link_to_it_and_no_file() {
    let visit = Visit::demonstration();
    for path in Site::demonstration().pages(TOWN) {
        visit.go(TOWN, &path);
        let scripts = "document.querySelectorAll('charte-banner, script[src*=charte], [data-charte-held]').length";
        assert_eq!(
            value(&visit.page, &format!("[typeof window.charte, {scripts}]")),
            json!(["undefined", 0]),
            "{path}"
        );
        let link = "document.querySelector('[data-charte-open]')?.href";
        assert!(value(&visit.page, link).is_string(), "{path} has no link to the charter");
    }
    for path in ["/cookies/", "/en/cookies/"] {
        visit.go(TOWN, path);
        assert_eq!(
            value(&visit.page, "document.querySelectorAll('.charte-charter h1, .charte-charter table').length > 1"),
            true
        );
        assert_eq!(value(&visit.page, "document.querySelectorAll('h1').length"), 1, "{path}");
    }
}

/// The parts of the portal's own frame around the charter.
const FRAMED: &str = include_str!("scripts/framed.js");

#[test]
fn the_charter_stands_in_the_portals_own_frame() {
    let visit = Visit::demonstration();
    for (path, language, home) in [("/charte-cookies/", "fr", "/"), ("/charte-cookies/en/", "en", "/en/")] {
        visit.go_asked(COAST, path);
        assert_eq!(value(&visit.page, FRAMED), json!([language, 1, true, home, true, true, true]), "{path}");
        // What a script of the page's own requests is refused, and reported.
        let problems = visit
            .page
            .problems()
            .into_iter()
            .filter(|one| !format!("{one:?}").contains("stats.stmalo"))
            .collect::<Vec<_>>();
        assert_eq!(problems, [], "{path}");
    }
}
