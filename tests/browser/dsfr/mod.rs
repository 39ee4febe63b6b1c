//! The theme for sites of the State, on pages with the real design system (DSFR, from npm), with its scripts and without: it
//! has the structure and class names of the design system, and none of the faults of the system's own sample.

mod preferences;

use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use charte_browser::Page;
use serde_json::json;

use crate::look::examine;
use crate::portals::SMALL;
use crate::shots::Album;
use crate::site::Site;
use crate::visit::{CHOICE, SHOWN, Visit, choice_cookie, click_placeholder, leave, until, value, wait};

const DECLARATION: &str = r#"theme = "dsfr"
state_site = true
frame = "index.html"
languages = ["fr", "en"]
services = ["opendatasoft", "matomo", "youtube", "dailymotion"]
[service.matomo]
hosts = ["stats.example.net"]
"#;

const PAGE: &str = include_str!("../pages/state.html");
const BANNER: &str = "document.querySelector('.fr-consent-banner')";
const DIALOG: &str = "document.querySelector('dialog:modal')";
const SCREENS: [(u32, u32); 2] = [(390, 844), (1280, 900)];

/// The files of the design system.
fn system() -> PathBuf {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/browser/node_modules/@gouvfr/dsfr/dist");
    assert!(folder.is_dir(), "the design system is missing: run `npm ci --prefix tests/browser`");
    std::fs::canonicalize(folder).unwrap()
}

/// A portal of the State: `/` runs the scripts of the design system, `/plain.html` does not.
fn visit() -> Visit {
    Visit::built(&site(), &[SMALL])
}

fn site() -> Arc<Site> {
    let plain = PAGE.lines().filter(|line| !line.starts_with("<script")).collect::<Vec<_>>().join("\n");
    assert_ne!(plain.len() + 1, PAGE.len());
    small(&[("index.html", PAGE), ("plain.html", &plain)])
}

/// A portal of the State with those files, and those of the design system.
fn small(files: &[(&str, &str)]) -> Arc<Site> {
    let site = Site::small(DECLARATION, files);
    symlink(system(), site.path(SMALL.built).join("dsfr")).unwrap();
    site
}

#[track_caller]
fn ask(visit: &Visit, path: &str) {
    visit.go(SMALL, path);
    wait(&visit.page, &format!("!!{BANNER}"));
    // The design system has started: it marks what it initialises.
    wait(&visit.page, "!document.querySelector('script[type=module]') || document.querySelector('[data-fr-js-modal]')");
}

/// One of the banner's buttons, from 0.
fn button(index: usize) -> String {
    format!("{BANNER}.querySelectorAll('button')[{index}]")
}

#[track_caller]
fn open(page: &Page) {
    page.click(&button(2)).unwrap();
    wait(page, DIALOG);
}

/// The ids of the radio buttons that are checked, without those of what is necessary.
fn picked(page: &Page) -> Vec<String> {
    let ids = value(page, &format!("[...{DIALOG}.querySelectorAll(':checked')].map(radio => radio.id)"));
    let ids = ids.as_array().unwrap().iter().map(|id| id.as_str().unwrap().replace("charte-", ""));
    ids.filter(|id| id != "necessary-yes").collect()
}

#[test]
fn the_banner_is_the_components() {
    let visit = visit();
    for path in ["/", "/plain.html", "/charte-cookies/"] {
        ask(&visit, path);
        let last = format!("{BANNER}.parentNode === document.body && document.body.firstElementChild !== {BANNER}");
        assert_eq!(value(&visit.page, &last), true, "{path}: a child of the body, and not its first");
        let parts = format!("[...{BANNER}.children].map(part => part.localName)");
        assert_eq!(value(&visit.page, &parts), json!(["h2", "div", "ul"]));
        let texts = format!("[...{BANNER}.querySelectorAll('li > button')].map(one => one.textContent)");
        assert_eq!(value(&visit.page, &texts), json!(["Tout accepter", "Tout refuser", "Personnaliser"]));
        let classes = format!("[...{BANNER}.querySelectorAll('button')].map(one => one.className)");
        assert_eq!(value(&visit.page, &classes), json!(["fr-btn", "fr-btn", "fr-btn fr-btn--secondary"]));
        assert_eq!(value(&visit.page, "document.querySelector('charte-banner')"), json!(null));
    }
}

