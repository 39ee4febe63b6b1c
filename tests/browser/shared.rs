//! A choice that holds for a domain is requested once on all its hosts, and nowhere else.

use crate::portals::{Portal, SMALL};
use crate::site::Site;
use crate::visit::{CHOICE, Visit, choice_cookie, cookie_names, leave, refuse, value, wait};

const SERVICES: &str = r#"choice = { domain = "example.fr" }
services = ["matomo"]
[service.matomo]
hosts = ["stats.example.net"]
"#;

const PAGE: &str = r#"<!doctype html><html lang="fr"><head><meta charset="utf-8"><title>Essai</title></head><body><main><h1>Essai</h1>
<script src="https://stats.example.net/matomo.js"></script></main><footer></footer></body></html>"#;

const SISTER: Portal = Portal { host: "www.example.fr", ..SMALL };
const PREVIEW: Portal = Portal { host: "preview.example.net", ..SMALL };

fn visit(services: &str) -> Visit {
    Visit::built(&Site::small(services, &[("index.html", PAGE), ("sub/index.html", PAGE)]), &[SMALL, SISTER, PREVIEW])
}

#[test]
fn an_answer_holds_for_all_hosts_of_the_domain() {
    let visit = visit(SERVICES);
    visit.go_asked(SMALL, "/sub/");
    refuse(&visit.page);
    let cookie = choice_cookie(&visit.page);
    assert_eq!((cookie.domain.as_str(), cookie.path.as_str()), (".example.fr", "/"));
    visit.go_decided(SISTER, "/");
    // The other host changes the same cookie, not one of its own.
    leave(&visit.page, || drop(value(&visit.page, "charte.grant('matomo')")));
    wait(&visit.page, "window.__ran?.length");
    let kept = || cookie_names(&visit.page).into_iter().filter(|name| name == CHOICE).count();
    assert_eq!(kept(), 1);
    visit.go_decided(SMALL, "/");
    wait(&visit.page, "charte.choice().granted[0] === 'matomo'");
}

#[test]
fn elsewhere_the_answer_is_the_hosts_own() {
    let visit = visit(SERVICES);
    visit.go_asked(PREVIEW, "/");
    refuse(&visit.page);
    assert_eq!(choice_cookie(&visit.page).domain, PREVIEW.host);
    visit.go_decided(PREVIEW, "/sub/");
    visit.go_asked(SMALL, "/");
}

#[test]
fn nothing_is_shared_unless_declared() {
    let visit = visit(SERVICES.split_once('\n').unwrap().1);
    visit.go_asked(SMALL, "/");
    refuse(&visit.page);
    assert_eq!(choice_cookie(&visit.page).domain, SMALL.host);
    visit.go_asked(SISTER, "/");
}

/// An acceptance for one host does not hold for its whole domain: the visitor is asked once more.
#[test]
fn declaring_a_domain_asks_again() {
    let site = Site::small(SERVICES.split_once('\n').unwrap().1, &[("index.html", PAGE)]);
    let visit = Visit::built(&site, &[SMALL]);
    visit.go_asked(SMALL, "/");
    refuse(&visit.page);
    visit.go_decided(SMALL, "/");
    site.edit("charte.toml", "services = [", "choice = { domain = \"example.fr\" }\nservices = [");
    site.build();
    visit.go_asked(SMALL, "/");
}
