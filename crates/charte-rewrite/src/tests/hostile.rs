//! The promises hold for pages that no author would write.

use proptest::prelude::*;

use crate::tests::build;

#[rustfmt::skip]
/// Fragments that end, open or confuse something.
const FRAGMENTS: &[&str] = &[
    "<!DOCTYPE html>", "<html lang=en>", "<html>", "<head>", "</head>", "<body>", "</body>", "</html>", "<body class='>'>", "<head x>",
    "<meta charset=utf-8>", "<title>", "</title>", "<base href=//video.example/>", "text ", "é", "\0", "\r\n", "&amp;", " ",
    "<", "</", "<!", "<!-", "<!--", "-->", "--!>", "<!-->", "<!--->", "<!--[if IE]>", "<![endif]-->", "<?php", "?>", ">", "\"", "'", "=", "/",
    "<script>", "</script>", "</SCRIPT >", "<script src=//v.example/a.js>", "<script src=//v.example/a.js></script>", "</script", "<script",
    "<script type=text/plain data-charte=video>", "<script>new Map.View()</script>", "<style>", "</style>", "<style>@import '//video.example/a'</style>",
    "<iframe src=//v.example/>", "</iframe>", "<iframe src=//v.example/ width=3></iframe>", "<iframe srcdoc='<img src=//v.example>'>",
    "<img src=//v.example/i>", "<img srcset='a 1x, //v.example/i 2x'>", "<link rel=preconnect href=//map.example>", "<embed src=//v.example>",
    "<input type=image src=//v.example>", "<noscript>", "</noscript>", "<noscript><img src=//v.example></noscript>",
    "<svg>", "</svg>", "<svg/>", "<math>", "</math>", "<mi>", "</mi>", "<desc>", "</desc>", "<foreignObject>", "</foreignObject>",
    "<image href=//v.example>", "<use xlink:href='//v.example/s#a'/>", "<![CDATA[", "]]>", "<annotation-xml encoding=text/html>",
    "<video src=//v.example>", "</video>", "<video poster=//v.example>", "<source src=//v.example>", "<audio>", "</audio>", "<picture>",
    "</picture>", "<source srcset=//v.example>", "<object data=//v.example>", "</object>", "<object>", "<template>", "</template>",
    "<template data-charte=video>", "<textarea>", "</textarea>", "<plaintext>", "<xmp>", "</xmp>", "<noembed>", "<noframes>", "</noframes>",
    "<frameset>", "</frameset>", "<frame src=//v.example>", "<select>", "</select>", "<option>", "<table>", "<td background=//v.example>",
    "</table>", "<footer>", "</footer>", "<div data-charte-slot=charter>", "<div>", "</div>", "<p>", "</p>", "<br>", "<a href=x>", "</a>",
    "<span data-charte-open>", "<div style='background:url(//v.example)'>", "<meta http-equiv=refresh content='0;url=/'>",
    "<\\script", "<\\/script>", "<\\\\!--", "<template data-charte data-charte-built>", "<p data-charte-built>", "<p data-charte-built>x</p>",
    "<script type=text/plain data-charte=a data-charte-built><\\script><\\/script></script>", "<span data-charte-built>", "</span>",
    "<link rel=stylesheet href=/a.css media=print>", "<link rel='stylesheet' href=/a.css disabled>", "<link href=a.css rel=stylesheet>",
    "<link rel=stylesheet href=//v.example/a.css media=print>", "<style media=print>", "<link rel=stylesheet href='/a.css' media>",
    "<font color=red>", "<FONT>", "<b/>", "<title/>", "</x>", "<x-very-long-element-name-of-somebody>", "<h1 =a=b>",
];

pub(super) fn pieces() -> impl Strategy<Value = Vec<u8>> {
    let fragment = proptest::sample::select(FRAGMENTS);
    proptest::collection::vec(fragment, 0..24).prop_map(|fragments| fragments.concat().into_bytes())
}

#[test]
fn a_delayed_style_sheet_keeps_its_authors_media() {
    build(
        b"<!doctype html><link rel=stylesheet href=/a.css media=print><link rel='stylesheet' href=/b.css disabled><p>x",
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(768))]

    #[test]
    fn promises_hold(page in pieces()) {
        build(&page);
    }

    #[test]
    fn promises_hold_for_any_bytes(page in proptest::collection::vec(any::<u8>(), 0..200)) {
        build(&page);
    }

    #[test]
    fn promises_hold_in_utf_16(page in pieces(), is_marked: bool, is_high: bool) {
        let mut text = String::from_utf8_lossy(&page).into_owned();
        if is_marked {
            text.insert(0, '\u{feff}');
        }
        let split = if is_high { u16::to_be_bytes } else { u16::to_le_bytes };
        let bytes: Vec<u8> = text.encode_utf16().flat_map(split).collect();
        build(&bytes);
    }
}
