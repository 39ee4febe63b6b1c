//! Pictures of what visitors see. `SHOTS=folder` keeps them, on all screens and in both schemes, for people to look at;
//! without it one round shows that each state can still be reached and pictured.

use std::path::PathBuf;

use charte_browser::Page;
use tempfile::TempDir;

use crate::portals::{COAST, Portal, TOWN};
use crate::visit::{Visit, click, inner, wait};

const SCREENS: [(&str, u32, u32); 2] = [("phone", 390, 844), ("desktop", 1280, 900)];

/// What is pictured of each portal once there is no banner any more.
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
fn each_state_can_be_pictured() {
    let album = Album::open();
    for (screen, width, height) in album.few(SCREENS) {
        for scheme in album.few(["light", "dark"]) {
            let visit = Visit::demonstration();
            visit.page.set_viewport(width, height, 1.0, width < 500).unwrap();
            visit.page.emulate_media(&[("prefers-color-scheme", scheme)]).unwrap();
            let keep = |name: &str| picture(&visit.page, &album.page(&format!("{name}-{screen}-{scheme}")));
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

/// Where pictures go.
pub(crate) struct Album {
    folder: PathBuf,
    /// Pictures that were not requested are removed with this folder.
    thrown_away: Option<TempDir>,
}

impl Album {
    pub(crate) fn open() -> Self {
        match std::env::var_os("SHOTS").map(PathBuf::from) {
            Some(folder) => {
                std::fs::create_dir_all(&folder).unwrap();
                Self { folder, thrown_away: None }
            }
            None => {
                let thrown_away = tempfile::tempdir().unwrap();
                Self { folder: thrown_away.path().to_owned(), thrown_away: Some(thrown_away) }
            }
        }
    }

    /// All of a list, or only its first where no pictures are kept.
    pub(crate) fn few<T, const N: usize>(&self, list: [T; N]) -> impl Iterator<Item = T> {
        list.into_iter().take(if self.thrown_away.is_some() { 1 } else { N })
    }

    /// The file for a picture.
    pub(crate) fn page(&self, name: &str) -> PathBuf {
        self.folder.join(format!("{name}.png"))
    }
}

/// The whole page, however long, once it has stopped moving.
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