/// A page that arrives in parts shows the banner before all of its body is there.
#[test]
fn what_arrives_after_the_banner_stands_before_it() {
    let slow = PAGE.replace("<body>\n", "<body>\n<script src=\"/slow.js\"></script>\n");
    let visit = Visit::built(&small(&[("index.html", &slow), ("slow.js", "")]), &[SMALL]);
    visit.server.hold(SMALL.host, "/slow.js");
    visit.start_going(SMALL, "/");
    wait(&visit.page, &format!("!!{BANNER}"));
    assert_eq!(value(&visit.page, "document.querySelector('main')"), json!(null), "all of the page has arrived");
    visit.server.release(SMALL.host, "/slow.js");
    wait(&visit.page, "document.readyState === 'complete'");
    let order = format!(
        "(({BANNER})?.parentNode === document.body) && !!document.querySelector('footer ~ .fr-consent-banner')"
    );
    assert_eq!(value(&visit.page, &order), true);
}

#[test]
fn the_banner_stands_where_the_component_does() {
    let visit = visit();
    for (width, height) in SCREENS {
        visit.page.set_viewport(width, height, 1.0, width < 500).unwrap();
        ask(&visit, "/");
        let place =
            format!("(box => [box.left, innerHeight - box.bottom, box.width])({BANNER}.getBoundingClientRect())");
        let wanted = if width < 500 { json!([0, 0, 390]) } else { json!([40, 40, 640]) };
        assert_eq!(value(&visit.page, &place), wanted);
        let look = |index| {
            let style = "['color', 'backgroundColor', 'fontSize', 'fontWeight', 'boxShadow', 'height']";
            value(
                &visit.page,
                &format!("(style => {style}.map(name => style[name]))(getComputedStyle({}))", button(index)),
            )
        };
        assert_eq!(look(0), look(1), "accept and refuse weigh the same");
        assert_ne!(look(0), look(2));
    }
}

/// Routers such as Turbo and htmx keep a copy of the page that is left, banner included, and show it when the visitor comes back.
#[test]
fn a_router_that_brings_back_an_earlier_page_brings_no_second_banner() {
    let visit = visit();
    ask(&visit, "/plain.html");
    let banners = "document.querySelectorAll('.fr-consent-banner').length";
    value(&visit.page, "window.earlier = document.body.innerHTML; document.body.innerHTML = earlier");
    wait(&visit.page, &format!("{banners} === 1"));
    visit.page.click(&button(1)).unwrap();
    wait(&visit.page, &format!("charte.choice() && {banners} === 0"));
    value(&visit.page, "document.body.innerHTML = earlier");
    wait(&visit.page, &format!("{banners} === 0"));
}

#[test]
fn axe_finds_nothing() {
    let visit = visit();
    let mut found = Vec::new();
    let mut look = |place: &str| {
        for (width, height) in SCREENS {
            for scheme in ["light", "dark"] {
                visit.page.set_viewport(width, height, 1.0, width < 500).unwrap();
                value(&visit.page, &format!("document.documentElement.setAttribute('data-fr-theme', {scheme:?})"));
                let still = "document.getAnimations().every(one => one.playState !== 'running')";
                wait(&visit.page, still);
                found.extend(examine(&visit.page, &format!("{place} {width}x{height} {scheme}")));
            }
        }
    };
    visit.page.emulate_media(&[("prefers-reduced-motion", "reduce")]).unwrap();
    for path in ["/", "/plain.html"] {
        ask(&visit, path);
        look(&format!("{path} banner and placeholder"));
        open(&visit.page);
        value(&visit.page, &format!("{DIALOG}.querySelectorAll('[aria-expanded]').forEach(one => one.click())"));
        look(&format!("{path} preferences"));
    }
    for path in ["/charte-cookies/", "/charte-cookies/en/"] {
        ask(&visit, path);
        look(path);
    }
    assert!(found.is_empty(), "axe-core found:\n{}", found.join("\n"));
}

#[test]
fn headings_leave_out_no_level() {
    let visit = visit();
    for path in ["/", "/charte-cookies/", "/charte-cookies/en/"] {
        ask(&visit, path);
        let levels = "[...document.querySelectorAll('main :is(h1, h2, h3, h4, h5, h6)')].map(one => +one.localName[1])";
        let levels = value(&visit.page, levels);
        let levels: Vec<u64> = levels.as_array().unwrap().iter().map(|level| level.as_u64().unwrap()).collect();
        assert_eq!(levels[0], 1, "{path}");
        assert!(levels.windows(2).all(|pair| pair[1] <= pair[0] + 1), "{path}: {levels:?}");
    }
    open(&visit.page);
    assert_eq!(value(&visit.page, &format!("{DIALOG}.querySelector('.fr-modal__title').localName")), "h2");
}

