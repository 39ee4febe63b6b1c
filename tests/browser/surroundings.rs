//! What pages, caches and networks do around charte's interface, after public reports about other consent tools.

use std::collections::BTreeSet;
use std::fs;
use std::sync::Arc;

use charte_browser::Reply;

use crate::portals::SMALL;
use crate::site::Site;
use crate::visit::{
    PLACEHOLDERS, SHOWN, Visit, accept, await_banner, click, click_placeholder, has_banner, inner, leave, refuse,
    until, value, wait,
};

const FILM: &str =
    "<iframe src=\"https://www.youtube.com/embed/x\" width=\"560\" height=\"315\" title=\"Film\"></iframe>";

fn page(head: &str, body: &str) -> String {
    format!(
        "<!doctype html><html lang=\"fr\"><head><meta charset=\"utf-8\"><title>Bacs</title>{head}</head><body>{body}</body></html>"
    )
}

fn visit(services: &str, head: &str, body: &str) -> (Arc<Site>, Visit) {
    let site = Site::small(services, &[("index.html", &page(head, body))]);
    let visit = Visit::built(&site, &[SMALL]);
    (site, visit)
}

const YOUTUBE: &str = "services = [\"youtube\"]\n";

/// Whether the banner lies in the top layer, over all else.
const IS_ON_TOP: &str =
    "document.querySelector('charte-banner').shadowRoot.querySelector('.banner').matches(':popover-open')";

#[test]
fn the_banner_is_not_over_a_modal_dialog_that_makes_it_inert() {
    let dialog = "<main><h1>Bacs</h1></main><dialog><p>Inscrivez-vous</p></dialog>\
        <script>document.querySelector('dialog').showModal()</script>";
    let (_site, visit) = visit(YOUTUBE, "", dialog);
    let script = "/charte-cookies/charte.fr.js";
    visit.server.hold(SMALL.host, script);
    visit.start_going(SMALL, "/");
    wait(&visit.page, "document.querySelector('dialog')?.open");
    visit.server.release(SMALL.host, script);
    await_banner(&visit.page);
    assert_eq!(value(&visit.page, IS_ON_TOP), false);
    value(&visit.page, "document.querySelector('dialog').close()");
    refuse(&visit.page);
    let (_site, plain) = self::visit(YOUTUBE, "", "<main><h1>Bacs</h1></main>");
    plain.go_asked(SMALL, "/");
    assert_eq!(value(&plain.page, IS_ON_TOP), true);
}

#[test]
fn a_banner_that_the_page_made_inert_is_not_in_the_way() {
    let (_site, visit) = visit(YOUTUBE, "", "<main><h1>Bacs</h1></main>");
    visit.go_asked(SMALL, "/");
    let shown = format!("{}.getClientRects().length", inner(".banner"));
    value(&visit.page, "document.querySelector('charte-banner').inert = true");
    assert_eq!(value(&visit.page, &shown), 0);
    value(&visit.page, "document.querySelector('charte-banner').inert = false");
    assert_eq!(value(&visit.page, &shown), 1);
    refuse(&visit.page);
}

#[test]
fn the_link_has_no_style_that_a_site_has_for_its_menu() {
    let menu = "<style>nav { position: fixed; inset: 0 auto 0 0; width: 15em; background: #222 }</style>";
    let (_site, visit) =
        visit(YOUTUBE, menu, "<nav><a id=\"home\" href=\"/\">Accueil</a></nav><main><h1>Bacs</h1></main>");
    visit.go_asked(SMALL, "/");
    refuse(&visit.page);
    let at = "(box => document.elementFromPoint(box.x + 2, box.y + 2).id)(document.querySelector('#home').getBoundingClientRect())";
    assert_eq!(value(&visit.page, at), "home");
}

#[test]
fn a_long_name_does_not_widen_the_preferences() {
    let word = "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft";
    let services = format!("{YOUTUBE}[service.youtube]\nname = \"{word}\"\n");
    let (_site, visit) = visit(&services, "", "<main><h1>Bacs</h1></main>");
    visit.page.set_viewport(320, 568, 1.0, false).unwrap();
    visit.go_asked(SMALL, "/");
    click(&visit.page, ".banner .customise");
    wait(&visit.page, &inner("dialog[open]"));
    let widths = format!("(box => [box.scrollWidth, box.clientWidth])({})", inner("dialog"));
    let widths = value(&visit.page, &widths);
    assert_eq!(widths[0], widths[1]);
}

