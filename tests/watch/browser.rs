//! An open page while its author writes.

use std::path::PathBuf;

use charte_browser::{Chromium, Page};

use crate::serve::port;
use crate::site::Site;
use crate::watcher::{LIMIT, LINES, Watcher, page};

const ROOT: &str = "document.querySelector('charte-banner').shadowRoot";

/// A page of the site, opened, and marked so that a new load is seen.
fn open(site: &Site, path: &str) -> (Watcher, Page) {
    let watcher = site.watch("--port 0");
    let port = port(&watcher);
    watcher.expect("Watching");
    let page = Chromium::shared().direct().unwrap().page().unwrap();
    page.goto(&format!("http://127.0.0.1:{port}{path}")).unwrap();
    page.evaluate("window.isMarked = true").unwrap();
    (watcher, page)
}

/// A declared service, with a text in three places.
fn with_text(title: &str) -> String {
    format!(
        "{LINES}[portal.town.text.fr]\n\"banner.title\" = \"{title}\"\n\"preferences.title\" = \"{title}\"\n\"placeholder.button\" = \"{title}\"\n"
    )
}

pub(crate) fn wait(page: &Page, expression: &str) {
    page.wait_for(expression, LIMIT).unwrap();
}

pub(crate) fn picture(page: &Page, name: &str) {
    if let Some(folder) = std::env::var_os("SHOTS").map(PathBuf::from) {
        std::fs::create_dir_all(&folder).unwrap();
        page.screenshot(&folder.join(format!("{name}.png"))).unwrap();
    }
}

#[test]
fn texts_and_styles_change_in_place_unless_the_preferences_were_opened() {
    let site = Site::with_two_pages();
    site.write("theme/theme.toml", "requires = \"1\"\n");
    site.declare(&format!("theme = \"theme\"\n{}", with_text("Avant")));
    let (_watcher, page) = open(&site, "/");
    wait(&page, &format!("{ROOT}.querySelector('.banner h2').textContent === 'Avant'"));
    site.declare(&format!("theme = \"theme\"\n{}", with_text("Après")));
    wait(&page, &format!("{ROOT}.querySelector('.banner h2').textContent === 'Après'"));
    wait(
        &page,
        "document.querySelector('iframe').contentDocument.querySelector('[data-charte-accept]')?.textContent.includes('Après')",
    );
    site.write("theme/banner.css", ".banner { border-top: 7px solid red }");
    wait(&page, &format!("getComputedStyle({ROOT}.querySelector('.banner')).borderTopWidth === '7px'"));
    assert_eq!(page.evaluate("isMarked").unwrap(), true, "the page was loaded again");
    page.click(&format!("{ROOT}.querySelector('.customise')")).unwrap();
    wait(&page, &format!("{ROOT}.querySelector('dialog[open]')"));
    site.declare(&format!("theme = \"theme\"\n{}", with_text("Enfin")));
    wait(&page, "!window.isMarked && window.charte");
    page.evaluate("charte.open()").unwrap();
    wait(&page, &format!("{ROOT}.querySelector('dialog[open] h2').textContent === 'Enfin'"));
}

#[test]
fn a_page_that_its_author_changed_is_loaded_again_and_no_other() {
    let site = Site::with_two_pages();
    let (_watcher, page_one) = open(&site, "/");
    let two = page_one.context().page().unwrap();
    two.goto(&format!("{}two/", page_one.url().unwrap())).unwrap();
    two.evaluate("window.isMarked = true").unwrap();
    site.write("public/two/index.html", page("edited"));
    wait(&two, "document.querySelector('main p').textContent === 'edited'");
    assert_eq!(page_one.evaluate("isMarked").unwrap(), true);
    site.write("public/style.css", "p { color: red }");
    wait(&page_one, "!window.isMarked");
}

