//! Under a strict Content-Security-Policy nothing of charte's is forbidden, and all of it keeps its looks.

use charte_audit::{Problem, ProblemKind};

use crate::site::{COAST, Portal, Site, TOWN};
use crate::visit::{Visit, click, inner, open_preferences, refuse, until, value, wait};

const POLICY: (&str, &str) = ("Content-Security-Policy", "default-src 'self'");

fn strict(portal: Portal) -> Visit {
    let visit = Visit::demonstration();
    visit.server.header(portal.host, POLICY.0, POLICY.1);
    visit
}

fn forbidden(visit: &Visit) -> Vec<Problem> {
    // Every page of the portal has loaded by itself: what else it tells as an error would be a fault too.
    visit.page.problems()
}

#[test]
fn pages_that_ask_nothing_pass() {
    let visit = strict(TOWN);
    for path in Site::demonstration().pages(TOWN) {
        visit.go(TOWN, &path);
        assert_eq!(forbidden(&visit), [], "{path}");
    }
}

#[test]
fn pages_pass_before_a_choice() {
    let visit = strict(COAST);
    for path in Site::demonstration().pages(COAST) {
        visit.go_asked(COAST, &path);
        assert_eq!(forbidden(&visit), [], "{path}");
    }
}

#[test]
fn banner_preferences_placeholders_and_charter_keep_their_looks() {
    let visit = strict(COAST);
    visit.go_asked(COAST, "/actualites/");
    let style = |element: &str, property: &str| value(&visit.page, &format!("getComputedStyle({element}).{property}"));
    assert_eq!(style(&inner(".banner"), "position"), "fixed");
    let accent = style(&inner(".accept"), "backgroundColor");
    assert_ne!(accent, "rgba(0, 0, 0, 0)");
    assert_ne!(style("document.querySelector('.charte-placeholder')", "display"), "inline");
    click(&visit.page, ".banner .customise");
    wait(&visit.page, &inner("dialog[open]"));
    assert_eq!(style(&inner("dialog .save"), "fontWeight"), "600");
    click(&visit.page, "dialog .close");
    refuse(&visit.page);
    open_preferences(&visit.page);
    visit.go_decided(COAST, "/charte-cookies/");
    assert_ne!(style("document.querySelector('.charte-button')", "backgroundColor"), "rgba(0, 0, 0, 0)");
    assert_eq!(forbidden(&visit), []);
}

/// The control: the authors' pages do what the policy forbids.
#[test]
fn ungated_pages_do_not_pass() {
    let visit = Visit::source(&Site::demonstration(), &[COAST]);
    visit.server.header(COAST.host, POLICY.0, POLICY.1);
    visit.go(COAST, "/actualites/");
    until(|| forbidden(&visit).iter().any(|one| one.kind == ProblemKind::Csp), || format!("{:?}", forbidden(&visit)));
}
