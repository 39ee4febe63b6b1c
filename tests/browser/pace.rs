//! Slow and broken networks: many slow scripts after a yes, beside the same page as it was written; a download that fails once.

use std::time::Duration;

use charte_browser::{Page, Reply};

use crate::portals::{COAST, SMALL};
use crate::same::SERVICES;
use crate::site::Site;
use crate::visit::{Visit, await_banner, click, go, inner, leave, until, value, wait};

const SCRIPTS: usize = 10;
const LATENCY: Duration = Duration::from_millis(100);
/// The script that has the preferences.
const LATER: &str = "/charte-cookies/later.fr.js";

#[test]
fn scripts_that_take_their_time_all_run() {
    let number = std::env::var("PACE").map_or(1, |rounds| rounds.parse().unwrap());
    let scripts: String =
        (0..SCRIPTS).map(|at| format!("<script src=\"https://suite.example.net/{at}.js\"></script>")).collect();
    let html = format!(
        "<!doctype html><html lang=\"fr\"><head><meta charset=\"utf-8\"><title>Allure</title></head><body>{scripts}\
         <script>addEventListener('load', () => window.ended = performance.now())</script></body></html>"
    );
    let site = Site::small(SERVICES, &[("index.html", &html)]);
    let (source, built) = (Visit::source(&site, &[SMALL]), Visit::built(&site, &[SMALL]));
    for server in [&source.server, &built.server] {
        for at in 0..SCRIPTS {
            let path = format!("/{at}.js");
            server.route(
                "suite.example.net",
                &path,
                Reply::new(200, "text/javascript", "window.ran = (window.ran || 0) + 1"),
            );
            server.delay("suite.example.net", &path, LATENCY);
        }
    }
    let mut rounds: Vec<(f64, f64)> =
        (0..number).map(|_| (ungated(&source.another()), granted(&built.another()))).collect();
    rounds.sort_by(|one, other| (one.1 / one.0).total_cmp(&(other.1 / other.0)));
    for (ungated, granted) in &rounds {
        println!("ungated {ungated:.0} ms, granted {granted:.0} ms: {:.2}", granted / ungated);
    }
    let middle = rounds[number / 2];
    println!("median of {number} rounds, {SCRIPTS} scripts at {LATENCY:?}: {:.2}", middle.1 / middle.0);
}

#[test]
fn preferences_whose_download_failed_open_at_the_next_click() {
    let visit = Visit::demonstration();
    let server = &visit.server;
    server.route(COAST.host, LATER, Reply::new(503, "text/plain", "Service Unavailable"));
    visit.go_asked(COAST, "/");
    click(&visit.page, ".banner .customise");
    let is_asked = || server.requests().iter().any(|request| request.path.starts_with(LATER));
    until(is_asked, || "the preferences are not asked for".into());
    server.unroute(COAST.host, LATER);
    // As a visitor does, until something happens.
    let is_open = || {
        click(&visit.page, ".banner .customise");
        value(&visit.page, &format!("!!{}", inner("dialog[open]"))) == true
    };
    until(is_open, || "the preferences do not open".into());
}

/// From the end of the page's download to its load event.
fn ungated(page: &Page) -> f64 {
    go(page, SMALL, "/");
    let ended = wait(page, "window.ended - performance.getEntriesByType('navigation')[0].responseEnd");
    assert_eq!(value(page, "ran"), SCRIPTS);
    ended.as_f64().unwrap()
}

/// The same of the page that comes after the consent.
fn granted(page: &Page) -> f64 {
    go(page, SMALL, "/");
    await_banner(page);
    leave(page, || drop(value(page, "charte.grant('suite')")));
    let ended = wait(page, "window.ended - performance.getEntriesByType('navigation')[0].responseEnd");
    assert_eq!(value(page, "ran"), SCRIPTS);
    ended.as_f64().unwrap()
}
