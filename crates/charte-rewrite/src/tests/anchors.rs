//! Where charte's own insertions go.

use crate::tests::{build, text};

const HEAD: &str = "<script src=/c/1fr.js?small data-charte-built async></script>";
const LINK: &str = "<p data-charte-built><a href=/c/ data-charte-open>1</a></p>";

fn expect(page: &str) {
    let bare = page.replace(['^', '$'], "");
    assert_eq!(text(&bare), page.replace('^', HEAD).replace('$', LINK), "{bare}");
}

#[test]
fn the_head_starts_with_the_script() {
    for page in [
        "<!DOCTYPE html>\n<html><head>^<title>x</title></head><body>$</body></html>",
        "<?xml version='1.0'?>\n<!-- c --><!DOCTYPE html><html xmlns=x>^<body>$</body>",
        "<!doctype html>^<title>x</title><p>y$",
        "<!-- <head> --><!doctype html><p title='<head>'>y$".replace("html><p", "html>^<p").as_str(),
        "\u{feff}^<p>x$",
        "<?xml version='1.0'?>^<p>x$",
        "^x <b>y</b>$",
        "^<body><template><head></template>$</body>",
        "^<body><head>$</body>",
        "<html>^<svg><head></head></svg><p>$",
    ] {
        expect(page);
    }
}

#[test]
fn the_encoding_stays_where_browsers_look_for_it() {
    let room = |length: usize| format!("<!DOCTYPE html><head>{}", " ".repeat(length));
    for (start, is_moved) in [(room(100), false), (room(960), true), (room(1020), false)] {
        let page = format!("{start}<meta charset=utf-8><title>x</title>$");
        let page = if is_moved { page.replace("<title>", "^<title>") } else { page.replace("<head>", "<head>^") };
        expect(&page);
    }
}

#[test]
fn an_encoding_that_would_come_too_late_is_declared_first() {
    let page = format!(
        "<head><title>{}</title><meta http-equiv=content-type content='text/html; charset=Shift_JIS'>",
        "x".repeat(900)
    );
    let copied = format!("<head><meta data-charte-built=\"\" charset=\"Shift_JIS\">{HEAD}<title>");
    assert!(text(&page).starts_with(&copied), "{}", text(&page));
    let page = format!("<head>{}<link rel=preconnect href=//v.example><meta charset=utf-8>", " ".repeat(920));
    assert!(text(&page).starts_with("<head><meta data-charte-built"), "what holds others counts");
    assert_eq!(build(page.as_bytes()).1.findings, []);
}

#[test]
fn a_page_with_scripts_has_its_link_in_the_body() {
    for script in ["<script>1</script>", "<b onclick='x()'>y</b>"] {
        let built = text(&format!("<head></head><body>{script}<footer>a</footer><p>b</body>"));
        assert!(built.contains("1fr.js data-charte-built") && built.contains(&format!("<p>b{LINK}</body>")), "{built}");
    }
    let built = text("<head></head><script type=application/ld+json>{}</script><footer>a</footer></body>");
    assert!(built.contains(&format!("a{LINK}</footer>")), "{built}");
}

#[test]
fn the_link_ends_the_last_footer_or_the_page() {
    for page in [
        "<head>^</head><footer>a</footer><footer>b$</footer><p>c</body>",
        "<head>^</head><body><template><footer></footer></template>$</body></html>",
        "<head>^</head><body>a</body><body>b$</body></html>",
        "<head>^</head><p>c$</html>\n",
        "<head>^</head><p>c$",
        "<head>^</head><p>5 < 6$",
        "<head>^</head><svg><footer></footer></svg>$",
        "<head>^</head><noscript><footer></footer></noscript>$",
        "<head>^</head><!-- </footer></body> -->$",
        "<head>^</head><p>x<!-- ",
        "<head>^</head><p>x<b",
        "<head>^</head><p>x<",
        "<head>^</head><textarea>",
        "<head>^</head><template><p>",
        "<head>^</head><svg><g>",
        "<head>^</head><plaintext></body>",
    ] {
        expect(page);
    }
}

#[test]
fn pages_that_need_no_link_get_none() {
    for page in [
        "<head>^</head><a data-charte-open href=/c/>x</a></body>",
        "<html>^<frameset></frameset></html>",
        "<head>^<meta http-equiv=Refresh content='0; URL=/'></head><body></body>",
    ] {
        expect(page);
    }
    expect("<head>^<meta http-equiv=refresh content=30></head><body>$</body>");
}

#[test]
fn a_page_is_served_in_its_language() {
    assert!(text("<html lang='en-GB'><head>").contains("1en.js"));
    assert_eq!(build(b"<html lang=de>").1.language, "fr");
}

#[test]
fn a_slot_receives_the_charter() {
    let charter = "<div data-charte-built><h1>Charte fr 1</h1><div>&hellip;</div></div>";
    let (built, report) = build(b"<head></head><div><div data-charte-slot=\"charter\"> </div></div>");
    assert!(report.has_slot);
    let built = String::from_utf8(built).unwrap();
    assert!(built.contains(&format!("<div data-charte-slot=\"charter\">{charter} </div></div>")), "{built}");
    let built = text("<section data-charte-slot=charter><p><img src=//v.example></p><section></section></section>");
    assert!(built.contains(&format!("{charter}<template data-charte-built=\"\"><p><img data-charte-held")), "{built}");
    assert!(built.contains("<section></section></template></section>"), "{built}");
    assert!(!build(b"<template><div data-charte-slot=charter></div></template>").1.has_slot);
    assert!(!build(b"<div data-charte-slot=map></div>").1.has_slot);
}
