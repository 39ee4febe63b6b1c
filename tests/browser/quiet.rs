//! Before a choice, after a refusal and without scripts no request leaves for another host and nothing is stored.

use std::collections::BTreeSet;

use charte_browser::{Firefox, FirefoxOptions, Server, secure_url, url};
use serde_json::json;

use crate::portals::{COAST, Portal, TOWN};
use crate::site::Site;
use crate::visit::{CHOICE, SOON, Visit, refuse, until, value, wait};

/// Links that make a browser connect to a host without a request. Chromium follows them when it likes, so that the page is
/// checked as well.
const HINTS: &str = include_str!("scripts/hints.js");

/// Third parties that the authors' pages contact.
const GATED: [&str; 3] = ["stats.stmalo-agglomeration.fr", "www.youtube.com", "www.openstreetmap.org"];

#[test]
fn nothing_leaves_before_a_choice() {
    let visit = Visit::demonstration();
    let site = Site::demonstration();
    for page in site.pages(TOWN) {
        visit.go(TOWN, &page);
        visit.assert_quiet(&page, &[]);
    }
    for page in site.pages(COAST) {
        visit.go_asked(COAST, &page);
        assert_eq!(value(&visit.page, HINTS), json!([]), "{page}");
        visit.assert_quiet(&page, &[]);
    }
}

/// Where the charter has a page of the site, the usual address leads to it.
#[test]
fn the_way_to_the_charter_is_quiet() {
    let visit = Visit::demonstration();
    for (path, place) in [("/charte-cookies/", "/cookies/"), ("/charte-cookies/en/", "/en/cookies/")] {
        visit.page.goto(&secure_url(TOWN.host, path)).unwrap();
        wait(&visit.page, &format!("location.pathname === {place:?} && document.readyState === 'complete'"));
        visit.assert_quiet(path, &[]);
    }
}

#[test]
fn reading_on_is_no_consent() {
    let visit = Visit::demonstration();
    visit.go_asked(COAST, "/actualites/");
    value(&visit.page, "scrollTo({ top: document.body.scrollHeight, behavior: 'instant' })");
    visit.page.click_at(5.0, 5.0).unwrap();
    visit.await_silence();
    visit.assert_quiet("/actualites/", &[]);
    visit.go_asked(COAST, "/jeux-de-donnees/points-de-baignade.html");
    visit.assert_quiet("the second page", &[]);
}

#[test]
fn nothing_leaves_after_a_refusal() {
    let visit = Visit::demonstration();
    visit.go_asked(COAST, "/actualites/");
    refuse(&visit.page);
    visit.page.reload().unwrap();
    visit.assert_quiet("the reload", &[CHOICE]);
    for page in Site::demonstration().pages(COAST) {
        visit.go_decided(COAST, &page);
        assert_eq!(value(&visit.page, HINTS), json!([]), "{page}");
        visit.assert_quiet(&page, &[CHOICE]);
    }
}

#[test]
fn nothing_leaves_without_scripts() {
    let visit = Visit::demonstration();
    visit.page.disable_scripts(true).unwrap();
    for portal in [TOWN, COAST] {
        for page in Site::demonstration().pages(portal) {
            visit.go(portal, &page);
            visit.assert_quiet(&page, &[]);
        }
    }
}

/// The control: if the pages were not held, this test would notice.
#[test]
fn ungated_pages_are_not_quiet() {
    let site = Site::demonstration();
    let visit = Visit::source(&site, &[COAST]);
    for page in site.addresses(COAST.source) {
        visit.go(COAST, &page);
    }
    assert_eq!(hosts(visit.third_parties()), BTreeSet::from(GATED.map(String::from)));
    assert!(visit.page.cookies().unwrap().len() >= 3);
    visit.page.disable_scripts(true).unwrap();
    visit.forget();
    visit.go(COAST, "/404.html");
    assert!(
        visit.third_parties().iter().any(|url| url.contains("matomo.php")),
        "the pixel for visitors without scripts"
    );
}

