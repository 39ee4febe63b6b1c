//! Addresses in style sheets, as they are written.

use crate::css::*;

fn fetched(text: &str) -> Vec<(String, FetchKind)> {
    let sheet = read(text.as_bytes());
    for fetch in &sheet.fetches {
        assert!(fetch.offset <= text.len());
    }
    sheet.fetches.into_iter().map(|fetch| (fetch.address, fetch.kind)).collect()
}

#[test]
fn addresses_are_found_however_they_are_written() {
    for (text, address, kind) in [
        ("@import 'a';", "a", FetchKind::Import),
        ("@IMPORT\n\"a\" screen;", "a", FetchKind::Import),
        ("@import url(a) layer(x) supports(display: grid);", "a", FetchKind::Import),
        ("@import/**/url( 'a' );", "a", FetchKind::Import),
        ("@font-face{font-family:x;src:local('x'),url(a)format('woff2')}", "a", FetchKind::Font),
        ("@media print{@font-face{src:url(a)}}", "a", FetchKind::Font),
        ("b{background:URL( a )}", "a", FetchKind::Image),
        ("b{background:url(\"a", "a", FetchKind::Image),
        ("b{background:url(a", "a", FetchKind::Image),
        ("b{background:u\\72l(a)}", "a", FetchKind::Image),
        ("b{background:u\\72 l(a)}", "a", FetchKind::Image),
        ("b{background:\\75 rl(a)}", "a", FetchKind::Image),
        ("@\\69 mport 'a';", "a", FetchKind::Import),
        ("@\\69\r\nmport 'a';", "a", FetchKind::Import),
        ("b{background:u\\72\r\nl(a)}", "a", FetchKind::Image),
        ("b{list-style:\\\\31 url(a)}", "a", FetchKind::Image),
        ("b{background:url('h\\74\ntp\\73\r\n://x')}", "https://x", FetchKind::Image),
        ("b{background:url('https\\\r\n://\\\x0cx\\\ry')}", "https://xy", FetchKind::Image),
        ("b{content:'x\r;background:url(a)}", "a", FetchKind::Image),
        ("b{background:url('https\\3a\\2f\\2f x')}", "https://x", FetchKind::Image),
        ("b{background:url(\\a/b)}", "\n/b", FetchKind::Image),
        ("b{background:-webkit-image-set('a' 1x)}", "a", FetchKind::Image),
        ("b{content:'}';cursor:url(a)}", "a", FetchKind::Image),
        ("b{--x:url(a)}", "a", FetchKind::Image),
        ("<!-- b{filter:url(a)} -->", "a", FetchKind::Image),
    ] {
        assert_eq!(fetched(text), [(address.to_owned(), kind)], "{text}");
    }
}

#[test]
fn what_only_looks_like_an_address_is_not_one() {
    for text in [
        "/* url(a) */",
        "b{content:'url(a)'}",
        "b{content:\"@import 'a'\"}",
        "@namespace url(http://www.w3.org/1999/xhtml);",
        "@-moz-document url(http://a/){b{color:red}}",
        "b{color:curl(a)}",
        "@font-face{src:local('a') format('b')}",
        "b{background:image(red)}",
    ] {
        assert_eq!(fetched(text), [], "{text}");
    }
}

#[test]
fn a_sheet_of_imports_and_fonts_has_no_rules() {
    for (text, has_rules) in [
        ("", false),
        ("@charset 'utf-8'; @layer a, b; @import 'a'; @namespace url(x); @font-face { src: url(a) } /* b {} */", false),
        ("<!-- @import 'a'; -->", false),
        ("@import 'a'; b {}", true),
        ("@media all { @font-face { src: url(a) } }", true),
        ("@layer a { b {} }", true),
        (":root {}", true),
        ("[x] {}", true),
        ("@import 'a'", false),
    ] {
        assert_eq!(read(text.as_bytes()).has_rules, has_rules, "{text}");
    }
}

#[test]
fn what_stays_open_takes_no_more_time() {
    for open in ["{", "(", "@font-face{", "'"] {
        let text = open.repeat(100_000) + &"a:url(b);".repeat(100_000);
        assert!(read(text.as_bytes()).fetches.len() <= 100_000);
    }
}
