//! Under a strict Content-Security-Policy everything of charte's works and looks as it should: where the policy lists
//! charte's script, and where charte knows the policy and needs no inline script.

use std::fs;
use std::path::Path;
use std::sync::Arc;

use charte_browser::{Problem, ProblemKind};

use crate::portals::{COAST, Portal, TOWN};
use crate::site::Site;
use crate::visit::{PLACEHOLDERS, Visit, accept, click, inner, open_preferences, refuse, until, value, wait};

const NAME: &str = "Content-Security-Policy";
const POLICY: &str = "default-src 'self'";

/// How the site and its policy are set up for each other.
#[derive(Clone, Copy, PartialEq)]
enum Known {
    /// The policy lists the script.
    Listed,
    /// The build finds the policy in a file of the site.
    Found,
}

/// The demonstration without its authors' inline scripts, which the policy forbids.
fn site(known: Known) -> Arc<Site> {
    let site = Site::copy();
    for portal in [TOWN, COAST] {
        for path in site.addresses(portal.source) {
            let name = if path.ends_with('/') { format!("{path}index.html") } else { path };
            take_scripts(&site.path(portal.source).join(name.trim_start_matches('/')));
        }
        if known == Known::Found {
            site.write(format!("{}/_headers", portal.source), format!("/*\n  {NAME}: {POLICY}\n"));
        }
    }
    site.build();
    Arc::new(site)
}

fn take_scripts(file: &Path) {
    let mut page = fs::read_to_string(file).unwrap();
    while let Some((before, rest)) = page.split_once("<script>") {
        page = format!("{before}{}", rest.split_once("</script>").unwrap().1);
    }
    fs::write(file, page).unwrap();
}

fn strict(portal: Portal, known: Known) -> Visit {
    let site = site(known);
    let visit = Visit::built(&site, &[portal]);
    let policy = match known {
        Known::Listed => format!("{POLICY}; script-src 'self' {}", site.script_hashes().join(" ")),
        Known::Found => POLICY.to_owned(),
    };
    visit.server.header(portal.host, NAME, &policy);
    visit
}

fn forbidden(visit: &Visit) -> Vec<Problem> {
    // Every page of the portal loads without errors: another error in the console would be a fault too.
    visit.page.problems()
}

#[test]
fn pages_that_ask_nothing_pass() {
    for known in [Known::Listed, Known::Found] {
        let visit = strict(TOWN, known);
        for path in Site::demonstration().pages(TOWN) {
            visit.go(TOWN, &path);
            assert_eq!(forbidden(&visit), [], "{path}");
        }
    }
}

#[test]
fn pages_pass_before_a_choice() {
    for known in [Known::Listed, Known::Found] {
        let visit = strict(COAST, known);
        for path in Site::demonstration().pages(COAST) {
            visit.go_asked(COAST, &path);
            assert_eq!(forbidden(&visit), [], "{path}");
            assert!(visit.third_parties().is_empty(), "{:?}", visit.third_parties());
        }
    }
}

/// The frame that the site's policy refuses is the author's: nothing else is refused.
#[test]
fn pages_come_back_after_a_yes() {
    for known in [Known::Listed, Known::Found] {
        let visit = strict(COAST, known);
        visit.go_asked(COAST, "/actualites/");
        accept(&visit.page);
        let problems =
            || forbidden(&visit).into_iter().filter(|one| !format!("{one:?}").contains("youtube")).collect::<Vec<_>>();
        assert_eq!(problems(), []);
        assert_eq!(
            value(&visit.page, "document.querySelector('iframe').getAttribute('srcdoc')"),
            serde_json::json!(null)
        );
    }
}

#[test]
fn banner_preferences_placeholders_and_charter_keep_their_looks() {
    let visit = strict(COAST, Known::Found);
    visit.go_asked(COAST, "/actualites/");
    let style = |element: &str, property: &str| value(&visit.page, &format!("getComputedStyle({element}).{property}"));
    assert_eq!(style(&inner(".banner"), "position"), "fixed");
    let accent = style(&inner(".accept"), "backgroundColor");
    assert_ne!(accent, "rgba(0, 0, 0, 0)");
    let button = format!("{PLACEHOLDERS}[0].querySelector('button')");
    assert_eq!(style(&button, "backgroundColor"), accent);
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
    visit.server.header(COAST.host, NAME, POLICY);
    visit.go(COAST, "/actualites/");
    until(|| forbidden(&visit).iter().any(|one| one.kind == ProblemKind::Csp), || format!("{:?}", forbidden(&visit)));
}
