//! A page of the site gives its frame to the charter.

use crate::frame::{Framed, main_range};

fn framed(page: &str, from: &str, to: &str) -> Option<String> {
    framed_in(("en", "ltr"), page, (from, to))
}

fn framed_in((language, direction): (&str, &str), page: &str, (from, to): (&str, &str)) -> Option<String> {
    let framed = Framed {
        page: page.as_bytes(),
        from,
        to,
        language,
        direction,
        title: "Cookies & é",
        canonical: "https://data.example.fr/c/en/",
        alternates: &[("fr".into(), "https://data.example.fr/c/?a&b".into())],
        content: "<h1>C</h1>",
    };
    framed.make().map(|page| String::from_utf8(page).unwrap())
}

#[test]
fn the_content_and_the_head_change() {
    let page = "<html lang=fr><head><title>Mentions</title><meta name=description content=x><link rel=canonical href=\"https://data.example.fr/m/\">\
        <link rel=alternate hreflang=en href=/en/m/><meta property='og:url' content='x'></head><body><main id=m><main>a</main>b</main></body></html>";
    let expected = "<html lang=\"en\"><head><link rel=\"alternate\" hreflang=\"fr\" href=\"https://data.example.fr/c/?a&#38;b\">\n<title>Cookies &#38; &#233;</title><link rel=canonical href=\"https://data.example.fr/c/en/\">\
        <meta property='og:url' content='https://data.example.fr/c/en/'></head><body><main id=m><h1>C</h1></main></body></html>";
    assert_eq!(framed(page, "m/index.html", "c/en/index.html").unwrap(), expected);
    assert_eq!(
        framed("<html><div role=main>a</div>", "a", "b").unwrap(),
        "<html lang=\"en\"><div role=main><h1>C</h1></div>"
    );
    assert_eq!(framed("<p>a</p>", "a", "b"), None);
    assert_eq!(main_range(b"<template><main>x</main></template><main>y</main>"), Some(41..42));
}

#[test]
fn the_direction_comes_with_the_language() {
    for (language, before, after) in [
        (("ar", "rtl"), "<html lang='fr'>", "<html dir=\"rtl\" lang='ar'>"),
        (("ar", "rtl"), "<html lang='fr' dir='ltr'>", "<html lang='ar' dir='rtl'>"),
        (("ar", "rtl"), "<html>", "<html lang=\"ar\" dir=\"rtl\">"),
        (("fr", "ltr"), "<html lang='ar' dir='rtl'>", "<html lang='fr' dir='ltr'>"),
        (("fr", "ltr"), "<html lang='en'>", "<html lang='fr'>"),
    ] {
        let made = framed_in(language, &format!("{before}<main>a</main>"), ("a", "b")).unwrap();
        assert_eq!(made, format!("{after}<main><h1>C</h1></main>"));
    }
}

#[test]
fn relative_addresses_lead_where_they_led() {
    for (from, to, before, after) in [
        ("m/index.html", "c/index.html", "x.css", "../m/x.css"),
        ("m/index.html", "c/index.html", "../x.css", "../x.css"),
        ("m/index.html", "c/index.html", "./x.css", "../m/x.css"),
        ("m/index.html", "c/index.html", "../../x.css", "../x.css"),
        ("a/b/m.html", "c/en/index.html", "../x.css?y#z", "../../a/x.css?y#z"),
        ("m.html", "c/index.html", "x.css", "../x.css"),
        ("m/a.html", "n.html", "../x.css", "./x.css"),
        ("m/a.html", "c/index.html", "?q", "../m/a.html?q"),
        ("d'é/a.html", "c/index.html", "x", "../d%27%C3%A9/x"),
        ("m/index.html", "c/index.html", "/x.css", "/x.css"),
        ("m/index.html", "c/index.html", "#main", "#main"),
        ("m/index.html", "c/index.html", "//h/x", "//h/x"),
        ("m/index.html", "c/index.html", "mailto:a@b", "mailto:a@b"),
        ("m/index.html", "c/index.html", "", ""),
    ] {
        let page = |address: &str| format!("<html lang='en'><a href=\"{address}\">x</a><main></main>");
        let expected = page(after).replace("<main>", "<main><h1>C</h1>");
        assert_eq!(framed(&page(before), from, to).unwrap(), expected, "{from} {to} {before}");
    }
}

#[test]
fn lists_and_styles_move_too() {
    let page = "<html lang=en><img src=a srcset='b 1x, ../c 2x,d'><style>a{background:url( \"e.png\" ) url(//h/f)}</style>\
        <p style='background:url(g)'><form action=h><main><img src=z></main>";
    let expected = "<html lang=\"en\"><img src=../m/a srcset='../m/b 1x, ../c 2x,../m/d'><style>a{background:url( \"../m/e.png\" ) url(//h/f)}</style>\
        <p style='background:url(../m/g)'><form action=../m/h><main><h1>C</h1></main>";
    assert_eq!(framed(page, "m/i.html", "c/i.html").unwrap(), expected);
}

#[test]
fn a_base_moves_alone() {
    let page = "<html lang=en><base href='x/'><a href=y><main></main>";
    let expected = "<html lang=\"en\"><base href='../m/x/'><a href=y><main><h1>C</h1></main>";
    assert_eq!(framed(page, "m/i.html", "c/i.html").unwrap(), expected);
}
