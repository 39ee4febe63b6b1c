//! axe-core finds nothing on any kind of page, in both languages, light and dark, on a phone and on a desktop.

use std::path::Path;
use std::sync::OnceLock;

use charte_browser::{Page, axe};

use crate::portals::{COAST, TOWN};
use crate::visit::{Visit, click, inner, refuse, wait};

/// The screens and colour schemes in which every page is checked.
const SETTINGS: [(u32, u32, &str); 4] =
    [(390, 844, "light"), (390, 844, "dark"), (1280, 900, "light"), (1280, 900, "dark")];

/// axe-core, from npm.
fn source() -> &'static str {
    static SOURCE: OnceLock<String> = OnceLock::new();
    SOURCE.get_or_init(|| {
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/browser/node_modules/axe-core/axe.min.js");
        std::fs::read_to_string(file).expect("axe-core is missing: run `npm ci --prefix tests/browser`")
    })
}

/// What axe finds in the page as it is now, one finding a line.
pub(crate) fn examine(page: &Page, place: &str) -> Vec<String> {
    let violations = axe::run(page, source(), "document").unwrap();
    let lines = |violation: &axe::Violation| {
        let rule = format!("{place}: {} ({})", violation.id, violation.impact);
        let line = |(element, why): &(String, String)| format!("{rule}: {element}: {}", why.replace('\n', " "));
        violation.nodes.iter().map(line).collect::<Vec<_>>()
    };
    violations.iter().flat_map(lines).collect()
}

/// The same with all screens and schemes.
pub(crate) fn examine_all(page: &Page, place: &str) -> Vec<String> {
    let look = |(width, height, scheme): (u32, u32, &str)| {
        page.set_viewport(width, height, 1.0, width < 500).unwrap();
        page.emulate_media(&[("prefers-color-scheme", scheme), ("prefers-reduced-motion", "reduce")]).unwrap();
        examine(page, &format!("{place} {width}x{height} {scheme}"))
    };
    SETTINGS.into_iter().flat_map(look).collect()
}

#[track_caller]
pub(crate) fn assert_none(found: &[String]) {
    assert!(found.is_empty(), "axe-core found:\n{}", found.join("\n"));
}

#[test]
fn axe_finds_nothing_on_the_banner() {
    let visit = Visit::demonstration();
    let mut found = Vec::new();
    for path in ["/", "/en/"] {
        visit.go_asked(COAST, path);
        found.extend(examine_all(&visit.page, path));
    }
    assert_none(&found);
}

#[test]
fn axe_finds_nothing_where_the_browser_refused() {
    let visit = Visit::demonstration();
    visit.page.emulate_gpc().unwrap();
    let mut found = Vec::new();
    for path in ["/", "/en/"] {
        visit.go_asked(COAST, path);
        found.extend(examine_all(&visit.page, path));
    }
    assert_none(&found);
}

#[test]
fn axe_finds_nothing_on_the_preferences() {
    let visit = Visit::demonstration();
    let mut found = Vec::new();
    for path in ["/", "/en/"] {
        visit.go_asked(COAST, path);
        click(&visit.page, ".banner .customise");
        wait(&visit.page, &inner("dialog[open]"));
        found.extend(examine_all(&visit.page, path));
    }
    assert_none(&found);
}

#[test]
fn axe_finds_nothing_on_charters_and_placeholders() {
    let visit = Visit::demonstration();
    visit.go_asked(COAST, "/");
    refuse(&visit.page);
    let mut found = Vec::new();
    for path in [
        "/charte-cookies/",
        "/charte-cookies/en/",
        "/actualites/",
        "/jeux-de-donnees/points-de-baignade.html",
        "/en/datasets/bathing-spots.html",
    ] {
        visit.go_decided(COAST, path);
        found.extend(examine_all(&visit.page, path));
    }
    assert_none(&found);
}

#[test]
fn axe_finds_nothing_where_nothing_is_asked() {
    let visit = Visit::demonstration();
    let mut found = Vec::new();
    for path in ["/", "/cookies/", "/en/cookies/"] {
        visit.go(TOWN, path);
        found.extend(examine_all(&visit.page, path));
    }
    assert_none(&found);
}

/// The control: axe-core runs, and reports what is wrong.
#[test]
fn axe_finds_what_is_wrong() {
    let visit = Visit::demonstration();
    visit.go_asked(COAST, "/");
    let spoil = format!(
        "{}.setAttribute('aria-labelledby', 'nothing'); document.querySelector('html').lang = ''",
        inner(".banner")
    );
    visit.page.evaluate(&spoil).unwrap();
    let found = examine(&visit.page, "/");
    assert!(found.iter().any(|line| line.contains("html-has-lang")), "{found:?}");
}
