//! `charte theme preview`: every state of a theme on one page, as a designer meets it.

use charte_browser::{Chromium, Page};

use crate::browser::{picture, wait};
use crate::serve::port;
use crate::site::Site;
use crate::watcher::{LINES, Watcher};

const THEME: &str =
    "requires = \"1\"\nextends = \"card\"\n\n[tokens]\nbackground = \"#fefefe\"\n\n[dark]\nbackground = \"#101010\"\n";
/// What a frame must show in its state.
const SHOWS: &str = include_str!("shows.js");

fn open(site: &Site, arguments: &str) -> (Watcher, Page) {
    let watcher = Watcher::start(site.command(&format!("theme preview {arguments} --port 0")));
    let port = port(&watcher);
    let page = Chromium::shared().direct().unwrap().page().unwrap();
    page.set_viewport(1600, 1000, 1.0, false).unwrap();
    page.goto(&format!("http://127.0.0.1:{port}/")).unwrap();
    wait(&page, "document.querySelector('iframe')");
    (watcher, page)
}

/// Scrolls to each section, so that its frames are loaded, and waits until they all show their state.
fn visit(page: &Page) {
    for state in ["banner", "preferences", "charter", "placeholders"] {
        let section = format!("document.querySelector('[data-state={state}]')");
        for row in ["fr", "en", "ar"] {
            page.evaluate(&format!("{section}.querySelector('[data-language={row}]').scrollIntoView()")).unwrap();
            wait(
                page,
                &format!(
                    "[...{section}.querySelectorAll('[data-language={row}] iframe')].every((view) => ({SHOWS})(view, '{state}'))"
                ),
            );
        }
        picture(page, &format!("gallery-{state}"));
    }
}

/// The colours of the banners of a scheme, each once.
fn backgrounds(scheme: &str) -> String {
    format!("({})('{scheme}')", include_str!("backgrounds.js"))
}

#[test]
fn every_state_stands_side_by_side_and_follows_the_files() {
    let site = Site::new(LINES);
    site.write("theme/theme.toml", THEME);
    let (watcher, page) = open(&site, "theme");
    watcher.expect("Watching");
    visit(&page);
    assert_eq!(page.evaluate("document.querySelectorAll('iframe').length").unwrap(), 48);
    assert_eq!(page.evaluate("document.querySelector('h1').textContent").unwrap(), "theme");
    let is_right_to_left = "[...document.querySelectorAll('[data-language=ar] iframe')].every((view) => view.contentDocument.documentElement.dir === 'rtl')";
    assert_eq!(page.evaluate(is_right_to_left).unwrap(), true);
    wait(&page, &format!("{} === 'rgb(254, 254, 254)'", backgrounds("light")));
    wait(&page, &format!("{} === 'rgb(16, 16, 16)'", backgrounds("dark")));

    // An edit reaches every frame, and only those that show the preferences are loaded again.
    page.evaluate("document.querySelectorAll('iframe').forEach((view) => (view.contentWindow.isMarked = true))")
        .unwrap();
    site.write("theme/theme.toml", THEME.replace("#fefefe", "#fff8ee").replace("#101010", "#001122"));
    wait(&page, &format!("{} === 'rgb(255, 248, 238)'", backgrounds("light")));
    wait(&page, &format!("{} === 'rgb(0, 17, 34)'", backgrounds("dark")));
    let is_kept = "[...document.querySelectorAll('iframe')].every((view) => view.contentWindow.isMarked || view.closest('[data-state=preferences]'))";
    assert_eq!(page.evaluate(is_kept).unwrap(), true);

    // A fault is shown once, over the whole page.
    site.write("theme/theme.toml", THEME.replace("background", "backround"));
    wait(&page, "document.querySelector('charte-live')");
    let text = page.evaluate("document.querySelector('charte-live').shadowRoot.textContent").unwrap();
    assert!(text.as_str().unwrap().contains("did you mean `background`?"), "{text}");
    let inside =
        "[...document.querySelectorAll('iframe')].some((view) => view.contentDocument.querySelector('charte-live'))";
    assert_eq!(page.evaluate(inside).unwrap(), false);
    picture(&page, "gallery-fault");
    site.write("theme/theme.toml", THEME);
    wait(&page, "!document.querySelector('charte-live')");
}

#[test]
fn each_frame_is_a_visitor_of_its_own() {
    let site = Site::new(LINES);
    let (_watcher, page) = open(&site, "townhall");
    let banner = |index: usize| {
        format!(
            "document.querySelectorAll('iframe')[{index}].contentDocument?.querySelector('charte-banner')?.shadowRoot.querySelector('.banner')"
        )
    };
    wait(&page, &format!("{} && {}", banner(0), banner(1)));
    page.evaluate(&format!("{}.querySelector('.accept').click()", banner(0))).unwrap();
    wait(&page, &format!("!{}", banner(0)));
    assert_eq!(page.evaluate(&format!("Boolean({})", banner(1))).unwrap(), true);
    assert_eq!(page.evaluate("document.cookie").unwrap(), "");
}

#[test]
fn what_is_not_wanted_makes_room_for_the_rest() {
    let site = Site::new(LINES);
    let (_watcher, page) = open(&site, "night");
    wait(&page, &format!("({SHOWS})(document.querySelector('iframe'), 'banner')"));
    assert_eq!(page.evaluate("scrollY").unwrap(), 0);
    picture(&page, "gallery-first");
    let width = "[...document.querySelectorAll('[data-screen=desktop]')].find((one) => one.checkVisibility()).getBoundingClientRect().width";
    let before = page.evaluate(width).unwrap().as_f64().unwrap();
    for value in ["fr", "phone", "dark", "charter"] {
        page.click(&format!("document.querySelector('[data-value={value}]')")).unwrap();
    }
    let after = page.evaluate(width).unwrap().as_f64().unwrap();
    assert!(before < 600.0 && after > 1200.0, "{before} {after}");
    assert_eq!(
        page.evaluate("[...document.querySelectorAll('iframe')].filter((view) => view.checkVisibility()).length")
            .unwrap(),
        6
    );
    picture(&page, "gallery-filtered");
    page.set_viewport(390, 844, 2.0, true).unwrap();
    wait(&page, "document.documentElement.scrollWidth <= 390");
    picture(&page, "gallery-phone");
}

#[test]
fn a_portals_theme_is_shown_with_what_its_declaration_changes() {
    let site = Site::new(&format!("theme = \"card\"\ntokens = {{ background = \"#fdfdfd\" }}\n{LINES}"));
    let (watcher, page) = open(&site, "--portal town");
    watcher.expect("Watching");
    visit(&page);
    wait(&page, &format!("{} === 'rgb(253, 253, 253)'", backgrounds("light")));
    site.edit("charte.toml", "#fdfdfd", "#fefefa");
    wait(&page, &format!("{} === 'rgb(254, 254, 250)'", backgrounds("light")));
}