#[test]
fn what_is_broken_is_shown_until_it_is_mended() {
    let site = Site::with_two_pages();
    let (_watcher, page) = open(&site, "/");
    site.declare(&LINES.replace("arte", "<img src=x onerror=evil()>"));
    wait(&page, "document.querySelector('charte-live')");
    let text = page.evaluate("document.querySelector('charte-live').shadowRoot.textContent").unwrap();
    for part in ["<img src=x onerror=evil()>", "charte.toml:15", "services = ["] {
        assert!(text.as_str().unwrap().contains(part), "{part}: {text}");
    }
    assert_eq!(
        page.evaluate("document.querySelector('charte-live').shadowRoot.querySelector('img')").unwrap(),
        serde_json::Value::Null
    );
    picture(&page, "overlay");
    // A page that is opened late shows the last good build behind the error.
    let late = page.context().page().unwrap();
    late.goto(&page.url().unwrap()).unwrap();
    wait(&late, "document.querySelector('charte-live') && document.querySelector('main p').textContent === 'one'");
    site.declare(LINES);
    wait(&page, "!document.querySelector('charte-live')");
    wait(&late, "!document.querySelector('charte-live')");
}

#[test]
fn the_charter_changes_in_place_too() {
    let site = Site::with_two_pages();
    let (_watcher, page) = open(&site, "/charte-cookies/");
    page.evaluate("document.body.style.minHeight = '4000px'; scrollTo(0, 300)").unwrap();
    site.declare(&format!("{LINES}[portal.town.text.fr]\n\"charter.title\" = \"Un autre titre\"\n"));
    wait(&page, "document.querySelector('h1').textContent === 'Un autre titre'");
    assert_eq!(page.evaluate("isMarked && scrollY").unwrap(), 300);
}

#[test]
fn the_list_leads_to_every_portal() {
    let site = Site::with_two_pages();
    let first = site.read("charte.toml");
    let second = first.split("[portal.town]").nth(1).unwrap().replace("dist", "dist2");
    site.write("charte.toml", format!("{first}[portal.other]{second}"));
    let (watcher, page) = open(&site, "/");
    watcher.expect("  other: http");
    wait(&page, "document.querySelectorAll('a[data-port]').length === 2");
    picture(&page, "list");
    page.click("document.querySelector('li:nth-child(2) a')").unwrap();
    wait(&page, "document.querySelector('main p')?.textContent === 'one'");
}

#[test]
fn the_bar_says_what_waits_and_answers_for_the_visitor() {
    let site = Site::with_two_pages();
    let unknown = "<script src=\"https://unknown.example.net/x.js\"></script></head>";
    site.write("public/index.html", crate::watcher::page("one").replace("</head>", unknown));
    let (_watcher, page) = open(&site, "/");
    let bar = "document.querySelector('charte-bar').shadowRoot";
    wait(&page, "document.querySelector('charte-bar')");
    page.click(&format!("{bar}.querySelector('.handle')")).unwrap();
    wait(&page, &format!("{bar}.querySelector('li')"));
    let text = page.evaluate(&format!("{bar}.querySelector('.panel').textContent")).unwrap();
    for part in [
        "index.html",
        "Arte",
        "<iframe> line 8",
        "charte.toml:15",
        "unknown.example.net",
        "<script> line 5",
        "is not declared",
    ] {
        assert!(text.as_str().unwrap().contains(part), "{part}: {text}");
    }
    picture(&page, "bar");
    let press = |text: &str| {
        page.click(&format!("[...{bar}.querySelectorAll('button')].find(one => one.textContent === '{text}')"))
            .unwrap();
    };
    press("Refuse");
    wait(&page, "charte.choice()?.refused.includes('arte')");
    press("Accept");
    // The page is loaded again.
    wait(&page, &format!("window.charte?.choice()?.granted.includes('arte') && {bar}"));
    page.click(&format!("{bar}.querySelector('.handle')")).unwrap();
    wait(&page, &format!("{bar}.querySelector('[data-scheme=dark]')"));
    press("Dark");
    assert_eq!(page.evaluate("document.documentElement.style.colorScheme").unwrap(), "dark");
    press("Forget the choice");
    wait(&page, "window.charte && !window.isMarked && charte.choice() === null");
    // No built page has any of it.
    assert!(!site.read("dist/index.html").contains("charte-bar"));
}