#[test]
fn the_button_of_a_low_frame_is_in_sight() {
    let low = FILM.replace("height=\"315\"", "height=\"80\" style=\"border:0\"");
    let (_site, visit) = visit(YOUTUBE, "", &format!("<main>{low}</main>"));
    visit.go_asked(SMALL, "/");
    refuse(&visit.page);
    let within = format!("{PLACEHOLDERS}[0]");
    wait(&visit.page, &format!("!!{within}?.styleSheets.length"));
    let box_of = "querySelector('[data-charte-accept]').getBoundingClientRect()";
    let inside = format!("(within => within.{box_of}.bottom <= within.documentElement.clientHeight)({within})");
    assert_eq!(value(&visit.page, &inside), true);
    click_placeholder(&visit.page, "[data-charte-accept]");
    wait(&visit.page, &format!("!!{SHOWN}"));
}

/// Objects of every form, with what is inside them: what the author's page asks for, and only that.
#[test]
fn objects_come_back_after_a_yes() {
    for (type_, inside) in [
        ("", "<p>Sans film</p>"),
        ("", "<embed src=\"https://www.youtube.com/embed/inside\">"),
        (" type=\"text/html\"", "<a href=\"/\">Sans film</a>"),
    ] {
        let object = format!("<object data=\"https://www.youtube.com/embed/x\"{type_}>{inside}</object>");
        let (site, visit) = visit(YOUTUBE, "", &format!("<main>{object}</main><p>Fin</p>"));
        visit.go_asked(SMALL, "/");
        assert_eq!(visit.third_parties(), BTreeSet::new(), "{object}");
        accept(&visit.page);
        let source = Visit::source(&site, &[SMALL]);
        source.go(SMALL, "/");
        source.await_silence();
        assert!(!source.third_parties().is_empty());
        until(|| visit.third_parties() == source.third_parties(), || format!("{object}: {:?}", visit.third_parties()));
        visit.await_silence();
        let often = |visit: &Visit| visit.server.to("www.youtube.com").len();
        assert_eq!(often(&visit), often(&source), "{object}");
    }
}

/// A cache that keeps pages longer than scripts, or the other way round.
#[test]
fn a_page_of_the_build_before_gives_its_content_when_that_is_asked_for() {
    let (site, visit) = visit(YOUTUBE, "", &format!("<main>{FILM}</main>"));
    let built = site.path(SMALL.built).join("index.html");
    let old = fs::read(&built).unwrap();
    site.edit("charte.toml", "[\"youtube\"]", "[\"youtube\", \"vimeo\"]");
    site.build();
    assert_ne!(old, fs::read(&built).unwrap());
    visit.server.route(SMALL.host, "/", Reply::new(200, "text/html", old));
    visit.go_asked(SMALL, "/");
    assert_eq!(visit.third_parties(), BTreeSet::new());
    leave(&visit.page, || click(&visit.page, ".banner .accept"));
    wait(&visit.page, &format!("!!{SHOWN}"));
    // The page knows another question, for which there is no answer.
    visit.forget();
    visit.go_decided(SMALL, "/");
    assert_eq!(visit.third_parties(), BTreeSet::new());
    leave(&visit.page, || click_placeholder(&visit.page, "[data-charte-accept]"));
    wait(&visit.page, &format!("!!{SHOWN}"));
}

/// Cloudflare's Rocket Loader gives scripts another type, and runs them one after the other once the page has loaded.
#[test]
fn a_network_that_runs_scripts_late_leaves_the_policy_first() {
    let head =
        "<style>main { background: url(https://i.ytimg.com/vi/x/0.jpg) }</style><script src=\"/own.js\"></script>";
    let (site, visit) = visit(YOUTUBE, head, &format!("<main>{FILM}</main>"));
    let built = site.read(site.path(SMALL.built).join("index.html"));
    let late = built.split("<script").enumerate().map(|(place, part)| match place {
        0 => part.to_owned(),
        _ if part.split('>').next().unwrap_or_default().contains("data-cfasync=\"false\"") => format!("<script{part}"),
        _ => format!("<script type=\"0123abcd-text/javascript\"{part}"),
    });
    let runs = format!("<script>{}</script></body>", include_str!("pages/late.js"));
    let late = late.collect::<String>().replace("</body>", &runs);
    visit.server.route(SMALL.host, "/", Reply::new(200, "text/html", late));
    visit.go(SMALL, "/");
    await_banner(&visit.page);
    assert_eq!(visit.third_parties(), BTreeSet::new());
    accept(&visit.page);
    wait(&visit.page, &format!("!!{SHOWN}"));
    assert!(!has_banner(&visit.page));
}
