//! A visitor with a fresh browser profile on a site, and what a visitor does with the banner.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::thread;
use std::time::{Duration, Instant};

use charte_browser::{Chromium, Cookie, Page, Server, Storage, secure_url};
use serde_json::Value;

use crate::portals::{COAST, Portal, TOWN};
use crate::silence;
use crate::site::Site;

/// The limit for an event of the page: long enough for a slow and busy machine.
pub(crate) const SOON: Duration = Duration::from_secs(60);

/// The name of the cookie that keeps the choice.
pub(crate) const CHOICE: &str = "cookies_preferences";

/// A page of Chromium, with a server of its own.
pub(crate) struct Visit {
    pub(crate) server: Server,
    pub(crate) page: Page,
    /// The folder exists as long as a visit uses it.
    _site: Arc<Site>,
}

impl Visit {
    /// To the demonstration portals, as built.
    pub(crate) fn demonstration() -> Self {
        Self::built(&Site::demonstration(), &[TOWN, COAST])
    }

    /// To the built pages of some portals.
    pub(crate) fn built(site: &Arc<Site>, portals: &[Portal]) -> Self {
        Self::start(site, portals.iter().map(|portal| (portal.host, portal.built)).collect())
    }

    /// To the pages as their authors wrote them.
    pub(crate) fn source(site: &Arc<Site>, portals: &[Portal]) -> Self {
        Self::start(site, portals.iter().map(|portal| (portal.host, portal.source)).collect())
    }

    fn start(site: &Arc<Site>, folders: Vec<(&str, &str)>) -> Self {
        let server = Server::start(folders.into_iter().map(|(host, folder)| (host, site.path(folder)))).unwrap();
        let page = Chromium::shared().page(&server).unwrap();
        Self { server, page, _site: Arc::clone(site) }
    }

    /// Another visitor to the same server.
    pub(crate) fn another(&self) -> Page {
        Chromium::shared().page(&self.server).unwrap()
    }

    /// Goes to a page and waits for its load event, which must come.
    #[track_caller]
    pub(crate) fn go(&self, portal: Portal, path: &str) {
        go(&self.page, portal, path);
    }

    /// Goes to a page whose load event may wait for something that the server holds.
    pub(crate) fn start_going(&self, portal: Portal, path: &str) {
        self.page.goto_within(&secure_url(portal.host, path), Duration::ZERO).unwrap();
    }

    /// Goes to a page with a banner.
    #[track_caller]
    pub(crate) fn go_asked(&self, portal: Portal, path: &str) {
        self.go(portal, path);
        await_banner(&self.page);
    }

    /// Goes to a page, where the stored choice must hold.
    #[track_caller]
    pub(crate) fn go_decided(&self, portal: Portal, path: &str) {
        self.go(portal, path);
        wait(&self.page, "window.charte && charte.choice()");
        assert!(!has_banner(&self.page), "{path} asks although there is a choice");
    }

    /// Every address requested from a third party, and every third party that got a connection. What the browser refused is
    /// not among them.
    pub(crate) fn third_parties(&self) -> BTreeSet<String> {
        let own = |url: &str| {
            let host = url.split('/').nth(2).unwrap_or_default();
            [TOWN.host, COAST.host, crate::portals::SMALL.host].contains(&host)
        };
        self.server.requests().into_iter().map(|request| request.url()).filter(|url| !own(url)).collect()
    }

    /// Clears the log of requests.
    pub(crate) fn forget(&self) {
        self.page.context().clear();
        self.server.clear();
    }

    /// Waits until there are no more requests.
    pub(crate) fn await_silence(&self) {
        silence::wait(Duration::from_millis(500), SOON, || self.server.requests().len());
    }

    /// No third party got a request, and only those cookies are stored.
    #[track_caller]
    pub(crate) fn assert_quiet(&self, place: &str, cookies: &[&str]) {
        assert_eq!(self.third_parties(), BTreeSet::new(), "asked by {place}");
        assert_eq!(cookie_names(&self.page), cookies, "cookies after {place}");
        assert_eq!(self.page.storage().unwrap(), Storage::default(), "storage after {place}");
    }
}

/// Goes to a page and waits for its load event, which must come.
#[track_caller]
pub(crate) fn go(page: &Page, portal: Portal, path: &str) {
    assert!(page.goto(&secure_url(portal.host, path)).unwrap(), "{path} never loaded");
}

/// An element of charte's own, as an expression.
pub(crate) fn inner(selector: &str) -> String {
    format!("document.querySelector('charte-banner')?.shadowRoot?.querySelector({selector:?})")
}

/// Waits until an expression is true and gives its value.
#[track_caller]
pub(crate) fn wait(page: &Page, expression: &str) -> Value {
    match page.wait_for(expression, SOON) {
        Ok(value) => value,
        Err(error) => panic!("{error}"),
    }
}