#[test]
fn firefox_is_as_quiet() {
    let site = Site::demonstration();
    let server = serve(&site);
    let mut firefox = Firefox::launch(&server, &FirefoxOptions::default()).unwrap();
    for (portal, page) in pages(&site) {
        assert!(firefox.goto(&url(portal.host, &page)).unwrap(), "{page}");
        if portal == COAST {
            let banner = "document.querySelector('charte-banner')?.shadowRoot.querySelector('.banner')";
            firefox.wait_for(banner, SOON).unwrap();
        }
        assert_eq!(kept(&mut firefox), json!(["", 0, 0, 0]), "{page}");
    }
    assert_alone(&server);

    firefox.goto(&url(COAST.host, "/actualites/")).unwrap();
    let refuse = "document.querySelector('charte-banner').shadowRoot.querySelector('.refuse')";
    firefox.wait_for(refuse, SOON).unwrap();
    firefox.click(refuse).unwrap();
    firefox.wait_for("charte.choice()", SOON).unwrap();
    for page in site.pages(COAST) {
        assert!(firefox.goto(&url(COAST.host, &page)).unwrap(), "{page}");
        firefox.wait_for("window.charte && charte.choice()", SOON).unwrap();
        assert_eq!(kept(&mut firefox), json!([CHOICE, 0, 0, 0]), "{page}");
    }
    assert_alone(&server);

    // The control.
    server.site(COAST.host, site.path(COAST.source));
    firefox.goto(&url(COAST.host, "/actualites/")).unwrap();
    let seen = || hosts(server.others(&[TOWN.host, COAST.host]).iter().map(charte_browser::Request::url));
    until(|| seen().contains(GATED[0]) && seen().contains(GATED[1]), || format!("{:?}", seen()));
}

#[test]
fn firefox_without_scripts_is_as_quiet() {
    let site = Site::demonstration();
    let server = serve(&site);
    let options = FirefoxOptions { without_scripts: true, ..FirefoxOptions::default() };
    let mut firefox = Firefox::launch(&server, &options).unwrap();
    for (portal, page) in pages(&site) {
        assert!(firefox.goto(&url(portal.host, &page)).unwrap(), "{page}");
        assert_eq!(firefox.cookies().unwrap(), [], "{page}");
    }
    assert_alone(&server);

    // The control: the pixel for visitors without scripts.
    server.site(COAST.host, site.path(COAST.source));
    firefox.goto(&url(COAST.host, "/404.html")).unwrap();
    let seen = || hosts(server.others(&[TOWN.host, COAST.host]).iter().map(charte_browser::Request::url));
    until(|| seen().contains(GATED[0]), || format!("{:?}", seen()));
}

fn serve(site: &Site) -> Server {
    Server::start([TOWN, COAST].map(|portal| (portal.host, site.path(portal.built)))).unwrap()
}

/// All pages of both portals.
fn pages(site: &Site) -> Vec<(Portal, String)> {
    [TOWN, COAST]
        .into_iter()
        .flat_map(|portal| site.pages(portal).into_iter().map(move |page| (portal, page)))
        .collect()
}

/// What Firefox keeps for the page's host: names of cookies, and how much of each storage.
fn kept(firefox: &mut Firefox) -> serde_json::Value {
    let kept = "indexedDB.databases().then(all => [document.cookie.replace(/=[^;]*/g, ''), localStorage.length, \
                sessionStorage.length, all.length])";
    firefox.evaluate(kept).unwrap()
}

#[track_caller]
fn assert_alone(server: &Server) {
    let others = server.others(&[TOWN.host, COAST.host]);
    assert!(others.is_empty(), "{:?}", others.iter().map(charte_browser::Request::url).collect::<Vec<_>>());
}

fn hosts(urls: impl IntoIterator<Item = String>) -> BTreeSet<String> {
    urls.into_iter().map(|url| url.split('/').nth(2).unwrap_or_default().to_string()).collect()
}