#[test]
fn nothing_loads_before_a_yes_and_an_embed_can_be_allowed_in_its_place() {
    let visit = visit();
    // The design system's script keeps a scheme of its own.
    ask(&visit, "/plain.html");
    visit.assert_quiet("/plain.html", &[]);
    visit.page.click(&button(1)).unwrap();
    wait(&visit.page, "charte.choice()?.granted.length === 0");
    visit.assert_quiet("a refusal", &[CHOICE]);
    leave(&visit.page, || click_placeholder(&visit.page, ".fr-btn"));
    wait(&visit.page, SHOWN);
    let video = "https://www.youtube.com/embed/PHARE-2026";
    until(|| visit.third_parties().contains(video), || format!("{:?}", visit.third_parties()));
    assert!(choice_cookie(&visit.page).value.ends_with('.'), "it was for this page");
}

#[test]
fn the_browsers_refusal_is_shown() {
    let visit = visit();
    visit.page.emulate_gpc().unwrap();
    ask(&visit, "/");
    let texts = format!("[...{BANNER}.querySelectorAll('button')].map(one => one.textContent)");
    assert_eq!(value(&visit.page, &texts), json!(["Fermer", "Personnaliser"]));
    let names_it = format!("{BANNER}.innerText.includes('Global Privacy Control')");
    assert_eq!(value(&visit.page, &names_it), true);
    visit.page.click(&button(1)).unwrap();
    wait(&visit.page, DIALOG);
    let refused = ["all-no", "purpose-0-no", "purpose-1-no", "purpose-1-0-no", "purpose-1-1-no"];
    assert_eq!(picked(&visit.page), refused);
}

#[test]
fn the_charters_control_shows_the_choice() {
    let visit = visit();
    ask(&visit, "/charte-cookies/");
    let table = "[...document.querySelectorAll('.fr-table')].every(one => one.querySelector('caption') && \
                 one.querySelector('th[scope=col]') && one.querySelector('th[scope=row]'))";
    assert_eq!(value(&visit.page, table), true);
    leave(&visit.page, || visit.page.click(&button(0)).unwrap());
    wait(&visit.page, "document.querySelector('[data-charte-state]').textContent.includes('tout accepté')");
    visit.page.click("document.querySelector('button[data-charte-open]')").unwrap();
    wait(&visit.page, DIALOG);
    visit.page.press("Escape").unwrap();
    wait(&visit.page, "document.activeElement.matches('button[data-charte-open]')");
}

#[test]
fn a_strict_policy_forbids_nothing_of_charte() {
    let site = site();
    let policy = format!("default-src 'self'; script-src 'self' {}", site.script_hashes().join(" "));
    let visit = Visit::built(&site, &[SMALL]);
    visit.server.header(SMALL.host, "Content-Security-Policy", &policy);
    ask(&visit, "/plain.html");
    open(&visit.page);
    assert_eq!(value(&visit.page, &format!("getComputedStyle({DIALOG}).paddingTop")), "0px");
    visit.page.press("Escape").unwrap();
    ask(&visit, "/charte-cookies/");
    // The images that the design system's own style sheets contain as data.
    let problems = visit.page.problems();
    let own: Vec<_> = problems.iter().filter(|one| !format!("{one:?}").contains("data:")).collect();
    assert!(own.is_empty(), "{own:?}");
}

#[test]
fn each_state_can_be_pictured() {
    let album = Album::open();
    for (width, height) in album.few(SCREENS) {
        for scheme in album.few(["light", "dark"]) {
            let visit = visit();
            visit.page.set_viewport(width, height, 1.0, width < 500).unwrap();
            let keep = |name: &str| {
                value(&visit.page, &format!("document.documentElement.setAttribute('data-fr-theme', {scheme:?})"));
                wait(
                    &visit.page,
                    "document.fonts.ready.then(() => document.getAnimations().every(one => one.playState !== 'running'))",
                );
                visit.page.screenshot(&album.page(&format!("state-{name}-{width}-{scheme}"))).unwrap();
            };
            ask(&visit, "/");
            keep("banner");
            open(&visit.page);
            keep("preferences");
            value(&visit.page, &format!("{DIALOG}.querySelectorAll('[aria-expanded]').forEach(one => one.click())"));
            value(&visit.page, "document.querySelector('#charte-purpose-1-details').scrollIntoView()");
            keep("details");
            visit.page.press("Escape").unwrap();
            visit.page.click(&button(1)).unwrap();
            wait(&visit.page, "charte.choice()");
            keep("placeholder");
            visit.go_decided(SMALL, "/charte-cookies/");
            visit.page.set_viewport(width, 5000, 1.0, width < 500).unwrap();
            keep("charter");
        }
    }
}
