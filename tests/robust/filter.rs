//! A page from `charte filter` equals the page of a build.

use std::fs;
use std::io::Write as _;
use std::path::Path;
use std::process::Stdio;

use crate::binary::Run;
use crate::site::Site;
use crate::tree::{INTO_OUTPUT, PAGE};

/// Runs the filter on a page; its output as bytes, and the run.
fn filter(site: &Site, arguments: &str, page: &[u8]) -> (Vec<u8>, Run) {
    let mut command = site.command(&format!("filter {arguments}"));
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut input = child.stdin.take().unwrap();
    let page = page.to_vec();
    // A run that stops before it reads closes its input.
    let writer = std::thread::spawn(move || drop(input.write_all(&page)));
    let output = child.wait_with_output().unwrap();
    writer.join().unwrap();
    (output.stdout.clone(), Run::of(&output))
}

#[test]
fn a_page_through_the_filter_is_the_page_of_a_build() {
    let site = Site::new(&format!("languages = [\"fr\", \"en\"]\n{INTO_OUTPUT}"));
    site.write("public/index.html", PAGE);
    site.write("public/en/deep/page.html", PAGE.replace("\"fr\"", "\"en\""));
    site.write("public/latin.html", b"<title>\xe9</title><meta charset=iso-8859-1><p>\xe9t\xe9");
    site.write("public/wide.html", PAGE.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>());
    site.write("public/cookies.html", PAGE.replace("<p>", "<main><div data-charte-slot=\"charter\"></div></main><p>"));
    site.write("public/a.xhtml", PAGE.replace("<html ", "<html xmlns=\"http://www.w3.org/1999/xhtml\" "));
    site.write("public/sw.js", "self.addEventListener('fetch', () => {});");
    site.write("public/site.css", "@import \"https://www.arte.tv/x.css\";");
    site.build();
    for path in ["index.html", "en/deep/page.html", "latin.html", "wide.html", "cookies.html", "a.xhtml"] {
        let page = fs::read(site.path("public").join(path)).unwrap();
        let built = fs::read(site.path("dist").join(path)).unwrap();
        let (out, run) = filter(&site, &format!("--path {path}"), &page);
        assert!(run.code == Some(0) && out == built, "{path}: {}", run.err);
        // A page that is built already stays the same.
        assert!(filter(&site, &format!("--path ./{path}"), &built).0 == built, "{path} again");
    }
}

#[test]
fn without_a_site_a_page_is_built_all_the_same() {
    let site = Site::new("services = [\"arte\"]\n");
    let (out, run) = filter(&site, "", PAGE.as_bytes());
    assert_eq!(run.code, Some(0), "{}", run.err);
    site.write("public/index.html", PAGE);
    site.build();
    assert!(out == fs::read(site.path("public/index.html")).unwrap());
    assert!(!site.path("index.html").exists() && Path::new("index.html").is_relative());
}

#[test]
fn a_file_that_is_no_page_passes_unchanged_and_is_reported() {
    let site = Site::new("services = [\"arte\"]\n");
    let (out, run) = filter(&site, "", b"{ \"a\": 1 }");
    assert_eq!((out, run.code), (b"{ \"a\": 1 }".to_vec(), Some(0)));
    assert!(run.err.contains("warning[not-a-page]"), "{}", run.err);
}

#[test]
fn an_error_leaves_the_output_empty() {
    let site = Site::new("services = [\"nobody-knows-it\"]\n");
    let (out, run) = filter(&site, "", PAGE.as_bytes());
    assert_eq!((out, run.code), (Vec::new(), Some(1)));
}