/// A policy like charte's own, in the page, which refuses requests of scripts.
const POLICY: &str =
    "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'self' 'unsafe-inline' data:\">";

#[test]
fn the_bar_lists_what_a_policy_refused_and_what_to_write() {
    let site = Site::with_two_pages();
    let scripts = "<script src=\"/app.js\"></script>\n<script>fetch(['https:', '', 'api.example.net', 'v1'].join('/')).catch(() => {})</script>\n</head>";
    let text = page("one").replace("<head>", &format!("<head>{POLICY}")).replace("</head>", scripts);
    site.write("public/index.html", text);
    let requests = "fetch('https://i.ytimg.com/vi').catch(() => {});\nnew Image().src = 'https://static.arte.tv/<img src=x onerror=evil()>';\n";
    site.write("public/app.js", format!("// Requests.\n{requests}"));
    let (_watcher, page) = open(&site, "/");
    let bar = "document.querySelector('charte-bar').shadowRoot";
    wait(
        &page,
        &format!("document.querySelector('charte-bar') && {bar}.querySelector('.count').textContent === '3 refused'"),
    );
    page.click(&format!("{bar}.querySelector('.handle')")).unwrap();
    wait(&page, &format!("{bar}.querySelectorAll('details pre').length === 2"));
    let text = page.evaluate(&format!("{bar}.querySelector('.panel').textContent")).unwrap();
    for part in [
        "i.ytimg.com connect",
        "/app.js line 2 connect https://i.ytimg.com/vi",
        "services = [\"arte\", \"youtube\"]  # in [portal.town]\n",
        "static.arte.tv imgthe page or a script img https://static.arte.tv/%3Cimg",
        "It belongs to Arte, which waits",
        "api.example.net connect",
        "/ line 6 connect https://api.example.net/v1",
        "[service.api-example-net]\n",
    ] {
        assert!(text.as_str().unwrap().contains(part), "{part}: {text}");
    }
    assert_eq!(page.evaluate(&format!("{bar}.querySelector('img')")).unwrap(), serde_json::Value::Null);
    picture(&page, "refused");
    page.click(&format!("{bar}.querySelector('details[open] pre + button')")).unwrap();
    wait(&page, &format!("{bar}.querySelector('details[open] pre + button').textContent === 'Copied'"));
    // A request that is refused later is added to the open list.
    page.evaluate("void (new Image().src = 'https://late.example.net/x.png')").unwrap();
    wait(&page, &format!("{bar}.querySelector('.panel').textContent.includes('[service.late-example-net]')"));
    assert_eq!(page.evaluate(&format!("{bar}.querySelector('.count').textContent")).unwrap(), "4 refused");
}

/// On a site of the State the banner is in the page.
#[test]
fn the_bar_answers_for_the_visitor_of_a_state_site_too() {
    let site = Site::with_two_pages();
    site.declare(&format!("{LINES}theme = \"dsfr\"\nstate_site = true\nframe = \"index.html\"\n"));
    let (_watcher, page) = open(&site, "/");
    wait(&page, "document.querySelector('#charte-banner') && document.querySelector('charte-bar')");
    let bar = "document.querySelector('charte-bar').shadowRoot";
    page.click(&format!("{bar}.querySelector('.handle')")).unwrap();
    let accept = format!("[...{bar}.querySelectorAll('button')].find(one => one.textContent === 'Accept')");
    wait(&page, &accept);
    page.click(&accept).unwrap();
    wait(&page, "charte.choice()?.granted.includes('arte') && !document.querySelector('#charte-banner')");
}
