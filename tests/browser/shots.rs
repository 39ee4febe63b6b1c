//! Pictures of what visitors see, for people to look at: `SHOTS=folder` says where they go.

use std::path::PathBuf;

use charte_audit::Page;

use crate::site::{COAST, Portal, TOWN};
use crate::visit::{Visit, click, inner, wait};

const SCREENS: [(&str, u32, u32); 2] = [("phone", 390, 844), ("desktop", 1280, 900)];

/// What is pictured of each portal once there is nothing to answer.
const PAGES: [(Portal, &str, &str); 8] = [
    (TOWN, "home", "/"),
    (TOWN, "charter", "/cookies/"),
    (TOWN, "news", "/actualites/"),
    (TOWN, "dataset", "/jeux-de-donnees/frequentation-mediatheque.html"),
    (COAST, "home", "/"),
    (COAST, "charter", "/charte-cookies/"),
    (COAST, "news", "/actualites/"),
    (COAST, "dataset", "/jeux-de-donnees/points-de-baignade.html"),
];

#[test]
fn pictures_are_kept_on_request() {
    let Some(folder) = std::env::var_os("SHOTS").map(PathBuf::from) else { return };
    std::fs::create_dir_all(&folder).unwrap();
    for (screen, width, height) in SCREENS {
        for scheme in ["light", "dark"] {
            let visit = Visit::demonstration();
            visit.page.set_viewport(width, height, 1.0, width < 500).unwrap();
            visit.page.emulate_media(&[("prefers-color-scheme", scheme)]).unwrap();
            let keep = |name: &str| picture(&visit.page, &folder.join(format!("{name}-{screen}-{scheme}.png")));
            visit.go_asked(COAST, "/");
            keep("coast-banner");
            click(&visit.page, ".banner .customise");
            wait(&visit.page, &inner("dialog[open]"));
            keep("coast-preferences");
            click(&visit.page, "dialog .close");
            visit.page.emulate_gpc().unwrap();
            visit.go_asked(COAST, "/");
            keep("coast-refused-by-browser");
            click(&visit.page, ".banner .close");
            wait(&visit.page, "charte.choice()");
            for (portal, name, path) in PAGES {
                visit.go(portal, path);
                keep(&format!("{}-{name}", if portal == TOWN { "town" } else { "coast" }));
            }
        }
    }
}

/// The whole page, however long, once it stands still.
fn picture(page: &Page, file: &std::path::Path) {
    let still = "document.fonts.ready.then(() => document.getAnimations().every(one => one.playState !== 'running'))";
    wait(page, still);
    let tall = page.evaluate("[innerWidth, innerHeight, document.documentElement.scrollHeight]").unwrap();
    let size = |at: usize| u32::try_from(tall[at].as_u64().unwrap()).unwrap();
    let whole = page
        .evaluate("!document.querySelector('charte-banner')?.shadowRoot.querySelector('.banner, dialog[open]')")
        .unwrap();
    if whole == true {
        page.set_viewport(size(0), size(2), 1.0, size(0) < 500).unwrap();
    }
    page.screenshot(file).unwrap();
    page.set_viewport(size(0), size(1), 1.0, size(0) < 500).unwrap();
}
