//! The promises of exactness on thousands of real pages: a build removes nothing, a second one changes nothing, and a build
//! over another build equals the build of the original. `tests/corpus/fetch` and `tests/trackers/fetch` download the pages.

#![allow(clippy::unwrap_used, reason = "a test ends at the first surprise")]

mod harvest;

use std::fs;
use std::path::{Path, PathBuf};

use charte_build::prepare;
use charte_build::prepare::Portal;
use charte_core::catalogue::Catalogue;
use charte_core::charter::Charter;
use charte_core::{check, manifest};
use charte_html::Syntax;
use charte_rewrite::Rules;
use rayon::prelude::*;

/// Every known service waits, everything else is blocked, in two languages.
const STRICT: &str = r#"
version = 1
[publisher]
name = "Éditeur"
contact = "contact@example.org"
dpo = "dpo@example.org"
[portal.strict]
name = "Portail « strict »"
url = "https://www.example.org/docs/"
input = "public"
languages = ["fr", "en"]
updated = 2026-11-23
services = ["matomo", "google-analytics", "youtube", "google-fonts", "openstreetmap"]
"#;

/// Another folder, another language, nothing waits.
const LENIENT: &str = r#"
version = 1
[publisher]
name = "Publisher"
contact = "contact@example.org"
dpo = "dpo@example.org"
[portal.lenient]
name = "Lenient"
url = "https://example.net"
input = "public"
folder = "cookies-and-more"
languages = ["en"]
unknown = "allow"
updated = 2026-11-23
services = ["opendatasoft"]
"#;

fn charter(text: &str, catalogue: &Catalogue) -> Charter {
    let (manifest, findings) = manifest::parse("charte.toml", text);
    assert!(findings.is_empty(), "{findings:#?}");
    check::check(&manifest, catalogue).0.pop().unwrap()
}

/// The pages that `tests/NAME/fetch` has downloaded; there are at least `least` of them.
fn fetched(name: &str, least: usize) -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target").join(name);
    let mut pages = Vec::new();
    let mut folders = vec![root];
    while let Some(folder) = folders.pop() {
        let entries = fs::read_dir(&folder)
            .unwrap_or_else(|error| panic!("{}: {error}; bring the pages first: tests/{name}/fetch", folder.display()));
        for entry in entries {
            let path = entry.unwrap().path();
            match path.extension().and_then(|ending| ending.to_str()) {
                _ if path.is_dir() => folders.push(path),
                Some("html" | "htm" | "xhtml" | "shtml" | "HTML" | "HTM") => pages.push(path),
                _ => {}
            }
        }
    }
    assert!(pages.len() >= least, "only {} pages in target/{name}", pages.len());
    pages
}

fn rules<'a>(portal: &'a Portal) -> Rules<'a> {
    portal.rules(Path::new("index.html"), None)
}

/// The promises that a page breaks.
fn broken_promise(page: &[u8], strict: &Portal, lenient: &Portal) -> Option<&'static str> {
    let build = |page: &[u8], portal| charte_rewrite::rewrite(page, &rules(portal)).edits.apply(page);
    let original = charte_rewrite::strip(page, Syntax::Html);
    if *original != *page {
        return Some("strip changed a page that was never built");
    }
    let built = build(page, strict);
    let other = build(page, lenient);
    if *charte_rewrite::strip(&built, Syntax::Html) != *page || *charte_rewrite::strip(&other, Syntax::Html) != *page {
        return Some("strip(build(page)) is not the page");
    }
    if build(&built, strict) != built || !charte_rewrite::rewrite(&built, &rules(strict)).edits.is_noop() {
        return Some("build(build(page)) is not build(page)");
    }
    if build(&built, lenient) != other || build(&other, strict) != built {
        return Some("build(c2, build(c1, page)) is not build(c2, page)");
    }
    None
}

#[test]
fn thousands_of_real_pages_come_back_byte_for_byte() {
    let catalogue = Catalogue::embedded();
    let (strict, lenient) = (charter(STRICT, &catalogue), charter(LENIENT, &catalogue));
    let strict = prepare::ready(&strict, Path::new("."), &catalogue).unwrap_or_else(|findings| panic!("{findings:#?}"));
    let lenient =
        prepare::ready(&lenient, Path::new("."), &catalogue).unwrap_or_else(|findings| panic!("{findings:#?}"));
    let pages = [fetched("corpus", 3000), fetched("trackers", 2000)].concat();
    let broken: Vec<String> = pages
        .par_iter()
        .filter_map(|path| {
            let fault = broken_promise(&fs::read(path).unwrap(), &strict, &lenient)?;
            Some(format!("{}: {fault}", path.display()))
        })
        .collect();
    assert!(broken.is_empty(), "{} of {} pages:\n{}", broken.len(), pages.len(), broken.join("\n"));
    let changed = pages.par_iter().filter(|path| {
        let page = fs::read(path).unwrap();
        !charte_rewrite::rewrite(&page, &rules(&strict)).edits.is_noop()
    });
    let changed = changed.count();
    assert!(changed * 100 >= pages.len() * 99, "only {changed} of {} pages were built at all", pages.len());
}