/// The value of an expression.
#[track_caller]
pub(crate) fn value(page: &Page, expression: &str) -> Value {
    match page.evaluate(expression) {
        Ok(value) => value,
        Err(error) => panic!("{error}"),
    }
}

#[track_caller]
pub(crate) fn await_banner(page: &Page) {
    wait(page, &format!("!!{}", inner(".banner")));
}

pub(crate) fn has_banner(page: &Page) -> bool {
    value(page, &format!("!!{}", inner(".banner"))) == true
}

/// Clicks something of charte's, once it is there.
#[track_caller]
pub(crate) fn click(page: &Page, selector: &str) {
    wait(page, &format!("!!{}", inner(selector)));
    if let Err(error) = page.click(&inner(selector)) {
        panic!("{error}");
    }
}

/// Does something that reloads the page, and waits until the new page has loaded.
#[track_caller]
pub(crate) fn leave(page: &Page, action: impl FnOnce()) {
    value(page, "window.before = true");
    action();
    wait(page, "!window.before && window.charte && document.readyState === 'complete'");
}

/// Releases what the server holds as soon as the page has logged a line that begins like that, so that their order does not
/// depend on the machine's pace.
#[track_caller]
pub(crate) fn release_after(page: &Page, server: &Server, host: &str, path: &str, line: &str) {
    wait(page, &format!("!window.before && window.suite?.lines.some(line => line.startsWith({line:?}))"));
    server.release(host, path);
}

/// Accepts all in the banner, and waits for the page that follows, with all that was held.
#[track_caller]
pub(crate) fn accept(page: &Page) {
    accept_and(page, || ());
}

/// The same; `meanwhile` lets come what the page that follows waits for.
#[track_caller]
pub(crate) fn accept_and(page: &Page, meanwhile: impl FnOnce()) {
    leave(page, || {
        click(page, ".banner .accept");
        meanwhile();
    });
    wait(page, &format!("charte.choice()?.refused.length === 0 && !{WAITING}"));
}

/// The held elements of services that can be accepted, as an expression.
pub(crate) const WAITING: &str = "document.querySelector('[data-charte-held]:not([data-charte-held~=unknown])')";

/// An embed that is shown, as an expression.
pub(crate) const SHOWN: &str = "document.querySelector('iframe:not([data-charte-held])')";

/// The content of an element, as an expression: without charte's own elements, and with attributes sorted by name, since
/// those that were held come back as the last.
pub(crate) fn as_written(element: &str) -> String {
    format!("({})({element})", include_str!("scripts/as-written.js"))
}

/// The documents of all placeholders that have loaded, as an expression: each is in the frame of the embed that it replaces.
/// From then on charte listens to them.
pub(crate) const PLACEHOLDERS: &str = "[...document.querySelectorAll('iframe')].map(frame => frame.contentDocument)\
     .filter(within => within?.readyState === 'complete' && within.querySelector('[data-charte-for]'))";

/// An element of the first placeholder, as an expression.
pub(crate) fn in_placeholder(selector: &str) -> String {
    format!("{PLACEHOLDERS}[0]?.querySelector({selector:?})")
}

/// Clicks something in the first placeholder.
#[track_caller]
pub(crate) fn click_placeholder(page: &Page, selector: &str) {
    let element = in_placeholder(selector);
    wait(page, &format!("!!{element}"));
    if let Err(error) = page.click(&element) {
        panic!("{error}");
    }
}

/// Refuses all in the banner.
#[track_caller]
pub(crate) fn refuse(page: &Page) {
    click(page, ".banner .refuse");
    wait(page, "charte.choice()?.granted.length === 0");
    assert!(!has_banner(page));
}

/// Opens the preferences by the page's own link or button.
#[track_caller]
pub(crate) fn open_preferences(page: &Page) {
    page.click("document.querySelector('[data-charte-open]')").unwrap();
    wait(page, &format!("{}?.open", inner("dialog")));
}

/// Turns the switch of a service.
#[track_caller]
pub(crate) fn turn(page: &Page, service: &str) {
    click(page, &format!("dialog input[value={service}]"));
}

/// The cookie that keeps the choice, once it is there.
#[track_caller]
pub(crate) fn choice_cookie(page: &Page) -> Cookie {
    let found = || page.cookies().unwrap().into_iter().find(|cookie| cookie.name == CHOICE);
    until(|| found().is_some(), || "no choice was stored".into());
    found().unwrap()
}

/// The names of all cookies.
pub(crate) fn cookie_names(page: &Page) -> Vec<String> {
    page.cookies().unwrap().into_iter().map(|cookie| cookie.name).collect()
}

/// Waits until a claim holds; fails with the reason when it never does.
#[track_caller]
pub(crate) fn until(claim: impl Fn() -> bool, why: impl Fn() -> String) {
    let start = Instant::now();
    while !claim() {
        assert!(start.elapsed() < SOON, "{}", why());
        thread::sleep(Duration::from_millis(20));
    }
}
