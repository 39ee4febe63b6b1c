//! One change causes one rebuild of what it concerns, and no more follow.

use std::collections::BTreeSet;
use std::fs;

use crate::site::Site;
use crate::watcher::{LINES, Watcher, page};

/// The files of a folder that were written since, by name.
fn written(
    site: &Site,
    before: &std::collections::BTreeMap<std::path::PathBuf, std::time::SystemTime>,
) -> BTreeSet<String> {
    let now = site.stamps("dist");
    let changed = now.iter().filter(|(path, stamp)| before.get(*path) != Some(stamp));
    changed.map(|(path, _)| path.strip_prefix(site.path("dist")).unwrap().display().to_string()).collect()
}

fn begun(site: &Site) -> Watcher {
    let watcher = site.watch("--no-serve");
    watcher.expect("Watching");
    watcher.rest(site, "dist");
    watcher
}

#[test]
fn a_page_that_is_edited_is_the_one_that_is_written() {
    let site = Site::with_two_pages();
    let watcher = begun(&site);
    let before = site.stamps("dist");
    site.write("public/two/index.html", page("edited"));
    site.expect("dist/two/index.html", "edited");
    watcher.expect("two/index.html (");
    watcher.rest(&site, "dist");
    assert_eq!(written(&site, &before), ["two/index.html".to_owned()].into());
    assert_eq!(watcher.said().matches("two/index.html (").count(), 1, "{}", watcher.said());
}

#[test]
fn a_text_is_written_into_the_few_files_that_hold_it() {
    let site = Site::with_two_pages();
    let watcher = begun(&site);
    let before = site.stamps("dist");
    site.declare(&format!("{LINES}[portal.town.text.fr]\n\"banner.title\" = \"Vos traceurs\"\n"));
    site.expect("dist/charte-cookies/charte.fr.js", "Vos traceurs");
    watcher.expect("file of the charter and the banner (");
    watcher.rest(&site, "dist");
    assert_eq!(written(&site, &before), ["charte-cookies/charte.fr.js".to_owned()].into());
}

#[test]
fn a_service_is_written_into_every_page() {
    let site = Site::with_two_pages();
    site.write("public/plain.html", "<!doctype html><html lang=fr><head></head><body><p>x</p></body></html>");
    let watcher = begun(&site);
    let before = site.stamps("dist");
    site.edit("charte.toml", "arte", "youtube");
    watcher.expect("is not declared");
    site.expect("dist/index.html", "data-charte-held=\"unknown\"");
    watcher.rest(&site, "dist");
    let written = written(&site, &before);
    // The policy of every page names the services.
    for page in ["index.html", "two/index.html", "plain.html"] {
        assert!(written.contains(page), "{written:?}");
    }
}

#[test]
fn a_slot_changes_where_every_page_leads() {
    let site = Site::with_two_pages();
    let watcher = begun(&site);
    let slot = "<!doctype html><html lang=fr><head></head><body><main><div data-charte-slot=\"charter\"></div></main></body></html>";
    site.write("public/cookies.html", slot);
    site.expect("dist/index.html", "href=\"/cookies.html\"");
    fs::remove_file(site.path("public/cookies.html")).unwrap();
    site.expect("dist/index.html", "href=\"/charte-cookies/\"");
    watcher.rest(&site, "dist");
}

#[test]
fn in_place_it_comes_to_rest() {
    let site = Site::in_place();
    let watcher = site.watch("--no-serve");
    site.expect("public/index.html", "data-charte-built");
    watcher.rest(&site, "public");
    site.write("public/index.html", page("edited"));
    site.expect("public/index.html", "data-charte-built");
    watcher.rest(&site, "public");
    assert!(site.read("public/index.html").contains("edited"));
    assert_eq!(watcher.said().matches("\nindex.html (").count(), 1, "{}", watcher.said());
}

#[test]
fn a_fault_is_reported_and_the_last_good_build_stays() {
    let site = Site::with_two_pages();
    let watcher = begun(&site);
    let before = site.stamps("dist");
    site.edit("charte.toml", "services", "servics");
    watcher.expect("did you mean `services`?");
    watcher.expect("the last good build stays");
    site.write("public/index.html", page("edited"));
    watcher.rest(&site, "dist");
    assert!(written(&site, &before).is_empty());
    site.declare(LINES);
    site.expect("dist/index.html", "edited");
    watcher.rest(&site, "dist");
}

#[test]
fn looking_at_intervals_finds_the_same() {
    let site = Site::with_two_pages();
    let watcher = site.watch("--no-serve --poll=100ms");
    watcher.expect("Watching");
    watcher.rest(&site, "dist");
    site.write("public/two/index.html", page("edited"));
    site.expect("dist/two/index.html", "edited");
    site.write("public/three.html", page("three"));
    site.expect("dist/three.html", "three");
}
